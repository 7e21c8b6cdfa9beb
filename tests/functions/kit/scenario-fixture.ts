import type {
  PrivatePart,
  PublicPart,
} from "../../../supabase/functions/_shared/scenario/schema.ts";
import type { StoredScenario } from "../../../supabase/functions/_shared/store/scenarios.ts";

/** Words that stand in the private part alone, so that a test can look for them where they must not be. */
export const PRIVATE_WORDS = "private-words-of-the-rubric";

const anchors = Array.from(
  { length: 6 },
  (_, level) => `${PRIVATE_WORDS} anchor of level ${level}`,
);

function criterion(id: string, weight: number): PrivatePart["rubric"]["criteria"][number] {
  return {
    id,
    title: `Criterion ${id}`,
    weight,
    anchors,
    examples: ["How many visitors do you have?", "What would you like it to do?"],
    objectives: ["needs"],
  };
}

const phase = (id: string, fromSeconds: number): PrivatePart["phases"][number] => ({
  id,
  mood: "curt",
  intensity: 5,
  window: { fromSeconds, toSeconds: fromSeconds + 120 },
  says: "Short answers.",
  withholds: "The budget.",
  entersWhen: "The call begins.",
  leavesWhen: "A need is named.",
});

const shown: PublicPart = {
  situation: "You call a bakery.",
  persona: { name: "Sylvie Martin", role: "baker, in a hurry" },
  objectives: [{ id: "needs", text: "Find out what is needed" }],
  opens: "persona",
  tags: [],
};

const hidden: PrivatePart = {
  persona: {
    voice: "marin",
    identity: "Runs a bakery with her husband.",
    temperament: "Interrupts when it takes long.",
    speechHabits: ["Short sentences."],
    sampleLines: [
      { mood: "hurried", text: "Oui, allô ?" },
      { mood: "curious", text: "Ah bon ?" },
      { mood: "warm", text: "Dites-moi." },
    ],
    knowledgeLimits: ["What hosting is."],
  },
  openingLine: "Boulangerie Martin, bonjour !",
  context: ["A neighbour has a new site."],
  facts: ["Opens at six."],
  hiddenFacts: [{ id: "budget", fact: "Has 1,500 euros.", unlockedBy: "Asks what it may cost." }],
  phases: [phase("guarded", 0), phase("listening", 60), phase("deciding", 120)],
  objections: [
    {
      id: "price",
      variants: ["C'est trop cher."],
      concern: "Money is short.",
      raisedWhen: "A price is named.",
      softenedBy: ["Asks what it is compared with."],
      settledBy: "Shows what it brings in a month.",
    },
  ],
  escalationTriggers: ["Repeats the script."],
  deescalationPoints: [{ act: "Names the problem.", effect: "Listens.", once: true }],
  resolution: {
    success: ["A meeting is set.", "An offer is asked for."],
    partial: ["May call again."],
    failed: ["Three unhelpful answers."],
  },
  constraints: ["No discount is ever asked for."],
  rubric: {
    passMark: 60,
    criteria: [criterion("needs", 60), criterion("close", 40)],
    mustNotDo: [],
  },
  variables: { city: { about: "Where the bakery is.", default: "Lyon", maxLength: 40 } },
};

/** A small whole scenario as the database hands it out. */
export const STORED_SCENARIO: StoredScenario = {
  id: "bakery-fr",
  version: "a".repeat(64),
  title: "Un site pour la boulangerie",
  language: "fr-FR",
  public: shown,
  private: hidden,
};
