const REQUESTS: Readonly<Record<string, RegExp>> = {
  de: /(?:sagen|erzählen|nennen|beschreiben|schildern|lesen|zeigen|erklären) sie|ich (?:wüsste|würde) gern/iu,
  en: /\b(?:(?:tell|read|show|give|describe|explain|walk|take|let|help) (?:to )?me|describe|explain|i(?:'d| would) (?:like|love) to (?:know|hear|understand)|i wonder|i am curious|i'm curious)\b/iu,
  es: /(?:dígame|cuénteme|explíqueme|descríbame|léame|me gustaría (?:saber|entender)|quisiera (?:saber|entender))/iu,
  fr: /(?:dites-moi|racontez|expliquez|décrivez|lisez|parlez-moi|j'aimerais (?:savoir|comprendre)|je voudrais (?:savoir|comprendre))/iu,
  th: /(?:ช่วยบอก|ช่วยเล่า|รบกวน|ขอทราบ|ขอถาม|อยากทราบ)/u,
};

/** True where a sentence asks for an answer without being a question. */
export function isRequest(text: string, language: string): boolean {
  const pattern = REQUESTS[language.split("-")[0]?.toLowerCase() ?? ""];
  return pattern?.test(text.replaceAll("’", "'")) ?? false;
}
