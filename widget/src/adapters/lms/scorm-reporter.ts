import { HIGHEST_LEVEL } from "#contract/to-total.ts";
import type { PracticeResult } from "../../domain/state/practice-result.ts";
import type { LmsLaunch, LmsReceipt, LmsReporter, LmsStanding } from "../../ports/lms-reporter.ts";
import { RANKS, SCORM_12, SCORM_2004 } from "../../protocol/scorm/scorm-dialect.ts";
import type { Rank, ScormDialect } from "../../protocol/scorm/scorm-dialect.ts";
import type { FoundApi } from "./find-scorm-api.ts";

/** What whoever made the course chose. */
export interface ScormOptions {
  /** The course around us has opened the attempt and closes it; we add the score. */
  readonly attaches: boolean;
  /** Some platforms roll up completion alone. */
  readonly completionOnly: boolean;
  /** The value of `exit` after a result; null: what the version of SCORM suggests. */
  readonly exit: string | null;
}

/** What the platform held, or holds by our last word. */
interface Held {
  total: number;
  rank: Rank;
}

/** Speaks with an API that was found, by the version that its name tells. */
export function openScormReporter({ name, api }: FoundApi, options: ScormOptions): LmsReporter {
  const dialect = name === "API" ? SCORM_12 : SCORM_2004;
  return new ScormReporter(api, dialect, options, () => performance.now());
}

const SESSION_ID = /^[\w-]{8,64}$/;
/** An objective's id: no spaces, nothing but ASCII. */
const OBJECTIVE_ID = /^[!-~]{1,255}$/;
const LEVEL_POINTS = 100 / HIGHEST_LEVEL;

/** Reports through the API that an LMS offers to the pages it serves, SCORM 1.2 or 2004 by the dialect. */
export class ScormReporter implements LmsReporter {
  readonly #api: object;
  readonly #dialect: ScormDialect;
  readonly #options: ScormOptions;
  readonly #now: () => number;
  #standing: LmsStanding = "none";
  /** We opened the attempt, so all of it is ours to write and to close. */
  #isOwn = false;
  #startedAtMs = 0;
  #held: Held = { total: -1, rank: "incomplete" };
  #sessionIds = "";

  /** `now`: milliseconds on a monotonic clock. */
  constructor(api: object, dialect: ScormDialect, options: ScormOptions, now: () => number) {
    this.#api = api;
    this.#dialect = dialect;
    this.#options = options;
    this.#now = now;
  }

