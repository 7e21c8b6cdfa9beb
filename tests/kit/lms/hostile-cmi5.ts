import { isDeepStrictEqual } from "node:util";

/** How a cmi5 LMS is set up, and how it fails; the refusals are those of a real player. */
export interface Cmi5Quirks {
  launchMode: "Normal" | "Browse" | "Review";
  readonly masteryScore: number | null;
  /** `lost`: what is said arrives, and its answer does not. */
  network: "online" | "away" | "offline" | "lost";
}

type Fields = Readonly<Record<string, unknown>>;

/** What is stored of a registration, over all its launches. */
export interface Cmi5Record {
  readonly statements: Fields[];
  readonly documents: Map<string, unknown>;
}

/** A registration that nobody launched. */
export function openRegistration(): Cmi5Record {
  return { statements: [], documents: new Map() };
}

const ORIGIN = "https://lms.example";
const ACTOR = { objectType: "Agent", account: { homePage: "https://lms.example", name: "4" } };
const REGISTRATION = "5e1c0f2e-6d43-4f2b-9b51-6fae3a8d1c11";
const ACTIVITY = "https://lms.example/au/1";
const SESSION_EXTENSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid";
const CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/";

/** A launch's record store and token, as a `fetch` that a page can be given, in place of the network. */
export class HostileCmi5 {
  readonly quirks: Cmi5Quirks;
  readonly record: Cmi5Record;
  /** Refusals, by the number of the rule. */
  readonly refusals: string[] = [];
  /** The page's address. Its own parameter stays. */
  readonly query: string;
  readonly #fetchUrl: string;
  readonly #sessionId: string;
  readonly #token = "dG9rZW46dG9rZW4=";
  #isTokenGiven = false;
  #readsPreferences = false;
  /** Verbs that this launch has said. */
  readonly #said = new Set<string>();

  /** `origin`: where it is, if not in a test's own `fetch`. */
  constructor(record: Cmi5Record, quirks: Partial<Cmi5Quirks> = {}, origin = ORIGIN) {
    this.#fetchUrl = `${origin}/fetch/1`;
    const launch = new URLSearchParams({
      endpoint: `${origin}/xapi/`,
      fetch: this.#fetchUrl,
      actor: JSON.stringify(ACTOR),
      registration: REGISTRATION,
      activityId: ACTIVITY,
    });
    this.query = `?ours=1&${launch.toString()}`;
    this.record = record;
    this.quirks = { launchMode: "Normal", masteryScore: null, network: "online", ...quirks };
    this.#sessionId = `launch-${record.statements.length}`;
  }

  /** Names of the verbs that were stored, in order. */
  get verbs(): string[] {
    return this.record.statements.map(toVerb);
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { network } = this.quirks;
    if (network === "offline") throw new TypeError("Failed to fetch");
    if (network === "away") return new Response("away", { status: 503 });
    const answer = this.#answer(url, init ?? {});
    if (network === "lost") throw new TypeError("Failed to fetch");
    return Promise.resolve(answer);
  };

  #answer(url: URL, { method = "GET", headers, body }: RequestInit): Response {
    if (url.href === this.#fetchUrl) return this.#giveToken(method);
    const given = new Headers(headers);
    if (given.get("authorization") !== `Basic ${this.#token}`) return refuse(401, "token");
    if (!/^(1\.0\.3|2\.0\.0)$/.test(given.get("x-experience-api-version") ?? ""))
      return refuse(400, "version");
    const path = url.pathname.replace("/xapi/", "");
    const document: unknown = typeof body === "string" ? JSON.parse(body) : null;
    if (path === "statements") return this.#store(url, document);
    if (path === "agents/profile") {
      this.#readsPreferences = true;
      return refuse(404, "no preferences");
    }
    return path === "activities/state" ? this.#keep(url, method, document) : refuse(404, path);
  }

