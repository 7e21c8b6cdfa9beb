import type { Delivery } from "#contract/delivery.ts";
import type { AttemptSummary } from "#contract/learner-record.ts";
import type { NotScoredReason } from "#contract/report.ts";

/** A figure of delivery. */
export type FigureName = keyof Delivery;

const reasons: Record<NotScoredReason, string> = {
  no_learner_turns:
    "We heard no words of yours, so there is nothing to score. Try again when you are ready.",
  too_short: "The call was under ten seconds, so it does not count and is not scored.",
  persona_silent:
    "The customer did not say a word in this call, so there is no score. Where the service failed, it costs you no practice time.",
  unobserved: "Our server could not follow this call, so it is not scored. What was said is below.",
  transcript_incomplete:
    "Parts of the call did not reach us, so a score would not be fair. What we have is below.",
  tampered:
    "The settings of this call were changed from your page, so we ended it and it is not scored.",
};

/** How the practice helped, from the lowest of five to the highest. */
const stars: readonly string[] = [
  "Not helpful",
  "Hardly helpful",
  "Partly helpful",
  "Helpful",
  "Very helpful",
];

/** Each figure of delivery: its name, and how it is measured with what is usual where that is known. */
const figures: Record<FigureName, readonly [name: string, about: string]> = {
  talkShare: [
    "You spoke",
    "Your seconds of speech out of those of both sides, without pauses. The average of 25,537 sales calls was 43%.",
  ],
  wordsPerMinute: [
    "Your pace",
    "Median of your turns of eight words or more. About 175 is usual in interviews.",
  ],
  longestMonologueSeconds: [
    "Longest speech",
    "The longest time you spoke before the customer did; a short “mm-hm” does not count.",
  ],
  questions: [
    "Your questions",
    "Your turns that ask. An open one invites the customer to tell more. 11 to 14 are usual in a sales call.",
  ],
  responseSeconds: [
    "Time before you answer",
    "Median, from the customer’s last word to your first.",
  ],
  interruptions: ["Talked over", "Speech over the other side’s for half a second or more."],
  fillers: ["Hesitations", "Sounds such as “um”. Fewer than 4 in 100 words are usual."],
  silenceSeconds: ["Silence", "Time in which nobody spoke, between the first word and the last."],
  speakerChangesPerMinute: [
    "Changes of speaker per minute",
    "How often one side took over from the other.",
  ],
};

/** Where an attempt stands that has no total. */
const statuses: Record<AttemptSummary["status"], string> = {
  live: "still running",
  pending: "being scored",
  scored: "no total",
  not_scored: "not scored",
  failed: "report failed",
};

const popOut = {
  open: "Open in its own window",
  help: "In a window of its own the practice can use the microphone. The report comes back here.",
  opened: "The practice is open in its own window. Its report will appear here.",
  again: "Open the window again",
  blocked: "Your browser did not open the window. Allow windows for this page, then try again.",
  over: "The practice in the other window is over.",
  noReport: "The practice in the other window ended without a report.",
};

/** The English words of the report, and of a practice in a window of its own. */
export const englishReport = {
  title: "Your report",
  pending: "We are writing your report. You can read the call again meanwhile.",
  pendingLong:
    "Still writing: we compare your words with each goal of this practice. This can take a minute.",
  ready: "Your report is ready.",
  score: (total: string, highest: string) => `${total} out of ${highest}`,
  passed: (mark: string) => `Pass mark ${mark}: reached`,
  markReached: "You reached the pass mark",
  notYet: "Not yet",
  notPassed: (mark: string, missing: string) => `Pass mark ${mark}: ${missing} short`,
  change: (points: string, sign: number): string =>
    sign === 0 ? "The same as last time" : `${points} ${sign > 0 ? "more" : "less"} than last time`,
  oneThing: "One thing for next time",
  oneLevel: "One level more here, and you pass",
  practiseThis: "Practise this",
  wholeCall: "Whole call again",
  youSaid: "You said",
  exactWords: "Your exact words",
  rehearsalScore: "Rehearsal score",
  yourCall: (time: string) => `Your call, ${time}`,
  openness: (name: string) => `How open ${name} was`,
  doubts: (name: string, settled: string, all: string) =>
    `${name}’s doubts: ${settled} of ${all} settled`,
  whoSpoke: (name: string) => `Who spoke: ${name} above, you below`,
  aims: (reached: string, all: string) => `Your aims: ${reached} of ${all} reached`,
  settledAt: (time: string) => `settled at ${time}`,
  stayedOpen: "stayed open",
  ofTalk: (percent: string) => `${percent} of the talk`,
  open: "Open",
  openFailed: "That report could not be opened.",
  backToThis: "Back to this call",
  noTotal: "None of the criteria came up or could be shown, so there is no total this time.",
  criteria: "What was scored",
  level: (level: string, highest: string) => `${level} of ${highest}`,
  levelNone: "not scored",
  levelNoneHelp:
    "This did not come up, or your words could not show it. It does not count in your score.",
  jump: (time: string) => `Show in the transcript, at ${time}`,
  tryWording: "Try",
  strengths: "What worked",
  reported: "Not verified: this report is made from this browser’s copy of the call.",
  rehearsal: "Rehearsal: a stand-in scored this call by simple rules.",
  transcript: "Every word",
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
  print: "Print",
  reasons,
  between: (low: string, high: string) =>
    `Between ${low} and ${high}: two scorings differ, so a person should look at it.`,
  review: "A person should look at this score before it counts.",
  breaches: "What must not be said",
  breachesHelp: "This keeps the score below the pass mark.",
  objectives: "What you aimed for",
  reached: "reached",
  notReached: "not reached",
  delivery: "How you spoke",
  deliveryNote: "These figures only describe the call. They do not change your score.",
  measured: "More figures",
  pace: (count: string) => `${count} words/min`,
  questions: (open: string, closed: string) => `${open} open, ${closed} closed`,
  talkedOver: (you: string, customer: string) => `you ${you}, customer ${customer}`,
  fillers: (count: string, share: string) => `${count} (${share} in 100 words)`,
  figures,
  facts: "What was noted",
  factsHelp: "With your consent, for the customer’s record.",
  contacts: "Contacts",
  commitments: "Agreed",
  attempts: "Your attempts",
  attemptsLoading: "Your earlier attempts are on their way…",
  attemptsFailed: "Your earlier attempts could not be loaded.",
  loadAgain: "Load again",
  thisCall: "This call",
  statuses,
  ratingAsk: "Did this practice help you?",
  stars,
  comment: "Comment (optional)",
  sendComment: "Send comment",
  ratingSaving: "Saving…",
  ratingSaved: "Saved, thank you. You can still change it.",
  ratingFailed: "Your answer could not be saved.",
  saveAgain: "Save again",
  popOut,
};

/** The words of the report, in some language. */
export type ReportTexts = typeof englishReport;
