import type { AttemptSummary } from "#contract/learner-record.ts";
import type { Practice } from "../../domain/state/practice.ts";

/** Asks for the learner's attempts, once a practice, and again where that failed. */
export class AttemptsLoader {
  /** The oldest first; null until they are there. */
  attempts: readonly AttemptSummary[] | null = null;
  hasFailed = false;
  isAsking = false;
  readonly #onChange: () => void;
  #practice: Pick<Practice, "loadAttempts"> | null = null;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Asks, unless it did for this practice. */
  watch(practice: Pick<Practice, "loadAttempts"> | null): void {
    if (practice === this.#practice) return;
    this.#practice = practice;
    this.attempts = null;
    this.hasFailed = false;
    void this.load();
  }

  /** Asks the server. */
  readonly load = async (): Promise<void> => {
    const practice = this.#practice;
    if (!practice) return;
    this.isAsking = true;
    this.#onChange();
    // Whatever goes wrong, the learner can only ask again; the service has told its operator.
    const attempts = await practice.loadAttempts().catch(() => null);
    if (practice !== this.#practice) return;
    this.attempts = attempts;
    this.hasFailed = attempts === null;
    this.isAsking = false;
    this.#onChange();
  };
}
