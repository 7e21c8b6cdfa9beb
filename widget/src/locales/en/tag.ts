/** The English words of the tag before a call; the source that every other language follows. */
export const englishTag = {
  direction: "ltr",
  launcher: "Practise a call",
  close: "Close",
  loading: "Getting ready…",
  aimFor: "What you aim for",
  focus: (note: string) => `This time: ${note}`,
  focusHelp: "From your last report. The rest of the call stays the same.",
  thisCall: "This call",
  upTo: (time: string) => `up to ${time}`,
  spokenIn: (language: string) => `in ${language}`,
  attempts: "Your attempts",
  attemptsMade: (made: string, left: string) => `${made} made${left && `, ${left} left`}`,
  best: (total: string) => `best score so far: ${total}`,
  practiceTime: "Practice time",
  forAllCalls: "for all your calls",
  call: (name: string) => `Call ${name}`,
  writeTo: (name: string) => `Write to ${name}`,
  ratherType: "I would rather type",
  attemptsUsed: "You have used all your attempts.",
  tryAgain: "Try again",
  rehearsal: (name: string) =>
    `Rehearsal: no AI is connected here. A script plays ${name} and scores by simple rules.`,
  rehearsalHearing:
    "English is heard by a small model on this machine; it errs about one word in twenty.",
  notSetUp: "This practice is not set up on this page",
  notSetUpHelp: "Please tell the person who runs this course.",
  attributeMissing: (name: string) => `The tag lacks the attribute “${name}”.`,
  switchedOff: "Practice is switched off here for now",
  limitUntil: (time: string) => `Your practice time is used up. It starts again ${time}.`,
  limitReached: "The practice time is used up for now",
  limitReachedHelp: "Please come back later.",
  signedOut: "You are signed out",
  signedOutHelp: "Reload the page.",
  unreachable: "We cannot reach the practice",
  unreachableHelp: "Check your connection, then try again.",
};

/** The words of the tag before a call, in some language. */
export type TagTexts = typeof englishTag;
