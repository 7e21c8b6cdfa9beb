import "./src/define.ts";

export { MakaVoiceCoach } from "./src/elements/maka-voice-coach.ts";
