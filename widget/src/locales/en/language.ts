import type { Language } from "./languages.ts";
import { englishTag } from "./english-tag.ts";

/** English: the words before a call, which the tag brings, and where the others are. */
export const words: Language = {
  tag: englishTag,
  call: () => import("./english-call.ts").then(({ englishCall }) => ({ words: englishCall })),
  aids: () => import("./english-aids.ts").then(({ englishAids }) => ({ words: englishAids })),
  report: () =>
    import("./english-report.ts").then(({ englishReport }) => ({ words: englishReport })),
};