  begin(): Promise<LmsLaunch> {
    if (this.#standing === "none") this.#standing = this.#open();
    const kept = this.#isOwn ? this.#get("cmi.suspend_data") : "";
    const { core, learner } = this.#dialect;
    return Promise.resolve({
      standing: this.#standing,
      sessionIds: kept.split(" ").filter((word) => SESSION_ID.test(word)),
      place: this.#standing === "open" ? this.#get(core + learner) : "",
      returnUrl: null,
    });
  }

  record(sessionIds: readonly string[]): void {
    if (!this.#isOwn) return;
    this.#sessionIds = sessionIds.join(" ");
    this.#set("cmi.suspend_data", this.#sessionIds);
    this.#commit();
  }

  report(result: PracticeResult, isRepeated: boolean): Promise<LmsReceipt> {
    return Promise.resolve(this.#report(result, isRepeated));
  }

  end(unsettled: PracticeResult | null, isRepeated: boolean): void {
    if (unsettled) this.#report(unsettled, isRepeated);
    if (!this.#isOwn) return;
    const { core, exit, finish } = this.#dialect;
    this.#setTime();
    // What is not known to have arrived needs what we noted at the next launch.
    const isOver = this.#held.total >= 0 && !unsettled;
    this.#set(`${core}exit`, isOver ? (this.#options.exit ?? exit) : "suspend");
    // Some answer nothing at all while the page goes, and have it all the same.
    this.#call(finish, "");
  }

  #open(): LmsStanding {
    const { core, mode } = this.#dialect;
    // To begin twice would wipe what the course around us has not committed: reading tells whether somebody did.
    if (!this.#isBegun()) {
      if (this.#options.attaches) return "none";
      // The error of the question before it may still stand: the answer counts.
      this.#isOwn = this.#call("Initialize", "") === "true";
      if (!this.#isOwn && !this.#isBegun()) return "none";
    }
    const isNormal = /^(normal)?$/.test(this.#get(core + mode));
    if (!isNormal || this.#get(`${core}credit`) === "no-credit") {
      this.#isOwn = false;
      return "closed";
    }
    this.#readHeld();
    this.#startedAtMs = this.#now();
    if (this.#isOwn) {
      // An attempt that nothing was said of counts as completed when it is closed.
      if (this.#held.rank === "incomplete") this.#setRank("incomplete");
      this.#set(`${core}exit`, "suspend");
    }
    return "open";
  }

  #isBegun(): boolean {
    const { core, status } = this.#dialect;
    return this.#get(core + status) !== "" && this.#error() === "0";
  }

  #readHeld(): void {
    const { core, status, success } = this.#dialect;
    const words = [success, status].map((name) => this.#get(core + name));
    const rank = RANKS.find((each) => each === words[0]) ?? RANKS.find((each) => each === words[1]);
    const raw = this.#get(`${core}score.raw`);
    const total = raw.trim() === "" ? Number.NaN : Number(raw);
    this.#held = { total: Number.isNaN(total) ? -1 : total, rank: rank ?? "incomplete" };
  }

  #report(result: PracticeResult, isRepeated: boolean): LmsReceipt {
    const held = this.#held;
    const rank = better(held.rank, this.#toRank(result.passed));
    const total = Math.max(held.total, result.total);
    if (!isRepeated && total === held.total && rank === held.rank) return "kept";
    if (result.total >= held.total) this.#setObjectives(result);
    this.#held = { total, rank };
    if (isRepeated && this.#dialect.forgets && !this.#unsettle(total)) {
      this.#write(total, rank);
      return "refused";
    }
    const isWritten = this.#write(total, rank);
    return this.#commit() && isWritten ? "taken" : "refused";
  }

  #toRank(passed: boolean | null): Rank {
    if (passed === null || this.#options.completionOnly) return "completed";
    return passed ? "passed" : "failed";
  }

  /** An LMS that takes lost values for sent sends them again only after they were others. */
  #unsettle(total: number): boolean {
    const { core } = this.#dialect;
    this.#set(`${core}score.raw`, (total > 0 ? total - 0.01 : 0.01).toFixed(2));
    this.#setRank("incomplete");
    if (this.#isOwn) this.#set("cmi.suspend_data", `${this.#sessionIds} `);
    const isSent = this.#commit();
    if (this.#isOwn) this.#set("cmi.suspend_data", this.#sessionIds);
    return isSent;
  }

  #write(total: number, rank: Rank): boolean {
    const { core, scales } = this.#dialect;
    const score = toScore(`${core}score.`, total, scales);
    // Completion counts more than the rest: both are tried, whatever became of the first.
    const isScored = this.#setAll(score);
    const isRanked = this.#setRank(rank);
    this.#setTime();
    return isScored && isRanked;
  }

  #setTime(): void {
    const { core, toTime } = this.#dialect;
    const seconds = (this.#now() - this.#startedAtMs) / 1_000;
    if (this.#isOwn) this.#set(`${core}session_time`, toTime(seconds));
  }

  /** An index is found by its id or is the next one: a gap is refused, and the first may be the manifest's. */
  #setObjectives({ criteria }: PracticeResult): void {
    const count = Number(this.#get("cmi.objectives._count") || Number.NaN);
    if (!(count >= 0)) return;
    const ids = Array.from({ length: count }, (_, index) =>
      this.#get(`cmi.objectives.${index}.id`),
    );
    for (const { id, level } of criteria) {
      if (level === null || !OBJECTIVE_ID.test(id)) continue;
      const index = ids.includes(id) ? ids.indexOf(id) : ids.length;
      if (index === ids.length && !this.#set(`cmi.objectives.${index}.id`, id)) return;
      ids[index] = id;
      const prefix = `cmi.objectives.${index}.score.`;
      this.#setAll(toScore(prefix, level * LEVEL_POINTS, this.#dialect.scales));
    }
  }

  #setRank(rank: Rank): boolean {
    const { core, toStatus } = this.#dialect;
    return this.#setAll(toStatus(rank).map(([name, value]) => [core + name, value]));
  }

  #setAll(values: readonly (readonly [string, string])[]): boolean {
    return values.map(([element, value]) => this.#set(element, value)).every(Boolean);
  }

  #set(element: string, value: string): boolean {
    return this.#isTrue(this.#call("SetValue", element, value), `${element} = ${value}`);
  }

  #commit(): boolean {
    return this.#isTrue(this.#call("Commit", ""), "Commit");
  }

  #get(element: string): string {
    return this.#call("GetValue", element);
  }

  #error(): string {
    return this.#call("GetLastError") || "0";
  }

  /** A refusal changes nothing and is easily missed, so whoever maintains the course can read it. */
  #isTrue(answer: string, what: string): boolean {
    const error = this.#error();
    if (answer === "true" && error === "0") return true;
    console.warn(`<maka-voice-coach> the LMS said ${answer}, error ${error}: ${what}`);
    return false;
  }

  #call(name: string, ...given: readonly string[]): string {
    const { prefix } = this.#dialect;
    try {
      const method: unknown = Reflect.get(this.#api, prefix + name);
      if (typeof method !== "function") return "";
      const answer: unknown = Reflect.apply(method, this.#api, given);
      return /^(string|boolean|number)$/.test(typeof answer) ? String(answer) : "";
    } catch (error) {
      console.warn(`<maka-voice-coach> the LMS failed at ${name}: ${String(error)}`);
      return "";
    }
  }
}

function better(first: Rank, second: Rank): Rank {
  return RANKS.indexOf(first) > RANKS.indexOf(second) ? first : second;
}

/** Two decimals with a zero before the point: `.82` is refused, and so is `82,5`. */
function toScore(prefix: string, total: number, scales: boolean): [string, string][] {
  const scaled: [string, string][] = [[`${prefix}scaled`, (total / 100).toFixed(2)]];
  return [
    ...(scales ? scaled : []),
    [`${prefix}raw`, String(total)],
    [`${prefix}min`, "0"],
    [`${prefix}max`, "100"],
  ];
}
