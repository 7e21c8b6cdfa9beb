import type { LimitDetail } from "#contract/problem.ts";
import type { EndReason } from "#contract/session.ts";
import type { Progress } from "#contract/progress.ts";
import type { WarningCode } from "../../domain/state/practice.ts";
import type { Phase } from "../../domain/state/session-state.ts";
import type { Turn } from "../../domain/state/turn.ts";
import type { CoachEvent } from "../kit/coach-event.ts";

// What a page hears of. These are types: `announceNotice` makes each event from the notice that has its name.

/** The server granted a session and the call was answered. */
export declare class MakaSessionStartedEvent extends CoachEvent<{ sessionId: string }> {}

/** The practice moved on; `phase` of the element has the same value. */
export declare class MakaPhaseChangedEvent extends CoachEvent<{ phase: Phase; previous: Phase }> {}

/** A turn is finished and will not change any more. */
export declare class MakaTurnCompletedEvent extends CoachEvent<{ turn: Turn }> {}

/** One side began or stopped speaking. */
export declare class MakaVoiceActivityEvent extends CoachEvent<{
  speaker: "learner" | "persona";
  speaking: boolean;
}> {}

/** Something the learner is told of while the call goes on. */
export declare class MakaWarningEvent extends CoachEvent<{ code: WarningCode }> {}

/** The learner reached a step or an objective of the practice; `progress` is all that was reached so far. */
export declare class MakaStepReachedEvent extends CoachEvent<{
  sessionId: string;
  step: { readonly id: string; readonly title: string } | null;
  objective: string | null;
  progress: Progress;
}> {}

/** The call is over; `usedSeconds` is what the server counted, null where it could not be asked. */
export declare class MakaSessionEndedEvent extends CoachEvent<{
  sessionId: string;
  reason: EndReason;
  usedSeconds: number | null;
}> {}

/**
 * The report is on screen and in the property `report`; `total` is null where nothing could be scored, `passed` there
 * and where the scenario has no pass mark.
 */
export declare class MakaReportReadyEvent extends CoachEvent<{
  sessionId: string;
  total: number | null;
  passMark: number | null;
  passed: boolean | null;
  criteria: { readonly id: string; readonly level: number | null }[];
}> {}

/** An allowance refused the practice; `maka-error` follows with the code `limit_reached`. */
export declare class MakaLimitReachedEvent extends CoachEvent<{ limit: LimitDetail | null }> {}
