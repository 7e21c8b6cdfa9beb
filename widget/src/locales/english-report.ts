import type { NotScoredReason } from "#contract/report.ts";

const reasons: Record<NotScoredReason, string> = {
  no_learner_turns:
    "We heard no words of yours, so there is nothing to score. Try again when you are ready.",
  unobserved: "Our server could not follow this call, so it is not scored. What was said is below.",
  transcript_incomplete:
    "Parts of the call did not reach us, so a score would not be fair. What we have is below.",
  tampered:
    "The settings of this call were changed from your page, so we ended it and it is not scored.",
};

/** The English words of the report. */
export const englishReport = {
  title: "Your report",
  pending: "We are writing your report. You can read the call again meanwhile.",
  pendingLong:
    "Still writing: we compare your words with each goal of this practice. This can take a minute.",
  ready: "Your report is ready.",
  score: (total: string, highest: string) => `${total} out of ${highest}`,
  passed: (mark: string) => `Pass mark ${mark}: reached`,
  notPassed: (mark: string) => `Pass mark ${mark}: not reached yet`,
  noTotal: "None of the criteria came up or could be shown, so there is no total this time.",
  improvements: (count: number): string =>
    count === 1
      ? "One thing to work on next"
      : count === 2
        ? "Two things to work on next"
        : "To work on next",
  criteria: "How the call went",
  level: (level: string, highest: string) => `${level} of ${highest}`,
  levelNone: "not scored",
  levelNoneHelp:
    "This did not come up, or your words could not show it. It does not count in your score.",
  jump: (time: string) => `Show in the transcript, at ${time}`,
  tryWording: "Try:",
  strengths: "What worked",
  reported: "Not verified: this report is made from this browser’s copy of the call.",
  rehearsal: "Rehearsal: a stand-in scored this call by simple rules.",
  transcript: "Transcript",
  noTurns: "Nothing was said in this call.",
  you: "You",
  persona: "Customer",
  interrupted: "interrupted",
  unrecognized: "(words not understood)",
  backToReport: "Back to the report",
  tryAgain: "Try again",
  notScored: "No score for this call",
  failed: "Your report could not be written",
  failedHelp: "Nothing you said is lost: it is below. Ask for the report again.",
  askAgain: "Ask again",
  saveAs: "Save as",
  plainText: "Text",
  reasons,
};

/** The words of the report, in some language. */
export type ReportTexts = typeof englishReport;
