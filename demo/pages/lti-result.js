// What the page of a course says of a result: whether the course gets it, and whether it has it.

const WORDS = {
  ar: {
    none: "تُرسَل نتيجتك إلى الدورة.",
    ungraded: "لا تحتفظ الدورة بدرجة في هذا الموضع، وتبقى نتيجتك هنا.",
    notLearner: "لست متعلّمًا في هذه الدورة، ولذلك لا تُرسَل نتيجتك إليها.",
    sending: "نتيجتك في طريقها إلى الدورة.",
    taken: "وصلت نتيجتك إلى الدورة.",
    waiting: "لم تصل نتيجتك إلى الدورة بعد. إنها محفوظة وستُرسَل من جديد.",
    refused: "لم تقبل الدورة نتيجتك. إنها محفوظة هنا؛ يُرجى إبلاغ معلّمك.",
  },
  de: {
    none: "Ihr Ergebnis geht an den Kurs.",
    ungraded: "Der Kurs führt an dieser Stelle keine Note: Ihr Ergebnis bleibt hier.",
    notLearner:
      "Sie sind in diesem Kurs nicht als lernend eingeschrieben: Ihr Ergebnis geht nicht an ihn.",
    sending: "Ihr Ergebnis ist auf dem Weg zum Kurs.",
    taken: "Der Kurs hat Ihr Ergebnis.",
    waiting:
      "Ihr Ergebnis ist noch nicht beim Kurs angekommen. Es ist gespeichert und wird wieder gesendet.",
    refused:
      "Der Kurs hat Ihr Ergebnis nicht angenommen. Es ist hier gespeichert; bitte sagen Sie es Ihrer Lehrkraft.",
  },
  en: {
    none: "Your result goes to your course.",
    ungraded: "Your course keeps no grade at this place: your result stays here.",
    notLearner: "You are not a learner of this course: your result is not sent to it.",
    sending: "Your result is on its way to your course.",
    taken: "Your course has your result.",
    waiting: "Your result has not reached your course yet. It is kept and will be sent again.",
    refused: "Your course did not take your result. It is kept here; please tell your teacher.",
  },
  es: {
    none: "Su resultado se envía al curso.",
    ungraded: "El curso no lleva nota en este lugar: su resultado se queda aquí.",
    notLearner: "Usted no es estudiante de este curso: su resultado no se envía.",
    sending: "Su resultado está en camino al curso.",
    taken: "El curso tiene su resultado.",
    waiting: "Su resultado aún no ha llegado al curso. Está guardado y se enviará de nuevo.",
    refused:
      "El curso no ha aceptado su resultado. Está guardado aquí; avise a su profesor o profesora.",
  },
  fr: {
    none: "Votre résultat est transmis au cours.",
    ungraded: "Le cours ne tient pas de note à cet endroit\u00a0: votre résultat reste ici.",
    notLearner:
      "Vous n’êtes pas inscrit comme apprenant à ce cours\u00a0: votre résultat ne lui est pas transmis.",
    sending: "Votre résultat est en route vers le cours.",
    taken: "Le cours a votre résultat.",
    waiting: "Votre résultat n’est pas encore arrivé au cours. Il est conservé et sera renvoyé.",
    refused:
      "Le cours n’a pas accepté votre résultat. Il est conservé ici\u00a0; prévenez votre enseignant.",
  },
  it: {
    none: "Il tuo risultato va al corso.",
    ungraded: "In questo punto il corso non tiene voti: il tuo risultato resta qui.",
    notLearner: "Non sei uno studente di questo corso: il tuo risultato non viene inviato.",
    sending: "Il tuo risultato è in viaggio verso il corso.",
    taken: "Il corso ha il tuo risultato.",
    waiting:
      "Il tuo risultato non è ancora arrivato al corso. È conservato e sarà inviato di nuovo.",
    refused: "Il corso non ha accettato il tuo risultato. È conservato qui; avvisa l’insegnante.",
  },
  nl: {
    none: "Je resultaat gaat naar de cursus.",
    ungraded: "De cursus houdt op deze plek geen cijfer bij: je resultaat blijft hier.",
    notLearner: "Je bent geen deelnemer van deze cursus: je resultaat wordt niet verstuurd.",
    sending: "Je resultaat is onderweg naar de cursus.",
    taken: "De cursus heeft je resultaat.",
    waiting:
      "Je resultaat is nog niet bij de cursus aangekomen. Het is bewaard en wordt opnieuw verstuurd.",
    refused:
      "De cursus heeft je resultaat niet aangenomen. Het is hier bewaard; meld het aan je docent.",
  },
  pt: {
    none: "O seu resultado vai para o curso.",
    ungraded: "O curso não guarda nota neste ponto: o seu resultado fica aqui.",
    notLearner: "Não é estudante deste curso: o seu resultado não lhe é enviado.",
    sending: "O seu resultado está a caminho do curso.",
    taken: "O curso tem o seu resultado.",
    waiting: "O seu resultado ainda não chegou ao curso. Está guardado e será enviado de novo.",
    refused: "O curso não aceitou o seu resultado. Está guardado aqui; avise o seu professor.",
  },
  rw: {
    none: "Amanota yawe yoherezwa mu isomo.",
    ungraded: "Isomo ntiribika amanota kuri uyu mwanya: amanota yawe aguma hano.",
    notLearner: "Ntabwo uri umunyeshuri w’iri somo: amanota yawe ntiyoherezwa.",
    sending: "Amanota yawe ari mu nzira ajya mu isomo.",
    taken: "Isomo ryakiriye amanota yawe.",
    waiting: "Amanota yawe ntaragera mu isomo. Arabitswe kandi azongera yoherezwe.",
    refused: "Isomo ntiryemeye amanota yawe. Abitswe hano; bimenyeshe umwarimu wawe.",
  },
  th: {
    none: "ผลของคุณจะถูกส่งไปยังคอร์ส",
    ungraded: "คอร์สไม่เก็บคะแนนในตำแหน่งนี้ ผลของคุณจะอยู่ที่นี่",
    notLearner: "คุณไม่ใช่ผู้เรียนในคอร์สนี้ ผลของคุณจะไม่ถูกส่งไป",
    sending: "ผลของคุณกำลังถูกส่งไปยังคอร์ส",
    taken: "คอร์สได้รับผลของคุณแล้ว",
    waiting: "ผลของคุณยังไปไม่ถึงคอร์ส ผลถูกเก็บไว้และจะถูกส่งอีกครั้ง",
    refused: "คอร์สไม่รับผลของคุณ ผลถูกเก็บไว้ที่นี่ โปรดแจ้งผู้สอน",
  },
};

