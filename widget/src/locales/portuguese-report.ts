import type { ReportTexts } from "./english-report.ts";

/** The Portuguese words of the report. */
export const words: ReportTexts = {
  title: "Seu relatório",
  pending: "Estamos escrevendo seu relatório. Enquanto isso, você pode reler a ligação.",
  pendingLong:
    "Ainda escrevendo: comparamos suas palavras com cada objetivo desta prática. Isso pode levar um minuto.",
  ready: "Seu relatório está pronto.",
  score: (total, highest) => `${total} de ${highest}`,
  passed: (mark) => `Nota mínima ${mark}: alcançada`,
  notPassed: (mark) => `Nota mínima ${mark}: ainda não alcançada`,
  noTotal: "Nenhum critério surgiu ou pôde ser demonstrado, então não há total desta vez.",
  improvements: (count) =>
    count === 1
      ? "Um ponto para trabalhar agora"
      : count === 2
        ? "Dois pontos para trabalhar agora"
        : "Para trabalhar agora",
  criteria: "Como foi a ligação",
  level: (level, highest) => `${level} de ${highest}`,
  levelNone: "sem nota",
  levelNoneHelp:
    "Isso não surgiu, ou suas palavras não puderam demonstrá-lo. Não conta na sua nota.",
  jump: (time) => `Mostrar na transcrição, em ${time}`,
  tryWording: "Experimente:",
  strengths: "O que funcionou",
  reported:
    "Não verificado: este relatório se baseia na cópia da ligação guardada neste navegador.",
  rehearsal: "Ensaio: um substituto avaliou esta ligação com regras simples.",
  transcript: "Transcrição",
  noTurns: "Nada foi dito nesta ligação.",
  you: "Você",
  persona: "Cliente",
  interrupted: "interrupção",
  unrecognized: "(palavras não entendidas)",
  backToReport: "Voltar ao relatório",
  tryAgain: "Tentar de novo",
  notScored: "Esta ligação não tem nota",
  failed: "Não foi possível escrever seu relatório",
  failedHelp: "Nada do que você disse se perdeu: está abaixo. Peça o relatório de novo.",
  askAgain: "Pedir de novo",
  saveAs: "Salvar como",
  plainText: "Texto",
  reasons: {
    no_learner_turns:
      "Não ouvimos nenhuma palavra sua, então não há o que avaliar. Tente de novo quando quiser.",
    unobserved:
      "Nosso servidor não conseguiu acompanhar esta ligação, por isso ela não tem nota. O que foi dito está abaixo.",
    transcript_incomplete:
      "Partes da ligação não chegaram até nós, então uma nota não seria justa. O que temos está abaixo.",
    tampered:
      "As configurações desta ligação foram alteradas a partir da sua página; por isso a encerramos e ela não tem nota.",
  },
};
