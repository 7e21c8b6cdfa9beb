import type { LmsTexts } from "../en/lms.ts";

/** French: of the course around a practice. */
export const words: LmsTexts = {
  recorded: "Votre cours a reçu ce résultat.",
  kept: "Votre cours a déjà un résultat au moins aussi bon.",
  waiting:
    "Votre cours n’a pas encore ce résultat. Gardez cette page ouverte, ou rouvrez-la depuis votre cours.",
  closed: "Aperçu ou relecture\u00a0: votre cours n’enregistre rien.",
  alone: "Aucun cours n’est relié à cette page\u00a0: votre résultat n’y sera pas enregistré.",
  back: "Retour au cours",
};
