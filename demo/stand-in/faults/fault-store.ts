import { createFaults, patchFaults, type Faults } from "./faults.ts";

/** The faults for new calls: those in force, and those for the next call alone. */
export class FaultStore {
  #current: Faults;
  #next: Faults | null = null;

  constructor(initial: Partial<Faults> = {}) {
    this.#current = { ...createFaults(), ...initial };
  }

  get current(): Faults {
    return this.#current;
  }

  /** Changes the faults of all calls to come. */
  patch(changes: unknown): Faults {
    this.#current = patchFaults(this.#current, changes);
    return this.#current;
  }

  /** Changes the faults of the next call only. */
  patchNextCall(changes: unknown): Faults {
    this.#next = patchFaults(this.#next ?? this.#current, changes);
    return this.#next;
  }

  /** Back to no faults. */
  reset(): Faults {
    this.#current = createFaults();
    this.#next = null;
    return this.#current;
  }

  /** The faults of the call that is being asked for. */
  takeForCall(): Faults {
    const faults = this.#next ?? this.#current;
    this.#next = null;
    return faults;
  }
}
