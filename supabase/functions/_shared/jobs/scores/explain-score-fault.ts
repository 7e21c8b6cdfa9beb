const AGAIN = "then: npm run admin -- delivery retry <site> --channel ags";

const WORDS: readonly (readonly [reason: RegExp, sentence: string])[] = [
  [
    /^score_refused_40[04]$|^score_refused_410$/,
    "The course has no such learner or no such column any more: the learner's next launch says where the score goes, and sends it.",
  ],
  [
    /^score_refused_/,
    `The platform forbids this tool the score: allow it grades (AGS, scope "score") there, ${AGAIN}`,
  ],
  [
    /^(?:line_items?_|scope_refused)/,
    `The platform gives this tool no column of the gradebook: make the activity a graded one there, ${AGAIN}`,
  ],
  [
    /^token_/,
    "The platform does not know this tool: compare client id, token address, audience and key set with what it shows.",
  ],
  [
    /^no_tool_key$/,
    "This service cannot sign: set LEARNER_TOKEN_KEY, or npm run admin -- lti rotate-keys.",
  ],
  [/^course_gone$/, "The platform was removed here, or the learner's data: nothing is left to do."],
  [
    /^score_conflict$/,
    "The platform holds a grade of a later time: it is tried again until that time is over.",
  ],
  [
    /^(?:timeout|unreachable|status_|host_unknown)/,
    "The platform is away: scores are kept and sent again for three days, " + AGAIN,
  ],
  [
    /^not_(?:public|https)$|^no_address$/,
    "The address of the gradebook does not lead to the open net.",
  ],
];

/** What an administrator can do about a score that does not arrive; empty where nothing is known. */
export function explainScoreFault(reason: string): string {
  return WORDS.find(([pattern]) => pattern.test(reason))?.[1] ?? "";
}
