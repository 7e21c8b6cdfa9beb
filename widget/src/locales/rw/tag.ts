import type { Language } from "../language.ts";

/** Kinyarwanda, polite, with *mwe*: the words before a call, and where the others are. */
export const words: Language = {
  tag: {
    direction: "ltr",
    launcher: "Mwitoze guhamagara",
    close: "Gufunga",
    loading: "Mutegereze gato…",
    aimFor: "Intego zanyu",
    start: "Gutangira umwitozo",
    attempt: (number, of) => `inshuro ya ${number}${of && ` kuri ${of}`}`,
    best: (total) => `iyarushije: ${total}`,
    left: (time) => `hasigaye ${time}`,
    attemptsUsed: "Mwakoresheje inshuro zanyu zose.",
    tryAgain: "Kongera kugerageza",
    rehearsal:
      "Igerageza: umusimbura akina ari umukiriya kandi agatanga amanota akurikije amategeko yoroshye.",
    notSetUp: "Uyu mwitozo ntiwateguwe kuri uru rupapuro",
    notSetUpHelp: "Mubimenyeshe ushinzwe iri somo.",
    attributeMissing: (name) => `Kuri tagi harabura “${name}”.`,
    switchedOff: "Umwitozo wahagaritswe hano kuri ubu",
    limitUntil: (time) => `Igihe cyo kwitoza cyarangiye kugeza ${time}.`,
    limitReached: "Igihe cyo kwitoza cyarangiye kuri ubu",
    limitReachedHelp: "Muzagaruke nyuma.",
    unreachable: "Ntidushoboye kugera ku mwitozo",
    unreachableHelp: "Murebe niba murandasi ikora, hanyuma mwongere mugerageze.",
  },
  call: () => import("./call.ts"),
  duringCall: () => import("./during-call.ts"),
  report: () => import("./report.ts"),
};
