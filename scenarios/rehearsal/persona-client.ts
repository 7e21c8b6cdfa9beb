/** A connection to whoever plays the persona by text, in the events of OpenAI Realtime. */
export interface PersonaClient {
  send(event: object): void;
  /** The next event of the other side, in order. @throws {Error} when the connection is closed. */
  next(): Promise<unknown>;
  close(): void;
}

/** Keeps what arrives until somebody asks for it. */
export class EventQueue {
  readonly #events: unknown[] = [];
  #waiting: { resolve: (event: unknown) => void; reject: (reason: Error) => void } | null = null;
  #closedBy: Error | null = null;

  push(event: unknown): void {
    if (this.#waiting === null) this.#events.push(event);
    else this.#waiting.resolve(event);
    this.#waiting = null;
  }

  next(): Promise<unknown> {
    if (this.#events.length > 0) return Promise.resolve(this.#events.shift());
    if (this.#closedBy !== null) return Promise.reject(this.#closedBy);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  /** Nothing more will arrive; whoever waits is told why. */
  close(reason: Error): void {
    this.#closedBy ??= reason;
    this.#waiting?.reject(this.#closedBy);
    this.#waiting = null;
  }
}
