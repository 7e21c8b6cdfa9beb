import type { Brief } from "#contract/brief.ts";
import type { CoachErrorCode } from "../../domain/state/coach-error.ts";
import { CoachEvent } from "../kit/coach-event.ts";

/** The brief is there. `limitSeconds` is the longest call that would be granted now, 0 where none would. */
export class MakaReadyEvent extends CoachEvent<{
  scenario: string;
  title: string;
  persona: string;
  language: string;
  limitSeconds: number;
}> {
  constructor({ scenario, limits }: Brief) {
    super("maka-ready", {
      scenario: scenario.id,
      title: scenario.title,
      persona: scenario.persona.name,
      language: scenario.language,
      limitSeconds: Math.min(scenario.durationSeconds, limits.sessionSeconds),
    });
  }
}

/** The practice cannot go on; the element says so in words as well. */
export class MakaErrorEvent extends CoachEvent<{ code: CoachErrorCode; requestId: string | null }> {
  constructor(detail: MakaErrorEvent["detail"]) {
    super("maka-error", detail);
  }
}
