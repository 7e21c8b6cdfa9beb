import { splitSentences } from "../split-sentences.ts";
import { type QuestionForms, questionFormsFor } from "./question-forms.ts";

/** What a learner's turn asks. `open`: for more than yes, no or one fact. */
export type QuestionKind = "open" | "closed";

/** What speakers say before the question proper. */
const LEAD_IN =
  /^(?:(?:and|so|but|or|okay|well|now|right|alors|et|mais|donc|bon|und|aber|also|dann|denn|gut|pues|entonces|bueno|y|pero|o)[,\s]+)+/u;
/** As much of a long sentence as is looked at from either end; more is no question that anybody could answer. */
const MAX_SIDE_CHARACTERS = 200;
const ENDS_AS_STATEMENT = /[.!\u2026\u3002]["'\u201d\u00bb)]*$/u;
const ENDS_AS_QUESTION = /[?\uff1f]["'\u201d\u00bb)]*$/u;

/**
 * What a turn asks, by its words alone: a question mark, or where the transcriber set no mark the forms of the
 * language. A turn with several questions is open when one of them is. Null: nothing is asked.
 */
export function classifyQuestion(text: string, language: string): QuestionKind | null {
  const forms = questionFormsFor(language);
  const kinds = splitSentences(text).map((sentence) => classify(sentence.text, forms));
  if (kinds.includes("open")) return "open";
  return kinds.includes("closed") ? "closed" : null;
}

function classify(sentence: string, forms: QuestionForms | null): QuestionKind | null {
  const plain = toPlain(sentence);
  if (forms === null) return ENDS_AS_QUESTION.test(plain) ? "closed" : null;
  if (forms.invites.test(plain)) return "open";
  if (!isQuestion(plain, forms)) return null;
  return forms.opens.test(plain) && !forms.asksForFact.test(plain) ? "open" : "closed";
}

function isQuestion(plain: string, { asks }: QuestionForms): boolean {
  if (ENDS_AS_QUESTION.test(plain)) return true;
  return !ENDS_AS_STATEMENT.test(plain) && asks.test(plain);
}

function toPlain(sentence: string): string {
  return withoutMiddle(sentence.replace(/\s+/gu, " "))
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("\u2019", "'")
    .replace(/^[\s\u00bf\u00a1"'\u00ab\u201c\u201e(-]+/u, "")
    .replace(LEAD_IN, "")
    .replace(/^[\s\u00bf\u00a1]+/u, "");
}

function withoutMiddle(sentence: string): string {
  if (sentence.length <= 2 * MAX_SIDE_CHARACTERS) return sentence;
  return `${sentence.slice(0, MAX_SIDE_CHARACTERS)} ${sentence.slice(-MAX_SIDE_CHARACTERS)}`;
}
