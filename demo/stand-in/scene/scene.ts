/** One utterance of the talk so far, as the stand-in knows it. */
export interface SceneTurn {
  /**
   * `call`: a function that the persona called, its arguments as text; `tool`: the output that answered one;
   * `silence`: nobody spoke for a while.
   */
  readonly speaker: "learner" | "persona" | "call" | "tool" | "silence";
  /** Null where speech arrived whose words were not recognised. */
  readonly text: string | null;
  /** The function's name, where one was called. */
  readonly name?: string;
}

/** A tool that the session declared, as the service received it. */
export interface SceneTool {
  readonly name: string;
  readonly description: string | null;
  /** JSON Schema of the arguments, where the client declared one. */
  readonly parameters?: unknown;
}

/** A function that the customer calls. */
export interface SceneCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What the customer does next: speaks, calls functions, or both in one response. */
export interface SceneReply {
  readonly speech: string | null;
  readonly functionCalls: readonly SceneCall[];
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
