import type { LimitDetail } from "#contract/problem.ts";
import type { Progress } from "#contract/progress.ts";
import type { WarningCode } from "../../domain/state/practice.ts";
import type { Phase } from "../../domain/state/session-state.ts";
import type { Turn } from "../../domain/state/turn.ts";
import { CoachEvent } from "./events.ts";

/** The server granted a session and the call was answered. */
export class MakaSessionStartedEvent extends CoachEvent<{ sessionId: string }> {
  constructor(detail: MakaSessionStartedEvent["detail"]) {
    super("maka-session-started", detail);
  }
}

/** The practice moved on; `phase` of the element has the same value. */
export class MakaPhaseChangedEvent extends CoachEvent<{ phase: Phase; previous: Phase }> {
  constructor(detail: MakaPhaseChangedEvent["detail"]) {
    super("maka-phase-changed", detail);
  }
}

/** A turn is finished and will not change any more. */
export class MakaTurnCompletedEvent extends CoachEvent<{ turn: Turn }> {
  constructor(detail: MakaTurnCompletedEvent["detail"]) {
    super("maka-turn-completed", detail);
  }
}

/** One side began or stopped speaking. */
export class MakaVoiceActivityEvent extends CoachEvent<{
  speaker: "learner" | "persona";
  speaking: boolean;
}> {
  constructor(detail: MakaVoiceActivityEvent["detail"]) {
    super("maka-voice-activity", detail);
  }
}

/** Something the learner is told of while the call goes on. */
export class MakaWarningEvent extends CoachEvent<{ code: WarningCode }> {
  constructor(detail: MakaWarningEvent["detail"]) {
    super("maka-warning", detail);
  }
}

/** The learner reached a step or an objective of the practice; `progress` is all that was reached so far. */
export class MakaStepReachedEvent extends CoachEvent<{
  sessionId: string;
  step: { readonly id: string; readonly title: string } | null;
  objective: string | null;
  progress: Progress;
}> {
  constructor(detail: MakaStepReachedEvent["detail"]) {
    super("maka-step-reached", detail);
  }
}

/** The call is over; `usedSeconds` is what the server counted, null where it could not be asked. */
export class MakaSessionEndedEvent extends CoachEvent<{
  sessionId: string;
  reason: string;
  usedSeconds: number | null;
}> {
  constructor(detail: MakaSessionEndedEvent["detail"]) {
    super("maka-session-ended", detail);
  }
}

/** The report is on screen and in the property `report`; `total` is null where nothing could be scored. */
export class MakaReportReadyEvent extends CoachEvent<{ sessionId: string; total: number | null }> {
  constructor(detail: MakaReportReadyEvent["detail"]) {
    super("maka-report-ready", detail);
  }
}

/** An allowance refused the practice; `maka-error` follows with the code `limit_reached`. */
export class MakaLimitReachedEvent extends CoachEvent<{ limit: LimitDetail | null }> {
  constructor(detail: MakaLimitReachedEvent["detail"]) {
    super("maka-limit-reached", detail);
  }
}
