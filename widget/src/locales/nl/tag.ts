import type { Language } from "../language.ts";

/** Dutch, with *u*: the words before a call, and where the others are. */
export const words: Language = {
  tag: {
    direction: "ltr",
    launcher: "Een gesprek oefenen",
    close: "Sluiten",
    loading: "Een ogenblik…",
    aimFor: "Uw doelen",
    start: "Oefening beginnen",
    attempt: (number, of) => `poging ${number}${of && ` van ${of}`}`,
    best: (total) => `beste: ${total}`,
    left: (time) => `nog ${time}`,
    attemptsUsed: "U hebt al uw pogingen gebruikt.",
    tryAgain: "Opnieuw proberen",
    rehearsal: "Repetitie: een dubbelganger speelt de klant en beoordeelt met eenvoudige regels.",
    notSetUp: "Deze oefening is op deze pagina niet ingesteld",
    notSetUpHelp: "Laat het de persoon weten die deze cursus leidt.",
    attributeMissing: (name) => `De tag mist het attribuut ‘${name}’.`,
    switchedOff: "Oefenen is hier voorlopig uitgeschakeld",
    limitUntil: (time) => `De oefentijd is op tot ${time}.`,
    limitReached: "De oefentijd is voorlopig op",
    limitReachedHelp: "Kom later terug, alstublieft.",
    unreachable: "We kunnen de oefening niet bereiken",
    unreachableHelp: "Controleer uw verbinding en probeer het opnieuw.",
  },
  call: () => import("./call.ts"),
  duringCall: () => import("./during-call.ts"),
  report: () => import("./report.ts"),
};
