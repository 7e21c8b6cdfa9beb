/** What a report says in a scenario's language without a scorer. */
interface ReportPhrases {
  /** Stands for a breach whose remark may not be shown. */
  readonly breach: string;
  /** Ends the summary of a report with a breach. */
  readonly capped: string;
  /** Ends the summary of a report without a total. */
  readonly untotalled: string;
  /** Sets words between the language's quotation marks. */
  quoted(words: string): string;
}

const ENGLISH: ReportPhrases = {
  breach: "This is something that must not be said in this practice.",
  capped:
    "Something was said that this practice does not allow, so the total stays below the pass mark.",
  untotalled: "Too little of what counts could be judged, so there is no total.",
  quoted: (words) => `“${words}”`,
};

const PHRASES: Readonly<Record<string, ReportPhrases>> = {
  de: {
    breach: "So etwas darf in dieser Übung nicht gesagt werden.",
    capped:
      "Es fiel eine Aussage, die in dieser Übung nicht erlaubt ist; deshalb bleibt das Ergebnis unter der Bestehensgrenze.",
    untotalled:
      "Zu wenig von dem, was zählt, ließ sich beurteilen; deshalb gibt es kein Gesamtergebnis.",
    quoted: (words) => `„${words}“`,
  },
  en: ENGLISH,
  es: {
    breach: "Es algo que no se puede decir en esta práctica.",
    capped:
      "Se dijo algo que esta práctica no permite; por eso el total queda por debajo del mínimo para aprobar.",
    untotalled: "Se pudo valorar muy poco de lo que cuenta; por eso no hay total.",
    quoted: (words) => `«${words}»`,
  },
  fr: {
    breach: "C'est une chose à ne pas dire dans cet exercice.",
    capped:
      "Une chose que cet exercice n'autorise pas a été dite ; le total reste donc sous le seuil de réussite.",
    untotalled: "Trop peu de ce qui compte a pu être évalué ; il n'y a donc pas de total.",
    quoted: (words) => `« ${words} »`,
  },
  th: {
    breach: "นี่เป็นสิ่งที่ไม่ควรพูดในการฝึกนี้",
    capped: "มีการพูดสิ่งที่การฝึกนี้ไม่อนุญาต คะแนนรวมจึงต่ำกว่าเกณฑ์ผ่าน",
    untotalled: "ประเมินสิ่งที่นับคะแนนได้น้อยเกินไป จึงไม่มีคะแนนรวม",
    quoted: (words) => `“${words}”`,
  },
};

/** The phrases for a language tag; English where there are none. */
export function reportPhrasesFor(language: string): ReportPhrases {
  return PHRASES[language.toLowerCase().split("-")[0] ?? ""] ?? ENGLISH;
}
