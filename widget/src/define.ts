import { fetchBrief } from "./adapters/fetch-brief.ts";
import { defineOnce } from "./elements/define-once.ts";
import { MakaVoiceCoach } from "./elements/maka-voice-coach.ts";

MakaVoiceCoach.services = {
  loadBrief: fetchBrief,
  loadCall: () => import("./call.ts"),
};
defineOnce("maka-voice-coach", MakaVoiceCoach);
