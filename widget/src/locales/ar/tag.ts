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
    aimFor: "ما تسعون إليه",
    focus: (note) => `هذه المرة: \u2068${note}\u2069`,
    focusHelp: "من تقريركم الأخير. أما بقية المكالمة فكما هي.",
    thisCall: "هذه المكالمة",
    upTo: (time) => `حتى ${time}`,
    spokenIn: (language) => `اللغة: ${language}`,
    attempts: "محاولاتكم",
    attemptsMade: (made, left) => `تمّت ${made}${left && `، بقيت ${left}`}`,
    best: (total) => `أفضل نتيجة: ${total}`,
    practiceTime: "وقت التدريب",
    forAllCalls: "لجميع مكالماتكم",
    call: (name) => `الاتصال بـ\u2068${name}\u2069`,
    writeTo: (name) => `الكتابة إلى \u2068${name}\u2069`,
    ratherType: "أفضّل الكتابة",
    attemptsUsed: "استنفدتم جميع محاولاتكم.",
    tryAgain: "إعادة المحاولة",
    rehearsal: (name) =>
      `تجربة: لا يوجد ذكاء اصطناعي متصل هنا. نصّ مُعَدّ يؤدي دور \u2068${name}\u2069 ويقيّم وفق قواعد بسيطة.`,
    rehearsalHearing:
      "تُسمَع الإنجليزية بنموذج صغير على هذا الجهاز، ويخطئ في كلمة من كل عشرين تقريبًا.",
    notSetUp: "هذا التدريب غير مُعدّ في هذه الصفحة",
    notSetUpHelp: "يُرجى إبلاغ المسؤول عن هذه الدورة.",
    attributeMissing: (name) => `تنقص الوسمَ السمةُ «\u2068${name}\u2069».`,
    switchedOff: "التدريب متوقف هنا في الوقت الحالي",
    limitUntil: (time) => `انتهى وقت تدريبكم. يبدأ من جديد ${time}.`,
    limitReached: "انتهى وقت التدريب في الوقت الحالي",
    limitReachedHelp: "يُرجى العودة لاحقًا.",
    signedOut: "انتهى تسجيل دخولكم",
    signedOutHelp: "يُرجى إعادة تحميل الصفحة.",
    unreachable: "تعذّر الوصول إلى التدريب",
    unreachableHelp: "يُرجى التحقق من الاتصال ثم إعادة المحاولة.",
  },
  call: () => import("./call.ts"),
  duringCall: () => import("./during-call.ts"),
  report: () => import("./report.ts"),
};
