/** One request as it reached the test server. */
export interface EchoRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

let channels = 0;

/** A test server across origins, which answers what the test says, in order. */
export class Echo {
  readonly #name = `channel-${Date.now()}-${(channels += 1)}`;

  /** Where the code under test finds it: another origin than the page's. */
  get url(): string {
    return `http://localhost:${location.port}/echo/${this.#name}`;
  }

  /** The next answer; a request that already waits gets it. Where it is open, its body ends at `end()`. */
  async answer(status: number, body: unknown, isOpen = false): Promise<void> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = {
      status,
      isOpen,
      body: text,
      type: typeof body === "string" ? "text/plain" : undefined,
    };
    await fetch(`/echo-script/${this.#name}`, { method: "PUT", body: JSON.stringify(answer) });
  }

  /** Ends the bodies of open answers. */
  async end(): Promise<void> {
    await fetch(`/echo-end/${this.#name}`, { method: "PUT" });
  }

  async log(): Promise<readonly EchoRequest[]> {
    const value: unknown = await (await fetch(`/echo-log/${this.#name}`)).json();
    return Array.isArray(value) ? value.filter(isEchoRequest) : [];
  }

  /** The log once it holds `count` requests. */
  async waitFor(count: number): Promise<readonly EchoRequest[]> {
    for (;;) {
      const log = await this.log();
      if (log.length >= count) return log;
    }
  }
}

function isEchoRequest(value: unknown): value is EchoRequest {
  return typeof value === "object" && value !== null && "method" in value && "body" in value;
}
