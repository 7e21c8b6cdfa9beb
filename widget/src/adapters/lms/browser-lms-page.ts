import { isRecord } from "../../domain/is-record.ts";
import type { PracticeResult } from "../../domain/state/practice-result.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { LmsPage } from "../../ports/lms-page.ts";
import { fetchResult, readResult } from "./fetch-result.ts";

const NAME = "maka-lms:";

/** The page in a browser; `say` shows a message. */
export function createLmsPage(say: LmsPage["say"]): LmsPage {
  let channel: BroadcastChannel | null = null;
  return {
    say,
    fetchResult,
    async isReachable() {
      if (!navigator.onLine) return false;
      try {
        const init = withoutPrototype<RequestInit>({ method: "HEAD", cache: "no-store" });
        return (await fetch(location.href, init)).status < 500;
      } catch {
        return false;
      }
    },
    keep(place, sessionId, isOpen) {
      try {
        const key = `${toKey(place)}:${sessionId}`;
        if (isOpen) localStorage.setItem(key, "");
        else localStorage.removeItem(key);
      } catch {
        // Without storage, what the platform keeps for us is all.
      }
    },
    recall(place) {
      try {
        const start = `${toKey(place)}:`;
        const keys = Object.keys(localStorage).filter((key) => key.startsWith(start));
        return keys.map((key) => key.slice(start.length));
      } catch {
        return [];
      }
    },
    share(_, result) {
      channel?.postMessage(result);
    },
    onShared(place, listener) {
      try {
        channel = new BroadcastChannel(toKey(place));
        channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
          const result = readMessage(data);
          if (result) listener(result);
        });
      } catch {
        // An opaque origin has no channel.
      }
    },
    wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  };
}

/**
 * A number for a learner at this page: it stands in the storage of a computer that others may use, and says nothing of
 * who it is.
 */
function toKey(learner: string): string {
  const hash = Array.from(`${learner} ${location.pathname}`).reduce(
    (sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) >>> 0,
    7,
  );
  return NAME + hash.toString(36);
}

/** Whoever shares the origin can write to the channel; what it says of a score must at least be one. */
function readMessage(data: unknown): PracticeResult | null {
  if (!isRecord(data)) return null;
  const { sessionId, passed } = data;
  if (typeof sessionId !== "string") return null;
  const result = readResult(data, sessionId);
  return result && { ...result, passed: typeof passed === "boolean" ? passed : null };
}
