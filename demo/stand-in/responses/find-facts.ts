import type {
  DraftFacts,
  ReportTask,
} from "../../../supabase/functions/_shared/scoring/report-task.ts";
import { splitSentences } from "../../../supabase/functions/_shared/scoring/split-sentences.ts";
import { countWords } from "../../../supabase/functions/_shared/scoring/split-words.ts";

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u;
const PHONE = /\+?\d(?:[\s./-]?\d){7,13}/u;
const NAME =
  /(?:[Jj]e m'appelle|[Jj]e suis|[Mm]y name is|[Tt]his is|[Mm]ein Name ist|[Ii]ch heiße|[Mm]e llamo|[Ss]oy|ดิฉันชื่อ|ผมชื่อ)\s*(\p{Lu}[\p{L}'-]+(?:\s\p{Lu}[\p{L}'-]+)?|[\u0e00-\u0e7f]{2,12}(?=ค่ะ|ครับ|\s))/u;
const PROMISE =
  /je (?:vous )?(?:rappelle|envoie|passe|propose de passer|préviens)|\bi(?:'ll| will) |\bich (?:rufe|schicke|sende|komme)|(?:sind|ist) am .* bei ihnen|le (?:llamo|mando|envío)|la llamo|ดิฉันจะ|ผมจะ/iu;
const DUE =
  /(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|ce soir|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|montag|dienstag|mittwoch|donnerstag|freitag|samstag|morgen|heute abend|lunes|martes|miércoles|jueves|viernes|sábado|domingo|mañana|esta tarde|el día uno|วันจันทร์|วันอังคาร|วันพุธ|วันพฤหัส|วันศุกร์|วันเสาร์|พรุ่งนี้)(?:,? (?:à|at|um|a las) [\p{L}\d]+(?: heures| uhr| o'clock)?)?/iu;

/** Contacts and dated promises, by patterns in five languages. */
export function findFacts({ transcript }: ReportTask): DraftFacts {
  const contacts = transcript.flatMap(({ text }) => {
    const name = NAME.exec(text)?.[1] ?? null;
    const email = EMAIL.exec(text)?.[0] ?? null;
    const phone = PHONE.exec(text)?.[0] ?? null;
    return (name ?? email ?? phone) ? [{ name, company: null, email, phone }] : [];
  });
  const commitments = transcript.flatMap(({ turn, speaker, text }) =>
    splitSentences(text)
      .filter((sentence) => PROMISE.test(sentence.text) && DUE.test(sentence.text))
      .filter((sentence) => countWords(sentence.text) >= 4)
      .map((sentence) => ({
        by: speaker,
        text: sentence.text,
        due: DUE.exec(sentence.text)?.[0] ?? null,
        quote: { turn, text: sentence.text },
      })),
  );
  return { contacts, commitments };
}
