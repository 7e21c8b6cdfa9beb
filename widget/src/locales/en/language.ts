import type { Language } from "../language.ts";
import { englishTag } from "./tag.ts";

/** English: the words before a call, which the tag brings, and where the others are. */
export const words: Language = {
  tag: englishTag,
  call: () => import("./call.ts").then(({ englishCall }) => ({ words: englishCall })),
  aids: () => import("./during-call.ts").then(({ englishAids }) => ({ words: englishAids })),
  report: () => import("./report.ts").then(({ englishReport }) => ({ words: englishReport })),
};
