/** What the rule-based scorer says, in one language. */
export interface ScorePhrases {
  /** Why a criterion has level 0 to 5, in this order; each names the rule. */
  readonly rules: readonly string[];
  readonly nothingSaid: string;
  /** Says first that the score is a rehearsal's. `met`: criteria at level 3 or above. */
  summary(met: number, all: number): string;
  strength(title: string, quote: string): string;
  improvement(title: string, wording: string): string;
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
  improvement: (title, wording) => `${title}: try “${wording}”`,
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
  improvement: (title, wording) => `${title} : essayez « ${wording} »`,
  agreement:
    /(?<!\p{L})(?:oui|d'accord|entendu|volontiers|bien sûr|en effet|c'est vrai|allez-y|je ne dis pas non|plus sérieux|je peux la trouver|ça marche)(?!\p{L})/iu,
};

/** The phrases for a language tag; English where there are none. */
export function phrasesFor(language: string): ScorePhrases {
  return language.toLowerCase().split("-")[0] === "fr" ? FRENCH : ENGLISH;
}
