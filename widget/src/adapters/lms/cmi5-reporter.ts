import type { PracticeResult } from "../../domain/state/practice-result.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { LmsLaunch, LmsReceipt, LmsReporter } from "../../ports/lms-reporter.ts";
import {
  isFields,
  readCmi5Launch,
  readCmi5Setting,
  toList,
  toStatement,
} from "../../protocol/xapi/cmi5.ts";
import type { Cmi5Launch, Cmi5Setting, Cmi5Verb, Statement } from "../../protocol/xapi/cmi5.ts";

/** What of a browser a launch needs. */
export interface Cmi5World {
  readonly fetch: typeof fetch;
  /** Outlives a reload: the token is given out once. Null: storage is forbidden. */
  readonly tokens: Pick<Storage, "getItem" | "setItem"> | null;
  /** Milliseconds on a monotonic clock. */
  now(): number;
  createId(): string;
  /** ISO 8601, UTC. */
  timestamp(): string;
}

/** What we wrote down at earlier launches of the same registration. */
interface Memory {
  total: number;
  passed: boolean;
  completed: boolean;
  sessionIds: readonly string[];
}

/** How a request went: `no` is final, `later` is worth another try with the same id. */
type Outcome = "yes" | "no" | "later";

const MEMORY = "maka-voice-coach";
const NOWHERE: LmsLaunch = { standing: "none", sessionIds: [], place: "", returnUrl: null };

/** Speaks with the record store that the query of a launch names; null where it is no launch. */
export function openCmi5Reporter(query: string, completionOnly: boolean): LmsReporter | null {
  const launch = readCmi5Launch(query);
  return launch && new Cmi5Reporter(launch, createWorld(), completionOnly);
}

function createWorld(): Cmi5World {
  return {
    fetch: (...request) => fetch(...request),
    tokens: readStorage(),
    now: () => performance.now(),
    createId: () => crypto.randomUUID(),
    timestamp: () => new Date().toISOString(),
  };
}

function readStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null; // As in a sandboxed frame.
  }
}

/** Reports to the record store of a cmi5 launch. Every verb of cmi5's own is said once; further scores are `scored`. */
export class Cmi5Reporter implements LmsReporter {
  readonly #launch: Cmi5Launch;
  readonly #world: Cmi5World;
  readonly #completionOnly: boolean;
  #token = "";
  #setting: Cmi5Setting | null = null;
  #startedAtMs = 0;
  readonly #memory: Memory = { total: -1, passed: false, completed: false, sessionIds: [] };
  readonly #said = new Set<Cmi5Verb>();
  /** What the store has not answered for yet, in order. */
  #queue: Statement[] = [];
  /** Sessions whose scores were told of; the statement has the session's id, so that no launch tells it twice. */
  readonly #told = new Set<string>();
  readonly #arrived = new Set<string>();

  constructor(launch: Cmi5Launch, world: Cmi5World, completionOnly: boolean) {
    this.#launch = launch;
    this.#world = world;
    this.#completionOnly = completionOnly;
  }

