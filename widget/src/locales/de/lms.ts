import type { LmsTexts } from "../en/lms.ts";

/** German: of the course around a practice. */
export const words: LmsTexts = {
  recorded: "Ihr Kurs hat dieses Ergebnis.",
  kept: "Ihr Kurs hat schon ein mindestens so gutes Ergebnis.",
  waiting:
    "Ihr Kurs hat dieses Ergebnis noch nicht. Lassen Sie diese Seite offen, oder öffnen Sie sie noch einmal im Kurs.",
  closed: "Vorschau oder Rückblick: Ihr Kurs hält nichts fest.",
  alone: "Hier ist kein Kurs verbunden, darum hält keiner Ihr Ergebnis fest.",
  back: "Zurück zum Kurs",
};
