/** Talk that any persona takes in its own way, whatever its scenario. */
export type Guardrail = "distress" | "insult";

interface Wording {
  readonly distress: RegExp;
  readonly insult: RegExp;
  /** Out of the role: to somebody who needs a person. */
  readonly leave: string;
  readonly warn: string;
  readonly hangUp: string;
}

const WORDINGS: Readonly<Record<string, Wording>> = {
  en: {
    distress:
      /\b(?:(?:want|wish) to (?:die|kill myself)|(?:do not|don't) want to live|kill myself|pain in my chest|cannot breathe|can't breathe)\b/i,
    insult: /\b(?:you(?:'re| are) (?:an? )?(?:\w+ )?(?:idiot|moron)|shut up|stupid cow|bastard)\b/i,
    leave:
      "I am leaving my role now, because this matters more. Please stop this practice and speak to somebody near you, or call the emergency number.",
    warn: "If you speak to me like that again, I will hang up.",
    hangUp: "That was enough. Goodbye.",
  },
  fr: {
    distress:
      /(?:plus envie de vivre|envie de mourir|me suicider|douleur dans la poitrine|arrive plus à respirer)/i,
    insult: /(?:êtes (?:une? )?(?:idiote?|imbécile|conne?)|fermez-la|ta gueule|espèce d[e'’])/i,
    leave:
      "Je sors de mon rôle, car ceci compte davantage. Arrêtez l'exercice, s'il vous plaît, et parlez à quelqu'un près de vous, ou appelez les secours.",
    warn: "Si vous me parlez encore comme ça, je raccroche.",
    hangUp: "Cela suffit. Au revoir.",
  },
  de: {
    distress:
      /(?:nicht mehr leben|will sterben|mich umbringen|schmerzen in der brust|bekomme keine luft)/i,
    insult:
      /(?:sie sind ein(?:e)? (?:idiot(?:in)?|trottel)|halten sie den mund|dumme kuh|arschloch)/i,
    leave:
      "Ich verlasse jetzt meine Rolle, denn das ist wichtiger. Bitte beenden Sie die Übung und sprechen Sie mit jemandem in Ihrer Nähe, oder rufen Sie den Notruf.",
    warn: "Wenn Sie noch einmal so mit mir reden, lege ich auf.",
    hangUp: "Das reicht. Auf Wiederhören.",
  },
  es: {
    distress:
      /(?:no quiero vivir|quiero morir|quitarme la vida|dolor \S+ en el pecho|no puedo respirar)/i,
    insult: /(?:es usted un[ao]? idiota|cállese|imbécil|gilipollas)/i,
    leave:
      "Dejo mi papel, porque esto importa más. Por favor, deje el ejercicio y hable con alguien que esté cerca, o llame a emergencias.",
    warn: "Si vuelve a hablarme así, cuelgo.",
    hangUp: "Ya basta. Adiós.",
  },
  th: {
    distress: /(?:ไม่อยากมีชีวิต|อยากตาย|ฆ่าตัวตาย|เจ็บหน้าอก|หายใจไม่ออก)/,
    insult: /(?:คุณมันโง่|หุบปาก|ไอ้บ้า|อีโง่)/,
    leave: "ขอออกจากบทก่อนนะคะ เรื่องนี้สำคัญกว่า กรุณาหยุดการฝึก แล้วคุยกับคนใกล้ตัว หรือโทรแจ้งเหตุฉุกเฉินค่ะ",
    warn: "ถ้าพูดแบบนี้อีก จะวางสายนะคะ",
    hangUp: "พอแล้วค่ะ แค่นี้นะคะ",
  },
};

/** What kind of talk `text` is by a few plain words, for the languages of the library; null for all else. */
export function findGuardrail(text: string, language: string): Guardrail | null {
  const wording = wordingOf(language);
  if (wording === undefined) return null;
  const plain = text.replaceAll("’", "'");
  if (wording.distress.test(plain)) return "distress";
  return wording.insult.test(plain) ? "insult" : null;
}

/** What a persona says to it: out of the role to somebody in distress; a warning first, then goodbye to an insult. */
export function answerGuardrail(
  kind: Guardrail,
  language: string,
  insultsBefore: number,
): { readonly speech: string; readonly endsCall: boolean } {
  const wording = wordingOf(language);
  if (wording === undefined) return { speech: "", endsCall: false };
  if (kind === "distress") return { speech: wording.leave, endsCall: false };
  const endsCall = insultsBefore > 0;
  return { speech: endsCall ? wording.hangUp : wording.warn, endsCall };
}

function wordingOf(language: string): Wording | undefined {
  return WORDINGS[language.split("-")[0]?.toLowerCase() ?? ""];
}
