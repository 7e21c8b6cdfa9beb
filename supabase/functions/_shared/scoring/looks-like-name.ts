import { listPrivateLines, type ScoredRubric } from "./build-report-task.ts";
import type { NeutralName } from "./prepare-transcript.ts";

/** A capital, or a letter of a script without capitals; then whatever names are made of, and no sentence mark. */
const FORM = /^[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}\p{N} '\u2019.&-]*$/u;
const MAX_WORDS = 4;

/**
 * The page chooses names, and what stands in their place is not scored: so only what looks like a name counts as one,
 * and no word that the rubric speaks of.
 */
export function createLooksLikeName(rubric: ScoredRubric): (name: NeutralName) => boolean {
  const judged = new Set(listPrivateLines(rubric).flatMap(toWords));
  return ({ name }) => {
    const words = toWords(name);
    return (
      FORM.test(name.trim()) && words.length <= MAX_WORDS && !words.some((word) => judged.has(word))
    );
  };
}

function toWords(text: string): string[] {
  return (
    text
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}
