import type { ReportTexts } from "./english-report.ts";

/** The Italian words of the report. */
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
    unobserved:
      "Il nostro server non ha potuto seguire questa chiamata, quindi non è valutata. Ciò che è stato detto è qui sotto.",
    transcript_incomplete:
      "Parti della chiamata non ci sono arrivate, quindi un punteggio non sarebbe giusto. Ciò che abbiamo è qui sotto.",
    tampered:
      "Le impostazioni di questa chiamata sono state cambiate dalla Sua pagina: l’abbiamo terminata e non è valutata.",
  },
};
