/** The English words of the tag before a call; the source that every other language follows. */
export const englishTag = {
  direction: "ltr",
  launcher: "Practise a call",
  close: "Close",
  loading: "Getting ready…",
  aimFor: "Aim for",
  start: "Start practice",
  attempt: (number: string, of: string) => `attempt ${number}${of && ` of ${of}`}`,
  best: (total: string) => `best ${total}`,
  left: (time: string) => `${time} left`,
  attemptsUsed: "You have used all your attempts.",
  tryAgain: "Try again",
  rehearsal: "Rehearsal: a stand-in plays the customer and scores by simple rules.",
  notSetUp: "This practice is not set up on this page",
  notSetUpHelp: "Please tell the person who runs this course.",
  attributeMissing: (name: string) => `The tag lacks the attribute “${name}”.`,
  switchedOff: "Practice is switched off here for now",
  limitUntil: (time: string) => `The practice time is used up until ${time}.`,
  limitReached: "The practice time is used up for now",
  limitReachedHelp: "Please come back later.",
  unreachable: "We cannot reach the practice",
  unreachableHelp: "Check your connection, then try again.",
};

/** The words of the tag before a call, in some language. */
export type TagTexts = typeof englishTag;
