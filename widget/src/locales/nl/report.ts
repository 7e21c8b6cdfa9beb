import type { ReportTexts } from "../en/report.ts";

/** The Dutch words of the report, and of a practice in a window of its own. */
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
    too_short:
      "Het gesprek duurde korter dan tien seconden, dus het telt niet mee en wordt niet beoordeeld.",
    persona_silent:
      "De klant heeft in dit gesprek geen woord gezegd, dus er is geen score. Als de dienst uitviel, kost het u geen oefentijd.",
    unobserved:
      "Onze server kon dit gesprek niet volgen, dus het wordt niet beoordeeld. Wat is gezegd, staat hieronder.",
    transcript_incomplete:
      "Delen van het gesprek hebben ons niet bereikt, dus een score zou niet eerlijk zijn. Wat we hebben, staat hieronder.",
    tampered:
      "De instellingen van dit gesprek zijn vanaf uw pagina gewijzigd. We hebben het beëindigd en het wordt niet beoordeeld.",
  },
  print: "Afdrukken",
  between: (low, high) =>
    `Tussen ${low} en ${high}: twee beoordelingen verschillen, dus een mens zou moeten kijken.`,
  review: "Een mens zou deze score moeten bekijken voordat ze telt.",
  breaches: "Wat niet gezegd mag worden",
  breachesHelp: "Hierdoor blijft de score onder de slaaggrens.",
  objectives: "Uw doelen",
  reached: "gehaald",
  notReached: "niet gehaald",
  nextPractice: "Als volgende oefenen",
  delivery: "Hoe er gesproken is",
  deliveryNote: "Deze cijfers beschrijven alleen het gesprek. Ze veranderen uw score niet.",
  measured: "Alle cijfers en hoe ze zijn gemeten",
  unavailable: "niet beschikbaar",
  spoke: (percent) => `U sprak ${percent} van de spreektijd`,
  pace: (count) => `${count} woorden/min`,
  open: (count) => `open vragen: ${count}`,
  questions: (open, closed) => `${open} open, ${closed} gesloten`,
  talkedOver: (you, customer) => `u ${you}, klant ${customer}`,
  fillers: (count, share) => `${count} (${share} per 100 woorden)`,
  figures: {
    talkShare: [
      "Uw deel van de spreektijd",
      "Uw seconden spraak gedeeld door die van beide kanten, zonder pauzes. Het gemiddelde van 25.537 verkoopgesprekken was 43%.",
    ],
    wordsPerMinute: [
      "Tempo, woorden per minuut",
      "Mediaan van uw beurten van acht woorden of meer. In interviews is ongeveer 175 gebruikelijk.",
    ],
    longestMonologueSeconds: [
      "Langste beurt",
      "De langste tijd dat u sprak voordat de klant sprak; een kort “hm-hm” telt niet.",
    ],
    questions: [
      "Vragen",
      "Uw beurten die vragen. Een open vraag nodigt uit om meer te vertellen. In een verkoopgesprek zijn 11 tot 14 gebruikelijk.",
    ],
    responseSeconds: [
      "Tijd tot uw antwoord",
      "Mediaan, van het laatste woord van de klant tot uw eerste.",
    ],
    interruptions: [
      "Door elkaar gesproken",
      "Spreken over de andere kant heen, een halve seconde of langer.",
    ],
    fillers: ["Aarzelingen", "Klanken als “eh”. Minder dan 4 per 100 woorden is gebruikelijk."],
    silenceSeconds: ["Stilte", "Tijd waarin niemand sprak, van het eerste woord tot het laatste."],
    speakerChangesPerMinute: [
      "Wisselingen van spreker per minuut",
      "Hoe vaak het woord van de ene kant naar de andere ging.",
    ],
  },
  facts: "Wat is genoteerd",
  factsHelp: "Met uw toestemming, voor het klantdossier.",
  contacts: "Contacten",
  commitments: "Afgesproken",
  attempts: "Uw pogingen",
  attemptsLoading: "Uw eerdere pogingen komen eraan…",
  attemptsFailed: "Uw eerdere pogingen konden niet worden geladen.",
  loadAgain: "Opnieuw laden",
  trend: (count, first, last, best) =>
    `${count} beoordeelde pogingen, de eerste ${first}, de laatste ${last}, de beste ${best} van 100.`,
  mark: (mark) => `Slaaggrens ${mark}`,
  allAttempts: "Alle pogingen",
  date: "Datum",
  duration: "Duur",
  total: "Totaal",
  thisCall: "dit gesprek",
  statuses: {
    live: "loopt nog",
    pending: "wordt beoordeeld",
    scored: "geen totaal",
    not_scored: "niet beoordeeld",
    failed: "geen verslag",
  },
  ratingAsk: "Heeft deze oefening u geholpen?",
  stars: ["Helemaal niet", "Nauwelijks", "Deels", "Ja", "Zeer"],
  comment: "Opmerking (niet verplicht)",
  sendComment: "Opmerking sturen",
  ratingSaving: "Wordt opgeslagen…",
  ratingSaved: "Opgeslagen, dank u. U kunt het nog wijzigen.",
  ratingFailed: "Uw antwoord kon niet worden opgeslagen.",
  saveAgain: "Opnieuw opslaan",
  popOut: {
    open: "In een eigen venster openen",
    help: "In een eigen venster kan de oefening de microfoon gebruiken. Het verslag komt hier terug.",
    opened: "De oefening is open in haar venster. Het verslag verschijnt hier.",
    again: "Venster opnieuw openen",
    blocked:
      "Uw browser heeft het venster niet geopend. Sta vensters toe voor deze pagina en probeer het opnieuw.",
    over: "De oefening in het andere venster is afgelopen.",
    noReport: "De oefening in het andere venster is geëindigd zonder verslag.",
  },
};
