import { englishCall } from "./english-call.ts";
import { englishReport } from "./english-report.ts";
import { englishTag } from "./english-tag.ts";
import type { Texts } from "./texts.ts";
export const french: Texts = { tag: englishTag, call: englishCall, report: englishReport };
