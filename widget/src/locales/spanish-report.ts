import type { ReportTexts } from "./english-report.ts";

/** The Spanish words of the report. */
export const words: ReportTexts = {
  title: "Su informe",
  pending: "Estamos redactando su informe. Mientras tanto puede releer la llamada.",
  pendingLong:
    "Seguimos redactando: comparamos sus palabras con cada objetivo de esta práctica. Puede tardar un minuto.",
  ready: "Su informe está listo.",
  score: (total, highest) => `${total} de ${highest}`,
  passed: (mark) => `Nota de aprobado ${mark}: alcanzada`,
  notPassed: (mark) => `Nota de aprobado ${mark}: aún no alcanzada`,
  noTotal: "Ningún criterio surgió o pudo demostrarse, así que esta vez no hay total.",
  improvements: (count) =>
    count === 1
      ? "Una cosa que trabajar ahora"
      : count === 2
        ? "Dos cosas que trabajar ahora"
        : "Qué trabajar ahora",
  criteria: "Cómo fue la llamada",
  level: (level, highest) => `${level} de ${highest}`,
  levelNone: "sin puntuar",
  levelNoneHelp:
    "Esto no surgió o sus palabras no pudieron demostrarlo. No cuenta en su puntuación.",
  jump: (time) => `Ver en la transcripción, en ${time}`,
  tryWording: "Pruebe:",
  strengths: "Lo que funcionó",
  reported:
    "Sin verificar: este informe se basa en la copia de la llamada que guarda este navegador.",
  rehearsal: "Ensayo: un doble puntuó esta llamada con reglas sencillas.",
  transcript: "Transcripción",
  noTurns: "No se dijo nada en esta llamada.",
  you: "Usted",
  persona: "Cliente",
  interrupted: "interrupción",
  unrecognized: "(palabras no entendidas)",
  backToReport: "Volver al informe",
  tryAgain: "Volver a intentarlo",
  notScored: "Esta llamada no tiene puntuación",
  failed: "No se ha podido redactar su informe",
  failedHelp: "Nada de lo que dijo se ha perdido: está a continuación. Vuelva a pedir el informe.",
  askAgain: "Volver a pedirlo",
  saveAs: "Guardar como",
  plainText: "Texto",
  reasons: {
    no_learner_turns:
      "No hemos oído ninguna palabra suya, así que no hay nada que puntuar. Vuelva a intentarlo cuando quiera.",
    unobserved:
      "Nuestro servidor no pudo seguir esta llamada, por lo que no se puntúa. Lo que se dijo está a continuación.",
    transcript_incomplete:
      "Partes de la llamada no nos llegaron, así que una puntuación no sería justa. Lo que tenemos está a continuación.",
    tampered:
      "Los ajustes de esta llamada se cambiaron desde su página, así que la terminamos y no se puntúa.",
  },
};
