import type { Language } from "../language.ts";

/** French, with *vous*: the words before a call, and where the others are. */
export const words: Language = {
  tag: {
    direction: "ltr",
    launcher: "S’exercer à un appel",
    close: "Fermer",
    loading: "Un instant…",
    aimFor: "À viser",
    start: "Commencer l’exercice",
    attempt: (number, of) => `essai ${number}${of && ` sur ${of}`}`,
    best: (total) => `meilleur\u00a0: ${total}`,
    left: (time) => `reste ${time}`,
    attemptsUsed: "Vous avez utilisé tous vos essais.",
    tryAgain: "Réessayer",
    rehearsal: "Répétition : une doublure joue le client et note selon des règles simples.",
    notSetUp: "Cet exercice n’est pas configuré sur cette page",
    notSetUpHelp: "Merci de prévenir la personne responsable de ce cours.",
    attributeMissing: (name) => `Il manque l’attribut « ${name} » à la balise.`,
    switchedOff: "L’exercice est désactivé ici pour le moment",
    limitUntil: (time) => `Le temps d’exercice est épuisé jusqu’au ${time}.`,
    limitReached: "Le temps d’exercice est épuisé pour le moment",
    limitReachedHelp: "Revenez un peu plus tard.",
    unreachable: "L’exercice ne répond pas",
    unreachableHelp: "Vérifiez votre connexion, puis réessayez.",
  },
  call: () => import("./call.ts"),
  duringCall: () => import("./during-call.ts"),
  report: () => import("./report.ts"),
};
