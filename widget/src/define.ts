import { fetchBrief } from "./adapters/fetch-brief.ts";
import { readOpenSession } from "./adapters/open-session.ts";
import { defineOnce } from "./elements/define-once.ts";
import { MakaVoiceCoach } from "./elements/maka-voice-coach.ts";

MakaVoiceCoach.services = {
  loadBrief: fetchBrief,
  loadCall: (host) => import("./call.ts").then((call) => (call.checkTag(host), call)),
  readOpenSession,
};
defineOnce("maka-voice-coach", MakaVoiceCoach);
