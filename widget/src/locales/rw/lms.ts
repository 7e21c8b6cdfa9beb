import type { LmsTexts } from "../en/lms.ts";

/** Kinyarwanda: of the course around a practice. */
export const words: LmsTexts = {
  recorded: "Isomo ryawe ryabonye iki gisubizo.",
  kept: "Isomo ryawe risanganywe igisubizo cyiza nk’iki cyangwa kikiruta.",
  waiting:
    "Isomo ryawe ntirirabona iki gisubizo. Rekera uru rupapuro rufunguye, cyangwa wongere urufungurire mu isomo ryawe.",
  closed: "Igerageza cyangwa isubiramo: isomo ryawe nta cyo ryandika.",
  alone: "Nta somo rihujwe hano, bityo nta ryandika igisubizo cyawe.",
  back: "Subira ku isomo",
};
