/** A talk as lines `L: …` of the learner and `P: …` of the persona. */
interface Samples {
  readonly good: readonly string[];
  readonly poor: readonly string[];
}

/** One good and one poor talk for each scenario, written apart from its rehearsal script. */
export const SAMPLES: Readonly<Record<string, Samples>> = {
  "website-sales-fr": {
    good: [
      "P: Boulangerie Bouvier, bonjour !",
      "L: Bonjour Madame Bouvier, je suis Camille, de l'Atelier Traboule. Est-ce que je vous dérange en plein service ?",
      "P: C'est calme, là. Vous avez deux minutes.",
      "L: Merci. Je vous appelle au sujet de vos commandes par téléphone. Je peux vous poser deux questions ?",
      "P: Allez-y toujours.",
      "L: Comment font vos clients, aujourd'hui, pour vous commander un gâteau ?",
      "P: Ils m'appellent, ou ils passent à la boutique.",
      "L: Et que se passe-t-il, le samedi, quand le téléphone sonne pendant le coup de feu ?",
      "P: Le samedi ? On ne décroche pas. J'en rate bien quatre ou cinq, des commandes.",
      "L: Quatre ou cinq commandes ratées par semaine, ça représente combien, à peu près ?",
      "P: Cent cinquante euros par semaine. Ça fait mal. Mais un site, c'est hors de prix !",
      "L: Hors de prix, vous dites. Vous comparez avec quoi ?",
      "P: Avec les mille huit cents euros que j'ai perdus il y a trois ans.",
      "L: Chez nous, c'est soixante euros par mois sans engagement : deux gâteaux rattrapés et votre mois est payé. Est-ce que ça répond à votre question sur le prix ?",
      "P: Deux gâteaux… Oui, vu comme ça, d'accord.",
      "L: Je vous propose de passer lundi à dix heures avec un exemple de page de commande. Ça vous convient ?",
      "P: Lundi dix heures, entendu.",
    ],
    poor: [
      "P: Boulangerie Bouvier, bonjour !",
      "L: Bonjour, nous sommes une agence digitale et nous faisons des sites vitrine responsive.",
      "P: Je n'ai besoin de rien.",
      "L: Avec notre solution, vous aurez du référencement, du SEO et des statistiques complètes.",
      "P: Je ne sais pas ce que c'est. Et puis c'est sûrement hors de prix.",
      "L: Non, franchement, c'est très abordable pour la qualité que nous offrons.",
      "P: Pour vous, peut-être.",
      "L: Je comprends, mais tout le monde en a un maintenant.",
      "P: Je vais devoir vous laisser.",
      "L: Si vous signez aujourd'hui, je vous fais moins vingt pour cent.",
      "P: Au revoir.",
    ],
  },
  "saas-discovery-en": {
    good: [
      "P: Dana Whitfield.",
      "L: Hi Dana, Alex here from Lanewise. I'd like to use ten minutes to understand how you plan your runs, is that all right?",
      "P: Sure, go ahead.",
      "L: So how do you plan the runs today, and what happens when something changes in the morning?",
      "P: Two dispatchers redo half of the plan by telephone. About two hours a day.",
      "L: When the plan changes, what does a late delivery cause on your side?",
      "P: A penalty. Two hundred and fifty dollars, each time.",
      "L: And roughly how many deliveries a month arrive late?",
      "P: Thirty late deliveries a month, maybe.",
      "L: So thirty late deliveries at two hundred and fifty dollars, that makes about ninety thousand a year. Is that right?",
      "P: Hm. Yes, that's right. But my drivers won't use another app.",
      "L: What went wrong with your drivers last time?",
      "P: Eleven screens to report one delivery. They gave up.",
      "L: We could start with one depot and plain text messages, so no driver needs an app. Would that take your worry away?",
      "P: Text messages they'd read. All right.",
      "L: Could we take thirty minutes on Thursday at two, with Marcus, and go through your late deliveries from last month?",
      "P: Thursday at two works.",
    ],
    poor: [
      "P: Dana Whitfield.",
      "L: Hello! We are the leading platform for logistics excellence, powered by artificial intelligence.",
      "P: Meaning what, exactly?",
      "L: It means real time visibility, control towers and seamless integration with everything.",
      "P: We have a spreadsheet, and it works.",
      "L: I understand, but spreadsheets are really outdated these days.",
      "P: We run 42 trucks on it.",
      "L: Our clients save thirty percent, you would be crazy to refuse.",
      "P: You don't know a single number of mine.",
      "L: I'll just email you a brochure then, bye.",
      "P: Goodbye.",
    ],
  },
};
