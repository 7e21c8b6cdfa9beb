import type { Grade } from "../../store/scores.ts";

interface Words {
  readonly passed: string;
  readonly failed: string;
  readonly passMark: string;
}

const WORDS: Readonly<Record<string, Words>> = {
  ar: { passed: "ناجح", failed: "لم ينجح", passMark: "درجة النجاح" },
  de: { passed: "bestanden", failed: "nicht bestanden", passMark: "Bestehensgrenze" },
  en: { passed: "passed", failed: "not passed", passMark: "pass mark" },
  es: { passed: "superado", failed: "no superado", passMark: "mínimo para aprobar" },
  fr: { passed: "réussi", failed: "non réussi", passMark: "seuil de réussite" },
  it: { passed: "superato", failed: "non superato", passMark: "soglia" },
  nl: { passed: "geslaagd", failed: "niet geslaagd", passMark: "slaaggrens" },
  pt: { passed: "aprovado", failed: "não aprovado", passMark: "nota mínima" },
  rw: { passed: "yatsinze", failed: "ntiyatsinze", passMark: "amanota yo gutsinda" },
  th: { passed: "ผ่าน", failed: "ไม่ผ่าน", passMark: "เกณฑ์ผ่าน" },
};

/** What stands beside a grade: of which practice it is, and what it is worth; in the language of the practice's interface. */
export function toScoreComment({ title, score, passMark, locale }: Grade): string {
  const points = `${title}: ${score} / 100`;
  const words = WORDS[locale.slice(0, 2).toLowerCase()] ?? WORDS["en"];
  if (passMark === null || words === undefined) return points;
  return `${points} · ${score >= passMark ? words.passed : words.failed} (${words.passMark} ${passMark})`;
}
