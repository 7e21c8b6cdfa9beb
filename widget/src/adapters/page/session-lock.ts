import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { SessionLock } from "../../ports/recovery-ports.ts";
import type { Clock } from "../../ports/clock.ts";
import { onAbort } from "./platform.ts";

const CHANNEL = "maka-voice-coach";

/**
 * Tabs of one origin over Web Locks and a broadcast channel. Old browsers have neither, sandboxed frames may use neither:
 * there every tab takes the session to be free, and the server decides, which hangs up the older call.
 */
export function createSessionLock(clock: Clock): SessionLock {
  return {
    async isHeld(sessionId) {
      const state = await readLocks()
        ?.query()
        // A sandboxed frame has locks, and may not use them.
        .catch(() => null);
      return state?.held?.some(({ name }) => name === toName(sessionId)) === true;
    },
    take(sessionId, patienceMs, signal) {
      if (readLocks() === null) return Promise.resolve();
      const waiting = new AbortController();
      return new Promise<void>((resolve) => {
        const holding = (): Promise<void> => {
          waiting.abort();
          resolve();
          return new Promise((release) => {
            onAbort(signal, release);
          });
        };
        onAbort(signal, resolve);
        openChannel(waiting.signal)?.postMessage(sessionId);
        void request(sessionId, { signal: bothOf(signal, waiting.signal) }, holding).then(() => {
          if (waiting.signal.aborted) return;
          // Given up, or forbidden: nobody is to be waited for.
          waiting.abort();
          resolve();
        });
        clock.after(patienceMs, waiting.signal, () => {
          waiting.abort();
          if (!signal.aborted)
            void request(sessionId, { steal: true }, holding).then(() => {
              resolve();
            });
        });
      });
    },
    listen(sessionId, signal, onAsked) {
      openChannel(signal)?.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (data === sessionId) onAsked();
      });
    },
    whenFree(sessionId, signal, listener) {
      // Told once it was given back: whoever looks then must not take this wait for a tab that holds it.
      void request(sessionId, { signal }, () => Promise.resolve()).then((isFree) => {
        if (isFree && !signal.aborted) listener();
      });
    },
  };
}

function toName(sessionId: string): string {
  return `${CHANNEL}:${sessionId}`;
}

/** True once `work` is over; an aborted wait, and a lock that another tab stole, come to nothing. */
async function request(
  sessionId: string,
  options: LockOptions,
  work: () => Promise<void>,
): Promise<boolean> {
  const locks = readLocks();
  if (locks === null) return false;
  try {
    await locks.request(toName(sessionId), withoutPrototype(options), work);
    return true;
  } catch {
    return false;
  }
}

function bothOf(first: AbortSignal, second: AbortSignal): AbortSignal {
  const both = new AbortController();
  for (const signal of [first, second]) {
    onAbort(signal, () => {
      both.abort();
    });
  }
  return both.signal;
}

/** The types say that every browser has locks; an insecure page and a sandboxed frame have none that work. */
function readLocks(): LockManager | null {
  const from: { readonly locks?: LockManager } = navigator;
  return from.locks ?? null;
}

function openChannel(signal: AbortSignal): BroadcastChannel | null {
  try {
    const channel = new BroadcastChannel(CHANNEL);
    onAbort(signal, () => {
      channel.close();
    });
    return channel;
  } catch {
    // An opaque origin has no channel.
    return null;
  }
}
