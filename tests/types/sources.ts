// Compiles only while the published types say what the sources say.
import type { LimitDetail } from "#contract/problem.ts";
import type { Report } from "#contract/report.ts";
import type {
  MakaErrorCode,
  MakaEventDetails,
  MakaLimit,
  MakaPhase,
  MakaReport,
  MakaTurn,
} from "maka-voice-coach";
import type { CoachErrorCode } from "../../widget/src/domain/state/coach-error.ts";
import type { PracticeNotice } from "../../widget/src/domain/state/practice.ts";
import type { Phase } from "../../widget/src/domain/state/session-state.ts";
import type { Turn } from "../../widget/src/domain/state/turn.ts";
import type { MakaErrorEvent, MakaReadyEvent } from "../../widget/src/elements/tag/events.ts";
import type * as events from "../../widget/src/elements/tag/practice-events.ts";

/** True where each side takes the other. */
type Same<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false;
type Detail<Event extends { readonly detail: unknown }> = Event["detail"];
type Notice<Type extends PracticeNotice["type"]> = Omit<
  Extract<PracticeNotice, { type: Type }>,
  "type"
>;

/** One line for each published shape; a difference makes it `false`, which `true` does not take. */
export const SAME: readonly true[] = [
  true satisfies Same<MakaPhase, Phase>,
  true satisfies Same<MakaTurn, Turn>,
  true satisfies Same<MakaReport, Report>,
  true satisfies Same<MakaLimit, LimitDetail>,
  true satisfies Same<MakaErrorCode, CoachErrorCode>,
  true satisfies Same<MakaEventDetails["maka-ready"], Detail<MakaReadyEvent>>,
  true satisfies Same<MakaEventDetails["maka-error"], Detail<MakaErrorEvent>>,
  true satisfies Same<
    MakaEventDetails["maka-session-started"],
    Detail<events.MakaSessionStartedEvent>
  >,
  true satisfies Same<MakaEventDetails["maka-phase-changed"], Detail<events.MakaPhaseChangedEvent>>,
  true satisfies Same<
    MakaEventDetails["maka-turn-completed"],
    Detail<events.MakaTurnCompletedEvent>
  >,
  true satisfies Same<
    MakaEventDetails["maka-voice-activity"],
    Detail<events.MakaVoiceActivityEvent>
  >,
  true satisfies Same<MakaEventDetails["maka-step-reached"], Detail<events.MakaStepReachedEvent>>,
  true satisfies Same<MakaEventDetails["maka-step-reached"], Notice<"step-reached">>,
  true satisfies Same<MakaEventDetails["maka-warning"], Detail<events.MakaWarningEvent>>,
  true satisfies Same<MakaEventDetails["maka-session-ended"], Detail<events.MakaSessionEndedEvent>>,
  true satisfies Same<MakaEventDetails["maka-report-ready"], Detail<events.MakaReportReadyEvent>>,
  true satisfies Same<
    MakaEventDetails["maka-report-ready"]["total"],
    Notice<"report-ready">["total"]
  >,
  true satisfies Same<MakaEventDetails["maka-limit-reached"], Detail<events.MakaLimitReachedEvent>>,
];
