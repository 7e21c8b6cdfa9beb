/** What the rule-based scorer says, in one language. */
export interface ScorePhrases {
  /** Why a criterion has level 0 to 5, in this order; each names the rule. */
  readonly rules: readonly string[];
  readonly nothingSaid: string;
  /** Says first that the score is a rehearsal's. `met`: criteria at level 3 or above. */
  summary(met: number, all: number): string;
  strength(title: string, quote: string): string;
  advice(title: string): string;
  /** Headlines about the talk, by how many of its criteria were met: most, some, none. */
  readonly verdicts: readonly [most: string, some: string, none: string];
  /** What to do next where the criterion's title is too long for a headline. */
  readonly action: string;
  /** Says of a breach that there is one, not which. */
  readonly breach: string;
  /** Things to say to a customer who said `words`. */
  readonly wordings: readonly ((words: string) => string)[];
  /** Words with which a customer agrees. */
  readonly agreement: RegExp;
}

const ENGLISH: ScorePhrases = {
  rules: [
    "Rule for level 0: nothing you said has two words of this criterion's subject.",
    "Rule for level 1: you touched on the subject, without a question and unlike the examples.",
    "Rule for level 2: you touched on the subject with a question, but unlike the examples.",
    "Rule for level 3: what you said is like one of the examples for this criterion.",
    "Rule for level 4: as an example would, and you took up the customer's own words.",
    "Rule for level 5: as for level 4, and the customer's next words agree.",
  ],
  nothingSaid: "You said nothing that could be scored.",
  summary: (met, all) =>
    `This is a rehearsal score by simple word rules, not a judgement of your call. ${met} of ${all} criteria reach level 3 or more.`,
  strength: (title, quote) => `${title}: “${quote}”`,
  advice: (title) => `${title}: take up what the customer said before you go on.`,
  verdicts: [
    "Most of what counts was talked about",
    "Some of what counts was talked about",
    "What counts did not come up",
  ],
  action: "Take up the customer’s own words",
  breach: "By the word rules of this rehearsal, this sounds like something the task rules out.",
  wordings: [
    (words) => `You said “${words}”. What is behind that?`,
    (words) => `When you say “${words}”, what would that mean for you day to day?`,
    (words) => `I heard “${words}”. Have I understood that rightly, or is something missing?`,
  ],
  agreement:
    /\b(?:yes|yeah|right|sure|all right|okay|good|works|that would help|fair enough|go ahead|i'll give you that|i could live with that)\b/i,
};

const FRENCH: ScorePhrases = {
  rules: [
    "Règle du niveau 0 : rien de ce que vous avez dit ne contient deux mots du sujet de ce critère.",
    "Règle du niveau 1 : vous avez abordé le sujet, sans question et loin des exemples.",
    "Règle du niveau 2 : vous avez abordé le sujet par une question, mais loin des exemples.",
    "Règle du niveau 3 : votre phrase ressemble à l'un des exemples de ce critère.",
    "Règle du niveau 4 : comme dans un exemple, et vous avez repris les mots de votre interlocuteur.",
    "Règle du niveau 5 : comme au niveau 4, et la réponse de votre interlocuteur le confirme.",
  ],
  nothingSaid: "Vous n'avez rien dit qui puisse être noté.",
  summary: (met, all) =>
    `Ceci est une note de répétition, calculée par de simples règles sur les mots ; ce n'est pas un jugement sur votre appel. Critères au niveau 3 ou plus : ${met} sur ${all}.`,
  strength: (title, quote) => `${title} : « ${quote} »`,
  advice: (title) => `${title} : reprenez ce que la personne vient de dire avant de continuer.`,
  verdicts: [
    "L'essentiel a été abordé",
    "Une partie de l'essentiel a été abordée",
    "L'essentiel n'a pas été abordé",
  ],
  action: "Reprenez les mots du client",
  breach:
    "D'après les règles de mots de cette répétition, cela ressemble à une chose que l'exercice exclut.",
  wordings: [
    (words) => `Vous dites : « ${words} ». Qu'est-ce qu'il y a derrière cela ?`,
    (words) => `Quand vous dites « ${words} », qu'est-ce que cela change pour vous au quotidien ?`,
    (words) => `J'ai entendu « ${words} ». Ai-je bien compris, ou manque-t-il quelque chose ?`,
  ],
  agreement:
    /(?<!\p{L})(?:oui|d'accord|entendu|volontiers|bien sûr|en effet|c'est vrai|allez-y|je ne dis pas non|plus sérieux|je peux la trouver|ça marche)(?!\p{L})/iu,
};

const GERMAN: ScorePhrases = {
  rules: [
    "Regel für Stufe 0: Nichts, was Sie gesagt haben, enthält zwei Wörter zum Thema dieses Kriteriums.",
    "Regel für Stufe 1: Sie haben das Thema berührt, ohne Frage und anders als in den Beispielen.",
    "Regel für Stufe 2: Sie haben das Thema mit einer Frage berührt, aber anders als in den Beispielen.",
    "Regel für Stufe 3: Ihr Satz ähnelt einem der Beispiele für dieses Kriterium.",
    "Regel für Stufe 4: wie in einem Beispiel, und Sie haben Worte Ihres Gegenübers aufgegriffen.",
    "Regel für Stufe 5: wie Stufe 4, und die Antwort Ihres Gegenübers bestätigt es.",
  ],
  nothingSaid: "Sie haben nichts gesagt, was bewertet werden könnte.",
  summary: (met, all) =>
    `Dies ist eine Probebewertung nach einfachen Wortregeln, kein Urteil über Ihr Gespräch. Kriterien auf Stufe 3 oder höher: ${met} von ${all}.`,
  strength: (title, quote) => `${title}: „${quote}“`,
  advice: (title) => `${title}: Greifen Sie auf, was gerade gesagt wurde, bevor Sie weitergehen.`,
  verdicts: [
    "Das meiste kam zur Sprache",
    "Einiges kam zur Sprache",
    "Das Wichtige kam nicht zur Sprache",
  ],
  action: "Greifen Sie gehörte Worte auf",
  breach: "Nach den Wortregeln dieser Probe klingt das nach etwas, das die Aufgabe ausschließt.",
  wordings: [
    (words) => `Sie sagen: „${words}“. Was steckt dahinter?`,
    (words) => `Wenn Sie sagen „${words}“, was bedeutet das für Sie im Alltag?`,
    (words) => `Ich habe gehört: „${words}“. Habe ich das richtig verstanden, oder fehlt etwas?`,
  ],
  agreement:
    /(?<!\p{L})(?:ja|gut|gerne|einverstanden|genau|stimmt|in ordnung|das klingt|das hilft|so machen wir|abgemacht|damit kann ich leben|meinetwegen)(?!\p{L})/iu,
};

const SPANISH: ScorePhrases = {
  rules: [
    "Regla del nivel 0: nada de lo que dijo contiene dos palabras del tema de este criterio.",
    "Regla del nivel 1: tocó el tema, sin preguntar y lejos de los ejemplos.",
    "Regla del nivel 2: tocó el tema con una pregunta, pero lejos de los ejemplos.",
    "Regla del nivel 3: su frase se parece a uno de los ejemplos de este criterio.",
    "Regla del nivel 4: como en un ejemplo, y además retomó palabras de la otra persona.",
    "Regla del nivel 5: como en el nivel 4, y la respuesta de la otra persona lo confirma.",
  ],
  nothingSaid: "No dijo nada que se pueda puntuar.",
  summary: (met, all) =>
    `Esta es una nota de ensayo, calculada con reglas sencillas sobre las palabras; no es un juicio sobre su llamada. Criterios en el nivel 3 o más: ${met} de ${all}.`,
  strength: (title, quote) => `${title}: «${quote}»`,
  advice: (title) => `${title}: retome lo que acaba de decir la otra persona antes de seguir.`,
  verdicts: [
    "Se habló de lo esencial",
    "Se habló de parte de lo esencial",
    "No se habló de lo esencial",
  ],
  action: "Retome las palabras del cliente",
  breach:
    "Según las reglas de palabras de este ensayo, esto suena a algo que el ejercicio excluye.",
  wordings: [
    (words) => `Me dice: «${words}». ¿Qué hay detrás de eso?`,
    (words) => `Cuando dice «${words}», ¿qué supone eso para usted en el día a día?`,
    (words) => `He oído «${words}». ¿Lo he entendido bien, o falta algo?`,
  ],
  agreement:
    /(?<!\p{L})(?:sí|vale|de acuerdo|está bien|claro|perfecto|eso es|así es|me parece bien|me sirve|hecho|quedamos así|bueno)(?!\p{L})/iu,
};

const THAI: ScorePhrases = {
  rules: [
    "เกณฑ์ระดับ 0: สิ่งที่คุณพูดไม่มีคำที่เกี่ยวกับหัวข้อนี้ถึงสองคำ",
    "เกณฑ์ระดับ 1: คุณพูดถึงหัวข้อนี้ แต่ไม่ได้ถาม และต่างจากตัวอย่าง",
    "เกณฑ์ระดับ 2: คุณถามเกี่ยวกับหัวข้อนี้ แต่ต่างจากตัวอย่าง",
    "เกณฑ์ระดับ 3: ประโยคของคุณใกล้เคียงกับตัวอย่างของหัวข้อนี้",
    "เกณฑ์ระดับ 4: ใกล้เคียงกับตัวอย่าง และคุณหยิบคำพูดของลูกค้ามาใช้",
    "เกณฑ์ระดับ 5: เหมือนระดับ 4 และคำตอบของลูกค้ายืนยัน",
  ],
  nothingSaid: "คุณยังไม่ได้พูดอะไรที่ให้คะแนนได้",
  summary: (met, all) =>
    `นี่เป็นคะแนนซ้อมจากกฎเรื่องคำอย่างง่าย ไม่ใช่การตัดสินการสนทนาของคุณ หัวข้อที่ได้ระดับ 3 ขึ้นไป: ${met} จาก ${all}`,
  strength: (title, quote) => `${title}: “${quote}”`,
  advice: (title) => `${title}: ทวนสิ่งที่ลูกค้าเพิ่งพูดก่อนไปต่อ`,
  verdicts: ["ได้คุยเรื่องสำคัญเกือบครบ", "ได้คุยเรื่องสำคัญบางส่วน", "ยังไม่ได้คุยเรื่องสำคัญ"],
  action: "ทวนคำพูดของลูกค้า",
  breach: "ตามกฎเรื่องคำของการซ้อมนี้ ประโยคนี้คล้ายกับสิ่งที่โจทย์ห้ามไว้",
  wordings: [
    (words) => `ที่คุณพูดว่า “${words}” มีอะไรอยู่เบื้องหลังคะ`,
    (words) => `เมื่อคุณพูดว่า “${words}” เรื่องนี้กระทบกับคุณอย่างไรบ้างคะ`,
    (words) => `ดิฉันได้ยินว่า “${words}” เข้าใจถูกต้องไหมคะ หรือยังขาดอะไรไป`,
  ],
  agreement: /(?<!ไม่)(?:ใช่|ตกลง|โอเค|ได้(?:ค่ะ|ครับ|เลย)|ดีค่ะ|ดีครับ|ถูกต้อง|แบบนี้ค่อย|ก็ดี|ยอมรับได้|ขอบคุณ)/u,
};

const PHRASES: Readonly<Record<string, ScorePhrases>> = {
  de: GERMAN,
  en: ENGLISH,
  es: SPANISH,
  fr: FRENCH,
  th: THAI,
};

/** The phrases for a language tag; English where there are none. */
export function phrasesFor(language: string): ScorePhrases {
  return PHRASES[language.toLowerCase().split("-")[0] ?? ""] ?? ENGLISH;
}
