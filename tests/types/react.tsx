// How React 19 uses the tag.
import type {} from "maka-voice-coach/react";
import type { JSX } from "react";

/** A lesson with a practice in it. */
export function Lesson({
  onDone,
}: {
  readonly onDone: (total: number | null) => void;
}): JSX.Element {
  return (
    <maka-voice-coach
      api="https://project.example/functions/v1"
      embed-key="mk_demo"
      scenario="website-sales-fr"
      onmaka-report-ready={({ detail }) => {
        onDone(detail.total);
      }}
    />
  );
}

/** What is missing or misspelt does not compile. */
export const WRONG = [
  // @ts-expect-error -- the scenario is missing
  <maka-voice-coach key="a" api="https://project.example/functions/v1" embed-key="mk_demo" />,
  // @ts-expect-error -- there is no such input
  <maka-voice-coach key="b" api="" embed-key="mk_demo" scenario="" input="speech" />,
];