/** After a report a score goes with the next run of the server's schedule. */
const PAUSES_MS = [3_000, 5_000, 10_000, 15_000, 30_000, 60_000];

/**
 * Tells below a tag how its result stands with the course: what is to be expected before a practice, and after a report
 * until the course has it. `readState` asks the function.
 */
export function tellResult(tag, place, { language, isLearner, readState }) {
  const words = WORDS[language] ?? WORDS.en;
  const say = (state) => {
    place.textContent = words[state] ?? "";
    place.hidden = place.textContent === "";
  };
  if (!isLearner) {
    say("notLearner");
    return;
  }
  let run = 0;
  const follow = async (pauses) => {
    run += 1;
    const own = run;
    for (const pause of pauses) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      // What cannot be asked now is asked after the next pause.
      const state = await readState().catch(() => null);
      if (own !== run) return;
      if (state !== null) say(state);
      if (state === "taken" || state === "refused" || state === "ungraded") return;
    }
  };
  void readState().then(
    (state) => run === 0 && say(state === "taken" ? "none" : state),
    () => undefined,
  );
  tag.addEventListener("maka-report-ready", ({ detail }) => {
    if (detail.total === null || place.textContent === words.ungraded) return;
    say("sending");
    void follow(PAUSES_MS);
  });
}
