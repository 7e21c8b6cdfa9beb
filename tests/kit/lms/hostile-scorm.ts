/** How an LMS fails: each was seen at a real one, and each is one switch. */
export interface ScormQuirks {
  readonly version: "1.2" | "2004";
  /** `browse` and `review` overwrite the grade all the same. */
  mode: "normal" | "browse" | "review";
  credit: "credit" | "no-credit";
  /** `offline` answers yes and saves nothing; `away` (503) and `logged-out` answer no. */
  network: "online" | "offline" | "away" | "logged-out";
  /** Takes what was sent for saved, and never sends the same value again. */
  readonly forgets: boolean;
  /** A second Initialize throws away what was not committed. */
  readonly wipes: boolean;
  /** Closing an attempt of which nothing was said makes it completed. */
  readonly completesOnFinish: boolean;
  /** Closing an attempt overrides the status by raw against this. */
  readonly masteryScore: number | null;
  /** While the page goes, functions answer null. */
  answersNullAtEnd: boolean;
  /** Elements whose values are refused, by a pattern. */
  refused: RegExp | null;
  /** Every call throws, as across origins. */
  throws: boolean;
}

/** What stands in the LMS's own database. */
export interface ScormRecord {
  readonly values: Map<string, string>;
  /** Every grade that its gradebook has shown, in order. */
  readonly grades: number[];
}

const NORMAL: Omit<ScormQuirks, "version"> = {
  mode: "normal",
  credit: "credit",
  network: "online",
  forgets: false,
  wipes: true,
  completesOnFinish: true,
  masteryScore: null,
  answersNullAtEnd: false,
  refused: null,
  throws: false,
};

const NAMES_12 = { core: "cmi.core.", mode: "lesson_mode", learner: "student_id" };
const NAMES_2004 = { core: "cmi.", mode: "mode", learner: "learner_id" };

/** An empty record of an attempt. */
export function openRecord(): ScormRecord {
  return { values: new Map(), grades: [] };
}

/**
 * The API of an LMS for one launch: values lie in the page until Commit sends them. It is judged by what its record
 * holds afterwards, as a gradebook is.
 */
export class HostileScorm {
  readonly quirks: ScormQuirks;
  readonly record: ScormRecord;
  /** Every call that was made, such as `SetValue cmi.exit suspend`. */
  readonly calls: string[] = [];
  readonly #names: typeof NAMES_12;
  #phase: "waiting" | "open" | "over" = "waiting";
  #values: Map<string, string>;
  /** What the page takes for saved. */
  #sent: Map<string, string>;
  #error = "0";

  constructor(record: ScormRecord, quirks: Partial<ScormQuirks> & Pick<ScormQuirks, "version">) {
    this.quirks = { ...NORMAL, forgets: quirks.version === "1.2", ...quirks };
    this.record = record;
    this.#values = new Map(record.values);
    this.#sent = new Map(record.values);
    this.#names = quirks.version === "1.2" ? NAMES_12 : NAMES_2004;
  }

  /** The object that a page finds. */
  get api(): Record<string, (...given: string[]) => unknown> {
    const [prefix, finish] = this.#is12 ? ["LMS", "Finish"] : ["", "Terminate"];
    const functions = {
      Initialize: () => this.#initialize(),
      [finish]: () => this.#finish(),
      GetValue: (element = "") => this.#getValue(element),
      SetValue: (element = "", value = "") => this.#setValue(element, value),
      Commit: () => this.#commit(),
      GetLastError: () => this.#error,
    };
    return Object.fromEntries(
      Object.entries(functions).map(([name, work]) => [
        prefix + name,
        (...given: string[]) => {
          if (name !== "GetLastError") this.calls.push([name, ...given].join(" ").trim());
          if (this.quirks.throws) throw new DOMException("Blocked a frame", "SecurityError");
          return work(...given);
        },
      ]),
    );
  }

  /** The course around us begins before we do. */
  beginAsCourse(): void {
    this.#initialize();
  }

