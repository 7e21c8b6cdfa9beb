import type { ConnectionQuality } from "#contract/session.ts";
import { toCoachError } from "../domain/state/coach-error.ts";
import type { SessionEvent } from "../domain/state/session-event.ts";
import type { SessionCredential } from "../ports/coach-api.ts";
import type { PracticePorts } from "../ports/practice-ports.ts";
import { isRefusal } from "./turn-uploader.ts";

/** A server that asks for more would be flooded by its own wish. */
const SHORTEST_BEAT_SECONDS = 5;

/** Whose heart beats, how often, and who hears of the answers. */
export interface HeartbeatOptions {
  readonly credential: SessionCredential;
  readonly everySeconds: number;
  /** How the connection was since the last beat; null where nobody measures it. */
  readonly readQuality: () => ConnectionQuality | null;
  readonly dispatch: (event: SessionEvent) => void;
}

/** Beats until the signal aborts; the first time after one interval. */
export function startHeartbeat(
  { api, clock }: Pick<PracticePorts, "api" | "clock">,
  signal: AbortSignal,
  { credential, everySeconds, readQuality, dispatch }: HeartbeatOptions,
): void {
  /** One that does not arrive is made up for by the next; a refused one means that the session is over. */
  const beat = async (): Promise<void> => {
    try {
      const { status, ...answer } = await api.beat(credential, signal, readQuality());
      const proceed = status === "continue";
      if (!signal.aborted) dispatch({ type: "heartbeat-answered", proceed, ...answer });
    } catch (thrown) {
      if (signal.aborted || !isRefusal(toCoachError(thrown))) return;
      dispatch({ type: "heartbeat-answered", proceed: false, remainingSeconds: 0 });
    }
  };
  const beatOn = (): void => {
    clock.after(Math.max(everySeconds, SHORTEST_BEAT_SECONDS) * 1_000, signal, () => {
      beatOn();
      void beat();
    });
  };
  beatOn();
}
