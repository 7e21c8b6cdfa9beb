/** One utterance of the talk so far, as the stand-in knows it. */
export interface SceneTurn {
  /** `tool`: the output of a function that the persona called; without it the call counts as silent. */
  readonly speaker: "learner" | "persona" | "tool";
  /** Null where speech arrived whose words were not recognised. */
  readonly text: string | null;
}

/** A tool that the session declared, as the service received it. */
export interface SceneTool {
  readonly name: string;
  readonly description: string | null;
  /** JSON Schema of the arguments, where the client declared one. */
  readonly parameters?: unknown;
}

/** What the customer does next: speaks, calls functions, or both in one response. */
export interface SceneReply {
  readonly speech: string | null;
  readonly functionCalls: readonly {
    readonly name: string;
    readonly arguments: Readonly<Record<string, unknown>>;
  }[];
}

/**
 * The customer of one call. It holds the progress of the talk (which objections were raised, which settled)
 * and answers deterministically: the same turns give the same replies.
 */
export interface Scene {
  /** BCP 47; chooses the synthetic voice. */
  readonly language: string;
  /** Learner sentences that the matcher may recognise in real audio, the likely next ones first. */
  expectedSentences(): readonly string[];
  /** The next reply after `turns`; with no learner turn yet it is the opening line. */
  reply(turns: readonly SceneTurn[], tools: readonly SceneTool[]): SceneReply;
}
