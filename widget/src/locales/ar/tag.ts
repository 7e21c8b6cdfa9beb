import type { Language } from "../language.ts";

/**
 * Arabic, polite and neutral in gender where it can be: the words before a call, and where the others are.
 * Names stand between isolates, so that one in Latin letters leaves the order of the sentence alone.
 */
export const words: Language = {
  tag: {
    direction: "rtl",
    launcher: "التدرّب على مكالمة",
    close: "إغلاق",
    loading: "لحظة من فضلكم…",
    aimFor: "أهدافكم",
    start: "بدء التدريب",
    attempt: (number, of) => `المحاولة ${number}${of && ` من ${of}`}`,
    best: (total) => `الأفضل ${total}`,
    left: (time) => `بقي ${time}`,
    attemptsUsed: "استنفدتم جميع محاولاتكم.",
    tryAgain: "إعادة المحاولة",
    rehearsal: "تجربة: بديل يؤدي دور العميل ويقيّم وفق قواعد بسيطة.",
    notSetUp: "هذا التدريب غير مُعدّ في هذه الصفحة",
    notSetUpHelp: "يُرجى إبلاغ المسؤول عن هذه الدورة.",
    attributeMissing: (name) => `تنقص الوسمَ السمةُ «\u2068${name}\u2069».`,
    switchedOff: "التدريب متوقف هنا في الوقت الحالي",
    limitUntil: (time) => `انتهى وقت التدريب حتى ${time}.`,
    limitReached: "انتهى وقت التدريب في الوقت الحالي",
    limitReachedHelp: "يُرجى العودة لاحقًا.",
    unreachable: "تعذّر الوصول إلى التدريب",
    unreachableHelp: "يُرجى التحقق من الاتصال ثم إعادة المحاولة.",
  },
  call: () => import("./call.ts"),
  duringCall: () => import("./during-call.ts"),
  report: () => import("./report.ts"),
};
