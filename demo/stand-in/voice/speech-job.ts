import type { Manner } from "./voice.ts";

/** Work for the speech worker. */
export type SpeechJob =
  | { readonly type: "render"; readonly text: string; readonly manner: Manner }
  | {
      readonly type: "match";
      readonly samples: Int16Array;
      readonly sentences: readonly string[];
      readonly language: string;
    }
  | { readonly type: "prepare"; readonly sentence: string; readonly language: string };

/** What the speech worker answers: samples, the sentence that matched, or nothing. */
export type SpeechResult =
  | { readonly type: "rendered"; readonly samples: Int16Array }
  | { readonly type: "matched"; readonly text: string | null; readonly distance: number | null }
  | { readonly type: "prepared" };

/** What the worker posts: once that it is ready, then one answer a job. */
export type SpeechAnswer =
  { readonly type: "ready" } | { readonly type: "failed"; readonly reason: string } | SpeechResult;
