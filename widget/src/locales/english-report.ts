import type { NotScoredReason } from "#contract/report.ts";

const reasons: Record<NotScoredReason, string> = {
  no_learner_turns: "We heard no words of yours, so there is nothing to score.",
  unobserved: "This call could not be followed by our server, so it is not scored.",
  transcript_incomplete: "Parts of the call did not reach us, so a score would not be fair.",
};

/** The English words of the report. */
export const englishReport = {
  title: "Your report",
  pending: "Your report is being written.",
  pendingLong:
    "We are comparing what was said with the goals of this practice. This can take a minute.",
  score: (total: string) => `${total} out of 100`,
  passMark: (mark: string) => `Pass mark ${mark}`,
  passed: "reached",
  notPassed: "not reached yet",
  notScoredTotal: "None of the criteria came up, so there is no score.",
  criteria: "Criterion by criterion",
  level: (level: string) => `${level} of 5`,
  levelNone: "did not come up",
  weight: (share: string) => `${share} of the score`,
  jump: (time: string) => `Show in the transcript, at ${time}`,
  tryWording: "Try:",
  strengths: "What worked",
  improvements: "Work on next",
  reported: "Not verified: this report rests on the copy of the call that your browser kept.",
  rehearsal: "Rehearsal: simple rules scored this call, not a trainer or a model.",
  transcript: "Transcript",
  you: "You",
  persona: "Customer",
  interrupted: "interrupted",
  unrecognized: "(words not understood)",
  tryAgain: "Try again",
  notScored: "No score for this call",
  failed: "Your report could not be written",
  failedHelp: "Nothing you said is lost. Ask for the report again.",
  askAgain: "Ask again",
  reasons,
};

/** The words of the report, in some language. */
export type ReportTexts = typeof englishReport;
