/** One way to break a valid file, and what must be said about it. */
export interface BrokenScenario {
  /** The scenario that is broken, `website-sales-fr` where none is named. */
  readonly base?: string;
  readonly when: string;
  readonly from: string | RegExp;
  readonly to: string;
  /** A text of the broken file on whose line the problem must be reported. */
  readonly at: string | RegExp;
  readonly path: string;
  /** What is wrong and what to do about it. */
  readonly says: RegExp;
}
