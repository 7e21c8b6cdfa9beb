import type { Course } from "../../store/scores.ts";
import { askCourse, type CourseAnswer, ScoreFault, type ScoreWorld } from "./course-service.ts";
import type { ScoreTokens } from "./score-tokens.ts";

const UNAUTHORIZED = 401;

interface CallerInit {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks a course's platform in the name of this tool, for one score. */
export class CourseCaller {
  readonly #world: ScoreWorld;
  readonly #tokens: ScoreTokens;
  readonly #course: Course;
  readonly #signal: AbortSignal;

  constructor(world: ScoreWorld, tokens: ScoreTokens, course: Course, signal: AbortSignal) {
    this.#world = world;
    this.#tokens = tokens;
    this.#course = course;
    this.#signal = signal;
  }

  /** Reads something. @throws {ScoreFault} as `post`. */
  async get(url: string, type: string): Promise<CourseAnswer> {
    return await this.#ask(url, { method: "GET", headers: { accept: type } });
  }

  /**
   * Sends something. A token that is not taken is asked for again, once.
   * @throws {ScoreFault} where there is none, and what asking throws.
   */
  async post(url: string, type: string, value: object): Promise<CourseAnswer> {
    const headers = { "content-type": type, accept: type };
    return await this.#ask(url, { method: "POST", headers, body: JSON.stringify(value) });
  }

  async #ask(url: string, init: CallerInit): Promise<CourseAnswer> {
    const signal = this.#signal;
    for (let attempt = 1; ; attempt += 1) {
      const token = await this.#tokens.get(this.#world, this.#course, signal);
      const headers = { ...init.headers, authorization: `Bearer ${token}` };
      const answer = await askCourse(this.#world, url, { ...init, headers, signal });
      if (answer.status !== UNAUTHORIZED) return answer;
      this.#tokens.forget(this.#course, token);
      if (attempt === 2) throw new ScoreFault("token_not_taken", true);
    }
  }
}
