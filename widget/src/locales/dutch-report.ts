import type { ReportTexts } from "./english-report.ts";

/** The Dutch words of the report. */
export const words: ReportTexts = {
  title: "Uw verslag",
  pending: "We schrijven uw verslag. U kunt het gesprek intussen nalezen.",
  pendingLong:
    "Nog even: we vergelijken uw woorden met elk doel van deze oefening. Dit kan een minuut duren.",
  ready: "Uw verslag is klaar.",
  score: (total, highest) => `${total} van ${highest}`,
  passed: (mark) => `Slaaggrens ${mark}: gehaald`,
  notPassed: (mark) => `Slaaggrens ${mark}: nog niet gehaald`,
  noTotal: "Geen enkel criterium kwam voor of was aan te tonen, dus er is deze keer geen totaal.",
  improvements: (count) =>
    count === 1
      ? "Eén ding om aan te werken"
      : count === 2
        ? "Twee dingen om aan te werken"
        : "Om aan te werken",
  criteria: "Hoe het gesprek verliep",
  level: (level, highest) => `${level} van ${highest}`,
  levelNone: "niet beoordeeld",
  levelNoneHelp:
    "Dit kwam niet voor, of uw woorden konden het niet laten zien. Het telt niet mee in uw score.",
  jump: (time) => `In de uitgeschreven tekst tonen, bij ${time}`,
  tryWording: "Probeer:",
  strengths: "Wat goed werkte",
  reported: "Niet geverifieerd: dit verslag berust op de kopie van het gesprek in deze browser.",
  rehearsal: "Repetitie: een dubbelganger heeft dit gesprek met eenvoudige regels beoordeeld.",
  transcript: "Uitgeschreven gesprek",
  noTurns: "In dit gesprek is niets gezegd.",
  you: "U",
  persona: "Klant",
  interrupted: "onderbroken",
  unrecognized: "(woorden niet verstaan)",
  backToReport: "Terug naar het verslag",
  tryAgain: "Opnieuw proberen",
  notScored: "Geen score voor dit gesprek",
  failed: "Uw verslag kon niet worden geschreven",
  failedHelp:
    "Niets van wat u zei is verloren: het staat hieronder. Vraag het verslag opnieuw aan.",
  askAgain: "Opnieuw aanvragen",
  saveAs: "Opslaan als",
  plainText: "Tekst",
  reasons: {
    no_learner_turns:
      "We hebben geen woorden van u gehoord, dus er valt niets te beoordelen. Probeer het opnieuw wanneer u wilt.",
    unobserved:
      "Onze server kon dit gesprek niet volgen, dus het wordt niet beoordeeld. Wat is gezegd, staat hieronder.",
    transcript_incomplete:
      "Delen van het gesprek hebben ons niet bereikt, dus een score zou niet eerlijk zijn. Wat we hebben, staat hieronder.",
    tampered:
      "De instellingen van dit gesprek zijn vanaf uw pagina gewijzigd. We hebben het beëindigd en het wordt niet beoordeeld.",
  },
};
