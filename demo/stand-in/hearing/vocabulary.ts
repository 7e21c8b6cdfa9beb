/** Moonshine has more ids than its tokenizer has words; the others are special and never written. */
const IDS = 32_768;
const BYTE = /^<0x([0-9A-F]{2})>$/;

/**
 * The tokens that Moonshine writes, in the form that the recogniser reads: one "base64 id" a line. What it cannot
 * read ends its process, so a test holds the whole text to a hash.
 */
export function toTokenLines(vocabulary: readonly string[]): string {
  const lines = Array.from({ length: IDS }, (_, id) => {
    const token = vocabulary[id] ?? `<<ST_${id - vocabulary.length}>>`;
    return `${encodeToken(token)} ${id}\n`;
  });
  return lines.join("");
}

function encodeToken(token: string): string {
  const byte = BYTE.exec(token)?.[1];
  const bytes = byte === undefined ? Buffer.from(token) : Buffer.from([parseInt(byte, 16)]);
  return bytes.toString("base64");
}
