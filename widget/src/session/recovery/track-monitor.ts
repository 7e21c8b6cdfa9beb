import type { RecoveryPorts } from "../../ports/recovery-ports.ts";
import type { MicrophoneCapture } from "../../ports/microphone.ts";
import type { ExtensionContext } from "../extension.ts";
import type { Attempt } from "../attempt.ts";
import { childOf } from "../child-signal.ts";

const LOOK_MS = 1_000;
const LISTEN_MS = 200;
/** A microphone that works gives more than zeros within this. */
const ENERGY_PATIENCE_MS = 2_000;

/**
 * Watches the microphone of an attempt for what systems do to it: a phone call, another app, a headset that
 * changes its mode. What comes back without sound is opened anew once; if that is silent too, it is lost until
 * it is heard again.
 */
export class TrackMonitor {
  readonly #context: ExtensionContext;
  readonly #ports: RecoveryPorts;
  readonly #attempt: Attempt;
  #watched: MicrophoneCapture | null = null;
  #watching = new AbortController();
  #listening = new AbortController();
  #reopened: "no" | "wanted" | "done" = "no";
  #isLost = false;

  constructor(context: ExtensionContext, ports: RecoveryPorts, attempt: Attempt) {
    this.#context = context;
    this.#ports = ports;
    this.#attempt = attempt;
    this.#look();
  }

  /** Another microphone may have taken the place of the one that was watched. */
  #look(): void {
    const { capture } = this.#attempt.microphone;
    if (capture !== null && capture !== this.#watched) this.#watch(capture);
    else if (this.#isLost && capture !== null && capture.level() > 0) {
      this.#isLost = false;
      this.#context.dispatch({ type: "microphone-opened", deviceId: capture.deviceId });
    }
    this.#context.ports.clock.after(LOOK_MS, this.#attempt.callSignal, () => {
      this.#look();
    });
  }

  #watch(capture: MicrophoneCapture): void {
    this.#watching.abort();
    this.#watching = childOf(this.#attempt.callSignal);
    this.#watched = capture;
    this.#isLost = false;
    const { signal } = this.#watching;
    const listen = (): void => {
      this.#listening.abort();
      this.#listening = childOf(signal);
      this.#listenFor(capture, 0, this.#listening.signal);
    };
    this.#ports.watchTrack(capture.stream, signal, listen);
    // Not every telephone says that another app had the microphone meanwhile.
    this.#context.ports.page.watch(signal, (moment) => {
      if (moment === "shown") listen();
    });
    if (this.#reopened !== "wanted") return;
    this.#reopened = "done";
    listen();
  }

  #listenFor(capture: MicrophoneCapture, heardMs: number, signal: AbortSignal): void {
    // Who is muted is meant to be silent.
    if (!this.#attempt.microphone.isOpen) return;
    if (capture.level() > 0) {
      this.#reopened = "no";
      return;
    }
    if (heardMs >= ENERGY_PATIENCE_MS) {
      this.#giveUp(capture);
      return;
    }
    this.#context.ports.clock.after(LISTEN_MS, signal, () => {
      this.#listenFor(capture, heardMs + LISTEN_MS, signal);
    });
  }

  #giveUp({ deviceId }: MicrophoneCapture): void {
    if (this.#reopened === "done") {
      this.#reopened = "no";
      this.#isLost = true;
      this.#context.dispatch({ type: "microphone-silent", code: "mic_busy" });
      return;
    }
    this.#reopened = "wanted";
    this.#attempt.replaceMicrophone(deviceId);
  }
}
