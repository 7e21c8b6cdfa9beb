import type { LmsTexts } from "../en/lms.ts";

/** Portuguese: of the course around a practice. */
export const words: LmsTexts = {
  recorded: "O seu curso tem este resultado.",
  kept: "O seu curso já tem um resultado pelo menos tão bom.",
  waiting:
    "O seu curso ainda não tem este resultado. Mantenha esta página aberta ou volte a abri-la a partir do curso.",
  closed: "Pré-visualização ou revisão: o seu curso não regista nada.",
  alone: "Não há nenhum curso ligado aqui, por isso nenhum regista o seu resultado.",
  back: "Voltar ao curso",
};
