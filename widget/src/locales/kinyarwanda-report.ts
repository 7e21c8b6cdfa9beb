import type { ReportTexts } from "./english-report.ts";

/** The Kinyarwanda words of the report. */
export const words: ReportTexts = {
  title: "Raporo yanyu",
  pending: "Turimo kwandika raporo yanyu. Hagati aho mushobora kongera gusoma ikiganiro.",
  pendingLong:
    "Turacyandika: turagereranya amagambo yanyu na buri ntego y’uyu mwitozo. Bishobora gufata umunota.",
  ready: "Raporo yanyu yabonetse.",
  score: (total, highest) => `${total} kuri ${highest}`,
  passed: (mark) => `Inota ryo gutsinda ${mark}: ryagezweho`,
  notPassed: (mark) => `Inota ryo gutsinda ${mark}: ntiriragerwaho`,
  noTotal:
    "Nta ngingo yabayeho cyangwa yashoboye kugaragazwa, bityo nta giteranyo kuri iyi nshuro.",
  improvements: (count) =>
    count === 1
      ? "Ikintu kimwe cyo kwitoza ubutaha"
      : count === 2
        ? "Ibintu bibiri byo kwitoza ubutaha"
        : "Ibyo kwitoza ubutaha",
  criteria: "Uko ikiganiro cyagenze",
  level: (level, highest) => `${level} kuri ${highest}`,
  levelNone: "ntibyahawe amanota",
  levelNoneHelp:
    "Ibi ntibyabayeho, cyangwa amagambo yanyu ntiyashoboye kubigaragaza. Ntibibarwa mu manota yanyu.",
  jump: (time) => `Kureba mu nyandiko y’ikiganiro, kuri ${time}`,
  tryWording: "Mugerageze:",
  strengths: "Ibyagenze neza",
  reported: "Ntibyagenzuwe: iyi raporo ishingiye kuri kopi y’ikiganiro iri muri iyi mushakisha.",
  rehearsal: "Igerageza: umusimbura yahaye iki kiganiro amanota akurikije amategeko yoroshye.",
  transcript: "Inyandiko y’ikiganiro",
  noTurns: "Nta cyavuzwe muri iki kiganiro.",
  you: "Mwe",
  persona: "Umukiriya",
  interrupted: "yaciwe mu ijambo",
  unrecognized: "(amagambo atumvikanye)",
  backToReport: "Gusubira kuri raporo",
  tryAgain: "Kongera kugerageza",
  notScored: "Nta manota y’iki kiganiro",
  failed: "Raporo yanyu ntiyashoboye kwandikwa",
  failedHelp: "Nta kintu mwavuze cyatakaye: biri hepfo. Mwongere musabe raporo.",
  askAgain: "Kongera gusaba",
  saveAs: "Kubika nka",
  plainText: "Umwandiko",
  reasons: {
    no_learner_turns:
      "Nta magambo yanyu twumvise, bityo nta cyo gutangira amanota. Mwongere mugerageze igihe mubishakiye.",
    unobserved:
      "Seriveri yacu ntiyashoboye gukurikirana iki kiganiro, bityo nta manota gihawe. Ibyavuzwe biri hepfo.",
    transcript_incomplete:
      "Ibice bimwe by’ikiganiro ntibyatugezeho, bityo gutanga amanota ntibyaba biboneye. Ibyo dufite biri hepfo.",
    tampered:
      "Igenamiterere ry’iki kiganiro ryahinduwe rivuye ku rupapuro rwanyu, bityo twagisoje kandi nta manota gihawe.",
  },
};
