/**
 * Sounds of hesitation by language, in lower case. Signals of listening (mm-hm, yeah, ouais, genau, vale, ครับ)
 * are none. Nor are phrases such as "you know": a list cannot tell the filler from the words' own meaning.
 */
const HESITATIONS: Readonly<Record<string, string>> = {
  de: "ä+h+m*|ö+h+m*|e+h+m+|h+m{2,}|h+m",
  en: "u+m+|u+h+|e+r+m*|h+m{2,}|h+m",
  es: "e{2,}h*|e+h+m+|e+m+|m{3,}",
  fr: "e+u+h+|h+e+u+|h+u+m+|m+h+",
  th: "เอ่อ|เอ้อ|เอิ่ม|อืม",
};

/** How many hesitations a text has; null for a language without a list. */
export function countFillers(text: string, language: string): number | null {
  const base = language.toLowerCase().split("-")[0] ?? "";
  const choices = HESITATIONS[base];
  if (choices === undefined) return null;
  // Thai sets no spaces, so a hesitation has no edges there.
  const before = base === "th" ? "" : "(?<![\\p{L}\\p{N}\\p{M}'-])";
  const after = base === "th" ? "" : "(?![\\p{L}\\p{N}\\p{M}'-])";
  const plain = text.normalize("NFC").toLowerCase().replaceAll("\u2019", "'");
  return (plain.match(new RegExp(`${before}(?:${choices})${after}`, "gu")) ?? []).length;
}
