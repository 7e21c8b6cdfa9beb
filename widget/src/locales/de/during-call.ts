import type { DuringCallTexts } from "../en/during-call.ts";

/** The German words of what helps during a call. */
export const words: DuringCallTexts = {
  brief: "Ihre Aufgabe",
  briefAgain: "Die Aufgabe noch einmal lesen",
  backToCall: "Zurück zum Gespräch",
  conversation: "Gespräch",
  objectives: "Ihre Ziele",
  reached: "erreicht",
  notReached: "noch offen",
  objectiveReached: (aim) => `Erreicht: ${aim}`,
  replyFailed: (name) =>
    `Der Dienst ist ausgefallen, es liegt nicht an Ihnen: ${name} kann nicht antworten. Wir fragen noch einmal…`,
  connectionGone: "Die Leitung kam nicht zurück",
  connectionGoneHelp: "Rufen Sie noch einmal an, oder schließen Sie mit dem Bisherigen ab.",
  callAgain: (name) => `${name} wieder anrufen`,
  finish: "Abschließen und Bericht ansehen",
  wasInterrupted: (name) => `Ihr Gespräch mit ${name} wurde unterbrochen`,
  goOnHelp: (time) => `Sie können dort weitermachen, wo Sie waren: noch ${time}.`,
  goOn: "Gespräch fortsetzen",
  elsewhere: (name) => `Ihr Gespräch mit ${name} läuft in einem anderen Tab`,
  elsewhereHelp:
    "Machen Sie dort weiter, oder holen Sie das Gespräch hierher: Der andere Tab legt dann auf.",
  bringHere: "Gespräch hierher holen",
  timeOver: "Die Zeit ist um.",
  personaEnded: (name) => `${name} hat aufgelegt.`,
  costReached: "Diese Übung hat erreicht, was ein Gespräch kosten darf.",
  serviceFailed: "Der Dienst, der den Kunden spielt, ist ausgefallen; es lag nicht an Ihnen.",
  reportFollows: "Ihr Bericht folgt.",
  connection: { good: "Gute Leitung", fair: "Mäßige Leitung", poor: "Schlechte Leitung" },
  poorHelp:
    "Die Leitung ist schlecht. Gehen Sie näher an den Router oder schließen Sie Programme, die das Netz benutzen.",
  sound: "Ton",
  speaker: "Lautsprecher",
  voice: (name) => `Stimme von ${name}`,
  silence: (name) => `${name} nicht mehr hören`,
  hearAgain: (name) => `${name} wieder hören`,
  screen: "Auf Ihrem Bildschirm",
  lookUp: "Nachschlagen",
  carryOut: "Ausführen",
  choose: "Bitte wählen…",
  yes: "Ja",
  no: "Nein",
  found: (count) =>
    count === 1 ? "Ein Eintrag gefunden." : `${count.toString()} Einträge gefunden.`,
  notFound: "Nichts gefunden. Prüfen Sie Ihre Eingabe.",
  done: "Erledigt.",
  refused: "Das ist nicht möglich.",
  fromCall: "aus dem Gespräch",
  noted: (field) => `Aus dem Gespräch übernommen: ${field}`,
  stopWaiting: "Nicht länger warten",
  endingLong:
    "Noch keine Antwort. Wir versuchen es weiter, und nichts, was Sie gesagt haben, ist verloren.",
  reportLater: "Ihr Bericht ist noch nicht da",
  reportLaterHelp:
    "Fragen Sie in einer Weile noch einmal, oder kommen Sie heute auf diese Seite zurück.",
  startOver: "Neu beginnen",
};
