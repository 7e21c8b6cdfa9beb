import type { ReasonKind } from "#contract/console/learners.ts";
import type { Role } from "#contract/console/member.ts";
import type { ViewName } from "../../domain/console/route.ts";
import type { ConsoleErrorCode } from "../../domain/console/console-error.ts";

/** One word for one thing, many for more; English has no other forms. */
const count = (number: string, one: string, many: string): string =>
  `${number} ${number === "1" ? one : many}`;

/** The words of the console's frame and of its lists, in English. */
export const englishConsole = {
  direction: "ltr" as "ltr" | "rtl",
  title: "Coaching",
  loading: "One moment…",
  views: {
    overview: "Who needs help",
    learners: "Learners",
    attempts: "Attempts",
    scenarios: "Scenarios",
    assignments: "Assignments",
    "heat-map": "Criteria",
    agreement: "Agreement",
    passes: "Passes",
    disputes: "Disputes",
    audit: "Audit",
  } satisfies Record<ViewName, string>,
  navigation: "Views",
  signedInAs: (name: string, place: string) => `${name} · ${place}`,
  signOut: "Sign out",
  signIn: "Sign in again",
  signedOut: "You are signed out",
  signedOutHelp: "Sign in again, or open this page anew from where you came.",
  notSetUp: "This console is not set up",
  attributeMissing: (name: string) => `The page must set “${name}” on <maka-coach-console>.`,
  errors: {
    signed_out: ["You are signed out", "Sign in again, or reload the page."],
    forbidden: [
      "This is not for you to see",
      "Ask whoever runs the service for the role that it takes.",
    ],
    not_found: ["There is nothing here", "It was removed, or it is outside of what you coach."],
    conflict: ["Somebody was faster", "What you see has changed. Load it again."],
    request_invalid: ["This cannot be shown so", "Clear the filters, and try again."],
    limit_reached: ["Too many requests", "Wait a minute, and try again."],
    unreachable: ["The server cannot be reached", "Check your connection, and try again."],
  } satisfies Record<ConsoleErrorCode, readonly [string, string]>,
  reference: (id: string) => `Reference: ${id}`,
  tryAgain: "Try again",
  roles: {
    coach: "coach",
    reviewer: "reviewer",
    author: "author",
    auditor: "auditor",
    admin: "administrator",
  } satisfies Record<Role, string>,

  // Filters
  filters: "Filters",
  search: "Search",
  learner: "Learner",
  cohort: "Cohort",
  scenario: "Scenario",
  site: "Site",
  language: "Language",
  from: "From",
  until: "Until",
  outcome: "Outcome",
  outcomes: { passed: "passed", not_passed: "not passed", not_scored: "not scored" },
  review: "Review",
  reviewStates: { waiting: "waiting", advised: "advised", done: "done" },
  all: "all",
  clearFilters: "Clear filters",
  zone: "Time zone",
  zoneNote: (zone: string) => `Days and times in ${zone}`,
  savedViews: "Saved views",
  saveView: "Save this view",
  viewName: "Name of the view",
  save: "Save",
  cancel: "Cancel",
  removeView: (name: string) => `Remove “${name}”`,
  viewSaved: (name: string) => `Saved as “${name}”.`,
  copyLink: "Copy link",
  linkCopied: "The link is copied.",
  download: "CSV",
  downloadHelp: "Saves the rows and columns that are on screen.",
  downloaded: (rows: string) => `${count(rows, "row", "rows")} saved.`,

  // Lists
  pages: "Pages",
  firstPage: "First page",
  nextPage: "Next page",
  shown: (rows: string, total: string) =>
    rows === total ? count(total, "row", "rows") : `${rows} of ${total} on this page`,
  nothingFound: "Nothing fits these filters.",
  nothingFoundHelp: "There may be more without them.",
  noAttempts: "No official attempt yet. Practice is private, and never listed here.",
  noLearners: "Nobody has made an official attempt yet.",
  attempt: "Attempt",
  when: "When",
  duration: "Duration",
  score: "Score",
  lastPractice: "Last attempt",
  firstToLatest: "First → latest",
  fromTo: (first: string, latest: string) => `${first} → ${latest}`,
  passedScenarios: "Scenarios passed",
  needsHelpShort: "Needs help",
  scorePassed: (total: string) => `${total}, passed`,
  scoreNotPassed: (total: string) => `${total}, not passed`,
  notScored: "not scored",
  withheld: "after your review",
  reviewedByMe: "by you",
  reviewed: "done",
  reviewAdvised: "advised",
  reviewWaiting: "waiting",

  // Who needs help
  needsHelp: (people: string) =>
    people === "1" ? "1 learner needs help" : `${people} learners need help`,
  nobodyNeedsHelp: "Nobody right now. This list fills by itself.",
  countLearners: "Learners",
  countAttempts: "Attempts",
  countPassed: "Passed",
  countWaiting: "Waiting for a review",
  countOverdue: "Overdue",
  openLatest: "Latest attempt",
  reasonFailed: (scenario: string, times: string) =>
    `Did not pass “${scenario}” ${times} times in a row`,
  reasonCriterion: (criterion: string, times: string) =>
    `“${criterion}” at 2 or below ${times} times`,
  reasonOverdue: (scenario: string, since: string) => `“${scenario}” was due on ${since}`,
  reasonStalled: (scenario: string, since: string) =>
    `“${scenario}” not passed, and no attempt since ${since}`,
  reasonShort: {
    failed_twice: "did not pass, repeatedly",
    criterion_low: "one criterion stays low",
    overdue: "overdue",
    stalled: "no attempt lately",
  } satisfies Record<ReasonKind, string>,

  // Keyboard
  keys: "Keyboard",
  keysHelp: "These keys work while the focus is inside the console, and not while you type.",
  keysOn: "Use these keys",
  keyNames: {
    help: "Show this list",
    search: "Go to the filters",
    next: "Next criterion or row",
    previous: "Previous criterion or row",
    notApplicable: "Criterion does not apply",
    comment: "Comment on the turn",
  },
  keyLevels: "0 to 5: level of the criterion",
  keyEnter: "Enter: commit the review, or open the row",
  close: "Close",
};

/** The words of the console's frame and of its lists. */
export type ConsoleTexts = typeof englishConsole;
