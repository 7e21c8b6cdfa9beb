const ADL = "http://adlnet.gov/expapi";
const PROFILE = "urn:maka-voice-coach:xapi";

/** Which version of the profile statements say they follow. */
export const PROFILE_VERSION = `${PROFILE}:1.0`;

/** The verbs of our statements, and no other; all of them are ADL's. */
export const VERBS = {
  initialized: `${ADL}/verbs/initialized`,
  completed: `${ADL}/verbs/completed`,
  passed: `${ADL}/verbs/passed`,
  failed: `${ADL}/verbs/failed`,
  scored: `${ADL}/verbs/scored`,
  voided: `${ADL}/verbs/voided`,
} as const;
export type VerbName = keyof typeof VERBS;

/** What our statements are about. */
export const ACTIVITY_TYPES = {
  practice: `${ADL}/activities/simulation`,
  course: `${ADL}/activities/course`,
  objective: `${ADL}/activities/objective`,
  criterion: `${PROFILE}:criterion`,
} as const;

/** What our statements say that xAPI has no field for. */
export const EXTENSIONS = {
  passMark: `${PROFILE}:pass-mark`,
  attempt: `${PROFILE}:attempt`,
  evidence: `${PROFILE}:evidence`,
  reviewAdvised: `${PROFILE}:review-advised`,
  rehearsal: `${PROFILE}:rehearsal`,
} as const;

interface Meaning {
  readonly id: string;
  readonly name: string;
  readonly meaning: string;
  readonly schema: object;
}

const RESULT_EXTENSIONS: readonly Meaning[] = [
  {
    ...{
      id: EXTENSIONS.passMark,
      name: "pass mark",
      meaning: "The score from which on one passes.",
    },
    schema: { type: "number", minimum: 0, maximum: 100 },
  },
];

const CONTEXT_EXTENSIONS: readonly Meaning[] = [
  {
    ...{ id: EXTENSIONS.attempt, name: "attempt" },
    meaning: "Which of the learner's attempts at the scenario it was.",
    schema: { type: "integer", minimum: 1 },
  },
  {
    ...{ id: EXTENSIONS.evidence, name: "evidence" },
    meaning:
      "What the server saw of the talk: all of it, not all, that the page meddled, or nothing.",
    schema: { enum: ["complete", "incomplete", "tampered", "none"] },
  },
  {
    ...{ id: EXTENSIONS.reviewAdvised, name: "review advised" },
    meaning: "A person should look at the score.",
    schema: { type: "boolean" },
  },
  {
    ...{ id: EXTENSIONS.rehearsal, name: "rehearsal" },
    meaning: "Rules of a stand-in scored, not a model.",
    schema: { type: "boolean" },
  },
];

const TEMPLATES: readonly (readonly [VerbName, keyof typeof ACTIVITY_TYPES, string])[] = [
  ["initialized", "practice", "A learner began to practise."],
  ["completed", "practice", "The practice is over, and scored."],
  ["passed", "practice", "The score reaches the scenario's pass mark."],
  ["failed", "practice", "The score does not reach the scenario's pass mark."],
  ["scored", "practice", "The score of a practice whose scenario has no pass mark."],
  ["scored", "criterion", "The level of a criterion, 0 to 5."],
  ["scored", "objective", "Whether an objective was reached, 0 or 1."],
];

/** The profile in the form of ADL's profile specification, as `docs/xapi-profile.jsonld` holds it. */
export function toProfile(): object {
  const inScheme = PROFILE_VERSION;
  const concept = (type: string) => (each: Meaning) => ({
    ...{ id: each.id, type, inScheme },
    ...{ prefLabel: { en: each.name }, definition: { en: each.meaning } },
    inlineSchema: JSON.stringify(each.schema),
  });
  return {
    "@context": "https://w3id.org/xapi/profiles/context",
    ...{ id: PROFILE, type: "Profile", conformsTo: "https://w3id.org/xapi/profiles#1.0" },
    prefLabel: { en: "Maka voice coach" },
    definition: { en: "What comes of a spoken practice with a simulated customer." },
    versions: [{ id: PROFILE_VERSION, generatedAtTime: "2026-12-01T00:00:00Z" }],
    author: { type: "Organization", name: "Maka voice coach" },
    concepts: [
      {
        ...{ id: ACTIVITY_TYPES.criterion, type: "ActivityType", inScheme },
        prefLabel: { en: "criterion" },
        definition: { en: "One line of the rubric that a practice is scored by." },
      },
      ...RESULT_EXTENSIONS.map(concept("ResultExtension")),
      ...CONTEXT_EXTENSIONS.map(concept("ContextExtension")),
    ],
    templates: TEMPLATES.map(([verb, type, meaning]) => ({
      ...{ id: `${PROFILE}:${verb}-${type}`, type: "StatementTemplate", inScheme },
      ...{ prefLabel: { en: `${verb} ${type}` }, definition: { en: meaning } },
      ...{ verb: VERBS[verb], objectActivityType: ACTIVITY_TYPES[type] },
      rules: [
        { location: "$.context.registration", presence: "included" },
        { location: "$.actor.account.name", presence: "included" },
        ...(verb === "initialized" || verb === "completed"
          ? []
          : [{ location: "$.result.score.scaled", presence: "included" }]),
      ],
    })),
  };
}
