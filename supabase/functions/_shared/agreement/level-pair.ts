/** Two levels that one attempt got for one criterion: of the AI, and of a person who had not seen that one. */
export interface LevelPair {
  /** The attempt. Pairs of one attempt depend on one another, so that a bootstrap draws whole attempts. */
  readonly attempt: string;
  readonly ai: number;
  readonly human: number;
}
