import type { LmsTexts } from "../en/lms.ts";

/** Dutch: of the course around a practice. */
export const words: LmsTexts = {
  recorded: "Uw cursus heeft dit resultaat.",
  kept: "Uw cursus heeft al een resultaat dat minstens zo goed is.",
  waiting:
    "Uw cursus heeft dit resultaat nog niet. Laat deze pagina open, of open haar opnieuw vanuit de cursus.",
  closed: "Voorbeeld of terugblik: uw cursus legt niets vast.",
  alone: "Hier is geen cursus verbonden, dus legt geen cursus uw resultaat vast.",
  back: "Terug naar de cursus",
};
