import { PlatformError } from "./platform-error.ts";
import type { OutputLog } from "./output-log.ts";

type Release = () => Promise<void> | void;

/** A process that is meant to run until it is stopped. */
export interface Supervised {
  readonly name: string;
  readonly exited: Promise<number>;
  readonly log?: OutputLog;
  readonly stop: Release;
}

/**
 * Holds whatever a platform started, and releases the newest first when it stops. Once stopping, whatever is still
 * handed in is released at once.
 */
export class Supervisor {
  readonly #releases: Release[] = [];
  readonly #failure: Promise<PlatformError>;
  #fail: (error: PlatformError) => void = () => undefined;
  #stopping: Promise<void> | undefined;

  constructor() {
    this.#failure = new Promise((resolve) => {
      this.#fail = resolve;
    });
  }

  /** Resolves, never rejects, with the first process that ended unasked. */
  get failure(): Promise<PlatformError> {
    return this.#failure;
  }

  /** Whether everything is stopping or stopped. */
  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** Releases it when the platform stops: `last` is for what the others lean on. */
  onStop(release: Release, order: "first" | "last" = "first"): void {
    if (this.#stopping !== undefined) this.#stopping = this.#stopping.then(release);
    else if (order === "last") this.#releases.unshift(release);
    else this.#releases.push(release);
  }

  /** Stops the process with the platform, and takes its end before that as a failure. */
  watch(supervised: Supervised, order: "first" | "last" = "first"): void {
    this.onStop(supervised.stop, order);
    void supervised.exited.then((code) => {
      if (this.isStopping) return;
      const said = supervised.log?.text ?? "";
      const tail = said === "" ? "." : `; its last words:\n${said.slice(-1_000)}`;
      this.#fail(
        new PlatformError(
          `${supervised.name} stopped unexpectedly with exit code ${code}, so all is stopped${tail}`,
        ),
      );
    });
  }

  /** Releases everything, one after the other. Safe twice. */
  async stop(): Promise<void> {
    this.#stopping ??= (async () => {
      for (const release of this.#releases.toReversed()) await release();
    })();
    await this.#stopping;
  }
}
