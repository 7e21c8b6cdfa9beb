import type { CallTexts } from "../en/call.ts";

/** The Spanish words from consent to the end of the call. */
export const words: CallTexts = {
  back: "Volver",
  writeInstead: "Prefiero escribir",
  consentTitle: (name) => `Antes de llamar a ${name}`,
  consentPersona: (name) => `A ${name} le da vida una IA. La voz no es la de ninguna persona real.`,
  consentVoice: "Su voz se envía al servicio de IA; no se guarda ninguna grabación.",
  consentTyping: "Usted escribe: no se usa el micrófono ni se envía su voz.",
  consentStored: (days) =>
    days === 1
      ? "Las palabras de ambas partes se guardan un día, para redactar su informe."
      : `Las palabras de ambas partes se guardan ${days.toString()} días, para redactar su informe.`,
  consentFacts:
    "Los contactos y compromisos de la llamada pueden anotarse para quienes dirigen el curso. Es voluntario.",
  consentFree: "Puede terminar la llamada en cualquier momento.",
  headphones: "Con auriculares, la voz del cliente no se mezcla con la suya.",
  consent: (name) => `Aceptar y llamar a ${name}`,
  agree: "Aceptar y continuar",
  checkMicrophone: "Comprobar el micrófono",
  otherCall: "Otra llamada de esta página sigue abierta. Si llama ahora, terminará.",
  takeOver: (name) => `Terminarla y llamar a ${name}`,
  checkTitle: "Diga algo: mostramos lo que oímos",
  microphone: "Micrófono",
  standard: "Dispositivo habitual",
  call: (name) => `Llamar a ${name}`,
  hearing: {
    waiting: "Escuchando…",
    good: "Bien, le oímos con claridad.",
    quiet: "Le oímos, pero bajo. Acérquese o suba el volumen del micrófono.",
    nothing: "Aún no oímos ninguna voz. Diga una frase o elija otro micrófono.",
    silent:
      "No llega ningún sonido. Puede que el micrófono esté apagado o que lo use otro programa.",
  },
  allowMicrophone: "Su navegador pide permiso para usar el micrófono: permítalo, por favor.",
  calling: "Llamando…",
  slow: "Está tardando más de lo habitual. Esperamos la línea.",
  listening: "escucha",
  youBegin: "Usted habla primero.",
  thinking: "piensa…",
  speaking: "habla…",
  connected: (name) => `La llamada está en curso. ${name} puede oírle.`,
  connectedTalking:
    "La llamada está en curso. Mantenga pulsado el botón o la barra espaciadora mientras habla.",
  connectedTyping: (name) => `La llamada está en curso. ${name} lee lo que usted escribe.`,
  microphoneReplaced: "Su micrófono ha desaparecido. Probamos con otro.",
  microphoneLost: "Su micrófono ha desaparecido. Conecte uno o siga por escrito.",
  weak: "La conexión se ha interrumpido. Puede volver por sí sola.",
  notStored:
    "Este navegador no puede guardar una copia de la llamada; se envía a medida que usted habla.",
  timeLeft: (time) => `quedan ${time}`,
  timeShort: "vaya terminando",
  twoMinutes: "Quedan dos minutos.",
  oneMinute: "Queda un minuto.",
  halfMinute: "Queda medio minuto.",
  captions: "Subtítulos",
  you: "Usted",
  interrupted: "interrupción",
  unrecognized: "(palabras no entendidas)",
  newest: "Ir a lo más reciente",
  mute: "Silenciar",
  unmute: "Activar el micrófono",
  muted: "Su micrófono está apagado",
  talk: "Mantenga o toque para hablar",
  talking: "Suelte o toque para enviar",
  type: "Escribir",
  typeLabel: "Dígalo por escrito",
  send: "Enviar",
  endCall: "Terminar la llamada",
  hangUp: "Colgar",
  confirmTitle: "¿Terminar ya la llamada?",
  confirmHelp: "Acaba de empezar, así que el informe tendría poco que decir.",
  keepTalking: "Seguir hablando",
  newTab: "Abrir esta página en una pestaña nueva",
  reference: "Referencia para el soporte",
  copy: "Copiar",
  copied: "Copiado",
  resets: (time) => `Se renueva el ${time}.`,
  reportLoading: "Abriendo su informe…",
  failures: {
    mic_denied: [
      "Su navegador no deja que esta página use el micrófono",
      "Haga clic en el candado de la barra de direcciones, permita el micrófono y vuelva a intentarlo.",
    ],
    mic_missing: [
      "No hemos encontrado ningún micrófono",
      "Conecte o encienda uno y vuelva a intentarlo.",
    ],
    mic_busy: [
      "Otro programa está usando su micrófono",
      "Cierre la otra llamada o grabadora y vuelva a intentarlo.",
    ],
    mic_blocked_by_page: [
      "Esta página no permite el micrófono",
      "Abra la práctica en una pestaña propia o avise a la persona responsable de este curso.",
    ],
    browser_unsupported: [
      "Este navegador no puede hacer una llamada",
      "Use una versión actual de Chrome, Edge, Firefox o Safari.",
    ],
    page_insecure: [
      "Una llamada necesita una página segura",
      "Abra esta página con https:// en la dirección y vuelva a intentarlo.",
    ],
    configuration_invalid: [
      "Esta práctica no está configurada en esta página",
      "Avise a la persona responsable de este curso, por favor.",
    ],
    scenario_missing: [
      "Esta práctica ya no existe",
      "Avise a la persona responsable de este curso, por favor.",
    ],
    feature_disabled: [
      "La práctica hablada está desactivada aquí",
      "Avise a la persona responsable de este curso, por favor.",
    ],
    session_rejected: ["La llamada no fue aceptada", "Vuelva a intentarlo dentro de un momento."],
    limit_reached: [
      "Ahora mismo no puede empezar ninguna práctica",
      "Vuelva más tarde, por favor.",
    ],
    server_unreachable: [
      "No podemos conectar con la práctica",
      "Compruebe su conexión y vuelva a intentarlo.",
    ],
    connect_failed: [
      "No se ha podido establecer la llamada",
      "La red de una empresa puede bloquear las llamadas. Vuelva a intentarlo o pruebe otra red.",
    ],
    connect_timeout: [
      "Nadie ha contestado a tiempo",
      "Puede que la conexión sea lenta. Vuelva a intentarlo dentro de un momento.",
    ],
    connection_lost: [
      "La llamada se ha cortado",
      "Compruebe su conexión y vuelva a intentarlo. Lo dicho hasta ahora se conserva.",
    ],
    protocol_violation: [
      "La llamada ha fallado por nuestra parte",
      "Vuelva a intentarlo dentro de un momento.",
    ],
    aborted: ["La llamada se ha detenido", "Puede volver a intentarlo cuando quiera."],
    internal: [
      "Algo no ha funcionado por nuestra parte",
      "Vuelva a intentarlo dentro de un momento.",
    ],
  },
  limits: {
    organization_month: "Su organización ha agotado su tiempo de práctica de este mes.",
    site_day: "El tiempo de práctica de este sitio se ha agotado por hoy.",
    learner_day: "Ha agotado su tiempo de práctica por hoy. Buen trabajo.",
    site_concurrency: "Todas las líneas están ocupadas en este momento.",
    learner_concurrency: "Otra práctica suya sigue en curso.",
    learner_attempts: "Ha usado todos sus intentos de este ejercicio.",
    hour_starts: "Se han empezado demasiadas prácticas en una hora. Vuelva a intentarlo más tarde.",
    site_cost: "Este sitio ha agotado por ahora lo que puede gastar en prácticas.",
  },
};
