import type { RealtimeProvider } from "../providers/realtime-provider.ts";
import { type ObservationPlan, type Sideband, SidebandError } from "../providers/sideband.ts";
import type { SidebandEvent } from "../providers/sideband.ts";
import type { Clock } from "./clock.ts";

/** How an attempt to attach went. `gone`: the provider knows the call no longer, or not yet. */
export type Attachment = "attached" | "gone" | "unreachable";

/** Between tries to attach: a call that was just made is not always known at once. */
const OPENING_PAUSES_MS = [250, 500, 1_000, 1_500, 2_000, 2_000, 2_000];

/** What a link needs of the world. */
export interface LinkWorld {
  readonly provider: Pick<RealtimeProvider, "openSideband">;
  readonly clock: Clock;
}

/** Who listens on a link. */
export interface LinkListener {
  heard(event: SidebandEvent): void;
  closed(): void;
}

/** A segment's link to its call, which may be cut and made again. */
export class SidebandLink {
  readonly #world: LinkWorld;
  readonly #call: { readonly providerCallId: string; readonly plan: ObservationPlan };
  readonly #listener: LinkListener;
  #sideband: Sideband | null = null;
  #attachedAtMs = 0;
  #wasOrderly = false;

  constructor(
    world: LinkWorld,
    call: { readonly providerCallId: string; readonly plan: ObservationPlan },
    listener: LinkListener,
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

  /** Whether the last link ended with the provider's goodbye. */
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
        heard: (event) => {
          this.#listener.heard(event);
        },
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
