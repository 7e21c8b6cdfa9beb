import { fetchBrief } from "../adapters/network/fetch-brief.ts";
import { readSessionMarker } from "../adapters/storage/session-marker.ts";
import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaVoiceCoach } from "../elements/tag/maka-voice-coach.ts";
import type { LoadBrief } from "../ports/brief-source.ts";

/** The brief and what draws it, at once: each is of no use without the other. */
const loadBrief: LoadBrief = async (request, locale, signal) => {
  const [answer, view] = await Promise.all([
    fetchBrief(request, locale, signal),
    import("./brief.ts").catch(String),
  ]);
  if (typeof view !== "string") return answer;
  return { code: "server_unreachable", requestId: null, detail: view };
};

MakaVoiceCoach.services = {
  loadBrief,
  loadCall: async (host) => {
    const { prepareTag, openPractice, renewToken } = await import("./call.ts");
    prepareTag(host);
    return { openPractice, renewToken };
  },
  readSessionMarker,
};
defineOnce("maka-voice-coach", MakaVoiceCoach);
