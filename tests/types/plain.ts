// How a page script in TypeScript uses the tag; it must compile, and its mistakes must not.
import "maka-voice-coach";
import type { MakaReport } from "maka-voice-coach";

/** Puts a practice on the page and hands its report on. */
export function addPractice(
  place: HTMLElement,
  onReport: (report: MakaReport | null) => void,
): void {
  const coach = document.createElement("maka-voice-coach");
  coach.embedKey = "mk_demo";
  coach.variant = "panel";
  // @ts-expect-error -- there is no such variant
  coach.variant = "popup";
  coach.addEventListener("maka-report-ready", ({ detail }) => {
    const total: number | null = detail.total;
    onReport(total === null ? null : coach.report);
  });
  document.addEventListener("maka-error", (event: CustomEvent<{ code: string }>) => {
    console.error(event.detail.code);
  });
  place.append(coach);
}
