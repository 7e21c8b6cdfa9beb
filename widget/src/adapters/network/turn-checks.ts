import type { ReportedTurn, Speaker, TranscriptTurn, TurnState } from "#contract/turn.ts";
import { nullable, number, oneOf, shape, text } from "./check.ts";

const speaker = oneOf<Speaker>({ learner: true, persona: true });
const turnState = oneOf<TurnState>({ final: true, interrupted: true, unrecognized: true });
const turnFields = {
  itemId: text,
  speaker,
  state: turnState,
  text,
  startedAtMs: number,
  endedAtMs: nullable(number),
};
/** A turn as a report holds it. */
export const isTranscriptTurn = shape<TranscriptTurn>({
  ...turnFields,
  source: oneOf<TranscriptTurn["source"]>({ observed: true, reported: true }),
});

/** A turn as the outbox keeps it. */
export const isReportedTurn = shape<ReportedTurn>({
  ...turnFields,
  sequence: number,
  previousItemId: nullable(text),
});
