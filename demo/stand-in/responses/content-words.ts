import { toStems } from "../scene/match-sentence.ts";
import { isUnspaced } from "../../../supabase/functions/_shared/scoring/split-words.ts";

/** Shorter words, such as articles, say nothing about a subject. */
const SUBJECT_WORD_LETTERS = 5;
/** Thai words are short; marks count here. */
const UNSPACED_WORD_LETTERS = 3;

/** Words of five letters and more that any talk has, whatever it is about. */
export const STOP_WORDS: Readonly<Record<string, string>> = {
  en: "about after again alright because before being could doing going hello might other please really right shall should since something still thank thanks their there these thing things think those today until using wants where whether which while without would you're",
  fr: "alors aussi autre avant avoir bonjour cette comme comment depuis encore entre faire merci moins notre parce peut-être pendant plus pourquoi quand quelque quelle quels sans sommes votre toujours toute voilà voulez vraiment",
  de: "aber alles andere auch bitte dabei damit danach danke dann daran darauf dass dazu denn diese diesem diesen dieser dieses doch durch einem einen einer eines einfach etwas gerade gerne guten haben hatte hatten hätte hätten heute ihnen ihrem ihren immer jetzt kann kein keine können könnte könnten machen meine möchte möchten müssen nicht nichts noch nochmal oder ohne schon sehen sehr seine selbst sicher sich sind sollen sollte tag über unsere unter viel vielleicht warum weil welche wenn werde werden wieder wird wissen wollen wurde würde würden zwischen",
  es: "ahora algo algún alguna antes aquí aunque buenas buenos cada claro como cómo cuando cuándo cuánto desde después días donde dónde entonces entre esta estaba estado están estar estas este esto estos gracias hacer hasta hemos luego menos mientras mismo mucho mucha muchas nada nosotros nuestra nuestro otra otro para pero poco podemos podría porque puede pueden puedo quiere quiero sabe según señor señora sería siempre sobre solo también tanto tarde tengo tiene tienen toda todavía todas todo todos tras usted ustedes vamos",
  th: "ดิฉัน ฉัน ผม คุณ เรา เขา ท่าน ค่ะ คะ ครับ นะ ที่ และ หรือ แต่ ของ ใน ให้ ได้ ไม่ เป็น อยู่ มี จะ แล้ว ก็ กับ จาก ไป มา นี้ นั้น ว่า ถ้า ด้วย ต้อง เลย อีก ก่อน หลัง เพื่อ ตาม โดย ซึ่ง อะไร ไหม ยัง กัน คือ ขอ การ ความ ทาง เพราะ ทำ ตอน แบบ เอง ใช่ ทุก แค่ เท่า ทั้ง นี่ นั่น พี่ วันนี้ ตอนนี้ อยาก เมื่อ สามารถ ขึ้น ลง ออก เข้า กว่า ช่วย หน่อย เดี๋ยว กำลัง ถูก ทราบ บอก",
};

const stopStems = new Map(
  Object.entries(STOP_WORDS).map(([language, words]) => [language, new Set(toStems(words))]),
);

/** The stems of a text that tell what it is about: no short words, and none that any talk has. */
export function contentWords(text: string, language: string): Set<string> {
  const stops = stopStems.get(language.toLowerCase().split("-")[0] ?? "") ?? new Set();
  return new Set(toStems(text).filter((stem) => isLongEnough(stem) && !stops.has(stem)));
}

function isLongEnough(stem: string): boolean {
  return stem.length >= (isUnspaced(stem) ? UNSPACED_WORD_LETTERS : SUBJECT_WORD_LETTERS);
}
