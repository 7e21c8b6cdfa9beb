import type { Language } from "../language.ts";

/** Italian, with *Lei*: the words before a call, and where the others are. */
export const words: Language = {
  tag: {
    direction: "ltr",
    launcher: "Esercitarsi in una chiamata",
    close: "Chiudi",
    loading: "Un momento…",
    aimFor: "I Suoi obiettivi",
    start: "Inizia l’esercizio",
    attempt: (number, of) => `tentativo ${number}${of && ` di ${of}`}`,
    best: (total) => `migliore: ${total}`,
    left: (time) => `restano ${time}`,
    attemptsUsed: "Ha usato tutti i Suoi tentativi.",
    tryAgain: "Riprova",
    rehearsal: "Prova: una controfigura interpreta il cliente e valuta con regole semplici.",
    notSetUp: "Questo esercizio non è configurato in questa pagina",
    notSetUpHelp: "Avvisi la persona responsabile di questo corso.",
    attributeMissing: (name) => `Al tag manca l’attributo «${name}».`,
    switchedOff: "L’esercizio è disattivato qui per ora",
    limitUntil: (time) => `Il tempo di esercizio è esaurito fino al ${time}.`,
    limitReached: "Il tempo di esercizio è esaurito per ora",
    limitReachedHelp: "Torni più tardi.",
    unreachable: "Non riusciamo a raggiungere l’esercizio",
    unreachableHelp: "Controlli la connessione, poi riprovi.",
  },
  call: () => import("./call.ts"),
  duringCall: () => import("./during-call.ts"),
  report: () => import("./report.ts"),
};
