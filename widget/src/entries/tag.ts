import { fetchBrief } from "./adapters/fetch-brief.ts";
import { readOpenSession } from "./adapters/open-session.ts";
import { defineOnce } from "./elements/define-once.ts";
import { MakaVoiceCoach } from "./elements/maka-voice-coach.ts";

MakaVoiceCoach.services = {
  loadBrief: fetchBrief,
  loadCall: async (host) => {
    const { prepareTag, openPractice } = await import("./call.ts");
    prepareTag(host);
    return { openPractice };
  },
  readOpenSession,
};
defineOnce("maka-voice-coach", MakaVoiceCoach);
