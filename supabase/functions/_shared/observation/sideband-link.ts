import type { RealtimeProvider } from "../providers/realtime-provider.ts";
import { type ObservationPlan, type Sideband, SidebandError } from "../providers/sideband.ts";
import type { SidebandEvent } from "../providers/sideband.ts";
import type { Clock } from "./clock.ts";

/** How an attempt to attach went. `gone`: the provider knows the call no longer, or not yet. */
export type Attachment = "attached" | "gone" | "unreachable";

/** Between tries to attach: a call that was just made is not always known at once. */
const OPENING_PAUSES_MS = [250, 500, 1_000, 1_500, 2_000, 2_000, 2_000];

/** What a line needs of the world. */
export interface LineWorld {
  readonly provider: Pick<RealtimeProvider, "openSideband">;
  readonly clock: Clock;
}

/** Who listens on a line. */
export interface LineListener {
  heard(event: SidebandEvent): void;
  closed(): void;
}

/** A segment's line into its call, which may be cut and laid again. */
export class Line {
  readonly #world: LineWorld;
  readonly #call: { readonly providerCallId: string; readonly plan: ObservationPlan };
  readonly #listener: LineListener;
  #sideband: Sideband | null = null;
  #attachedAtMs = 0;
  #wasOrderly = false;

  constructor(
    world: LineWorld,
    call: { readonly providerCallId: string; readonly plan: ObservationPlan },
    listener: LineListener,
  ) {
    this.#world = world;
    this.#call = call;
    this.#listener = listener;
  }

  /** The open sideband; null while there is none. */
  get sideband(): Sideband | null {
    return this.#sideband;
  }

  get attachedAtMs(): number {
    return this.#attachedAtMs;
  }

  /** Whether the last line ended with the provider's goodbye. */
  get wasOrderly(): boolean {
    return this.#wasOrderly;
  }

  /** Tries for about ten seconds; where `mayBeNew` is false, one refusal says that the call is over. */
  async attach(mayBeNew: boolean, signal: AbortSignal): Promise<Attachment> {
    let result: Attachment = "unreachable";
    for (const pauseMs of [0, ...OPENING_PAUSES_MS]) {
      if (pauseMs > 0) await this.#world.clock.wait(pauseMs, signal);
      if (signal.aborted) return result;
      result = await this.#open();
      if (result === "attached" || (result === "gone" && !mayBeNew)) return result;
    }
    return result;
  }

  close(): void {
    this.#sideband?.close();
    this.#sideband = null;
  }

  async #open(): Promise<Attachment> {
    try {
      this.#attachedAtMs = this.#world.clock.nowMs();
      this.#sideband = await this.#world.provider.openSideband(this.#call, {
        heard: (event) => this.#listener.heard(event),
        closed: (isOrderly) => {
          this.#sideband = null;
          this.#wasOrderly = isOrderly;
          this.#listener.closed();
        },
      });
      return "attached";
    } catch (error) {
      return error instanceof SidebandError && error.isAbsent ? "gone" : "unreachable";
    }
  }
}
