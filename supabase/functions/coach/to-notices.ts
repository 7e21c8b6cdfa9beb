/** What a site's own settings make a learner be told, in one language. */
interface Notices {
  readonly results: string;
  readonly practice: string;
  /** `coaches`: the organization whose coaches read the attempt. */
  official(coaches: string): string;
}

const ENGLISH: Notices = {
  results: "Your result goes to those who run the course: score and levels, not the talk.",
  practice: "This is practice: no coach reads it.",
  official: (coaches) =>
    `This is an official attempt: the coaches of ${coaches} read the talk and the score.`,
};

const NOTICES: Readonly<Record<string, Notices>> = {
  ar: {
    results: "تُرسل نتيجتكم إلى المشرفين على الدورة: الدرجة والمستويات، لا المكالمة.",
    practice: "هذا تدريب: لا يطّلع عليه أي مدرّب.",
    official: (coaches) => `هذه محاولة رسمية: يطّلع مدرّبو ${coaches} على المكالمة والدرجة.`,
  },
  de: {
    results: "Ihr Ergebnis geht an die Kursleitung: Punktzahl und Stufen, nicht das Gespräch.",
    practice: "Das ist eine Übung: Kein Coach liest sie.",
    official: (coaches) =>
      `Das ist ein offizieller Versuch: Die Coaches von ${coaches} lesen Gespräch und Bewertung.`,
  },
  en: ENGLISH,
  es: {
    results: "Su resultado llega a quienes dirigen el curso: puntuación y niveles, no la llamada.",
    practice: "Esto es una práctica: ningún formador la lee.",
    official: (coaches) =>
      `Este es un intento oficial: los formadores de ${coaches} leen la llamada y la puntuación.`,
  },
  fr: {
    results:
      "Votre résultat est transmis aux responsables du cours\u00a0: note et niveaux, pas l’appel.",
    practice: "Ceci est un entraînement\u00a0: aucun formateur ne le lit.",
    official: (coaches) =>
      `Ceci est une tentative officielle\u00a0: les formateurs de ${coaches} lisent l’échange et le résultat.`,
  },
  it: {
    results: "Il Suo risultato va a chi tiene il corso: punteggio e livelli, non la chiamata.",
    practice: "Questa è un’esercitazione: nessun formatore la legge.",
    official: (coaches) =>
      `Questo è un tentativo ufficiale: i formatori di ${coaches} leggono la chiamata e il punteggio.`,
  },
  nl: {
    results: "Uw resultaat gaat naar de cursusleiding: score en niveaus, niet het gesprek.",
    practice: "Dit is een oefening: geen coach leest mee.",
    official: (coaches) =>
      `Dit is een officiële poging: de coaches van ${coaches} lezen het gesprek en de score.`,
  },
  pt: {
    results: "Seu resultado vai para quem conduz o curso: pontuação e níveis, não a ligação.",
    practice: "Isto é uma prática: nenhum instrutor a lê.",
    official: (coaches) =>
      `Esta é uma tentativa oficial: os instrutores de ${coaches} leem a ligação e a pontuação.`,
  },
  rw: {
    results: "Amanota yanyu n’ibyiciro byayo bihabwa abayobora isomo; ikiganiro cyo ntigitangwa.",
    practice: "Uyu ni umwitozo: nta mutoza uwusoma.",
    official: (coaches) =>
      `Iri ni isuzuma ryemewe: abatoza ba ${coaches} basoma ikiganiro n’amanota.`,
  },
  th: {
    results: "ผลของคุณจะส่งถึงผู้ดูแลหลักสูตร: คะแนนและระดับ ไม่ใช่บทสนทนา",
    practice: "นี่คือการฝึก ไม่มีโค้ชคนใดอ่าน",
    official: (coaches) => `นี่คือการทดสอบอย่างเป็นทางการ โค้ชของ ${coaches} จะอ่านบทสนทนาและคะแนน`,
  },
};

/** What a learner has to be told before a start. */
export interface ToTell {
  readonly results: boolean;
  /** Null: practice, as long as no token says otherwise. */
  readonly purpose: "practice" | "official" | null;
  /** Whose coaches read official attempts; null where there are none, and nothing is to be told apart. */
  readonly coaches: string | null;
}

/** Writes that, one sentence each; in English where the language is none of ours. */
export function toNotices({ results, purpose, coaches }: ToTell, locale: string): string[] {
  const language = locale.slice(0, 2).toLowerCase();
  const words = (Object.hasOwn(NOTICES, language) ? NOTICES[language] : undefined) ?? ENGLISH;
  const notices = results ? [words.results] : [];
  if (coaches === null) return notices;
  return [purpose === "official" ? words.official(coaches) : words.practice, ...notices];
}
