/** What a course keeps of one practice. */
export interface PracticeResult {
  readonly sessionId: string;
  /** 0 to 100. */
  readonly total: number;
  /** Null where the scenario has no pass mark. */
  readonly passed: boolean | null;
  /** Levels from 0 to `HIGHEST_LEVEL`; null where a criterion was not shown. */
  readonly criteria: readonly { readonly id: string; readonly level: number | null }[];
}
