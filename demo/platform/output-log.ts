import { PlatformError } from "./platform-error.ts";

const KEPT_CHARACTERS = 4_000;

/** The last 4,000 characters that a child process printed, and whoever waits for some of them. */
export class OutputLog {
  readonly #name: string;
  readonly #ended: Promise<number>;
  readonly #watchers = new Set<() => void>();
  #text = "";

  /**
   * @param name Whose output it is, for messages.
   * @param ended Resolves with the exit code.
   */
  constructor(name: string, ended: Promise<number>) {
    this.#name = name;
    this.#ended = ended;
  }

  /** What is kept of it. */
  get text(): string {
    return this.#text.trim();
  }

  /** Takes in what was printed. */
  append(text: string): void {
    this.#text = (this.#text + text).slice(-KEPT_CHARACTERS);
    for (const watch of this.#watchers) watch();
  }

  /**
   * Waits until the output holds the pattern.
   *
   * @throws {PlatformError} when the process exits first or the time is over.
   */
  waitFor(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const fail = (what: string): void => {
        settle();
        const said = this.text === "" ? "." : `:\n${this.text}`;
        reject(new PlatformError(`${this.#name} ${what}${said}`));
      };
      const look = (): void => {
        const match = pattern.exec(this.#text);
        if (match === null) return;
        settle();
        resolve(match);
      };
      const timer = setTimeout(() => {
        fail(`was not ready after ${timeoutMs / 1_000} s`);
      }, timeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
      };
      this.#watchers.add(look);
      void this.#ended.then((code) => {
        fail(`exited with code ${code}`);
      });
      look();
    });
  }
}
