import type { Faults } from "./faults/faults.ts";
import type { MediaCounts } from "./media/call-media.ts";
import type { SentServerEvent } from "./realtime/wire.ts";

/** What tests and operators see of a call. */
export interface CallSummary {
  readonly id: string;
  readonly state: string;
  readonly seconds: number;
  readonly model: string;
  readonly sidebands: number;
  readonly packets: MediaCounts;
  readonly events: number;
}

/** What can be asked of a call whether it is over or not. */
export interface CallRecord {
  readonly id: string;
  readonly isOver: boolean;
  readonly events: readonly SentServerEvent[];
  /** How to close each sideband; those of an ended call are on their way out. */
  readonly sidebands: ReadonlySet<(code: number) => void>;
  faults: Faults;
  /** Ends the call once. */
  end(): void;
  summarise(): CallSummary;
}

/** What is left of a call that is over: it answers as the call did, and holds nothing of its session and media. */
export class EndedCall implements CallRecord {
  readonly id: string;
  readonly isOver = true;
  readonly events: readonly SentServerEvent[];
  readonly sidebands: ReadonlySet<(code: number) => void>;
  faults: Faults;
  readonly #summary: CallSummary;

  constructor(call: CallRecord) {
    this.id = call.id;
    this.events = call.events;
    this.sidebands = call.sidebands;
    this.faults = call.faults;
    this.#summary = call.summarise();
  }

  end(): void {
    // It is over.
  }

  summarise(): CallSummary {
    return { ...this.#summary, sidebands: this.sidebands.size };
  }
}
