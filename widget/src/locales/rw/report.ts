import type { ReportTexts } from "../en/report.ts";

/** The Kinyarwanda words of the report, and of a practice in a window of its own. */
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
    too_short:
      "Ikiganiro cyamaze munsi y’amasegonda icumi, bityo nticyabazwe kandi nta manota gihawe.",
    persona_silent:
      "Umukiriya nta jambo yavuze muri iki kiganiro, bityo nta manota gihawe. Niba ari serivisi yagize ikibazo, igihe cyanyu cyo kwitoza ntikigabanuka.",
    unobserved:
      "Seriveri yacu ntiyashoboye gukurikirana iki kiganiro, bityo nta manota gihawe. Ibyavuzwe biri hepfo.",
    transcript_incomplete:
      "Ibice bimwe by’ikiganiro ntibyatugezeho, bityo gutanga amanota ntibyaba biboneye. Ibyo dufite biri hepfo.",
    tampered:
      "Igenamiterere ry’iki kiganiro ryahinduwe rivuye ku rupapuro rwanyu, bityo twagisoje kandi nta manota gihawe.",
  },
  print: "Gucapa",
  between: (low, high) =>
    `Hagati ya ${low} na ${high}: amanota abiri aratandukanye, umuntu yagombye kubireba.`,
  review: "Umuntu yagombye kureba aya manota mbere y’uko abarwa.",
  breaches: "Ibitagomba kuvugwa",
  breachesHelp: "Ibi bituma amanota aguma munsi y’inota ryo gutsinda.",
  objectives: "Intego zanyu",
  reached: "yagezweho",
  notReached: "ntiyagezweho",
  nextPractice: "Ibyo kwitoza ubutaha",
  delivery: "Uko havuzwe",
  deliveryNote: "Iyi mibare isobanura ikiganiro gusa. Ntihindura amanota yanyu.",
  measured: "Imibare yose n’uko ipimwa",
  unavailable: "ntibiboneka",
  spoke: (percent) => `Mwavuze ${percent} by’igihe cyo kuvuga`,
  pace: (count) => `amagambo ${count}/min`,
  open: (count) => `ibibazo bifunguye: ${count}`,
  questions: (open, closed) => `${open} bifunguye, ${closed} bifunze`,
  talkedOver: (you, customer) => `mwe ${you}, umukiriya ${customer}`,
  fillers: (count, share) => `${count} (${share} ku magambo 100)`,
  figures: {
    talkShare: [
      "Uruhare rwanyu mu kuvuga",
      "Amasegonda mwavuze ugereranyije n’ay’impande zombi, nta kuruhuka. Impuzandengo y’ibiganiro 25.537 byo kugurisha yari 43%.",
    ],
    wordsPerMinute: [
      "Umuvuduko, amagambo ku munota",
      "Hagati na hagati mu byo mwavuze bifite amagambo umunani cyangwa arenga. Hafi 175 ni byo bisanzwe mu kiganiro.",
    ],
    longestMonologueSeconds: [
      "Ijambo rirerire kurusha",
      "Igihe kirekire mwavuze mbere y’umukiriya; “mm-hm” ngufi ntibarwa.",
    ],
    questions: [
      "Ibibazo",
      "Ibyo mwavuze bibaza. Ikibazo gifunguye gituma umukiriya avuga byinshi. 11 kugeza 14 ni byo bisanzwe mu kugurisha.",
    ],
    responseSeconds: [
      "Igihe mbere yo gusubiza",
      "Hagati na hagati, kuva ku ijambo rya nyuma ry’umukiriya kugeza ku rya mbere ryanyu.",
    ],
    interruptions: ["Kuvugira hejuru", "Kuvuga undi akivuga, igice cy’isegonda cyangwa kirenga."],
    fillers: ["Gushidikanya", "Amajwi nka “eee”. Munsi ya 4 ku magambo 100 ni byo bisanzwe."],
    silenceSeconds: [
      "Guceceka",
      "Igihe nta wavugaga, kuva ku ijambo rya mbere kugeza ku rya nyuma.",
    ],
    speakerChangesPerMinute: [
      "Guhinduranya abavuga ku munota",
      "Inshuro ijambo ryavuye ku ruhande rumwe rijya ku rundi.",
    ],
  },
  facts: "Ibyanditswe",
  factsHelp: "Ku bwumvikane bwanyu, mu nyandiko y’umukiriya.",
  contacts: "Aho babarizwa",
  commitments: "Ibyumvikanyweho",
  attempts: "Inshuro mwagerageje",
  attemptsLoading: "Inshuro zabanje ziraje…",
  attemptsFailed: "Inshuro zabanje ntizashoboye kuboneka.",
  loadAgain: "Kongera gushaka",
  trend: (count, first, last, best) =>
    `Inshuro ${count} zahawe amanota, iya mbere ${first}, iya nyuma ${last}, iyarushije ${best} ku 100.`,
  mark: (mark) => `Inota ryo gutsinda ${mark}`,
  allAttempts: "Inshuro zose",
  date: "Itariki",
  duration: "Igihe",
  total: "Amanota",
  thisCall: "iki kiganiro",
  statuses: {
    live: "biracyakomeza",
    pending: "amanota aracyatangwa",
    scored: "nta giteranyo",
    not_scored: "nta manota",
    failed: "nta raporo",
  },
  ratingAsk: "Ese uyu mwitozo wabafashije?",
  stars: ["Ntiwamfashije", "Buhoro", "Igice", "Yego", "Cyane"],
  comment: "Igitekerezo (si ngombwa)",
  sendComment: "Ohereza igitekerezo",
  ratingSaving: "Birabikwa…",
  ratingSaved: "Byabitswe, murakoze. Mushobora kubihindura.",
  ratingFailed: "Igisubizo cyanyu nticyashoboye kubikwa.",
  saveAgain: "Kongera kubika",
  popOut: {
    open: "Gufungura mu idirishya ryawo",
    help: "Mu idirishya ryawo umwitozo ushobora gukoresha mikoro. Raporo igaruka hano.",
    opened: "Umwitozo ufunguye mu idirishya ryawo. Raporo yawo izagaragara hano.",
    again: "Kongera gufungura idirishya",
    blocked:
      "Mushakisha yanyu ntiyafunguye idirishya. Mwemere amadirishya kuri uru rupapuro, mwongere mugerageze.",
    over: "Umwitozo wo mu rindi dirishya urangiye.",
    noReport: "Umwitozo wo mu rindi dirishya urangiye nta raporo.",
  },
};
