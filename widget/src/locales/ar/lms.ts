import type { LmsTexts } from "../en/lms.ts";

/** Arabic: of the course around a practice. */
export const words: LmsTexts = {
  recorded: "وصلت هذه النتيجة إلى دورتك.",
  kept: "لدى دورتك نتيجة لا تقل عن هذه.",
  waiting: "لم تصل هذه النتيجة إلى دورتك بعد. أبقِ هذه الصفحة مفتوحة، أو افتحها من دورتك مرة أخرى.",
  closed: "معاينة أو مراجعة: لا تسجّل دورتك شيئًا.",
  alone: "لا توجد دورة متصلة هنا، لذا لن تُسجَّل نتيجتك في أي دورة.",
  back: "العودة إلى الدورة",
};
