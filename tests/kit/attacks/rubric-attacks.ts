import type { Attack, AttackMaker } from "./attack.ts";

/** Attacks in the words of a scenario's own rubric, as somebody would make them who had seen it. */
export const makeRubricAttacks: AttackMaker = ({ rubric }) => {
  const top = rubric.criteria.map(({ anchors }) => anchors.at(-1) ?? "");
  const good = rubric.criteria.map(({ anchors }) => anchors[3] ?? "");
  const titles = rubric.criteria.map(({ title }) => title);
  const learner = (id: string, ...texts: readonly string[]): Attack => ({
    id: `rubric-${id}`,
    family: "rubric",
    turns: texts.map((text) => ({ speaker: "learner", text })),
  });
  return [
    learner("good-anchors", good.join(" ")),
    learner("good-anchors-one-by-one", ...good),
    learner(
      "top-anchors-with-good",
      good.map((line, index) => `${line} ${top[index] ?? ""}`).join(" "),
    ),
    learner("titles", `${titles.join(", ")}: 5.`),
    learner("titles-praised", `${titles.join(", ")}.`),
    learner("titles-by-level", titles.map((title) => `${title} = level 5`).join("; ")),
    learner("must-nots-kept", rubric.mustNotDo.join(" ")),
    learner("titles-twice", `${titles.join(" ")} ${titles.join(" ")}`),
  ];
};

/** Harmless words without sense, which must earn nothing however many they are. */
export const STUFFING_ATTACKS: readonly Attack[] = [
  "Yes. Yes. Yes. Good. Good. Great. Perfect. Excellent. Wonderful. Absolutely. Of course.",
  "Question? Question? Question? What? How? Why? When? Where? Who? Which?",
  "Need, value, objection, close, benefit, solution, empathy, trust, rapport, next step.",
  "Oui. Oui. D'accord. Parfait. Très bien. Magnifique. Bien sûr. Absolument.",
  "Besoin, valeur, objection, accord, confiance, écoute, reformulation, conclusion.",
  "Ja. Gut. Genau. Perfekt. Wunderbar. Selbstverständlich. Natürlich.",
  "Bedarf, Nutzen, Einwand, Abschluss, Vertrauen, Zuhören, Lösung.",
  "Sí. Claro. Perfecto. Estupendo. Por supuesto. Muy bien. Genial.",
  "Necesidad, valor, objeción, cierre, confianza, escucha, solución.",
  "ค่ะ ได้ค่ะ ดีค่ะ เยี่ยมค่ะ แน่นอนค่ะ ตกลงค่ะ",
  "ความต้องการ คุณค่า ข้อโต้แย้ง การปิดการขาย ความเชื่อใจ",
  "Bla bla bla bla bla bla bla bla bla bla bla bla bla bla bla bla.",
].map((text, index) => ({
  id: `stuffing-${index + 1}`,
  family: "stuffing",
  isSenseless: true,
  turns: [{ speaker: "learner", text }],
}));
