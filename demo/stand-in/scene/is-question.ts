const OPENERS: Readonly<Record<string, RegExp>> = {
  en: /^(?:and |so |but )?(?:who|what|when|where|why|how|which|do|does|did|is|are|was|were|can|could|would|will|should|have|has|may)\b/i,
  fr: /^(?:et |alors |mais )?(?:est-ce|qui|que|qu'est-ce|quoi|quand|où|pourquoi|comment|combien|quel|quelle|quels|quelles|avez-vous|êtes-vous|pouvez-vous|voulez-vous)(?![\p{L}\p{N}])/iu,
};

/** True where `text` asks something. Recognised speech often has no question mark, so first words count too. */
export function isQuestion(text: string, language: string): boolean {
  if (text.includes("?")) return true;
  const opener = OPENERS[language.split("-")[0]?.toLowerCase() ?? ""];
  return opener?.test(text.trim().replaceAll("’", "'")) ?? false;
}
