import type { ReportTexts } from "../en/report.ts";

/** The Portuguese words of the report, and of a practice in a window of its own. */
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
    too_short: "A ligação durou menos de dez segundos, por isso não conta e não tem nota.",
    persona_silent:
      "O cliente não disse uma palavra nesta ligação, então não há nota. Se o serviço falhou, isso não gasta seu tempo de prática.",
    unobserved:
      "Nosso servidor não conseguiu acompanhar esta ligação, por isso ela não tem nota. O que foi dito está abaixo.",
    transcript_incomplete:
      "Partes da ligação não chegaram até nós, então uma nota não seria justa. O que temos está abaixo.",
    tampered:
      "As configurações desta ligação foram alteradas a partir da sua página; por isso a encerramos e ela não tem nota.",
  },
  print: "Imprimir",
  between: (low, high) =>
    `Entre ${low} e ${high}: duas avaliações diferem, uma pessoa deveria conferir.`,
  review: "Uma pessoa deveria conferir esta nota antes que ela conte.",
  breaches: "O que não se deve dizer",
  breachesHelp: "Isso mantém a nota abaixo da mínima.",
  objectives: "Seus objetivos",
  reached: "alcançado",
  notReached: "não alcançado",
  nextPractice: "Praticar em seguida",
  delivery: "Como se falou",
  deliveryNote: "Estes números só descrevem a ligação. Não mudam sua nota.",
  measured: "Todos os números e como são medidos",
  unavailable: "não disponível",
  spoke: (percent) => `Você falou ${percent} do tempo de fala`,
  pace: (count) => `${count} palavras/min`,
  open: (count) => `perguntas abertas: ${count}`,
  questions: (open, closed) => `${open} abertas, ${closed} fechadas`,
  talkedOver: (you, customer) => `você ${you}, cliente ${customer}`,
  fillers: (count, share) => `${count} (${share} a cada 100 palavras)`,
  figures: {
    talkShare: [
      "Sua parte da fala",
      "Seus segundos de fala sobre os dos dois lados, sem pausas. A média de 25.537 ligações de venda foi 43%.",
    ],
    wordsPerMinute: [
      "Ritmo, palavras por minuto",
      "Mediana das suas falas de oito palavras ou mais. Cerca de 175 são comuns em entrevistas.",
    ],
    longestMonologueSeconds: [
      "Fala mais longa",
      "O maior tempo em que você falou antes do cliente; um breve “aham” não conta.",
    ],
    questions: [
      "Perguntas",
      "Suas falas que perguntam. Uma aberta convida a contar mais. De 11 a 14 são comuns em uma ligação de venda.",
    ],
    responseSeconds: [
      "Tempo até responder",
      "Mediana, da última palavra do cliente até a sua primeira.",
    ],
    interruptions: ["Falas sobrepostas", "Falar por cima do outro lado por meio segundo ou mais."],
    fillers: ["Hesitações", "Sons como “hã”. Menos de 4 a cada 100 palavras são comuns."],
    silenceSeconds: [
      "Silêncio",
      "Tempo em que ninguém falou, entre a primeira palavra e a última.",
    ],
    speakerChangesPerMinute: [
      "Trocas de fala por minuto",
      "Quantas vezes a palavra passou de um lado para o outro.",
    ],
  },
  facts: "O que foi anotado",
  factsHelp: "Com seu consentimento, para o cadastro do cliente.",
  contacts: "Contatos",
  commitments: "Combinado",
  attempts: "Suas tentativas",
  attemptsLoading: "Carregando suas tentativas anteriores…",
  attemptsFailed: "Não foi possível carregar suas tentativas anteriores.",
  loadAgain: "Carregar de novo",
  trend: (count, first, last, best) =>
    `${count} tentativas com nota, a primeira ${first}, a última ${last}, a melhor ${best} de 100.`,
  mark: (mark) => `Nota mínima ${mark}`,
  allAttempts: "Todas as tentativas",
  date: "Data",
  duration: "Duração",
  total: "Nota",
  thisCall: "esta ligação",
  statuses: {
    live: "em andamento",
    pending: "em avaliação",
    scored: "sem total",
    not_scored: "sem nota",
    failed: "sem relatório",
  },
  ratingAsk: "Esta prática ajudou você?",
  stars: ["Nada", "Pouco", "Em parte", "Sim", "Muito"],
  comment: "Comentário (opcional)",
  sendComment: "Enviar comentário",
  ratingSaving: "Salvando…",
  ratingSaved: "Salvo, obrigado. Você ainda pode mudar.",
  ratingFailed: "Não foi possível salvar sua resposta.",
  saveAgain: "Salvar de novo",
  popOut: {
    open: "Abrir em outra janela",
    help: "Em uma janela própria a prática pode usar o microfone. O relatório volta para cá.",
    opened: "A prática está aberta na janela dela. O relatório aparecerá aqui.",
    again: "Abrir a janela de novo",
    blocked: "Seu navegador não abriu a janela. Permita janelas nesta página e tente de novo.",
    over: "A prática na outra janela terminou.",
    noReport: "A prática na outra janela terminou sem relatório.",
  },
};
