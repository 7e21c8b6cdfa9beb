import { toCoachError } from "../domain/state/coach-error.ts";
import type { MicrophoneEvent } from "../domain/state/session-event.ts";
import type { MicrophoneCapture } from "../ports/microphone.ts";
import type { PracticePorts } from "../ports/practice-ports.ts";
import { childOf } from "./child-signal.ts";

/** The learner is told by then that the microphone is gone; one that opens later is still used. */
const REPLACEMENT_PATIENCE_MS = 2_000;

/**
 * The microphone of one attempt: one at a time, each freed when another one took its place or the attempt is
 * over. Each is as open or shut as the one before.
 */
export class AttemptMicrophone {
  readonly #ports: Pick<PracticePorts, "microphone" | "clock">;
  readonly #signal: AbortSignal;
  readonly #dispatch: (event: MicrophoneEvent) => void;
  #capture: MicrophoneCapture | null = null;
  #used: AbortController | null = null;
  #wanted: AbortController | null = null;
  #isOpen = true;

  constructor(
    ports: Pick<PracticePorts, "microphone" | "clock">,
    signal: AbortSignal,
    dispatch: (event: MicrophoneEvent) => void,
  ) {
    this.#ports = ports;
    this.#signal = signal;
    this.#dispatch = (event) => {
      if (!signal.aborted) dispatch(event);
    };
  }

  get capture(): MicrophoneCapture | null {
    return this.#capture;
  }

  /** False while the learner is not to be heard. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  level(): number {
    return this.#signal.aborted ? 0 : (this.#capture?.level() ?? 0);
  }

  setOpen(open: boolean): void {
    this.#isOpen = open;
    this.#capture?.setOpen(open);
  }

  /**
   * Opens the microphone that this browser was checked with, or its default.
   * @throws {CoachError} as the port does
   */
  async open(): Promise<void> {
    const { microphone } = this.#ports;
    await this.#take(microphone.recall()?.deviceId ?? null);
    microphone.watch(this.#signal, () => void this.#list());
  }

  /** Takes another microphone, the default one for null, and hands it to `use`. */
  replace(deviceId: string | null, use: (capture: MicrophoneCapture) => void): void {
    const patience = childOf(this.#signal);
    // A choice may take as long as the browser asks for it; what vanished is missed at once.
    if (deviceId === null) {
      this.#ports.clock.after(REPLACEMENT_PATIENCE_MS, patience.signal, () => {
        this.#dispatch({ type: "microphone-refused", code: "mic_missing" });
      });
    }
    this.#take(deviceId, use)
      .catch((thrown: unknown) => {
        const { code } = toCoachError(thrown);
        if (code !== "aborted") this.#dispatch({ type: "microphone-refused", code });
      })
      .finally(() => {
        patience.abort();
      });
  }

  async #take(deviceId: string | null, use?: (capture: MicrophoneCapture) => void): Promise<void> {
    const life = childOf(this.#signal);
    // One that is still on its way is not wanted any more.
    if (this.#wanted !== this.#used) this.#wanted?.abort();
    this.#wanted = life;
    const capture = await this.#ports.microphone.open({
      deviceId,
      signal: life.signal,
      onVanished: () => {
        this.#dispatch({ type: "microphone-vanished" });
      },
    });
    capture.setOpen(this.#isOpen);
    use?.(capture);
    this.#capture = capture;
    this.#used?.abort();
    this.#used = life;
    this.#dispatch({ type: "microphone-opened", deviceId: capture.deviceId });
    await this.#list();
  }

  async #list(): Promise<void> {
    const devices = await this.#ports.microphone.list();
    this.#dispatch({ type: "microphones-listed", devices });
  }
}
