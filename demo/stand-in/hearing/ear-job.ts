/** Work for the ear's worker: 48 kHz samples of a whole turn, or of one call as they arrive. */
export type EarJob =
  | { readonly type: "recognise"; readonly id: number; readonly samples: Int16Array }
  | { readonly type: "attend"; readonly id: number; readonly silenceMs: number }
  | { readonly type: "hear"; readonly id: number; readonly samples: Int16Array }
  | { readonly type: "leave"; readonly id: number };

/** What the ear's worker answers. Times count from the first sample that `attend` was followed by. */
export type EarAnswer =
  | { readonly type: "ready" }
  | { readonly type: "recognised"; readonly id: number; readonly text: string }
  | {
      readonly type: "changed";
      readonly id: number;
      readonly isSpeaking: boolean;
      readonly atMs: number;
    };
