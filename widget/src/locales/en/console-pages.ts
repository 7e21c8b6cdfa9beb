import type { Badge } from "#contract/console/agreement.ts";
import type { AssignmentState } from "#contract/console/assignments.ts";
import type { DisputeCode } from "#contract/console/disputes.ts";

/** The words of the lists and of the pages behind them, in English. */
export const englishPages = {
  // Scenarios
  learners: "Learners",
  mean: "Mean",
  passRate: "Passed",
  noScenarios: "No scenario has an official attempt yet.",
  suppressed:
    "– stands where fewer than five learners would be told of, so that nobody can be made out.",

  // Criteria
  chooseScenario: "Choose a scenario to see its criteria.",
  heatCaption: (scenario: string, learners: string) =>
    `“${scenario}”: level of ${learners} learners at each criterion, from the first official attempt to the latest; 0 is lowest, 5 highest.`,
  heatMean: "Mean of the latest levels",
  meanOf: (mean: string, low: string, high: string, n: string) =>
    `${mean} (${low} to ${high}, n = ${n})`,
  heatNote: "Who was very low or very high at first tends to the middle the next time by itself.",
  noHeat: "Nobody has a level here yet.",

  // Agreement
  agreementIntro:
    "How near the machine's levels come to those that people gave without having seen them.",
  criterion: "Criterion",
  kappa: "Weighted κ",
  pairs: "Pairs",
  exact: "Same level",
  adjacent: "One apart at most",
  mae: "Mean distance",
  difference: "Machine less person",
  badge: "Who decides",
  badges: {
    human_only: "people only",
    sampled: "samples are checked",
    automatic: "figures stand",
  } satisfies Record<Badge, string>,
  tooFew: "too few",
  kappaOf: (kappa: string, low: string, high: string) => `${kappa} (${low} to ${high})`,
  pooled: "All criteria together",
  agreementHelp: (least: string) =>
    `1 is perfect agreement, 0 is chance; in 19 of 20 cases the true value lies in the interval. Below ${least} pairs nothing is told.`,
  scorers: "What scored",
  scorer: (model: string, prompt: string, rubric: string, pairs: string) =>
    `${model}, prompt ${prompt}, rubric ${rubric}: ${pairs} pairs`,
  mixed: "Figures of several scorers lie together: nobody may rely on them until one is chosen.",
  upheld: "Disputes upheld",
  upheldOf: (upheld: string, answered: string) => `${upheld} of ${answered}`,
  noAgreement: "No attempt was reviewed blind yet.",

  // Assignments
  due: "Due",
  dueIn: (when: string, zone: string) => `${when} (${zone})`,
  tries: "Attempts",
  passMark: "Pass mark",
  states: {
    not_started: "not started",
    in_progress: "in progress",
    passed: "passed",
    not_passed: "not passed",
    overdue: "overdue",
  } satisfies Record<AssignmentState, string>,
  stateOf: (count: string, state: string) => `${count} ${state}`,
  standing: "Where they stand",
  state: "State",
  noAssignments: "Nothing is assigned yet.",
  newAssignment: "New assignment",
  changeAssignment: "Change",
  removeAssignment: "Delete",
  removeSure: "Delete this assignment? Attempts that were made stay.",
  assigned: "The assignment is saved.",
  removed: "The assignment is deleted.",
  zone: "Time zone of the deadline",
  unlimited: "no limit",
  ownMark: "of the scenario",
  attemptsUsed: "Made",
  extra: "Extra",
  extraOf: (days: string, attempts: string) => `${days} days, ${attempts} attempts`,
  extraFor: (name: string) => `Extra time for ${name}`,
  extraDays: "Days after the deadline",
  extraAttempts: "Attempts in addition",
  extraSaved: "The extra time is saved.",
  noCohorts: "There is no cohort yet. Your server sends its roster.",

  // Passes
  rule: "Rule",
  ruleOf: (total: string, mark: string) => `${total}, mark ${mark}`,
  decidedBy: {
    human: "by a person's levels",
    automatic: "by the machine's levels",
  },
  by: "Confirmed by",
  since: "Since",
  expires: "Last day",
  never: "does not run out",
  passStates: { valid: "valid", expired: "expired", revoked: "revoked" },
  revoke: "Revoke",
  revokeHelp: "The pass stays on the list, with your name and your reason.",
  revokeReason: "Reason",
  revoked: "The pass is revoked.",
  noPasses: "No pass was confirmed yet. A pass takes a person's name.",

  // Disputes
  contests: "Contests",
  words: "In their words",
  waiting: "Waits",
  days: (days: string) => (days === "1" ? "1 day" : `${days} days`),
  codes: {
    misheard: "misheard",
    quote_wrong: "wrong quote",
    level_wrong: "wrong level",
    rule_wrong: "wrong rule",
    technical: "technical trouble",
    other: "something else",
  } satisfies Record<DisputeCode, string>,
  answer: "Answer",
  answerText: "Your answer. The learner reads it.",
  decision: "Decision",
  uphold: "The learner is right",
  keep: "It stays as it is",
  answered: "The answer is sent.",
  upheldBy: (name: string) => `upheld by ${name}`,
  keptBy: (name: string) => `kept by ${name}`,
  otherPerson: "somebody else answers",
  noDisputes: "No learner contests anything.",

  // Audit
  who: "Who",
  what: "What",
  whom: "Whom or what",
  noAudit: "Nothing was looked at or changed yet.",

  // Forms
  cancel: "Cancel",
  save: "Save",
  refused: "This was not saved. Check the fields, and try again.",
  conflict: "This was not saved: it has changed meanwhile, or the rules do not allow it.",
};
