import "./src/define.ts";

export { MakaVoiceCoach } from "./src/elements/maka-voice-coach.ts";
export type { MakaErrorEvent, MakaReadyEvent } from "./src/elements/events.ts";
export type {
  MakaLimitReachedEvent,
  MakaPhaseChangedEvent,
  MakaReportReadyEvent,
  MakaSessionEndedEvent,
  MakaSessionStartedEvent,
  MakaStepReachedEvent,
  MakaTurnCompletedEvent,
  MakaVoiceActivityEvent,
  MakaWarningEvent,
} from "./src/elements/practice-events.ts";
