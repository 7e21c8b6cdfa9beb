import { fetchBrief } from "../adapters/network/fetch-brief.ts";
import { readSessionMarker } from "../adapters/storage/session-marker.ts";
import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaVoiceCoach } from "../elements/tag/maka-voice-coach.ts";

MakaVoiceCoach.services = {
  loadBrief: fetchBrief,
  loadCall: async (host) => {
    const { prepareTag, openPractice } = await import("./call.ts");
    prepareTag(host);
    return { openPractice };
  },
  readSessionMarker,
};
defineOnce("maka-voice-coach", MakaVoiceCoach);
