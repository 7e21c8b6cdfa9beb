import type { LmsTexts } from "../en/lms.ts";

/** Italian: of the course around a practice. */
export const words: LmsTexts = {
  recorded: "Il suo corso ha questo risultato.",
  kept: "Il suo corso ha già un risultato almeno altrettanto buono.",
  waiting:
    "Il suo corso non ha ancora questo risultato. Tenga aperta questa pagina, o la riapra dal corso.",
  closed: "Anteprima o revisione: il suo corso non registra nulla.",
  alone: "Qui non è collegato nessun corso, quindi nessuno registra il suo risultato.",
  back: "Torna al corso",
};
