import type { ReportTexts } from "./english-report.ts";

/** The Arabic words of the report. */
export const words: ReportTexts = {
  title: "تقريركم",
  pending: "نكتب تقريركم. يمكنكم في هذه الأثناء قراءة المكالمة من جديد.",
  pendingLong: "ما زلنا نكتب: نقارن كلامكم بكل هدف من أهداف هذا التدريب. قد يستغرق ذلك دقيقة.",
  ready: "تقريركم جاهز.",
  score: (total, highest) => `${total} من ${highest}`,
  passed: (mark) => `درجة النجاح ${mark}: تحققت`,
  notPassed: (mark) => `درجة النجاح ${mark}: لم تتحقق بعد`,
  noTotal: "لم يرد أي معيار أو لم يمكن إثباته، لذلك لا مجموع هذه المرة.",
  improvements: (count) =>
    count === 1
      ? "أمر واحد للعمل عليه لاحقًا"
      : count === 2
        ? "أمران للعمل عليهما لاحقًا"
        : "للعمل عليه لاحقًا",
  criteria: "كيف سارت المكالمة",
  level: (level, highest) => `${level} من ${highest}`,
  levelNone: "بلا تقييم",
  levelNoneHelp: "لم يرد هذا، أو لم يمكن لكلامكم أن يُظهره. لا يُحتسب في درجتكم.",
  jump: (time) => `العرض في النص، عند ${time}`,
  tryWording: "جرّبوا:",
  strengths: "ما نجح",
  reported: "غير متحقق منه: أُعدّ هذا التقرير من نسخة المكالمة في هذا المتصفح.",
  rehearsal: "تجربة: قيّم بديل هذه المكالمة وفق قواعد بسيطة.",
  transcript: "نص المكالمة",
  noTurns: "لم يُقل شيء في هذه المكالمة.",
  you: "أنتم",
  persona: "العميل",
  interrupted: "قوطع",
  unrecognized: "(كلام غير مفهوم)",
  backToReport: "العودة إلى التقرير",
  tryAgain: "إعادة المحاولة",
  notScored: "لا درجة لهذه المكالمة",
  failed: "تعذّرت كتابة تقريركم",
  failedHelp: "لم يضِع شيء مما قلتم: تجدونه أدناه. اطلبوا التقرير مرة أخرى.",
  askAgain: "الطلب مرة أخرى",
  saveAs: "حفظ بصيغة",
  plainText: "نص",
  reasons: {
    no_learner_turns: "لم نسمع منكم أي كلام، فلا شيء لتقييمه. أعيدوا المحاولة متى شئتم.",
    unobserved: "لم يستطع خادمنا متابعة هذه المكالمة، لذلك لم تُقيَّم. ما قيل تجدونه أدناه.",
    transcript_incomplete:
      "لم تصلنا أجزاء من المكالمة، فلن تكون الدرجة عادلة. ما لدينا تجدونه أدناه.",
    tampered: "غُيّرت إعدادات هذه المكالمة من صفحتكم، لذلك أنهيناها ولم تُقيَّم.",
  },
};
