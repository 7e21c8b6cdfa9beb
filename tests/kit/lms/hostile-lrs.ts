import { StatementSchema, type StrictStatement } from "./statement-schema.ts";

/** What a record store does wrong with one request. */
export type LrsFault =
  /** Answers so, and keeps nothing. */
  | "status_500"
  | "status_503"
  | "status_429"
  | "status_302"
  | "status_400"
  | "status_401"
  | "status_403"
  /** Takes the statement, and the answer is lost on the way. */
  | "answer_lost"
  /** Takes it and says that it failed. */
  | "taken_500"
  /** Neither takes it nor answers. */
  | "timeout"
  | "unreachable";

/** A request as it came. */
export interface LrsRequest {
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Headers;
  readonly body: string | null;
}

const VERSION_HEADER = { "x-experience-api-version": "2.0.0" };

/**
 * A learning record store as strict as ADL's: no header of a known version, no null, no second statement of an id, and with
 * whatever faults a test asks for. Keeps what it took.
 */
export class HostileLrs {
  readonly endpoint: string;
  /** What the credentials have to be. */
  authorization: string;
  /** Decides on each request; null: all goes well. */
  fault: (request: LrsRequest) => LrsFault | null = () => null;
  /** Whether the key may read, which not every key may. */
  mayRead = true;
  readonly log: LrsRequest[] = [];
  readonly refusals: string[] = [];
  readonly statements = new Map<string, StrictStatement>();
  /** How often each id was taken: a second time is a doubled statement. */
  readonly taken = new Map<string, number>();
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;

  constructor(endpoint: string, authorization: string) {
    this.endpoint = endpoint;
    this.authorization = authorization;
    this.fetch = (url, init) => this.#answer(url, init);
  }

  /** What holds: no statement that was taken back, and none that takes one back. */
  valid(): StrictStatement[] {
    const all = [...this.statements.values()];
    const voided = new Set(all.flatMap((each) => (isVoiding(each) ? [each.object.id] : [])));
    return all.filter((each) => !isVoiding(each) && !voided.has(each.id));
  }

  async #answer(url: string, init: RequestInit): Promise<Response> {
    const { pathname, searchParams, origin } = new URL(url);
    const request: LrsRequest = {
      method: init.method ?? "GET",
      query: Object.fromEntries(searchParams),
      headers: new Headers(init.headers),
      body: typeof init.body === "string" ? init.body : null,
    };
    this.log.push(request);
    const fault = this.fault(request);
    if (fault === "unreachable") throw new TypeError("fetch failed");
    if (fault === "timeout") throw new DOMException("late", "TimeoutError");
    if (fault?.startsWith("status_")) return refuse(Number(fault.slice(7)));
    if (!`${origin}${pathname}`.startsWith(this.endpoint)) return refuse(404);
    const response = this.#serve(request, `${origin}${pathname}`.slice(this.endpoint.length));
    if (fault === "answer_lost") throw new TypeError("connection reset");
    await Promise.resolve();
    return fault === "taken_500" ? refuse(500) : response;
  }

  #serve(request: LrsRequest, path: string): Response {
    const { headers, method } = request;
    if (!/^(?:1\.0\.\d|2\.0\.0)$/.test(headers.get("x-experience-api-version") ?? "")) {
      return this.#refuse(400, "no version");
    }
    if (path === "about") return json({ version: ["1.0.3", "2.0.0"] });
    if (headers.get("authorization") !== this.authorization) return this.#refuse(401, "who?");
    if (path !== "statements") return this.#refuse(404, path);
    return method === "PUT" ? this.#put(request) : this.#get(request);
  }

  #put({ query, body, headers }: LrsRequest): Response {
    if (headers.get("content-type") !== "application/json") return this.#refuse(400, "no JSON");
    const parsed = StatementSchema.safeParse(JSON.parse(body ?? "null"));
    if (!parsed.success) return this.#refuse(400, parsed.error.message);
    const statement = parsed.data;
    if (statement.id !== query["statementId"]) return this.#refuse(400, "another id");
    // ADL's store looks at no content here: even the same one is a conflict.
    if (this.statements.has(statement.id)) return refuse(409);
    this.statements.set(statement.id, statement);
    this.taken.set(statement.id, (this.taken.get(statement.id) ?? 0) + 1);
    return new Response(null, { status: 204, headers: VERSION_HEADER });
  }

  #get({ query }: LrsRequest): Response {
    if (!this.mayRead) return this.#refuse(403, "may not read");
    const { statementId, voidedStatementId } = query;
    if (statementId === undefined && voidedStatementId === undefined) {
      return json({ statements: [], more: "" });
    }
    const id = statementId ?? voidedStatementId ?? "";
    const statement = this.statements.get(id);
    const isVoided = [...this.statements.values()].some(
      (each) => isVoiding(each) && each.object.id === id,
    );
    if (statement === undefined || isVoided !== (voidedStatementId !== undefined)) {
      return refuse(404);
    }
    // As stores do: a time in another spelling, and fields of their own.
    const timestamp = statement.timestamp.replace(/(?:\.\d+)?Z$/, (end) =>
      end === "Z" ? ".000000+00:00" : `${end.slice(0, -1).padEnd(7, "0")}+00:00`,
    );
    return json({ ...statement, timestamp, stored: timestamp, version: "1.0.0", authority: {} });
  }

  #refuse(status: number, reason: string): Response {
    this.refusals.push(reason);
    return refuse(status);
  }
}

function isVoiding({ verb }: StrictStatement): boolean {
  return verb.id.endsWith("/voided");
}

function json(body: object): Response {
  return Response.json(body, { headers: VERSION_HEADER });
}

function refuse(status: number): Response {
  const retry = status === 429 ? { "retry-after": "900" } : {};
  return new Response("no", { status, headers: { ...VERSION_HEADER, ...retry } });
}
