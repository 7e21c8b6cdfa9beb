import type { CallTexts } from "../en/call.ts";

/** The German words from consent to the end of the call. */
export const words: CallTexts = {
  back: "Zurück",
  writeInstead: "Lieber schreiben",
  consentTitle: (name) => `Bevor Sie ${name} anrufen`,
  consentPersona: (name) =>
    `${name} wird von einer KI gespielt. Die Stimme gehört keinem wirklichen Menschen.`,
  consentVoice: "Ihre Stimme wird an den KI-Dienst gesendet; eine Aufnahme wird nicht aufbewahrt.",
  consentTyping: "Sie schreiben: Kein Mikrofon wird benutzt, und Ihre Stimme wird nicht gesendet.",
  consentStored: (days) =>
    days === 1
      ? "Die Worte beider Seiten werden einen Tag gespeichert, um Ihren Bericht zu schreiben."
      : `Die Worte beider Seiten werden ${days.toString()} Tage gespeichert, um Ihren Bericht zu schreiben.`,
  consentFacts:
    "Kontakte und Zusagen aus dem Gespräch dürfen für die Kursleitung notiert werden. Das ist freiwillig.",
  consentFree: "Sie können das Gespräch jederzeit beenden.",
  headphones: "Mit Kopfhörern gerät die Stimme vom anderen Ende nicht in Ihre.",
  consent: (name) => `Zustimmen und ${name} anrufen`,
  agree: "Zustimmen und weiter",
  checkMicrophone: "Mikrofon prüfen",
  otherCall:
    "Auf dieser Seite ist noch ein anderes Gespräch offen. Wenn Sie jetzt anrufen, endet es.",
  takeOver: (name) => `Beenden und ${name} anrufen`,
  checkTitle: "Sagen Sie Hallo",
  microphone: "Mikrofon",
  standard: "Standardgerät",
  call: (name) => `${name} anrufen`,
  hearing: {
    waiting: "Der Ring bewegt sich, wenn wir Sie hören.",
    good: "Der Ring sind Sie. Wir hören Sie gut.",
    quiet: "Wir hören Sie, aber leise. Kommen Sie näher oder stellen Sie das Mikrofon lauter.",
    nothing:
      "Wir hören noch keine Stimme. Sagen Sie einen Satz oder wählen Sie ein anderes Mikrofon.",
    silent:
      "Es kommt gar nichts an. Vielleicht ist das Mikrofon aus, oder ein anderes Programm benutzt es.",
  },
  allowMicrophone: "Ihr Browser fragt nach dem Mikrofon: Bitte erlauben Sie es.",
  calling: "Anruf läuft…",
  slow: "Das dauert länger als sonst. Wir warten auf die Leitung.",
  listening: "hört zu",
  picksUp: (name) => `${name} nimmt gleich ab und spricht zuerst.`,
  youBegin: "Sie sprechen zuerst.",
  thinking: "überlegt…",
  speaking: "spricht…",
  connected: (name) => `Sie sind verbunden. ${name} kann Sie hören.`,
  connectedTalking:
    "Sie sind verbunden. Halten Sie die Taste oder die Leertaste, während Sie sprechen.",
  connectedTyping: (name) => `Sie sind verbunden. ${name} liest, was Sie schreiben.`,
  microphoneReplaced: "Ihr Mikrofon ist weg. Wir versuchen ein anderes.",
  microphoneLost:
    "Ihr Mikrofon ist weg. Schließen Sie eines an oder machen Sie schriftlich weiter.",
  weak: "Die Verbindung ist unterbrochen. Sie kommt vielleicht von selbst zurück.",
  callingAgain: (name) => `Die Leitung ist abgebrochen. Wir rufen ${name} wieder an…`,
  kept: "Was gesagt wurde, ist gesichert.",
  connectionBroken: "Die Leitung ist abgebrochen.",
  connectedAgain: (name) =>
    `Sie sind wieder verbunden. ${name} weiß, wo Sie stehen geblieben sind.`,
  working: "Einen Moment…",
  lacking: "Ein Teil dieser Ansicht ließ sich nicht laden.",
  notStored:
    "Dieser Browser kann keine Kopie des Gesprächs behalten; es wird gesendet, während Sie sprechen.",
  timeLeft: (time) => `noch ${time}`,
  twoMinutes: "Noch zwei Minuten.",
  oneMinute: "Noch eine Minute.",
  halfMinute: "Noch eine halbe Minute.",
  captions: "Untertitel",
  you: "Sie",
  interrupted: "unterbrochen",
  unrecognized: "(Worte nicht verstanden)",
  newest: "Zum Neuesten",
  mute: "Mikrofon ausschalten",
  unmute: "Mikrofon einschalten",
  muted: "Ihr Mikrofon ist aus",
  talk: "Zum Sprechen halten oder tippen",
  talking: "Zum Senden loslassen oder tippen",
  type: "Schreiben",
  typeLabel: (name) => `An ${name} schreiben`,
  send: "Senden",
  end: "Beenden",
  endCall: "Gespräch beenden",
  hangUp: "Auflegen",
  fold: "Einklappen, das Gespräch läuft weiter",
  rehearsal: "Probe",
  confirmTitle: "Das Gespräch schon beenden?",
  confirmHelp: "Es hat gerade erst begonnen, der Bericht hätte also wenig zu sagen.",
  keepTalking: "Weitersprechen",
  newTab: "Diese Seite in einem neuen Tab öffnen",
  reference: "Kennung für den Support",
  copy: "Kopieren",
  copied: "Kopiert",
  resets: (time) => `Sie beginnt neu am ${time}.`,
  reportLoading: "Ihr Bericht wird geöffnet…",
  failures: {
    mic_denied: [
      "Ihr Browser lässt diese Seite das Mikrofon nicht benutzen",
      "Klicken Sie auf das Schloss in der Adresszeile, erlauben Sie das Mikrofon und versuchen Sie es noch einmal.",
    ],
    mic_missing: [
      "Wir haben kein Mikrofon gefunden",
      "Schließen Sie eines an oder schalten Sie es ein und versuchen Sie es noch einmal.",
    ],
    mic_busy: [
      "Ein anderes Programm benutzt Ihr Mikrofon",
      "Schließen Sie das andere Gespräch oder die Aufnahme und versuchen Sie es noch einmal.",
    ],
    mic_blocked_by_page: [
      "Diese Seite erlaubt das Mikrofon nicht",
      "Öffnen Sie die Übung in einem eigenen Tab oder sagen Sie der Person Bescheid, die diesen Kurs leitet.",
    ],
    browser_unsupported: [
      "Dieser Browser kann kein Gespräch führen",
      "Bitte nehmen Sie eine aktuelle Version von Chrome, Edge, Firefox oder Safari.",
    ],
    page_insecure: [
      "Ein Gespräch braucht eine sichere Seite",
      "Öffnen Sie diese Seite mit https:// in der Adresse und versuchen Sie es noch einmal.",
    ],
    configuration_invalid: [
      "Diese Übung ist auf dieser Seite nicht eingerichtet",
      "Bitte sagen Sie der Person Bescheid, die diesen Kurs leitet.",
    ],
    scenario_missing: [
      "Diese Übung gibt es nicht mehr",
      "Bitte sagen Sie der Person Bescheid, die diesen Kurs leitet.",
    ],
    feature_disabled: [
      "Gesprochene Übungen sind hier ausgeschaltet",
      "Bitte sagen Sie der Person Bescheid, die diesen Kurs leitet.",
    ],
    signed_out: ["Sie sind abgemeldet", "Laden Sie die Seite neu."],
    session_rejected: [
      "Der Anruf wurde nicht angenommen",
      "Bitte versuchen Sie es gleich noch einmal.",
    ],
    limit_reached: ["Gerade kann keine Übung beginnen", "Bitte kommen Sie später wieder."],
    server_unreachable: [
      "Wir erreichen die Übung nicht",
      "Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
    ],
    connect_failed: [
      "Der Anruf kam nicht durch",
      "Ein Firmennetz kann Anrufe sperren. Versuchen Sie es noch einmal oder in einem anderen Netz.",
    ],
    connect_timeout: [
      "Niemand hat rechtzeitig abgenommen",
      "Vielleicht ist die Verbindung langsam. Bitte versuchen Sie es gleich noch einmal.",
    ],
    connection_lost: [
      "Das Gespräch ist abgebrochen",
      "Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal. Was gesagt wurde, ist gesichert.",
    ],
    protocol_violation: [
      "Das Gespräch ist bei uns fehlgeschlagen",
      "Bitte versuchen Sie es gleich noch einmal.",
    ],
    aborted: ["Das Gespräch wurde abgebrochen", "Sie können es jederzeit noch einmal versuchen."],
    internal: [
      "Etwas hat bei uns nicht funktioniert",
      "Bitte versuchen Sie es gleich noch einmal.",
    ],
  },
  limits: {
    organization_month: "Ihre Organisation hat ihre Übungszeit für diesen Monat aufgebraucht.",
    site_day: "Die Übungszeit dieser Website ist für heute aufgebraucht.",
    learner_day: "Ihre Übungszeit für heute ist aufgebraucht. Gut geübt.",
    site_concurrency: "Im Moment sind alle Leitungen belegt.",
    learner_concurrency: "Eine andere Übung von Ihnen läuft noch.",
    learner_attempts: "Sie haben alle Ihre Versuche für diese Übung aufgebraucht.",
    hour_starts:
      "Innerhalb einer Stunde wurden zu viele Übungen begonnen. Versuchen Sie es später noch einmal.",
    site_cost: "Diese Website hat aufgebraucht, was sie vorerst für Übungen ausgeben darf.",
  },
};
