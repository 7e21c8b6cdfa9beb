/** A stretch of a text that something else stands for. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** A stretch of the edited text and what it stands for. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly original: string;
}

/** A text in which stretches were replaced, and what stood there. */
export interface EditedText {
  readonly text: string;
  readonly edits: readonly Edit[];
}

/** Replaces stretches of `source`. Of two that overlap the earlier one counts, the longer one where they begin alike. */
export function editText(source: string, replacements: readonly Replacement[]): EditedText {
  const ordered = [...replacements].sort((a, b) => a.start - b.start || b.end - a.end);
  const edits: Edit[] = [];
  let text = "";
  let position = 0;
  for (const { start, end, by } of ordered) {
    if (start < position) continue;
    text += source.slice(position, start);
    edits.push({
      start: text.length,
      end: text.length + by.length,
      original: source.slice(start, end),
    });
    text += by;
    position = end;
  }
  return { text: text + source.slice(position), edits };
}

/** What stood in the source where `start` to `end` of the edited text is; an edit that is touched counts whole. */
export function restoreText({ text, edits }: EditedText, start: number, end: number): string {
  let restored = "";
  let position = start;
  for (const edit of edits) {
    if (edit.end <= start || edit.start >= end) continue;
    restored += text.slice(position, Math.max(edit.start, position)) + edit.original;
    position = edit.end;
  }
  return restored + text.slice(position, Math.max(end, position));
}

/**
 * Puts back, in a text that was written about edited ones, what the words of their edits stand for; where one word
 * stands for several, the first of them.
 */
export function createRestoreWords(texts: readonly EditedText[]): (text: string) => string {
  const originals = new Map<string, string>();
  for (const { text, edits } of texts) {
    for (const { start, end, original } of edits) {
      const word = text.slice(start, end);
      if (!originals.has(word)) originals.set(word, original);
    }
  }
  return (text) => {
    let restored = text;
    for (const [word, original] of originals) restored = restored.replaceAll(word, () => original);
    return restored;
  };
}
