import type { Language } from "../language.ts";

/** Spanish, with *usted*: the words before a call, and where the others are. */
export const words: Language = {
  tag: {
    direction: "ltr",
    launcher: "Practicar una llamada",
    close: "Cerrar",
    loading: "Un momento…",
    aimFor: "Sus objetivos",
    start: "Empezar la práctica",
    attempt: (number, of) => `intento ${number}${of && ` de ${of}`}`,
    best: (total) => `mejor: ${total}`,
    left: (time) => `quedan ${time}`,
    attemptsUsed: "Ha usado todos sus intentos.",
    tryAgain: "Volver a intentarlo",
    rehearsal: "Ensayo: un doble hace de cliente y puntúa con reglas sencillas.",
    notSetUp: "Esta práctica no está configurada en esta página",
    notSetUpHelp: "Avise a la persona responsable de este curso, por favor.",
    attributeMissing: (name) => `Falta el atributo «${name}» en la etiqueta.`,
    switchedOff: "La práctica está desactivada aquí por ahora",
    limitUntil: (time) => `El tiempo de práctica se ha agotado hasta el ${time}.`,
    limitReached: "El tiempo de práctica se ha agotado por ahora",
    limitReachedHelp: "Vuelva más tarde, por favor.",
    unreachable: "No podemos conectar con la práctica",
    unreachableHelp: "Compruebe su conexión y vuelva a intentarlo.",
  },
  call: () => import("./call.ts"),
  duringCall: () => import("./during-call.ts"),
  report: () => import("./report.ts"),
};
