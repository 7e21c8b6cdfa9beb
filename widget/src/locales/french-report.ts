import type { ReportTexts } from "./english-report.ts";

/** The French words of the report. */
export const words: ReportTexts = {
  title: "Votre bilan",
  pending: "Nous rédigeons votre bilan. En attendant, vous pouvez relire l’appel.",
  pendingLong:
    "Encore un instant\u00a0: nous comparons vos paroles à chaque objectif. Comptez une minute.",
  ready: "Votre bilan est prêt.",
  score: (total, highest) => `${total} sur ${highest}`,
  passed: (mark) => `Seuil de réussite ${mark}\u00a0: atteint`,
  notPassed: (mark) => `Seuil de réussite ${mark}\u00a0: pas encore atteint`,
  noTotal: "Aucun critère n’a pu être noté\u00a0: il n’y a pas de total cette fois.",
  improvements: (count) =>
    count === 1
      ? "Un point à travailler ensuite"
      : count === 2
        ? "Deux points à travailler ensuite"
        : "À travailler ensuite",
  criteria: "Le déroulé de l’appel",
  level: (level, highest) => `${level} sur ${highest}`,
  levelNone: "non noté",
  levelNoneHelp:
    "L’occasion ne s’est pas présentée, ou vos paroles ne l’ont pas montré. Cela ne compte pas dans la note.",
  jump: (time) => `Voir dans la transcription, à ${time}`,
  tryWording: "Essayez\u00a0:",
  strengths: "Ce qui a bien marché",
  reported:
    "Non vérifié\u00a0: ce bilan est établi sur la copie de l’appel que garde ce navigateur.",
  rehearsal: "Répétition\u00a0: une doublure a noté cet appel selon des règles simples.",
  transcript: "Transcription",
  noTurns: "Rien n’a été dit pendant cet appel.",
  you: "Vous",
  persona: "Client",
  interrupted: "interruption",
  unrecognized: "(paroles non comprises)",
  backToReport: "Revenir au bilan",
  tryAgain: "Recommencer",
  notScored: "Pas de note pour cet appel",
  failed: "Votre bilan n’a pas pu être rédigé",
  failedHelp:
    "Rien de ce que vous avez dit n’est perdu\u00a0: tout est ci-dessous. Redemandez le bilan.",
  askAgain: "Redemander le bilan",
  saveAs: "Enregistrer",
  plainText: "Texte",
  reasons: {
    no_learner_turns:
      "Nous n’avons entendu aucune parole de votre part\u00a0: il n’y a rien à noter. Recommencez quand vous voulez.",
    unobserved:
      "Notre serveur n’a pas pu suivre cet appel\u00a0: il n’est donc pas noté. Ce qui a été dit est ci-dessous.",
    transcript_incomplete:
      "Une partie de l’appel ne nous est pas parvenue\u00a0: une note ne serait pas juste. Ce que nous avons est ci-dessous.",
    tampered:
      "Les réglages de cet appel ont été modifiés depuis votre page\u00a0: nous y avons mis fin et il n’est pas noté.",
  },
};
