/** How one language asks, as patterns over a sentence in lower case with plain apostrophes. */
export interface QuestionForms {
  /** Begins or ends a question where the transcriber sets no question mark. */
  readonly asks: RegExp;
  /** Asks for more than yes, no or one fact. */
  readonly opens: RegExp;
  /** Asks for one fact, although it looks open: how many, which day. */
  readonly asksForFact: RegExp;
  /** Invites to tell, and is an open question without asking one. */
  readonly invites: RegExp;
}

/** Not inside of a word. */
const start = "(?<![\\p{L}\\p{N}\\p{M}])";
const end = "(?![\\p{L}\\p{N}\\p{M}])";
const words = (choices: string) => new RegExp(`${start}(?:${choices})${end}`, "u");
const opening = (choices: string) => new RegExp(`^(?:${choices})${end}`, "u");
const unspaced = (choices: string) => new RegExp(`(?:${choices})`, "u");

const ENGLISH: QuestionForms = {
  asks: opening(
    "who|what|when|where|why|how|which|whose|do|does|did|is|are|was|were|can|could|would|will|shall|should|have|has|may|am i|what's|who's|how's|isn't|aren't|don't|doesn't|didn't|can't|couldn't|wouldn't",
  ),
  opens: words("what|what's|how|how's|why"),
  asksForFact: words(
    "how (?:many|much|often|long|old|far|soon|big|large|late|early|high)|what (?:time|day|date|number|size|year|month|colour|color|model|address|percentage)|what(?:'s| is) (?:your|the) (?:name|number|address|date|price|budget|deadline|postcode)",
  ),
  invites:
    /^(?:please |could you |can you |would you |will you |just )*(?:tell me (?:more|about|how|what|why|a bit|a little)|describe|walk me through|talk me through|explain|help me (?:to )?understand|take me through)(?![\p{L}\p{N}\p{M}])/u,
};