  async begin(): Promise<LmsLaunch> {
    if (!(await this.#readToken())) return NOWHERE;
    const { activityId, registration } = this.#launch;
    this.#setting ??= readCmi5Setting(await this.#read(this.#toState("LMS.LaunchData")));
    const setting = this.#setting;
    if (!setting) return NOWHERE;
    // An LMS may refuse all that is said before these were asked for.
    await this.#read(this.#toAddress("agents/profile", { profileId: "cmi5LearnerPreferences" }));
    Object.assign(this.#memory, readMemory(await this.#read(this.#toState(MEMORY))));
    this.#startedAtMs = this.#world.now();
    const standing = setting.isNormal ? "open" : "closed";
    if (setting.isNormal && !this.#kept("initialized")) this.#say("initialized");
    if ((await this.#flush()) && setting.isNormal) this.#keep("initialized", "yes");
    const { returnUrl } = setting;
    const sessionIds = standing === "open" ? this.#memory.sessionIds : [];
    return { standing, sessionIds, place: registration + activityId, returnUrl };
  }

  record(sessionIds: readonly string[]): void {
    this.#memory.sessionIds = sessionIds;
    void this.#remember();
  }

  async report(result: PracticeResult): Promise<LmsReceipt> {
    const { sessionId, total } = result;
    const memory = this.#memory;
    const passed = this.#judge(result);
    const isWorse = total <= memory.total && (memory.passed || passed !== true);
    if (!this.#told.has(sessionId)) {
      if (isWorse) return "kept";
      this.#tell(sessionId, total, passed);
    }
    await this.#flush();
    if (!this.#arrived.has(sessionId)) {
      // Refused for good: another verb may pass. Still waiting: the same statement is sent again.
      if (!this.#queue.some(({ id }) => id === sessionId)) this.#told.delete(sessionId);
      return "refused";
    }
    memory.total = Math.max(memory.total, total);
    memory.passed ||= passed === true;
    await this.#remember();
    return "taken";
  }

  end(unsettled: PracticeResult | null): void {
    // A page that is loaded again goes on, and a launch that is left open is closed by the LMS: what is over after
    // `terminated` could not be reported any more.
    const hasResult = [...this.#told].some((id) => this.#arrived.has(id));
    if (!unsettled && hasResult) this.#say("terminated");
    for (const statement of this.#queue) void this.#put(statement, true);
  }

  /** By the LMS's own measure where it has one, since it refuses what contradicts it. */
  #judge({ total, passed }: PracticeResult): boolean | null {
    if (this.#completionOnly) return null;
    const { masteryScore = null } = this.#setting ?? {};
    return masteryScore === null ? passed : total / 100 >= masteryScore;
  }

  #tell(sessionId: string, total: number, passed: boolean | null): void {
    const verb = passed ? "passed" : "failed";
    const isSaid = this.#said.has("passed") || this.#said.has(verb) || this.#memory.passed;
    this.#told.add(sessionId);
    this.#say(passed === null || isSaid ? "scored" : verb, total, sessionId);
    if (!this.#memory.completed) this.#say("completed");
    this.#memory.completed = true;
  }

  #say(verb: Cmi5Verb, total = 0, id = this.#world.createId()): void {
    const seconds = (this.#world.now() - this.#startedAtMs) / 1_000;
    const timestamp = this.#world.timestamp();
    if (!this.#setting) return;
    this.#said.add(verb);
    const news = { id, verb, timestamp, seconds, total };
    this.#queue.push(toStatement(this.#launch, this.#setting, news));
  }

  /** Sends what waits, in order; true once nothing does. */
  async #flush(): Promise<boolean> {
    for (const statement of [...this.#queue]) {
      const outcome = await this.#put(statement);
      if (outcome === "later") return false;
      if (outcome === "yes") this.#arrived.add(statement.id);
      this.#queue = this.#queue.filter((each) => each !== statement);
    }
    return this.#queue.length === 0;
  }

  async #put(statement: Statement, keepalive = false): Promise<Outcome> {
    const url = `${this.#launch.endpoint}statements?statementId=${statement.id}`;
    return this.#send("PUT", url, statement, keepalive);
  }

  async #remember(): Promise<void> {
    await this.#send("POST", this.#toState(MEMORY), this.#memory);
  }

  async #send(method: string, url: string, body: object, keepalive = false): Promise<Outcome> {
    try {
      const init = { method, keepalive, headers: this.#headers, body: JSON.stringify(body) };
      const { ok, status } = await this.#world.fetch(url, withoutPrototype<RequestInit>(init));
      // 409: it is there already, by an answer that was lost.
      if (ok || status === 409) return "yes";
      console.warn(`<maka-voice-coach> the LMS answered ${status}: ${url}`);
      return status < 500 && status !== 401 && status !== 429 ? "no" : "later";
    } catch {
      return "later";
    }
  }

  /** A document; undefined where there is none or nobody answers. */
  async #read(url: string): Promise<unknown> {
    try {
      const init = withoutPrototype<RequestInit>({ headers: this.#headers });
      const response = await this.#world.fetch(url, init);
      return response.ok ? await response.json() : undefined;
    } catch {
      return undefined;
    }
  }

  async #readToken(): Promise<string> {
    this.#token ||= this.#kept("token") ?? "";
    if (this.#token) return this.#token;
    try {
      const init = withoutPrototype<RequestInit>({ method: "POST" });
      const response = await this.#world.fetch(this.#launch.fetchUrl, init);
      const body: unknown = await response.json();
      const token: unknown = isFields(body) && body["auth-token"];
      // A second request is answered with 200 and an error.
      if (typeof token === "string") this.#keep("token", (this.#token = token));
    } catch (error) {
      console.warn(`<maka-voice-coach> the LMS gave no token: ${String(error)}`);
    }
    return this.#token;
  }

  #kept(name: string): string | null {
    try {
      return this.#world.tokens?.getItem(`maka-${name}:${this.#launch.fetchUrl}`) ?? null;
    } catch {
      return null;
    }
  }

  #keep(name: string, value: string): void {
    try {
      this.#world.tokens?.setItem(`maka-${name}:${this.#launch.fetchUrl}`, value);
    } catch {
      // Without it a page that is loaded again cannot report.
    }
  }

  get #headers(): Record<string, string> {
    return withoutPrototype({
      authorization: `Basic ${this.#token}`,
      "content-type": "application/json",
      "x-experience-api-version": "1.0.3",
    });
  }

  #toState(stateId: string): string {
    const { activityId, registration } = this.#launch;
    return this.#toAddress("activities/state", { stateId, activityId, registration });
  }

  #toAddress(path: string, query: Readonly<Record<string, string>>): string {
    const agent = JSON.stringify(this.#launch.actor);
    return `${this.#launch.endpoint}${path}?${String(new URLSearchParams({ agent, ...query }))}`;
  }
}

function readMemory(document: unknown): Partial<Memory> {
  if (!isFields(document)) return {};
  const { total, passed, completed, sessionIds } = document;
  return {
    total: typeof total === "number" ? total : -1,
    passed: passed === true,
    completed: completed === true,
    sessionIds: toList(sessionIds).filter((id) => typeof id === "string"),
  };
}
