import type { PracticeResult } from "../../domain/state/practice-result.ts";
import type { LmsMessage, LmsPage, PracticeQuery } from "../../ports/lms-page.ts";
import type { LmsLaunch, LmsReporter } from "../../ports/lms-reporter.ts";

/** More sessions than these are not caught up with: what a platform keeps for us is 4,096 characters at the least. */
const MOST_SESSIONS = 20;
/** Pauses between tries to hand a result over; the last one is kept to. */
const PAUSES_MS = [5_000, 15_000, 60_000, 300_000];
/** Pauses between questions for a score. A session that a closed page left is settled within a minute, then scored. */
const QUESTIONS_MS = [3_000, 7_000, 10_000, 10_000, 15_000, 15_000, 60_000, 300_000];

/**
 * Brings the results of a page's practices to the course around it: when a score exists, again until it is known to
 * have arrived, and at the next launch those that had not.
 */
export class CourseRecorder {
  readonly #reporter: LmsReporter;
  readonly #page: LmsPage;
  #launch: LmsLaunch | null = null;
  #beginning: Promise<LmsLaunch> | null = null;
  /** Sessions whose results the course may lack, the oldest first. */
  #open: string[] = [];
  /** Those of earlier launches. */
  #earlier: readonly string[] = [];
  /** Results that are not known to have arrived. */
  readonly #unsettled = new Map<string, PracticeResult>();
  /** The last session that seems to have arrived: the next launch makes sure. */
  #settled: string | null = null;
  #isAsked = false;
  #isDelivering = false;
  #isRetrying = false;
  #isDoubtful = false;
  #hasEnded = false;

  constructor(reporter: LmsReporter, page: LmsPage) {
    this.#reporter = reporter;
    this.#page = page;
  }

  /** A practice shows its brief: tells where no course listens, and catches up with earlier sessions. */
  async ready(query: PracticeQuery): Promise<void> {
    if (this.#isAsked) return;
    this.#isAsked = true;
    // A course of somebody else's may begin later than our brief is there.
    if ((await this.#begin()).standing === "none") await this.#page.wait(toPause(0));
    const { standing } = await this.#begin();
    if (standing !== "open") this.#say(standing === "none" ? "alone" : "closed");
    else await Promise.all(this.#earlier.map((sessionId) => this.#catchUp(query, sessionId)));
  }

  /** A session began. */
  async started(sessionId: string): Promise<void> {
    await this.#begin();
    if (!this.#open.includes(sessionId)) this.#note([...this.#open, sessionId]);
  }

  /** A score is there. */
  async completed(result: PracticeResult): Promise<void> {
    const { standing, place } = await this.#begin();
    if (standing !== "open") return;
    this.#page.share(place, result);
    await this.#take(result);
  }

  /** The network is back, or somebody looks at the page again. */
  async retry(): Promise<void> {
    if (this.#isDoubtful) await this.#deliver();
  }

  /** The page goes. */
  end(): void {
    if (this.#hasEnded || this.#launch?.standing !== "open") return;
    this.#hasEnded = true;
    this.#reporter.end(this.#best(), this.#isDoubtful);
  }

  async #begin(): Promise<LmsLaunch> {
    if (this.#launch && this.#launch.standing !== "none") return this.#launch;
    this.#beginning ??= this.#openAttempt();
    const launch = await this.#beginning;
    this.#beginning = null;
    return launch;
  }

  async #openAttempt(): Promise<LmsLaunch> {
    const launch = await this.#reporter.begin();
    this.#launch = launch;
    if (launch.standing === "open") {
      const kept = this.#page.recall(launch.place);
      const own = this.#open;
      this.#open = [];
      this.#earlier = [...new Set([...launch.sessionIds, ...kept])];
      this.#mark([...new Set([...this.#earlier, ...own])]);
      this.#page.onShared(launch.place, (result) => void this.#take(result));
    }
    return launch;
  }

  async #catchUp(query: PracticeQuery, sessionId: string): Promise<void> {
    for (const pauseMs of QUESTIONS_MS) {
      const found = await this.#page.fetchResult(query, sessionId);
      if (found === "none") this.#forget(sessionId);
      else if (typeof found === "object") await this.#take(found, false);
      if (found !== "later" || this.#hasEnded) return;
      await this.#page.wait(pauseMs);
    }
  }

  async #take(result: PracticeResult, isNew = true): Promise<void> {
    if (!this.#open.includes(result.sessionId)) this.#note([...this.#open, result.sessionId]);
    this.#unsettled.set(result.sessionId, result);
    await this.#deliver(isNew);
  }

  async #deliver(isNew = true): Promise<void> {
    if (this.#hasEnded) this.#say("waiting");
    const result = this.#best();
    if (!result || this.#isDelivering || this.#hasEnded) return;
    this.#isDelivering = true;
    const sent = [...this.#unsettled.keys()];
    const receipt = await this.#reporter.report(result, this.#isDoubtful);
    const arrived = receipt !== "refused" && (await this.#page.isReachable());
    this.#isDelivering = false;
    this.#isDoubtful = !arrived;
    if (arrived) await this.#conclude(sent, receipt === "taken", isNew);
    else {
      this.#say("waiting");
      void this.#tryAgain();
    }
  }

  async #conclude(sent: readonly string[], isTaken: boolean, isNew: boolean): Promise<void> {
    for (const sessionId of sent) this.#settle(sessionId);
    // That the course keeps what it had is no news to whoever has just opened the page.
    if (isTaken || isNew) this.#say(isTaken ? "recorded" : "kept");
    if (this.#unsettled.size > 0) await this.#deliver();
  }

  async #tryAgain(): Promise<void> {
    if (this.#isRetrying) return;
    this.#isRetrying = true;
    for (let tries = 0; this.#isDoubtful && !this.#hasEnded; tries += 1) {
      await this.#page.wait(toPause(tries));
      await this.retry();
    }
    this.#isRetrying = false;
  }

  /** The best of what may not have arrived: a course keeps one result. */
  #best(): PracticeResult | null {
    const results = [...this.#unsettled.values()];
    return results.reduce<PracticeResult | null>(
      (best, result) => (best && best.total >= result.total ? best : result),
      null,
    );
  }

  #settle(sessionId: string): void {
    this.#settled = sessionId;
    this.#forget(sessionId);
  }

  #forget(sessionId: string): void {
    this.#unsettled.delete(sessionId);
    this.#note(this.#open.filter((each) => each !== sessionId));
  }

  #note(sessionIds: readonly string[]): void {
    this.#mark(sessionIds);
    const settled = this.#settled === null ? [] : [this.#settled];
    if (this.#launch?.standing === "open" && !this.#hasEnded)
      this.#reporter.record([...settled, ...this.#open]);
  }

  /** The platform begins a fresh attempt with nothing; this browser must not carry what has arrived into it. */
  #mark(sessionIds: readonly string[]): void {
    const before = this.#open;
    this.#open = sessionIds.slice(-MOST_SESSIONS);
    if (this.#launch?.standing !== "open") return;
    for (const sessionId of new Set([...before, ...sessionIds]))
      this.#page.keep(this.#launch.place, sessionId, this.#open.includes(sessionId));
  }

  #say(message: LmsMessage): void {
    this.#page.say(message, this.#launch?.returnUrl ?? null);
  }
}

function toPause(tries: number): number {
  return PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 0;
}
