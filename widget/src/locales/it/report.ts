import type { ReportTexts } from "../en/report.ts";

/** The Italian words of the report, and of a practice in a window of its own. */
export const words: ReportTexts = {
  title: "La Sua relazione",
  pending: "Stiamo scrivendo la Sua relazione. Intanto può rileggere la chiamata.",
  pendingLong:
    "Ancora un momento: confrontiamo le Sue parole con ogni obiettivo di questo esercizio. Può volerci un minuto.",
  ready: "La Sua relazione è pronta.",
  score: (total, highest) => `${total} su ${highest}`,
  passed: (mark) => `Soglia di superamento ${mark}: raggiunta`,
  notPassed: (mark) => `Soglia di superamento ${mark}: non ancora raggiunta`,
  noTotal: "Nessun criterio è emerso o si è potuto dimostrare: questa volta non c’è un totale.",
  improvements: (count) =>
    count === 1
      ? "Un punto su cui lavorare ora"
      : count === 2
        ? "Due punti su cui lavorare ora"
        : "Su cosa lavorare ora",
  criteria: "Com’è andata la chiamata",
  level: (level, highest) => `${level} su ${highest}`,
  levelNone: "non valutato",
  levelNoneHelp:
    "Non è emerso, o le Sue parole non hanno potuto dimostrarlo. Non conta nel punteggio.",
  jump: (time) => `Mostra nella trascrizione, a ${time}`,
  tryWording: "Provi così:",
  strengths: "Che cosa ha funzionato",
  reported:
    "Non verificato: questa relazione si basa sulla copia della chiamata di questo browser.",
  rehearsal: "Prova: una controfigura ha valutato questa chiamata con regole semplici.",
  transcript: "Trascrizione",
  noTurns: "In questa chiamata non è stato detto nulla.",
  you: "Lei",
  persona: "Cliente",
  interrupted: "interruzione",
  unrecognized: "(parole non comprese)",
  backToReport: "Torna alla relazione",
  tryAgain: "Riprova",
  notScored: "Nessun punteggio per questa chiamata",
  failed: "Non è stato possibile scrivere la Sua relazione",
  failedHelp:
    "Nulla di ciò che ha detto è andato perso: è qui sotto. Chieda di nuovo la relazione.",
  askAgain: "Chiedi di nuovo",
  saveAs: "Salva come",
  plainText: "Testo",
  reasons: {
    no_learner_turns:
      "Non abbiamo sentito parole Sue, quindi non c’è nulla da valutare. Riprovi quando vuole.",
    too_short: "La chiamata è durata meno di dieci secondi, quindi non conta e non è valutata.",
    persona_silent:
      "Il cliente non ha detto una parola in questa chiamata, quindi non c’è punteggio. Se il servizio si è guastato, non Le costa tempo di esercizio.",
    unobserved:
      "Il nostro server non ha potuto seguire questa chiamata, quindi non è valutata. Ciò che è stato detto è qui sotto.",
    transcript_incomplete:
      "Parti della chiamata non ci sono arrivate, quindi un punteggio non sarebbe giusto. Ciò che abbiamo è qui sotto.",
    tampered:
      "Le impostazioni di questa chiamata sono state cambiate dalla Sua pagina: l’abbiamo terminata e non è valutata.",
  },
  print: "Stampa",
  between: (low, high) =>
    `Tra ${low} e ${high}: due valutazioni differiscono, dovrebbe guardarci una persona.`,
  review: "Una persona dovrebbe controllare questo punteggio prima che conti.",
  breaches: "Che cosa non va detto",
  breachesHelp: "Per questo il punteggio resta sotto la soglia di superamento.",
  objectives: "I Suoi obiettivi",
  reached: "raggiunto",
  notReached: "non raggiunto",
  nextPractice: "Da esercitare ora",
  delivery: "Come si è parlato",
  deliveryNote: "Queste cifre descrivono soltanto la chiamata. Non cambiano il punteggio.",
  measured: "Tutte le cifre e come si misurano",
  unavailable: "non disponibile",
  spoke: (percent) => `Ha parlato per il ${percent} del tempo di parola`,
  pace: (count) => `${count} parole/min`,
  open: (count) => `domande aperte: ${count}`,
  questions: (open, closed) => `${open} aperte, ${closed} chiuse`,
  talkedOver: (you, customer) => `Lei ${you}, cliente ${customer}`,
  fillers: (count, share) => `${count} (${share} ogni 100 parole)`,
  figures: {
    talkShare: [
      "La Sua parte di parola",
      "I Suoi secondi di parola su quelli di entrambi, senza pause. La media di 25.537 chiamate di vendita era il 43%.",
    ],
    wordsPerMinute: [
      "Ritmo, parole al minuto",
      "Mediana dei Suoi interventi di otto parole o più. Nelle interviste sono consuete circa 175.",
    ],
    longestMonologueSeconds: [
      "Intervento più lungo",
      "Il tempo più lungo in cui ha parlato prima del cliente; un breve «mm-hm» non conta.",
    ],
    questions: [
      "Domande",
      "I Suoi interventi che chiedono. Una domanda aperta invita a raccontare. In una vendita ne sono consuete da 11 a 14.",
    ],
    responseSeconds: [
      "Tempo prima di rispondere",
      "Mediana, dall’ultima parola del cliente alla Sua prima.",
    ],
    interruptions: ["Voci sovrapposte", "Parlare sopra l’altra parte per mezzo secondo o più."],
    fillers: ["Esitazioni", "Suoni come «ehm». Meno di 4 ogni 100 parole sono consueti."],
    silenceSeconds: ["Silenzio", "Il tempo in cui nessuno parlava, dalla prima parola all’ultima."],
    speakerChangesPerMinute: [
      "Cambi di parola al minuto",
      "Quante volte la parola è passata da una parte all’altra.",
    ],
  },
  facts: "Che cosa è stato annotato",
  factsHelp: "Con il Suo consenso, per la scheda del cliente.",
  contacts: "Contatti",
  commitments: "Concordato",
  attempts: "I Suoi tentativi",
  attemptsLoading: "I tentativi precedenti stanno arrivando…",
  attemptsFailed: "Non è stato possibile caricare i tentativi precedenti.",
  loadAgain: "Carica di nuovo",
  trend: (count, first, last, best) =>
    `${count} tentativi valutati, il primo ${first}, l’ultimo ${last}, il migliore ${best} su 100.`,
  mark: (mark) => `Soglia di superamento ${mark}`,
  allAttempts: "Tutti i tentativi",
  date: "Data",
  duration: "Durata",
  total: "Punteggio",
  thisCall: "questa chiamata",
  statuses: {
    live: "in corso",
    pending: "in valutazione",
    scored: "senza totale",
    not_scored: "non valutato",
    failed: "senza relazione",
  },
  ratingAsk: "Questo esercizio Le è stato utile?",
  stars: ["Per niente", "Poco", "In parte", "Sì", "Molto"],
  comment: "Commento (facoltativo)",
  sendComment: "Invia il commento",
  ratingSaving: "Salvataggio…",
  ratingSaved: "Salvato, grazie. Può ancora cambiarlo.",
  ratingFailed: "Non è stato possibile salvare la Sua risposta.",
  saveAgain: "Salva di nuovo",
  popOut: {
    open: "Apri in un’altra finestra",
    help: "In una finestra propria l’esercizio può usare il microfono. La relazione torna qui.",
    opened: "L’esercizio è aperto nella sua finestra. La relazione apparirà qui.",
    again: "Riapri la finestra",
    blocked:
      "Il browser non ha aperto la finestra. Consenta le finestre a questa pagina e riprovi.",
    over: "L’esercizio nell’altra finestra è finito.",
    noReport: "L’esercizio nell’altra finestra è finito senza relazione.",
  },
};
