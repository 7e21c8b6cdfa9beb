import type { RefusalReason } from "./refusal.ts";

/** Sentences for whom no page is known: what cannot be mended by trying again, and what can. */
const WORDS: Readonly<Record<string, readonly [administrator: string, again: string]>> = {
  ar: [
    "هذه الدورة غير مرتبطة بخدمة التدريب. يُرجى إبلاغ مسؤول منصة التعلّم.",
    "انتهت صلاحية هذا الرابط. عُد إلى الدورة وافتح التدريب من جديد.",
  ],
  de: [
    "Dieser Kurs ist mit dem Übungsdienst nicht verbunden. Bitte sagen Sie es der Verwaltung Ihrer Lernplattform.",
    "Dieser Aufruf gilt nicht mehr. Gehen Sie zum Kurs zurück und öffnen Sie die Übung noch einmal.",
  ],
  en: [
    "This course is not connected to the practice service. Please tell the administrator of your learning platform.",
    "This link is no longer valid. Go back to the course and open the practice again.",
  ],
  es: [
    "Este curso no está conectado con el servicio de prácticas. Avise al administrador de su plataforma.",
    "Este enlace ya no es válido. Vuelva al curso y abra la práctica de nuevo.",
  ],
  fr: [
    "Ce cours n’est pas relié au service d’entraînement. Prévenez l’administrateur de votre plateforme.",
    "Ce lien n’est plus valable. Revenez au cours et ouvrez de nouveau l’entraînement.",
  ],
  it: [
    "Questo corso non è collegato al servizio di esercitazione. Avvisa l’amministratore della piattaforma.",
    "Questo link non è più valido. Torna al corso e apri di nuovo l’esercitazione.",
  ],
  nl: [
    "Deze cursus is niet gekoppeld aan de oefendienst. Meld het aan de beheerder van je leerplatform.",
    "Deze link is niet meer geldig. Ga terug naar de cursus en open de oefening opnieuw.",
  ],
  pt: [
    "Este curso não está ligado ao serviço de prática. Avise o administrador da sua plataforma.",
    "Este link já não é válido. Volte ao curso e abra a prática novamente.",
  ],
  rw: [
    "Iri somo ntirihujwe na serivisi y’imyitozo. Bimenyeshe ushinzwe urubuga rw’amasomo.",
    "Iyi nzira ntigikora. Subira mu isomo wongere ufungure imyitozo.",
  ],
  th: [
    "คอร์สนี้ยังไม่ได้เชื่อมต่อกับบริการฝึก โปรดแจ้งผู้ดูแลแพลตฟอร์มการเรียนรู้ของคุณ",
    "ลิงก์นี้ใช้ไม่ได้แล้ว กลับไปที่คอร์สแล้วเปิดการฝึกอีกครั้ง",
  ],
};

const AGAIN: readonly RefusalReason[] = ["state_unknown", "state_used", "state_expired"];

/** One sentence for a learner, in the first language that the browser asks for and that is known here. */
export function toPlainWords(reason: RefusalReason, acceptLanguage: string): string {
  const asked = acceptLanguage.split(",").map((entry) => entry.trim().slice(0, 2).toLowerCase());
  const language = asked.find((name) => Object.hasOwn(WORDS, name)) ?? "en";
  return WORDS[language]?.[AGAIN.includes(reason) ? 1 : 0] ?? "";
}
