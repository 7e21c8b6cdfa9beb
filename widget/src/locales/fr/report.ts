import type { ReportTexts } from "../en/report.ts";

/** The French words of the report, and of a practice in a window of its own. */
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
    too_short: "L’appel a duré moins de dix secondes\u00a0: il ne compte pas et n’est pas noté.",
    persona_silent:
      "Le client n’a pas dit un mot pendant cet appel\u00a0: il n’y a donc pas de note. Si le service est tombé en panne, cela ne vous coûte pas de temps d’entraînement.",
    unobserved:
      "Notre serveur n’a pas pu suivre cet appel\u00a0: il n’est donc pas noté. Ce qui a été dit est ci-dessous.",
    transcript_incomplete:
      "Une partie de l’appel ne nous est pas parvenue\u00a0: une note ne serait pas juste. Ce que nous avons est ci-dessous.",
    tampered:
      "Les réglages de cet appel ont été modifiés depuis votre page\u00a0: nous y avons mis fin et il n’est pas noté.",
  },
  print: "Imprimer",
  between: (low, high) =>
    `Entre ${low} et ${high}\u00a0: deux notations diffèrent, une personne devrait regarder.`,
  review: "Une personne devrait vérifier cette note avant qu’elle ne compte.",
  breaches: "Ce qu’il ne faut pas dire",
  breachesHelp: "Cela maintient la note sous le seuil de réussite.",
  objectives: "Vos objectifs",
  reached: "atteint",
  notReached: "non atteint",
  nextPractice: "À pratiquer ensuite",
  delivery: "La manière de parler",
  deliveryNote: "Ces chiffres décrivent seulement l’appel. Ils ne changent pas votre note.",
  measured: "Tous les chiffres et leur calcul",
  unavailable: "non disponible",
  spoke: (percent) => `Vous avez parlé ${percent} du temps de parole`,
  pace: (count) => `${count} mots/min`,
  open: (count) => `questions ouvertes\u00a0: ${count}`,
  questions: (open, closed) => `${open} ouvertes, ${closed} fermées`,
  talkedOver: (you, customer) => `vous ${you}, client ${customer}`,
  fillers: (count, share) => `${count} (${share} pour 100 mots)`,
  figures: {
    talkShare: [
      "Votre part de parole",
      "Vos secondes de parole rapportées à celles des deux côtés, sans les pauses. Moyenne de 25\u202f537 appels de vente\u00a0: 43\u00a0%.",
    ],
    wordsPerMinute: [
      "Débit, mots par minute",
      "Médiane de vos prises de parole de huit mots ou plus. Environ 175 sont courants dans un entretien.",
    ],
    longestMonologueSeconds: [
      "Plus long discours",
      "Le plus long temps où vous avez parlé avant le client\u00a0; un bref «\u00a0mm-hm\u00a0» ne compte pas.",
    ],
    questions: [
      "Questions posées",
      "Vos prises de parole qui demandent. Une question ouverte invite à raconter. De 11 à 14 sont courantes dans un appel de vente.",
    ],
    responseSeconds: [
      "Temps avant de répondre",
      "Médiane, du dernier mot du client à votre premier.",
    ],
    interruptions: [
      "Paroles par-dessus l’autre",
      "Parler pendant que l’autre parle, une demi-seconde ou plus.",
    ],
    fillers: [
      "Hésitations",
      "Des sons comme «\u00a0euh\u00a0». Moins de 4 pour 100 mots sont courants.",
    ],
    silenceSeconds: [
      "Silence total",
      "Le temps où personne ne parlait, du premier mot au dernier.",
    ],
    speakerChangesPerMinute: [
      "Changements de parole par minute",
      "Combien de fois la parole est passée d’un côté à l’autre.",
    ],
  },
  facts: "Ce qui a été noté",
  factsHelp: "Avec votre accord, pour le dossier du client.",
  contacts: "Coordonnées",
  commitments: "Convenu",
  attempts: "Vos essais",
  attemptsLoading: "Vos essais précédents arrivent…",
  attemptsFailed: "Vos essais précédents n’ont pas pu être chargés.",
  loadAgain: "Charger à nouveau",
  trend: (count, first, last, best) =>
    `${count} essais notés, le premier ${first}, le dernier ${last}, le meilleur ${best} sur 100.`,
  mark: (mark) => `Seuil de réussite ${mark}`,
  allAttempts: "Tous les essais",
  date: "Jour",
  duration: "Durée",
  total: "Note",
  thisCall: "cet appel",
  statuses: {
    live: "en cours",
    pending: "notation en cours",
    scored: "sans total",
    not_scored: "non noté",
    failed: "bilan manqué",
  },
  ratingAsk: "Cet exercice vous a-t-il aidé\u00a0?",
  stars: ["Pas du tout", "Peu", "En partie", "Oui", "Beaucoup"],
  comment: "Commentaire (facultatif)",
  sendComment: "Envoyer le commentaire",
  ratingSaving: "Enregistrement…",
  ratingSaved: "Enregistré, merci. Vous pouvez encore changer d’avis.",
  ratingFailed: "Votre réponse n’a pas pu être enregistrée.",
  saveAgain: "Réessayer",
  popOut: {
    open: "Ouvrir dans une fenêtre",
    help: "Dans sa propre fenêtre, l’exercice peut utiliser le microphone. Le bilan revient ici.",
    opened: "L’exercice est ouvert dans sa fenêtre. Son bilan apparaîtra ici.",
    again: "Rouvrir la fenêtre",
    blocked:
      "Votre navigateur n’a pas ouvert la fenêtre. Autorisez les fenêtres pour cette page, puis réessayez.",
    over: "L’exercice dans l’autre fenêtre est terminé.",
    noReport: "L’exercice dans l’autre fenêtre s’est terminé sans bilan.",
  },
};