  get #is12(): boolean {
    return this.quirks.version === "1.2";
  }

  #initialize(): string {
    if (this.#phase === "over") return this.#answer("false", this.#is12 ? "101" : "104");
    if (this.#phase === "open") {
      if (this.quirks.wipes) this.#values = new Map(this.record.values);
      return this.#answer("false", this.#is12 ? "101" : "103");
    }
    this.#phase = "open";
    return this.#answer("true", "0");
  }

  #getValue(element: string): string {
    if (this.#phase !== "open") return this.#answer("", this.#is12 ? "301" : this.#closed("122"));
    const { core, mode, learner } = this.#names;
    if (element === core + mode) return this.#answer(this.quirks.mode, "0");
    if (element === `${core}credit`) return this.#answer(this.quirks.credit, "0");
    if (element === core + learner) return this.#answer("learner-4", "0");
    if (element === "cmi.objectives._count")
      return this.#answer(String(this.#countObjectives()), "0");
    const value = this.#values.get(element);
    const isFresh = value === undefined && /_status$/.test(element);
    return this.#answer(isFresh ? this.#freshStatus(element) : (value ?? ""), "0");
  }

  #freshStatus(element: string): string {
    if (this.#is12) return "not attempted";
    return element.endsWith("success_status") ? "unknown" : "not attempted";
  }

  #countObjectives(): number {
    return [...this.#values.keys()].filter((key) => /^cmi\.objectives\.\d+\.id$/.test(key)).length;
  }

  #setValue(element: string, value: string): string {
    if (this.#phase !== "open")
      return this.#answer("false", this.#is12 ? "301" : this.#closed("132"));
    const error = this.quirks.refused?.test(element) ? "351" : this.#judge(element, value);
    if (error === "0") this.#values.set(element, value);
    return this.#answer(error === "0" ? "true" : "false", error);
  }

  /** What the specification refuses, by the errors that a real one gave. */
  #judge(element: string, value: string): string {
    if (element.endsWith("score.scaled")) return judgeScaled(value);
    if (element.endsWith("status")) return this.#judgeStatus(element, value);
    if (/^cmi\.objectives\.\d+\.id$/.test(element)) return this.#judgeObjective(element, value);
    const rule = this.#rules.find(([pattern]) => pattern.test(element));
    if (rule && !rule[1].test(value)) return this.#is12 ? "405" : "406";
    const [, list, index] = element.split(".");
    return list === "objectives" && Number(index) >= this.#countObjectives() ? "351" : "0";
  }

  get #rules(): readonly (readonly [element: RegExp, value: RegExp])[] {
    const time = this.#is12 ? /^\d{2,4}:\d\d:\d\d(\.\d\d?)?$/ : /^PT\d+(\.\d\d?)?S$/;
    return [
      [/score\.(raw|min|max)$/, /^-?\d+(\.\d+)?$/],
      [/suspend_data$/, this.#is12 ? /^[^]{0,4096}$/ : /^[^]{0,64000}$/],
      [/session_time$/, time],
    ];
  }

  #judgeStatus(element: string, value: string): string {
    if (this.#is12)
      return /^(passed|completed|failed|incomplete|browsed)$/.test(value) ? "0" : "405";
    const words = element.endsWith("success_status")
      ? /^(passed|failed|unknown)$/
      : /^(completed|incomplete|not attempted|unknown)$/;
    return words.test(value) ? "0" : "406";
  }

  #judgeObjective(element: string, value: string): string {
    const [, , index = ""] = element.split(".");
    const held = this.#values.get(element);
    const isGap = Number(index) > this.#countObjectives();
    const isTwice = [...this.#values].some(
      ([key, id]) => key !== element && /^cmi\.objectives\.\d+\.id$/.test(key) && id === value,
    );
    return isGap || isTwice || (held !== undefined && held !== value) ? "351" : "0";
  }

  #commit(): string | null {
    if (this.#phase !== "open")
      return this.#answer("false", this.#is12 ? "301" : this.#closed("142"));
    if (this.quirks.answersNullAtEnd) {
      this.#error = "391";
      this.#send();
      return null;
    }
    return this.#send() ? this.#answer("true", "0") : this.#answer("false", "101");
  }

  #finish(): string | null {
    if (this.#phase !== "open")
      return this.#answer("false", this.#is12 ? "301" : this.#closed("112"));
    const { core } = this.#names;
    if (this.#is12 && this.quirks.completesOnFinish) {
      const status = `${core}lesson_status`;
      const raw = Number(this.#values.get(`${core}score.raw`) ?? Number.NaN);
      if (!this.#values.has(status)) this.#values.set(status, "completed");
      const { masteryScore } = this.quirks;
      if (masteryScore !== null && raw >= 0)
        this.#values.set(status, raw >= masteryScore ? "passed" : "failed");
    }
    const isSent = this.#send();
    this.#phase = "over";
    if (this.quirks.answersNullAtEnd) return null;
    return isSent ? this.#answer("true", "0") : this.#answer("false", "101");
  }

  /** Sends what the page takes for new; true where the page is told yes. */
  #send(): boolean {
    const changed = [...this.#values].filter(
      ([element, value]) => !this.quirks.forgets || this.#sent.get(element) !== value,
    );
    if (this.quirks.forgets) this.#sent = new Map(this.#values);
    const { network } = this.quirks;
    if (network !== "online") return network === "offline";
    for (const [element, value] of changed) this.record.values.set(element, value);
    const raw = this.record.values.get(`${this.#names.core}score.raw`);
    // The gradebook takes raw alone; a scaled score without it is a zero.
    const isScaled = this.record.values.has("cmi.score.scaled");
    if (raw !== undefined || isScaled) this.record.grades.push(Number(raw ?? 0));
    return true;
  }

  #closed(before: string): string {
    return this.#phase === "over" ? String(Number(before) + 1) : before;
  }

  #answer(answer: string, error: string): string {
    this.#error = error;
    return answer;
  }
}

function judgeScaled(value: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return "406";
  return Math.abs(Number(value)) <= 1 ? "0" : "407";
}
