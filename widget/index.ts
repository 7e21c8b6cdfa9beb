import "./src/entries/tag.ts";

export { MakaVoiceCoach } from "./src/elements/tag/maka-voice-coach.ts";
export type { MakaErrorEvent, MakaReadyEvent } from "./src/elements/tag/events.ts";
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
} from "./src/elements/tag/practice-events.ts";
