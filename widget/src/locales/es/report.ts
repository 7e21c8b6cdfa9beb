import type { ReportTexts } from "../en/report.ts";

/** The Spanish words of the report, and of a practice in a window of its own. */
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
    too_short: "La llamada duró menos de diez segundos, así que no cuenta ni se puntúa.",
    persona_silent:
      "El cliente no dijo ni una palabra en esta llamada, así que no hay puntuación. Si falló el servicio, no le cuesta tiempo de práctica.",
    unobserved:
      "Nuestro servidor no pudo seguir esta llamada, por lo que no se puntúa. Lo que se dijo está a continuación.",
    transcript_incomplete:
      "Partes de la llamada no nos llegaron, así que una puntuación no sería justa. Lo que tenemos está a continuación.",
    tampered:
      "Los ajustes de esta llamada se cambiaron desde su página, así que la terminamos y no se puntúa.",
  },
  print: "Imprimir",
  between: (low, high) =>
    `Entre ${low} y ${high}: dos puntuaciones difieren, conviene que lo revise una persona.`,
  review: "Una persona debería revisar esta puntuación antes de que cuente.",
  breaches: "Lo que no se debe decir",
  breachesHelp: "Por eso la puntuación queda por debajo del aprobado.",
  objectives: "Sus objetivos",
  reached: "alcanzado",
  notReached: "no alcanzado",
  nextPractice: "Para la próxima práctica",
  delivery: "Cómo se habló",
  deliveryNote: "Estas cifras solo describen la llamada. No cambian su puntuación.",
  measured: "Todas las cifras y cómo se miden",
  unavailable: "no disponible",
  spoke: (percent) => `Usted habló el ${percent} del tiempo hablado`,
  pace: (count) => `${count} palabras/min`,
  open: (count) => `preguntas abiertas: ${count}`,
  questions: (open, closed) => `${open} abiertas, ${closed} cerradas`,
  talkedOver: (you, customer) => `usted ${you}, cliente ${customer}`,
  fillers: (count, share) => `${count} (${share} por cada 100 palabras)`,
  figures: {
    talkShare: [
      "Su parte del habla",
      "Sus segundos de habla entre los de ambas partes, sin pausas. La media de 25.537 llamadas de venta fue del 43 %.",
    ],
    wordsPerMinute: [
      "Ritmo, palabras por minuto",
      "Mediana de sus intervenciones de ocho palabras o más. En entrevistas son habituales unas 175.",
    ],
    longestMonologueSeconds: [
      "Intervención más larga",
      "El mayor tiempo que habló antes de que hablara el cliente; un breve «ajá» no cuenta.",
    ],
    questions: [
      "Preguntas",
      "Sus intervenciones que preguntan. Una abierta invita a contar más. En una llamada de venta son habituales de 11 a 14.",
    ],
    responseSeconds: [
      "Tiempo hasta responder",
      "Mediana, desde la última palabra del cliente hasta la primera suya.",
    ],
    interruptions: ["Hablar encima", "Hablar sobre la otra parte durante medio segundo o más."],
    fillers: ["Titubeos", "Sonidos como «eh». Son habituales menos de 4 por cada 100 palabras."],
    silenceSeconds: [
      "Silencio",
      "Tiempo en que nadie habló, entre la primera palabra y la última.",
    ],
    speakerChangesPerMinute: [
      "Cambios de turno por minuto",
      "Cuántas veces la palabra pasó de una parte a la otra.",
    ],
  },
  facts: "Lo que se anotó",
  factsHelp: "Con su consentimiento, para la ficha del cliente.",
  contacts: "Contactos",
  commitments: "Acordado",
  attempts: "Sus intentos",
  attemptsLoading: "Cargando sus intentos anteriores…",
  attemptsFailed: "No se han podido cargar sus intentos anteriores.",
  loadAgain: "Volver a cargar",
  trend: (count, first, last, best) =>
    `${count} intentos puntuados, el primero ${first}, el último ${last}, el mejor ${best} de 100.`,
  mark: (mark) => `Nota de aprobado ${mark}`,
  allAttempts: "Todos los intentos",
  date: "Fecha",
  duration: "Duración",
  total: "Puntuación",
  thisCall: "esta llamada",
  statuses: {
    live: "en curso",
    pending: "se está puntuando",
    scored: "sin total",
    not_scored: "sin puntuar",
    failed: "sin informe",
  },
  ratingAsk: "¿Le ha ayudado esta práctica?",
  stars: ["Nada", "Poco", "En parte", "Sí", "Mucho"],
  comment: "Comentario (opcional)",
  sendComment: "Enviar comentario",
  ratingSaving: "Guardando…",
  ratingSaved: "Guardado, gracias. Aún puede cambiarlo.",
  ratingFailed: "No se ha podido guardar su respuesta.",
  saveAgain: "Volver a guardar",
  popOut: {
    open: "Abrir en otra ventana",
    help: "En una ventana propia la práctica puede usar el micrófono. El informe vuelve aquí.",
    opened: "La práctica está abierta en su ventana. Su informe aparecerá aquí.",
    again: "Abrir de nuevo la ventana",
    blocked:
      "Su navegador no ha abierto la ventana. Permita las ventanas emergentes en esta página y vuelva a intentarlo.",
    over: "La práctica en la otra ventana ha terminado.",
    noReport: "La práctica en la otra ventana terminó sin informe.",
  },
};
