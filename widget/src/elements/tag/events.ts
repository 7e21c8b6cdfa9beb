import type { Brief } from "#contract/brief.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { CoachErrorCode } from "../../domain/state/coach-error.ts";

/** A public event: it bubbles, leaves the shadow root and carries plain JSON. */
export class CoachEvent<Detail> extends CustomEvent<Detail> {
  constructor(type: string, detail: Detail) {
    super(type, withoutPrototype({ bubbles: true, composed: true, detail }));
  }
}

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
