import type { ReportTexts } from "../en/report.ts";

/** The German words of the report, and of a practice in a window of its own. */
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
    too_short:
      "Das Gespräch war kürzer als zehn Sekunden, daher zählt es nicht und wird nicht bewertet.",
    persona_silent:
      "Der Kunde hat in diesem Gespräch kein Wort gesagt, daher gibt es keine Bewertung. Ist der Dienst ausgefallen, kostet es Sie keine Übungszeit.",
    unobserved:
      "Unser Server konnte diesem Gespräch nicht folgen, daher wird es nicht bewertet. Was gesagt wurde, steht unten.",
    transcript_incomplete:
      "Teile des Gesprächs haben uns nicht erreicht, eine Bewertung wäre also nicht gerecht. Was wir haben, steht unten.",
    tampered:
      "Die Einstellungen dieses Gesprächs wurden von Ihrer Seite aus geändert. Wir haben es beendet, und es wird nicht bewertet.",
  },
  print: "Drucken",
  between: (low, high) =>
    `Zwischen ${low} und ${high}: Zwei Bewertungen weichen ab, das sollte ein Mensch ansehen.`,
  review: "Ein Mensch sollte diese Bewertung ansehen, bevor sie zählt.",
  breaches: "Was nicht gesagt werden darf",
  breachesHelp: "Damit bleibt die Bewertung unter der Bestehensgrenze.",
  objectives: "Ihre Ziele",
  reached: "erreicht",
  notReached: "nicht erreicht",
  nextPractice: "Als Nächstes üben",
  delivery: "Wie gesprochen wurde",
  deliveryNote: "Diese Zahlen beschreiben nur das Gespräch. Die Bewertung ändern sie nicht.",
  measured: "Alle Zahlen und wie sie gemessen werden",
  unavailable: "nicht verfügbar",
  spoke: (percent) => `Ihr Redeanteil: ${percent}`,
  pace: (count) => `${count} Wörter/min`,
  open: (count) => `offene Fragen: ${count}`,
  questions: (open, closed) => `${open} offen, ${closed} geschlossen`,
  talkedOver: (you, customer) => `Sie ${you}, Kundschaft ${customer}`,
  fillers: (count, share) => `${count} (${share} auf 100 Wörter)`,
  figures: {
    talkShare: [
      "Ihr Redeanteil",
      "Ihre Sekunden Rede geteilt durch die beider Seiten, ohne Pausen. Im Mittel von 25.537 Verkaufsgesprächen waren es 43 %.",
    ],
    wordsPerMinute: [
      "Tempo, Wörter pro Minute",
      "Median Ihrer Beiträge ab acht Wörtern. In Interviews sind etwa 175 üblich.",
    ],
    longestMonologueSeconds: [
      "Längste Rede",
      "Die längste Zeit, die Sie sprachen, bevor die andere Seite sprach; ein kurzes „Mhm“ zählt nicht.",
    ],
    questions: [
      "Fragen",
      "Ihre Beiträge, die fragen. Eine offene Frage lädt zum Erzählen ein. 11 bis 14 sind in Verkaufsgesprächen üblich.",
    ],
    responseSeconds: [
      "Zeit bis zu Ihrer Antwort",
      "Median, vom letzten Wort der anderen Seite bis zu Ihrem ersten.",
    ],
    interruptions: [
      "Hineingesprochen",
      "Rede über der anderen Seite, eine halbe Sekunde oder länger.",
    ],
    fillers: ["Zögerlaute", "Laute wie „äh“. Weniger als 4 auf 100 Wörter sind üblich."],
    silenceSeconds: ["Stille", "Zeit, in der niemand sprach, vom ersten bis zum letzten Wort."],
    speakerChangesPerMinute: [
      "Sprecherwechsel pro Minute",
      "Wie oft das Wort von einer Seite zur anderen ging.",
    ],
  },
  facts: "Was notiert wurde",
  factsHelp: "Mit Ihrer Einwilligung, für die Kundenakte.",
  contacts: "Kontakte",
  commitments: "Vereinbart",
  attempts: "Ihre Versuche",
  attemptsLoading: "Ihre früheren Versuche werden geladen …",
  attemptsFailed: "Ihre früheren Versuche ließen sich nicht laden.",
  loadAgain: "Noch einmal laden",
  trend: (count, first, last, best) =>
    `${count} bewertete Versuche, der erste ${first}, der letzte ${last}, der beste ${best} von 100.`,
  mark: (mark) => `Bestehensgrenze ${mark}`,
  allAttempts: "Alle Versuche",
  date: "Datum",
  duration: "Dauer",
  total: "Ergebnis",
  thisCall: "dieses Gespräch",
  statuses: {
    live: "läuft noch",
    pending: "wird bewertet",
    scored: "ohne Gesamtzahl",
    not_scored: "nicht bewertet",
    failed: "Bericht fehlt",
  },
  ratingAsk: "Hat Ihnen diese Übung geholfen?",
  stars: ["Gar nicht", "Kaum", "Teilweise", "Ja", "Sehr"],
  comment: "Kommentar (freiwillig)",
  sendComment: "Kommentar senden",
  ratingSaving: "Wird gespeichert …",
  ratingSaved: "Gespeichert, danke. Sie können es noch ändern.",
  ratingFailed: "Ihre Antwort ließ sich nicht speichern.",
  saveAgain: "Noch einmal speichern",
  popOut: {
    open: "In eigenem Fenster öffnen",
    help: "In einem eigenen Fenster kann die Übung das Mikrofon benutzen. Der Bericht kommt hierher zurück.",
    opened: "Die Übung ist in ihrem Fenster offen. Der Bericht erscheint hier.",
    again: "Fenster noch einmal öffnen",
    blocked:
      "Ihr Browser hat das Fenster nicht geöffnet. Erlauben Sie dieser Seite Fenster, und versuchen Sie es noch einmal.",
    over: "Die Übung im anderen Fenster ist zu Ende.",
    noReport: "Die Übung im anderen Fenster endete ohne Bericht.",
  },
};
