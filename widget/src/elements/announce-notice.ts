import type { PracticeNotice } from "../domain/practice.ts";
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
      return [new MakaPhaseChangedEvent({ phase: notice.phase, previous: notice.previous })];
    case "session-started":
      return [new MakaSessionStartedEvent({ sessionId: notice.sessionId })];
    case "turn-completed":
      return [new MakaTurnCompletedEvent({ turn: notice.turn })];
    case "voice-activity":
      return [new MakaVoiceActivityEvent({ speaker: notice.speaker, speaking: notice.speaking })];
    case "warning":
      return [new MakaWarningEvent({ code: notice.code })];
    case "session-ended":
      return [
        new MakaSessionEndedEvent({
          sessionId: notice.sessionId,
          reason: notice.reason,
          usedSeconds: notice.usedSeconds,
        }),
      ];
    case "step-reached":
      return [
        new MakaStepReachedEvent({
          sessionId: notice.sessionId,
          step: notice.step,
          objective: notice.objective,
          progress: notice.progress,
        }),
      ];
    case "report-ready":
      return [new MakaReportReadyEvent({ sessionId: notice.sessionId, total: notice.total })];
    case "failed": {
      const { code, requestId, limit } = notice.failure;
      const error = new MakaErrorEvent({ code, requestId });
      return code === "limit_reached" ? [new MakaLimitReachedEvent({ limit }), error] : [error];
    }
  }
}
