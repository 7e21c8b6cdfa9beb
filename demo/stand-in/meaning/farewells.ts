const FAREWELLS: Readonly<Record<string, RegExp>> = {
  de: /auf wieder(?:hören|sehen)|tschüss?|schönen (?:tag|abend)|bis (?:dann|bald)/iu,
  en: /\b(?:good ?bye|bye|farewell|have a (?:nice|good|great)|take care|talk to you|see you|speak (?:to you |again )?(?:on|soon))\b/iu,
  es: /adiós|hasta (?:luego|pronto|mañana)|buen(?:as|os)? (?:tardes|día|noches)|que le vaya bien/iu,
  fr: /au revoir|bonne (?:journée|soirée|fin)|à (?:bientôt|lundi|mardi|mercredi|jeudi|vendredi|samedi)/iu,
  th: /ลาก่อน|สวัสดี|แค่นี้|ขอบคุณ/u,
};

/** True where somebody says goodbye, or may: some words greet as well. */
export function isFarewell(text: string, language: string): boolean {
  return FAREWELLS[language.split("-")[0]?.toLowerCase() ?? ""]?.test(text) ?? false;
}
