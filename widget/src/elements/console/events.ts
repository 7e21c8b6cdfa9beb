import type { Role } from "#contract/console/member.ts";
import type { ConsoleErrorCode } from "../../domain/console/console-error.ts";
import { CoachEvent } from "../kit/coach-event.ts";

/** Somebody is signed in. */
export class MakaConsoleReadyEvent extends CoachEvent<{
  name: string;
  roles: readonly Role[];
}> {
  constructor(detail: MakaConsoleReadyEvent["detail"]) {
    super("maka-console-ready", detail);
  }
}

/** Another view, or another cut of it, is shown; `view` as an address names it. */
export class MakaViewChangedEvent extends CoachEvent<{ view: string }> {
  constructor(detail: MakaViewChangedEvent["detail"]) {
    super("maka-view-changed", detail);
  }
}

/** A review was committed. */
export class MakaReviewSavedEvent extends CoachEvent<{ attempt: string }> {
  constructor(detail: MakaReviewSavedEvent["detail"]) {
    super("maka-review-saved", detail);
  }
}

/** Something could not be shown; the console says so in words as well. */
export class MakaConsoleErrorEvent extends CoachEvent<{
  code: ConsoleErrorCode;
  requestId: string | null;
}> {
  constructor(detail: MakaConsoleErrorEvent["detail"]) {
    super("maka-console-error", detail);
  }
}
