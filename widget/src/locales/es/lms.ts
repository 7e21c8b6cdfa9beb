import type { LmsTexts } from "../en/lms.ts";

/** Spanish: of the course around a practice. */
export const words: LmsTexts = {
  recorded: "Su curso tiene este resultado.",
  kept: "Su curso ya tiene un resultado igual o mejor.",
  waiting:
    "Su curso aún no tiene este resultado. Deje esta página abierta o vuelva a abrirla desde el curso.",
  closed: "Vista previa o revisión: su curso no registra nada.",
  alone: "Aquí no hay ningún curso conectado, así que ninguno registra su resultado.",
  back: "Volver al curso",
};
