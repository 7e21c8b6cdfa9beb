import type { PracticeNotice } from "../../domain/state/practice.ts";
import { MakaErrorEvent } from "./events.ts";
import {
  MakaLimitReachedEvent,
  MakaPhaseChangedEvent,
  MakaReportReadyEvent,
  MakaSessionEndedEvent,
  MakaSessionStartedEvent,
  MakaStepReachedEvent,
  MakaTurnCompletedEvent,
  MakaVoiceActivityEvent,
  MakaWarningEvent,
} from "./practice-events.ts";

/** Fires the public event of a notice at the tag. */
export function announceNotice(target: EventTarget, notice: PracticeNotice): void {
  for (const event of toEvents(notice)) target.dispatchEvent(event);
}

function toEvents(notice: PracticeNotice): Event[] {
  switch (notice.type) {
    case "phase-changed":
      return [new MakaPhaseChangedEvent(detailOf(notice))];
    case "session-started":
      return [new MakaSessionStartedEvent(detailOf(notice))];
    case "turn-completed":
      return [new MakaTurnCompletedEvent(detailOf(notice))];
    case "voice-activity":
      return [new MakaVoiceActivityEvent(detailOf(notice))];
    case "warning":
      return [new MakaWarningEvent(detailOf(notice))];
    case "session-ended":
      return [new MakaSessionEndedEvent(detailOf(notice))];
    case "step-reached":
      return [new MakaStepReachedEvent(detailOf(notice))];
    case "report-ready":
      return [new MakaReportReadyEvent(detailOf(notice))];
    case "failed": {
      const { code, requestId, limit } = notice.failure;
      const error = new MakaErrorEvent({ code, requestId });
      return code === "limit_reached" ? [new MakaLimitReachedEvent({ limit }), error] : [error];
    }
  }
}

/** What a page is told: all of a notice but its name, which is the event's. */
function detailOf<Notice extends PracticeNotice>({
  type: _,
  ...detail
}: Notice): Omit<Notice, "type"> {
  return detail;
}
