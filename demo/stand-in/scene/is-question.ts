const OPENERS: Readonly<Record<string, RegExp>> = {
  en: /^(?:and |so |but )?(?:who|what|when|where|why|how|which|do|does|did|is|are|was|were|can|could|would|will|should|have|has|may)\b/i,
  fr: /^(?:et |alors |mais )?(?:est-ce|qui|que|qu'est-ce|quoi|quand|où|pourquoi|comment|combien|quel|quelle|quels|quelles|avez-vous|êtes-vous|pouvez-vous|voulez-vous)(?![\p{L}\p{N}])/iu,
  de: /^(?:und |aber |also )?(?:wer|wen|wem|was|wann|wo|woran|wofür|womit|wie|warum|weshalb|welche[rsmn]?|wieviel|haben sie|hätten sie|können sie|könnten sie|möchten sie|darf ich|dürfte ich|ist|sind|war|waren|gibt es|soll|sollen|passt)(?![\p{L}\p{N}])/iu,
  es: /^(?:¿|y |pero |entonces )*(?:qué|quién|quiénes|cuándo|dónde|cómo|cuánto|cuánta|cuántos|cuántas|cuál|cuáles|por qué|para qué|puede|podría|puedo|tiene|ha|le parece|quiere|está|hay)(?![\p{L}\p{N}])/iu,
  // Thai asks at the end of the sentence, before the polite particle.
  th: /(?:ไหม|มั้ย|หรือไม่|หรือเปล่า|หรือยัง|อะไร|เมื่อไหร่|เมื่อไร|ที่ไหน|อย่างไร|ยังไง|ทำไม|เท่าไหร่|เท่าไร|กี่\S*|ใคร)\s*(?:นะ)?(?:คะ|ครับ|ค่ะ|จ๊ะ)?[\s.]*$/u,
};

/** True where `text` asks something. Recognised speech often has no question mark, so first words count too. */
export function isQuestion(text: string, language: string): boolean {
  if (text.includes("?")) return true;
  const opener = OPENERS[language.split("-")[0]?.toLowerCase() ?? ""];
  return opener?.test(text.trim().replaceAll("’", "'")) ?? false;
}
