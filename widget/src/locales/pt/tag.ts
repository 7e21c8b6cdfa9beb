import type { Language } from "../language.ts";

/** Portuguese, with a formal *você*: the words before a call, and where the others are. */
export const words: Language = {
  tag: {
    direction: "ltr",
    launcher: "Praticar uma ligação",
    close: "Fechar",
    loading: "Um momento…",
    aimFor: "Seus objetivos",
    start: "Começar a prática",
    attempt: (number, of) => `tentativa ${number}${of && ` de ${of}`}`,
    best: (total) => `melhor: ${total}`,
    left: (time) => `restam ${time}`,
    attemptsUsed: "Você já usou todas as suas tentativas.",
    tryAgain: "Tentar de novo",
    rehearsal: "Ensaio: um substituto faz o papel do cliente e avalia com regras simples.",
    notSetUp: "Esta prática não está configurada nesta página",
    notSetUpHelp: "Por favor, avise a pessoa responsável por este curso.",
    attributeMissing: (name) => `Falta o atributo “${name}” na tag.`,
    switchedOff: "A prática está desativada aqui por enquanto",
    limitUntil: (time) => `O tempo de prática acabou até ${time}.`,
    limitReached: "O tempo de prática acabou por enquanto",
    limitReachedHelp: "Por favor, volte mais tarde.",
    unreachable: "Não conseguimos acessar a prática",
    unreachableHelp: "Verifique sua conexão e tente de novo.",
  },
  call: () => import("./call.ts"),
  duringCall: () => import("./during-call.ts"),
  report: () => import("./report.ts"),
};
