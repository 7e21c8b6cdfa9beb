import type { Language } from "../language.ts";
import { englishTag } from "./tag.ts";

/** English: the words before a call, which the tag brings, and where the others are. */
export const words: Language = {
  tag: englishTag,
  call: () => import("./call.ts").then(({ englishCall }) => ({ words: englishCall })),
  duringCall: () =>
    import("./during-call.ts").then(({ englishDuringCall }) => ({ words: englishDuringCall })),
  report: () => import("./report.ts").then(({ englishReport }) => ({ words: englishReport })),
};