  #giveToken(method: string): Response {
    if (method !== "POST") return refuse(405, method);
    // A second request is no error by its status.
    if (this.#isTokenGiven)
      return Response.json({ "error-code": "1", "error-text": "Already in Use" });
    this.#isTokenGiven = true;
    return Response.json({ "auth-token": this.#token });
  }

  #keep(url: URL, method: string, document: unknown): Response {
    const stateId = url.searchParams.get("stateId") ?? "";
    if (stateId === "LMS.LaunchData") return Response.json(this.#launchData);
    if (method === "GET") {
      const found = this.record.documents.get(stateId);
      return found === undefined ? refuse(404, "no document") : Response.json(found);
    }
    this.record.documents.set(stateId, document);
    return new Response(null, { status: 204 });
  }

  get #launchData(): Fields {
    const { launchMode, masteryScore } = this.quirks;
    return {
      launchMode,
      ...(masteryScore === null ? {} : { masteryScore }),
      moveOn: "CompletedAndPassed",
      returnURL: "https://lms.example/course/7",
      contextTemplate: {
        contextActivities: { grouping: [{ id: "https://lms.example/course/7" }] },
        extensions: { [SESSION_EXTENSION]: this.#sessionId },
      },
    };
  }

  #store(url: URL, statement: unknown): Response {
    if (!isFields(statement)) return refuse(400, "statement");
    if (statement["id"] !== url.searchParams.get("statementId")) return refuse(400, "id");
    if (this.record.statements.some(({ id }) => id === statement["id"])) return refuse(409, "id");
    const rule = this.#findBreach(statement);
    if (rule !== null) {
      this.refusals.push(rule);
      return refuse(403, rule);
    }
    this.#said.add(toVerb(statement));
    this.record.statements.push(statement);
    return new Response(null, { status: 204 });
  }

  /** The rule that a statement breaks; null where it breaks none. */
  #findBreach(statement: Fields): string | null {
    const verb = toVerb(statement);
    const context = readFields(statement, "context");
    const result = readFields(statement, "result");
    const categories = JSON.stringify(readFields(context, "contextActivities")["category"] ?? []);
    const isDefined = categories.includes(`${CATEGORY}cmi5`);
    if (!this.#readsPreferences) return "11.0.0.0-3";
    if (!isDeepStrictEqual(statement["actor"], ACTOR)) return "9.2.0.0-1";
    if (context["registration"] !== REGISTRATION) return "9.6.1.0-1";
    if (readFields(context, "extensions")[SESSION_EXTENSION] !== this.#sessionId)
      return "9.6.3.1-1";
    if (!Array.isArray(readFields(context, "contextActivities")["grouping"])) return "10.2.1.0-5";
    if (!String(statement["timestamp"]).endsWith("Z")) return "9.7.0.0-1";
    if (verb === "scored") return isDefined ? "9.3.0.0-1" : null;
    if (!isDefined) return "9.6.2.1-1";
    return this.#findBreachOfVerb(verb, result, categories);
  }

  #findBreachOfVerb(verb: string, result: Fields, categories: string): string | null {
    const isMoving = /^(completed|passed|failed)$/.test(verb);
    const rules: readonly (readonly [boolean, string])[] = [
      [this.#said.has("terminated"), "9.3.8.0-3"],
      [verb !== "initialized" && !this.#said.has("initialized"), "9.3.0.0-4"],
      [this.#said.has(verb), "9.3.0.0-5"],
      [isMoving && this.quirks.launchMode !== "Normal", "10.2.2.0-3"],
      [isMoving && !categories.includes(`${CATEGORY}moveon`), "9.6.2.2-1"],
      [verb === "failed" && this.#said.has("passed"), "9.3.5.0-2"],
      [verb === "passed" && this.verbs.includes(verb), "9.3.0.0-7"],
      [verb === "completed" && this.verbs.includes(verb), "9.3.0.0-6"],
    ];
    return rules.find(([isBroken]) => isBroken)?.[1] ?? this.#findBreachOfResult(verb, result);
  }

  #findBreachOfResult(verb: string, result: Fields): string | null {
    const score = readFields(result, "score");
    const mastery = this.quirks.masteryScore ?? 0;
    const isTimed = result["duration"] !== undefined;
    const rules: readonly (readonly [boolean, string])[] = [
      [verb === "completed" && !isTimed, "9.5.4.1-2"],
      [verb === "terminated" && !isTimed, "9.5.4.1-1"],
      [verb === "completed" && result["score"] !== undefined, "9.5.1.0-1"],
      [score["raw"] !== undefined && score["min"] === undefined, "9.5.1.0-2"],
      [verb === "passed" && Number(score["scaled"]) < mastery, "9.3.4.0-2"],
    ];
    return rules.find(([isBroken]) => isBroken)?.[1] ?? null;
  }
}

/** The last word of a statement's verb. */
export function toVerb(statement: Fields): string {
  return String(readFields(statement, "verb")["id"]).split("/").at(-1) ?? "";
}

function readFields(from: Fields, name: string): Fields {
  const value = from[name];
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuse(status: number, text: string): Response {
  return new Response(text, { status });
}
