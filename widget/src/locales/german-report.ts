import type { ReportTexts } from "./english-report.ts";

/** The German words of the report. */
export const words: ReportTexts = {
  title: "Ihr Bericht",
  pending: "Wir schreiben Ihren Bericht. Sie können das Gespräch inzwischen nachlesen.",
  pendingLong:
    "Noch einen Moment: Wir vergleichen Ihre Worte mit jedem Ziel dieser Übung. Das kann eine Minute dauern.",
  ready: "Ihr Bericht ist fertig.",
  score: (total, highest) => `${total} von ${highest}`,
  passed: (mark) => `Bestehensgrenze ${mark}: erreicht`,
  notPassed: (mark) => `Bestehensgrenze ${mark}: noch nicht erreicht`,
  noTotal: "Kein Kriterium kam vor oder ließ sich belegen, daher gibt es diesmal keine Gesamtzahl.",
  improvements: (count) =>
    count === 1
      ? "Eine Sache für das nächste Mal"
      : count === 2
        ? "Zwei Sachen für das nächste Mal"
        : "Für das nächste Mal",
  criteria: "So lief das Gespräch",
  level: (level, highest) => `${level} von ${highest}`,
  levelNone: "nicht bewertet",
  levelNoneHelp:
    "Das kam nicht vor, oder Ihre Worte konnten es nicht zeigen. In der Bewertung zählt es nicht.",
  jump: (time) => `Im Gesprächstext zeigen, bei ${time}`,
  tryWording: "Zum Beispiel:",
  strengths: "Was gut war",
  reported: "Nicht geprüft: Dieser Bericht beruht auf der Kopie des Gesprächs in diesem Browser.",
  rehearsal: "Probe: Ein Double hat dieses Gespräch nach einfachen Regeln bewertet.",
  transcript: "Gesprächstext",
  noTurns: "In diesem Gespräch wurde nichts gesagt.",
  you: "Sie",
  persona: "Kundschaft",
  interrupted: "unterbrochen",
  unrecognized: "(Worte nicht verstanden)",
  backToReport: "Zurück zum Bericht",
  tryAgain: "Noch einmal versuchen",
  notScored: "Keine Bewertung für dieses Gespräch",
  failed: "Ihr Bericht konnte nicht geschrieben werden",
  failedHelp:
    "Nichts von dem, was Sie gesagt haben, ist verloren: Es steht unten. Fordern Sie den Bericht noch einmal an.",
  askAgain: "Noch einmal anfordern",
  saveAs: "Speichern als",
  plainText: "Textdatei",
  reasons: {
    no_learner_turns:
      "Wir haben keine Worte von Ihnen gehört, also gibt es nichts zu bewerten. Versuchen Sie es noch einmal, wann Sie möchten.",
    unobserved:
      "Unser Server konnte diesem Gespräch nicht folgen, daher wird es nicht bewertet. Was gesagt wurde, steht unten.",
    transcript_incomplete:
      "Teile des Gesprächs haben uns nicht erreicht, eine Bewertung wäre also nicht gerecht. Was wir haben, steht unten.",
    tampered:
      "Die Einstellungen dieses Gesprächs wurden von Ihrer Seite aus geändert. Wir haben es beendet, und es wird nicht bewertet.",
  },
};
