import type {
  ReportDraft,
  ReportTask,
} from "../../../supabase/functions/_shared/scoring/report-task.ts";
import { splitSentences } from "../../../supabase/functions/_shared/scoring/split-sentences.ts";
import { countWords } from "../../../supabase/functions/_shared/scoring/split-words.ts";

/** One kind of must-not: how a rule names it, and how a learner who breaks it may speak. */
interface Cue {
  readonly rule: RegExp;
  readonly said: RegExp;
}

const CUES: readonly Cue[] = [
  {
    rule: /rabais|urgence|deadline|shortage|descuento|rabatt|verfall/iu,
    said: /si vous signez aujourd|valable (?:seulement )?aujourd|if you (?:decide|sign|buy) today|only (?:for )?today|nur (?:noch )?heute|s[oó]lo (?:por )?hoy|เฉพาะวันนี้/iu,
  },
  {
    rule: /more than five per ?cent|more than \w+ per ?cent/iu,
    said: /\b(?:six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty)\b(?=.*(?:straight away|my limit|make it|i could do|per ?cent off))|(?:i could do|i'll make it|i can give you) (?:six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty)\b/iu,
  },
  {
    rule: /dénigrer|speak badly|schlecht(?:machen)? über|hablar mal/iu,
    said: /(?:others?|competitors?|they) (?:all )?(?:make|sell|are) (?:\w+ )?(?:rubbish|junk|garbage|crooks)|(?:les autres|vos concurrents) (?:\S+ )?(?:sont nuls|font n'importe quoi|sont des escrocs)|die anderen (?:taugen nichts|machen nur schrott)/iu,
  },
  {
    rule: /claves|códigos|contraseña|password|passwort|mot de passe|รหัสผ่าน/iu,
    said: /(?:dígame|deme|dame|tell me|give me|read (?:me )?(?:out )?|donnez-moi|dites-moi|sagen sie mir|nennen sie mir)(?:\s+\S+){0,6}?\s+(?:contraseña|claves?|códigos?|password|pin|mot de passe|passwort)|ขอ(?:เลขบัตร|รหัสผ่าน)/iu,
  },
  {
    rule: /reñirle|pressed something|se equivoca|โทษว่าลูกค้า/iu,
    said: /eso le pasa por|se lo decimos siempre|you (?:probably |must have )pressed|es muy raro lo suyo|se equivoca usted|ลูกค้าต้องกดเปิดเอง|ลูกค้าเปิดผิด/iu,
  },
  {
    rule: /prometer|promettre|promise|claim savings|รับปาก/iu,
    said: /lo cubre todo|recuperará (?:todo )?(?:el|su) dinero|vous gagnerez|clients save \w+ per ?cent|คืนเงินแน่นอน/iu,
  },
  {
    rule: /confirmer, lire ou modifier|donnée du dossier/iu,
    said: /se termine par|je le vois,|voilà, c'est fait/iu,
  },
  {
    rule: /mit einem ausfall drohen|drohen/iu,
    said: /was (?:\S+ ){0,5}alles passieren kann|dann stehen sie im kalten/iu,
  },
  {
    rule: /getragene ware|ausgeschlossen/iu,
    said: /angehabt\? dann erst recht nicht|getragen(?:\S* \S+){0,4} ausgeschlossen/iu,
  },
];

/** What the learner said that a rule forbids, by cues in five languages. Most breaches go unseen; few are wrong. */
export function findBreaches(task: ReportTask, remark: string): ReportDraft["breaches"] {
  const learner = task.transcript.filter(({ speaker }) => speaker === "learner");
  return task.rules.flatMap(({ rule, text }) => {
    const cues = CUES.filter((cue) => cue.rule.test(text));
    for (const turn of learner) {
      if (!cues.some((cue) => cue.said.test(turn.text))) continue;
      const sentence = splitSentences(turn.text).find((one) =>
        cues.some((cue) => cue.said.test(one.text)),
      );
      const isQuotable = sentence !== undefined && countWords(sentence.text) >= 4;
      const quote = { turn: turn.turn, text: isQuotable ? sentence.text : turn.text };
      return [{ rule, quote, remark }];
    }
    return [];
  });
}
