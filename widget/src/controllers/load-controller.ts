import type { ReactiveController, ReactiveControllerHost } from "lit";

/** What became of a request: nothing yet, what it brought, or why not. */
export interface Loaded<Value> {
  /** Kept while the next one is on its way, so that a page does not blink. */
  readonly value: Value | null;
  readonly error: unknown;
  readonly isPending: boolean;
}

/** Keeps the answer of the latest of a row of requests; an earlier one is given up. */
export class LoadController<Value> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #request = new AbortController();
  #loaded: Loaded<Value> = { value: null, error: null, isPending: false };

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What there is to show. */
  get loaded(): Loaded<Value> {
    return this.#loaded;
  }

  /** Gives up what is on its way and asks anew; `keeps` what there is until the answer comes. */
  async run(
    ask: (signal: AbortSignal) => Promise<Value>,
    { keeps = true }: { readonly keeps?: boolean } = {},
  ): Promise<void> {
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    this.#show({ value: keeps ? this.#loaded.value : null, error: null, isPending: true });
    try {
      const value = await ask(signal);
      if (!signal.aborted) this.#show({ value, error: null, isPending: false });
    } catch (error) {
      if (!signal.aborted) this.#show({ value: null, error, isPending: false });
    }
  }

  hostDisconnected(): void {
    this.#request.abort();
  }

  #show(loaded: Loaded<Value>): void {
    this.#loaded = loaded;
    this.#host.requestUpdate();
  }
}
