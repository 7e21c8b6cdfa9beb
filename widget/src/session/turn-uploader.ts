import type { ReportedTurn } from "#contract/turn.ts";
import { CoachError, toCoachError } from "../domain/state/coach-error.ts";
import { MAX_TURNS_A_BATCH } from "#contract/limits.ts";
import type { CoachApi, SessionCredential } from "../ports/coach-api.ts";
import type { PracticePorts } from "../ports/practice-ports.ts";

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** How often the last delivery is tried before the session is ended without it. */
const LAST_TRIES = 4;
/** Storage that hangs must not hold a turn back. */
const STORING_PATIENCE_MS = 2_000;
/** Far below what the server reads, whatever the letters weigh in bytes. */
const BATCH_CHARACTERS = 15_000;

/**
 * Brings the turns of one session to the server: written down first, then sent, then forgotten on
 * acknowledgement. At most one request is on its way.
 */
export class TurnUploader {
  readonly #ports: Pick<PracticePorts, "api" | "outbox" | "clock">;
  readonly #credential: SessionCredential;
  readonly #signal: AbortSignal;
  readonly #onStorageRefused: () => void;
  readonly #unsent = new Map<number, ReportedTurn>();
  #writing: Promise<unknown> = Promise.resolve();
  #sending: Promise<boolean> = Promise.resolve(true);
  #retry = new AbortController();
  #failures = 0;
  #retryAfterSeconds = 0;

  constructor(
    ports: Pick<PracticePorts, "api" | "outbox" | "clock">,
    credential: SessionCredential,
    signal: AbortSignal,
    onStorageRefused: () => void,
  ) {
    this.#ports = ports;
    this.#credential = credential;
    this.#signal = signal;
    this.#onStorageRefused = onStorageRefused;
    signal.addEventListener("abort", () => {
      this.#retry.abort();
    });
  }

  /** The turns that the server has not acknowledged, by sequence. */
  get unsent(): readonly ReportedTurn[] {
    return [...this.#unsent.values()];
  }

  /** Takes over one turn. */
  add(turn: ReportedTurn): void {
    this.#unsent.set(turn.sequence, turn);
    this.#writing = Promise.all([this.#writing, this.#write(turn)]);
  }

  /** Sends what waits, now. */
  wake(): void {
    this.#retry.abort();
    this.#retry = new AbortController();
    const { signal } = this.#retry;
    void this.#send().then((done) => {
      if (done || signal.aborted || this.#signal.aborted) return;
      this.#ports.clock.after(this.#nextDelayMs(), signal, () => {
        this.wake();
      });
    });
  }

  /** Fulfils when everything was delivered, or when a few tries have failed: then the outbox keeps it. */
  async finish(signal: AbortSignal): Promise<void> {
    await this.#writing;
    this.#retry.abort();
    for (let attempt = 1; attempt <= LAST_TRIES && !signal.aborted; attempt += 1) {
      if (await this.#send()) return;
      if (attempt < LAST_TRIES) await this.#pause(signal);
    }
  }

  async #write(turn: ReportedTurn): Promise<void> {
    const patience = new AbortController();
    const stored = await Promise.race([
      this.#ports.outbox.add({ credential: this.#credential, turn }),
      new Promise<boolean>((resolve) => {
        this.#ports.clock.after(STORING_PATIENCE_MS, patience.signal, () => {
          resolve(false);
        });
      }),
    ]);
    patience.abort();
    if (!stored) this.#onStorageRefused();
    if (!this.#signal.aborted) this.wake();
  }

  /** True when nothing waits any more. */
  #send(): Promise<boolean> {
    this.#sending = this.#sending.then(() => this.#deliver());
    return this.#sending;
  }

  async #deliver(): Promise<boolean> {
    while (this.#unsent.size > 0) {
      if (!(await this.#deliverBatch(takeBatch(this.unsent)))) {
        this.#failures += 1;
        return false;
      }
      this.#failures = 0;
      this.#retryAfterSeconds = 0;
    }
    return true;
  }

  /** True when it led anywhere: something was acknowledged, or will never be. */
  async #deliverBatch(batch: readonly ReportedTurn[]): Promise<boolean> {
    const { signal } = new AbortController();
    try {
      return await deliverBatch(batch, {
        send: (turns) => this.#ports.api.sendTurns(this.#credential, turns, signal),
        forget: (turns) => this.#forget(turns),
      });
    } catch (thrown) {
      this.#retryAfterSeconds = toCoachError(thrown).retryAfterSeconds ?? 0;
      return false;
    }
  }

  async #forget(turns: readonly ReportedTurn[]): Promise<void> {
    const sequences = turns.map((turn) => turn.sequence);
    for (const sequence of sequences) this.#unsent.delete(sequence);
    await this.#ports.outbox.remove(this.#credential.sessionId, sequences);
  }

  #pause(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        resolve();
      });
      this.#ports.clock.after(this.#nextDelayMs(), signal, resolve);
    });
  }

  #nextDelayMs(): number {
    const growth = FIRST_DELAY_MS * 2 ** Math.max(0, this.#failures - 1);
    const spread = Math.min(growth, LONGEST_DELAY_MS) * (0.5 + this.#ports.clock.jitter());
    return Math.max(spread, this.#retryAfterSeconds * 1_000);
  }
}

/** What a delivery does with turns. */
interface Delivery {
  readonly send: (turns: readonly ReportedTurn[]) => ReturnType<CoachApi["sendTurns"]>;
  readonly forget: (turns: readonly ReportedTurn[]) => Promise<void>;
}

/**
 * Sends turns and forgets those that the server holds, or will never take: where it finds fault with what they say,
 * each is sent by itself. True when any was forgotten.
 * @throws {CoachError} where a repetition may succeed
 */
export async function deliverBatch(
  batch: readonly ReportedTurn[],
  delivery: Delivery,
): Promise<boolean> {
  try {
    const { missing } = await delivery.send(batch);
    const held = batch.filter((turn) => !missing.includes(turn.sequence));
    await delivery.forget(held);
    return held.length > 0;
  } catch (thrown) {
    const error = toCoachError(thrown);
    if (!isRefusal(error)) throw error;
    if (error.code === "configuration_invalid" && batch.length > 1) {
      return deliverEach(batch, delivery);
    }
    const numbers = batch.map((turn) => turn.sequence).join(", ");
    console.warn(
      `<maka-voice-coach> turns ${numbers} were refused and are dropped:`,
      error.message,
    );
    await delivery.forget(batch);
    return true;
  }
}

async function deliverEach(batch: readonly ReportedTurn[], delivery: Delivery): Promise<boolean> {
  let isAnyForgotten = false;
  for (const turn of batch) {
    if (await deliverBatch([turn], delivery)) isAnyForgotten = true;
  }
  return isAnyForgotten;
}

/** True where a repetition would be refused alike: the server will never take these turns. */
export function isRefusal(error: CoachError): boolean {
  return error.code === "session_rejected" || error.code === "configuration_invalid";
}

/** The first turns, as many as one request carries. */
export function takeBatch(turns: readonly ReportedTurn[]): readonly ReportedTurn[] {
  let characters = 0;
  const end = turns.findIndex((turn, index) => {
    characters += turn.text.length;
    return index > 0 && (index >= MAX_TURNS_A_BATCH || characters > BATCH_CHARACTERS);
  });
  return end === -1 ? turns : turns.slice(0, end);
}
