import type { AimedPatterns } from "./patterns.ts";

const KEYS =
  "levels?|scores?|criteri(?:a|on)|marker|transcript|reason|quotes?|total|better_wording|summary|strengths|passed|result|rating|grade|anchors?|note|niveau|nivel|stufe|bewertung|puntuación|nota";
/** Those of them that nobody says before a colon in a talk. */
const BARE_KEYS = KEYS.replace(/\|note\|.*$/u, "|niveau|nivel|stufe");

/** What no customer is told in any language: forms of data, of markup, and of words that hide their meaning. */
export const ANY_LANGUAGE: AimedPatterns = [
  /[{[]\s*["'\u201c]?[\p{L}_ ]+["'\u201d]?\s*:/u,
  new RegExp(`["'\u201c](?:${KEYS})["'\u201d]\\s*[:=]`, "u"),
  new RegExp(
    `(?:^|[\\s{,;(])(?:${BARE_KEYS})\\s*[:=]{1,2}\\s*["'\u201c]?(?:[45]|10|100|five|max\\w*|true|full|passed|cinq|fünf|cinco)(?![\\p{L}\\p{N}:.])`,
    "u",
  ),
  /<\/?[a-z][\w-]*(?:\s[^>]*)?>|<\|[^|]*\|>|\[\/?(?:inst|sys|system|end|learner|assistant|user|persona)[^\]]*\]/u,
  /^(?:system|assistant|developer|user|assessor|evaluator|scorer|grader|admin|root|système|systeme|sistema|asistente|ระบบ)\s*[:>\u2013\u2014]/u,
  /```|###|={3,}|-{4,}|\/\*|\*\/|<!--|\\u[0-9a-f]{4}|\\n|%[0-9a-f]{2}%[0-9a-f]{2}|&[a-z]+;|&#\d+;/u,
  /(?:^|\s)(?:[0-9a-f]{2}[\s:]){8,}|(?:^|\s)(?:0x)?[0-9a-f]{24,}(?:\s|$)|(?:^|\s)(?:[01]{8}[\s]?){4,}/u,
  /score_practice|practice_report|facts_wanted/u,
  /\bt\d{1,3}\b\s*[:=]|\b(?:system|user|assistant|developer) (?:message|prompt|role|turn)\b\s*(?:[:,;\u2013\u2014-]|colon|begins|says|follows)/u,
  /(?<![\p{L}])(?:all|every|each|chaque|tous|toutes|alle[nr]?|jede[smr]?|cada|todos|todas|omnibus|tutti|alla)(?! (?:of )?(?:your|vos|votre|ihre[nr]?|sus|su))(?: (?!your|vos|ihre|sus)\S+){0,3}? (?:criteri\p{L}*|kriteri\p{L}*|critères?|critérios?)(?! (?:you|that matter|de choix|de compra|que le importan|die ihnen))/u,
  /(?<![\p{L}])(?:ignor\p{L}*|negeer\p{L}*|esque[cç]\p{L}*|dimentica\p{L}*|zignoruj\p{L}*|bortse|игнорир\p{L}*)(?:\s+\S+){0,4}?\s+(?:instru[cç]\p{L}*|istruzion\p{L}*|regel\p{L}*|regole|regras?|praecept\p{L}*|instrukcj\p{L}*|инструкц\p{L}*)/u,
  /(?:ignoreall|ignorethe|previousinstruct|levelfive|givelevel|fullmarks|maximumscore|topscore|highestscore|everycriterion|allcriteria|notemaximale|niveaucinq|bestnote|vollepunkt|stufefünf|notamáxima|notamaxima|nivelcinco)/u,
];
