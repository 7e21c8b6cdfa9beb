import * as z from "zod";
import { LocaleTag, ScenarioId } from "../contract/identifiers.ts";
import {
  DeescalationPoint,
  HiddenFact,
  line,
  lines,
  Objection,
  Objective,
  PERSONA_VOICES,
  Mood,
  Resolution,
  Rubric,
  Step,
  TestObjective,
} from "./blocks.ts";
import { contentHash } from "./content-hash.ts";
import { findContradictions } from "./contradictions.ts";
import { Rehearsal } from "./rehearsal.ts";
import { Variables } from "./variables.ts";
import { Records } from "./records.ts";

const Difficulty = z.enum(["easy", "standard", "hard"]);
const Opens = z
  .enum(["persona", "learner"])
  .describe("Who speaks first once the call is answered: on the telephone, whoever picks up.");
const Tags = z.array(z.string().trim().min(1).max(30)).max(8).describe("For search and filters.");
const Objectives = z.array(Objective).min(1).max(4).describe("Shown to the learner.");
const Situation = line("What the learner knows before the call, in the second person.", 900);
const PersonaName = line("Name as the learner sees it.", 60);
const PersonaRole = line("Job and manner in a few words, as the learner sees them.", 80);

const profileFields = {
  voice: z.enum(PERSONA_VOICES).describe("OpenAI voice; marin and cedar sound most natural."),
  identity: line("Who the persona is: history, work, what matters to them; third person.", 900),
  temperament: line("How the persona behaves on the telephone; behaviour, not adjectives.", 500),
  speechHabits: lines("How the persona talks: length, rhythm, pet phrases, form of address."),
  sampleLines: z
    .array(
      z.strictObject({
        mood: line("The mood of the moment.", 60),
        text: line("What the persona would say, in the scenario's language."),
      }),
    )
    .min(3)
    .max(8)
    .describe("Lines that set the tone, in different moods."),
  knowledgeLimits: lines("What the persona does not know or has never heard of."),
};

const privateFields = {
  context: lines("What happened before the call: stakes, budget, deadline, who decides."),
  facts: lines("Facts that the persona gives when asked; beyond them it does not know."),
  hiddenFacts: z.array(HiddenFact).min(1).max(8),
  phases: z.array(Mood).min(3).max(5).describe("In the order in which they usually come."),
  objections: z.array(Objection).min(1).max(6),
  escalationTriggers: lines("What a learner may say that makes things worse; never a tone."),
  deescalationPoints: z.array(DeescalationPoint).min(1).max(6),
  resolution: Resolution,
  constraints: lines("Limits of this persona, besides those that every persona keeps."),
  steps: z.array(Step).min(2).max(8).describe("Stations of a good talk, in order.").optional(),
  testObjectives: z
    .array(TestObjective)
    .min(1)
    .max(8)
    .describe("What this attempt must demonstrate; every criterion belongs to one.")
    .optional(),
  world: Records.optional(),
  rubric: Rubric,
  variables: Variables,
};

/** A scenario as its author writes it: one YAML file. Everything is in it, the rehearsal script too. */
export const Scenario = z
  .strictObject({
    id: ScenarioId,
    title: line("What the learner sees in lists.", 80),
    language: LocaleTag,
    difficulty: Difficulty,
    durationSeconds: z.int().min(60).max(1_800).describe("The longest call, in seconds."),
    tags: Tags,
    brief: z
      .strictObject({ situation: Situation, objectives: Objectives, opens: Opens })
      .describe("Public: shown to the learner before and during the call."),
    persona: z.strictObject({ name: PersonaName, role: PersonaRole, ...profileFields }),
    openingLine: line("What the persona says first; required when it opens the call.").optional(),
    ...privateFields,
    rehearsal: Rehearsal,
  })
  .superRefine((scenario, refinement) => {
    for (const { path, message } of findContradictions(scenario))
      refinement.addIssue({ code: "custom", path, message, input: scenario });
  });
export type Scenario = z.infer<typeof Scenario>;

/** The part of a published scenario that any learner may see. */
export const PublicPart = z.strictObject({
  situation: Situation,
  persona: z.strictObject({ name: PersonaName, role: PersonaRole }),
  objectives: Objectives,
  opens: Opens,
  tags: Tags,
});
export type PublicPart = z.infer<typeof PublicPart>;

/** The part of a published scenario that never leaves the server as such. */
export const PrivatePart = z.strictObject({
  persona: z.strictObject(profileFields),
  /** Null where the learner opens the call. */
  openingLine: z.string().nullable(),
  ...privateFields,
});
export type PrivatePart = z.infer<typeof PrivatePart>;

/** A scenario as the database keeps it. Its version is `contentHash`; the rehearsal is not in it. */
export const PublishedScenario = z.strictObject({
  id: ScenarioId,
  title: z.string(),
  language: LocaleTag,
  difficulty: Difficulty,
  durationSeconds: z.int(),
  /** SHA-256 in hexadecimal of the canonical JSON of all other fields. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  public: PublicPart,
  private: PrivatePart,
});
export type PublishedScenario = z.infer<typeof PublishedScenario>;

/** Splits a scenario into its public and private part and names its version by content hash. */
export async function toPublishedScenario(scenario: Scenario): Promise<PublishedScenario> {
  const { brief, persona, openingLine, rehearsal: _rehearsal, ...rest } = scenario;
  const { id, title, language, difficulty, durationSeconds, tags, ...privateRest } = rest;
  const { name, role, ...profile } = persona;
  const content = {
    id,
    title,
    language,
    difficulty,
    durationSeconds,
    public: {
      situation: brief.situation,
      persona: { name, role },
      objectives: brief.objectives,
      opens: brief.opens,
      tags,
    },
    private: { persona: profile, openingLine: openingLine ?? null, ...privateRest },
  };
  return { ...content, contentHash: await contentHash(content) };
}
