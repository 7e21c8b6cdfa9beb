import type { Language } from "../language.ts";

/** German, with *Sie*: the words before a call, and where the others are. */
export const words: Language = {
  tag: {
    direction: "ltr",
    launcher: "Ein Gespräch üben",
    close: "Schließen",
    loading: "Einen Moment…",
    aimFor: "Ihre Ziele",
    start: "Übung beginnen",
    attempt: (number, of) => `Versuch ${number}${of && ` von ${of}`}`,
    best: (total) => `bisher bester ${total}`,
    left: (time) => `noch ${time}`,
    attemptsUsed: "Sie haben alle Versuche aufgebraucht.",
    tryAgain: "Noch einmal versuchen",
    rehearsal: "Probe: Ein Double spielt die Kundschaft und bewertet nach einfachen Regeln.",
    notSetUp: "Diese Übung ist auf dieser Seite nicht eingerichtet",
    notSetUpHelp: "Bitte sagen Sie der Person Bescheid, die diesen Kurs leitet.",
    attributeMissing: (name) => `Dem Tag fehlt das Attribut „${name}“.`,
    switchedOff: "Das Üben ist hier zurzeit abgeschaltet",
    limitUntil: (time) => `Die Übungszeit ist bis ${time} aufgebraucht.`,
    limitReached: "Die Übungszeit ist vorerst aufgebraucht",
    limitReachedHelp: "Bitte kommen Sie später wieder.",
    unreachable: "Wir erreichen die Übung nicht",
    unreachableHelp: "Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
  },
  call: () => import("./call.ts"),
  duringCall: () => import("./during-call.ts"),
  report: () => import("./report.ts"),
};