const FRENCH: QuestionForms = {
  asks: opening(
    "est-ce|qu'est-ce|qui est-ce|qui|que|quoi|quand|où|pourquoi|comment|combien|quel|quelle|quels|quelles|lequel|laquelle|à quoi|à qui|de quoi|avec quoi|en quoi|avez-vous|êtes-vous|pouvez-vous|pourriez-vous|voulez-vous|auriez-vous|seriez-vous|savez-vous|puis-je|peut-on|y a-t-il|faut-il|ça vous|cela vous",
  ),
  opens: words(
    "qu'est-ce qu[ei]?|qu'est-ce qu'\\p{L}+|que se passe|que s'est|que faites|que feriez|que voulez|que pensez|que vous|que faut|que serait|quoi|comment|pourquoi|quels?|quelles?|en quoi|de quelle façon|de quelle manière",
  ),
  asksForFact: words(
    "combien|à combien|quand|quelle heure|à quelle heure|quel jour|quels jours|quelle date|quel âge|quelle année|quel numéro|quelle adresse|quel est (?:votre|le) (?:nom|numéro|budget|prix|montant)|quelle est (?:votre|la) (?:adresse|date)|comment vous appelez",
  ),
  invites:
    /^(?:alors |et |donc |mais )*(?:racontez|parlez-moi|dites-m'en|dites-moi (?:comment|ce qu|pourquoi|en quoi)|décrivez|expliquez|pouvez-vous (?:me )?(?:raconter|décrire|expliquer|parler)|pourriez-vous (?:me )?(?:raconter|décrire|expliquer|parler))/u,
};

const GERMAN: QuestionForms = {
  asks: opening(
    "wer|wen|wem|wessen|was|wann|wo|woher|wohin|woran|wofür|womit|wodurch|wozu|worum|wie|warum|weshalb|wieso|welche[rsmn]?|wieviele?|bis wann|seit wann|haben sie|hätten sie|hat|können sie|könnten sie|kann ich|möchten sie|wollen sie|darf ich|dürfte ich|ist|sind|war|waren|gibt es|gab es|soll|sollen|passt|geht|brauchen sie|wissen sie|würden sie|wäre|werden sie",
  ),
  opens: words(
    "was|wie|warum|weshalb|wieso|wozu|wofür|woran|womit|wodurch|worum|inwiefern|welche[rsmn]?",
  ),
  asksForFact: words(
    "wie ?viele?|wie lange|wie oft|wie alt|wie spät|wie hoch|wie groß|wie weit|wie teuer|um wie viel uhr|welche[rsmn]? (?:tag|uhrzeit|datum|nummer|größe|farbe|monat|jahr|adresse)|was kostet|wie (?:heißen|ist ihr name|lautet)",
  ),
  invites:
    /^(?:und |also |dann |bitte )*(?:erzählen sie|beschreiben sie|schildern sie|erklären sie|sagen sie mir (?:doch )?,? ?(?:wie|was|warum)|können sie (?:mir |uns )?(?:das |kurz |bitte )*(?:erzählen|beschreiben|schildern|erklären))/u,
};

const SPANISH: QuestionForms = {
  asks: opening(
    "qué|quién|quiénes|cuándo|dónde|cómo|cuánto|cuánta|cuántos|cuántas|cuál|cuáles|por qué|para qué|a qué|de qué|con qué|en qué|desde cuándo|hasta cuándo|puede|puedo|podría|podemos|tiene|tienen|ha|han|le parece|les parece|quiere|quieren|está|están|hay|es|son|sabe|le va|le viene|le importa|me deja|me permite",
  ),
  opens: words("qué|cómo|por qué|para qué|cuál|cuáles"),
  asksForFact: words(
    "cuánto|cuánta|cuántos|cuántas|qué hora|a qué hora|qué día|qué días|qué fecha|qué número|qué edad|qué año|cuál es (?:su|el|la) (?:nombre|número|presupuesto|precio|dirección|fecha|correo)|cómo se llama",
  ),
  invites:
    /^(?:y |pues |entonces |por favor )*(?:cuénteme|cuéntenos|cuéntame|descríbame|explíqueme|hábleme|dígame (?:qué|cómo|por qué)|puede (?:contarme|explicarme|describirme)|me puede (?:contar|explicar|describir)|podría (?:contarme|explicarme|describirme))/u,
};

/** Thai asks at the end of the sentence, before the polite particle, and sets no question mark. */
const THAI: QuestionForms = {
  asks: /(?:ไหม|มั้ย|หรือไม่|หรือเปล่า|หรือยัง|หรือคะ|หรือครับ|เหรอ|อะไร|อะไรบ้าง|เมื่อไหร่|เมื่อไร|ที่ไหน|อย่างไร|ยังไง|อย่างไรบ้าง|ยังไงบ้าง|ทำไม|เพราะอะไร|เท่าไหร่|เท่าไร|กี่[\p{L}\p{M}]*|ใคร|ใช่ไหม|ถูกไหม|แบบไหน|ตรงไหน|คนไหน)\s*(?:บ้าง)?\s*(?:นะ)?(?:คะ|ครับ|ค่ะ|จ๊ะ)?[\s.]*$/u,
  opens: unspaced("อะไร|อย่างไร|ยังไง|ทำไม|แบบไหน"),
  asksForFact: unspaced("เมื่อไหร่|เมื่อไร|กี่|เท่าไหร่|เท่าไร|ที่ไหน|ใคร|ชื่ออะไร|วันอะไร|เบอร์อะไร|เลขที่อะไร"),
  invites: /(?:ช่วยเล่า|เล่าให้(?:ดิฉัน|ผม|ฉัน)?ฟัง|ขอให้(?:คุณ)?[\p{L}\p{M}]*เล่า|ช่วยอธิบาย|อธิบายให้)/u,
};

const FORMS: Readonly<Record<string, QuestionForms>> = {
  de: GERMAN,
  en: ENGLISH,
  es: SPANISH,
  fr: FRENCH,
  th: THAI,
};

/** The forms of a language tag; null where they are not known. */
export function questionFormsFor(language: string): QuestionForms | null {
  return FORMS[language.toLowerCase().split("-")[0] ?? ""] ?? null;
}
