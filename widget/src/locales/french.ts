import { frenchReport } from "./french-report.ts";
import type { Texts } from "./texts.ts";

/** All French words, as one download. A missing or superfluous entry is a type error. */
export const french: Required<Texts> = {
  tag: {
    direction: "ltr",
    launcher: "S’exercer à un appel",
    close: "Fermer",
    loading: "Un instant…",
    aimFor: "À viser",
    start: "Commencer l’exercice",
    tryAgain: "Réessayer",
    rehearsal: "Répétition : une doublure joue le client et note selon des règles simples.",
    notSetUp: "Cet exercice n’est pas configuré sur cette page",
    notSetUpHelp: "Merci de prévenir la personne responsable de ce cours.",
    attributeMissing: (name) => `Il manque l’attribut « ${name} » à la balise.`,
    limitReached: "Le temps d’exercice est épuisé pour le moment",
    limitReachedHelp: "Revenez un peu plus tard.",
    unreachable: "L’exercice ne répond pas",
    unreachableHelp: "Vérifiez votre connexion, puis réessayez.",
  },
  call: {
    back: "Retour",
    consentTitle: (name) => `Avant d’appeler ${name}`,
    consentPersona: (name) =>
      `${name} est joué par une IA. Sa voix n’est celle d’aucune personne réelle.`,
    consentVoice: "Votre voix est transmise au service d’IA ; aucun enregistrement n’est conservé.",
    consentStored: (days) =>
      days === 1
        ? "Les paroles des deux côtés sont conservées un jour, pour rédiger votre bilan."
        : `Les paroles des deux côtés sont conservées ${days.toString()} jours, pour rédiger votre bilan.`,
    consentFree: "Vous pouvez raccrocher à tout moment.",
    headphones: "Avec un casque, la voix du client ne se mêle pas à la vôtre.",
    consent: (name) => `Accepter et appeler ${name}`,
    allowMicrophone: "Votre navigateur demande le microphone : autorisez-le.",
    calling: "Appel en cours…",
    slow: "C’est plus long que d’habitude. Nous attendons la ligne.",
    listening: "à l’écoute",
    thinking: "réfléchit…",
    speaking: "parle…",
    ending: "Fin de l’appel…",
    connected: (name) => `Vous êtes en ligne. ${name} vous entend.`,
    weak: "La connexion est interrompue. Elle peut revenir d’elle-même.",
    notStored:
      "Ce navigateur ne garde pas de copie de l’appel : elle est envoyée au fur et à mesure.",
    timeLeft: (time) => `encore ${time}`,
    timeShort: "concluez",
    twoMinutes: "Il reste deux minutes.",
    oneMinute: "Il reste une minute.",
    halfMinute: "Il reste trente secondes.",
    captions: "Sous-titres",
    you: "Vous",
    interrupted: "interruption",
    unrecognized: "(paroles non comprises)",
    newest: "Aller au plus récent",
    mute: "Couper le micro",
    unmute: "Rétablir le micro",
    muted: "Votre micro est coupé",
    type: "Écrire",
    typeLabel: "Dites-le par écrit",
    send: "Envoyer",
    endCall: "Raccrocher",
    hangUp: "Raccrocher",
    confirmTitle: "Raccrocher déjà ?",
    confirmHelp: "Il vient de commencer : le bilan aurait peu à dire.",
    keepTalking: "Continuer",
    newTab: "Ouvrir cette page dans un nouvel onglet",
    reference: "Référence pour l’assistance",
    copy: "Copier",
    copied: "Copié",
    resets: (time) => `Il se renouvelle le ${time}.`,
    reportLoading: "Ouverture de votre bilan…",
    failures: {
      mic_denied: [
        "Votre navigateur ne laisse pas cette page utiliser le microphone",
        "Cliquez sur le cadenas de la barre d’adresse, autorisez le microphone, puis réessayez.",
      ],
      mic_missing: [
        "Aucun microphone n’a été trouvé",
        "Branchez-en un ou allumez-le, puis réessayez.",
      ],
      mic_busy: [
        "Un autre programme utilise votre microphone",
        "Fermez l’autre appel, puis réessayez.",
      ],
      mic_blocked_by_page: [
        "Cette page n’autorise pas le microphone",
        "Ouvrez la page dans un nouvel onglet, ou prévenez la personne responsable de ce cours.",
      ],
      browser_unsupported: [
        "Ce navigateur ne permet pas de tenir un appel",
        "Utilisez une version récente de Chrome, Edge, Firefox ou Safari.",
      ],
      page_insecure: [
        "Un appel demande une page sécurisée",
        "Ouvrez cette page avec https:// dans son adresse, puis réessayez.",
      ],
      configuration_invalid: [
        "Cet exercice n’est pas configuré sur cette page",
        "Merci de prévenir la personne responsable de ce cours.",
      ],
      scenario_missing: [
        "Cet exercice n’existe plus",
        "Merci de prévenir la personne responsable de ce cours.",
      ],
      feature_disabled: [
        "L’exercice oral est désactivé ici",
        "Merci de prévenir la personne responsable de ce cours.",
      ],
      session_rejected: ["L’appel n’a pas été accepté", "Réessayez dans un instant."],
      limit_reached: ["Le temps d’exercice est épuisé pour le moment", "Revenez un peu plus tard."],
      server_unreachable: ["L’exercice ne répond pas", "Vérifiez votre connexion, puis réessayez."],
      connect_failed: [
        "L’appel n’a pas abouti",
        "Votre réseau bloque peut-être les appels. Réessayez, ou changez de réseau.",
      ],
      connect_timeout: [
        "Personne n’a répondu à temps",
        "La connexion est peut-être lente. Réessayez dans un instant.",
      ],
      connection_lost: [
        "L’appel a été coupé",
        "Vérifiez votre connexion, puis réessayez. Ce qui a été dit est conservé.",
      ],
      protocol_violation: ["L’appel a échoué de notre côté", "Réessayez dans un instant."],
      aborted: ["L’appel a été arrêté", "Réessayez quand vous voulez."],
      internal: ["Quelque chose n’a pas fonctionné de notre côté", "Réessayez dans un instant."],
    },
    limits: {
      organization_month: "Votre organisation a épuisé son temps d’exercice pour ce mois.",
      site_day: "Le temps d’exercice de ce site est épuisé pour aujourd’hui.",
      learner_day: "Vous avez utilisé votre temps d’exercice pour aujourd’hui. Beau travail.",
      site_concurrency: "Toutes les lignes sont occupées en ce moment.",
      learner_concurrency: "Un autre de vos exercices est encore en cours.",
    },
  },
  report: frenchReport,
};
