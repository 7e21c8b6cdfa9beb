import type { GuardedFile } from "./mutant.ts";

const SHARED = "supabase/functions/_shared";
const TEXT_TEST = "tests/unit/scoring/text-guards.test.ts";

const SCORING: readonly GuardedFile[] = [
  {
    file: `${SHARED}/scoring/looks-like-name.ts`,
    tests: [TEXT_TEST],
    mutants: [
      {
        lets: "a page take small words out by calling them a name",
        piece: "FORM.test(name.trim()) &&",
      },
      {
        lets: "a page take a sentence out by calling it a name",
        piece: "words.length <= MAX_WORDS &&",
      },
      {
        lets: "a page take out what the rubric speaks of",
        piece: "&& !words.some((word) => judged.has(word))",
      },
      { lets: "the rubric's words in capitals", piece: "      .toLowerCase()\n" },
      { lets: "the rubric's words in another form", piece: '      .normalize("NFC")\n' },
    ],
  },
  {
    file: `${SHARED}/scoring/prepare-transcript.ts`,
    tests: [TEXT_TEST],
    mutants: [
      {
        lets: "a name be taken out as often as it stands",
        piece: "const isFirst = at !== taken;",
        replacement: "const isFirst = true;",
      },
      {
        lets: "one letter be a name",
        piece: "if (wanted.length < MIN_NAME_CHARACTERS) return [];",
      },
      {
        lets: "a name be a pattern",
        piece: '.replace(/[.*+?^${}()|[\\]\\\\]/gu, "\\\\$&")',
      },
      {
        lets: "a part of a word be a name",
        piece: "(?<![\\\\p{L}\\\\p{N}])${escaped}(?![\\\\p{L}\\\\p{N}])",
        replacement: "${escaped}",
      },
      {
        lets: "words that are aimed at the scorer be quoted for a level",
        piece: "findQuote(quote, scored.masked) === null ? null : proveAnyQuote(quote, scored)",
        replacement: "proveAnyQuote(quote, scored)",
      },
      {
        lets: "words that nobody said be quoted",
        piece: "return verifyQuote(restoreText(neutral, place.start, place.end), turn.text);",
        replacement: "return quote;",
      },
      {
        lets: "an order to the scorer stand in its second reading",
        piece: "masked: editText(neutral.text, masks).text,",
        replacement: "masked: neutral.text,",
      },
      {
        lets: "an order to the scorer go unreported",
        piece: "isAimed: spans.length > 0,",
        replacement: "isAimed: false,",
      },
      {
        lets: "the persona's side speak to the scorer",
        piece: '["learner", "persona"] as const',
        replacement: '["learner"] as const',
      },
    ],
  },
  {
    file: `${SHARED}/scoring/withhold-rubric.ts`,
    tests: [TEXT_TEST],
    mutants: [
      {
        lets: "the learner's own words be withheld",
        piece: ".filter((part) => !own.some((text) => text.includes(part)))",
      },
      { lets: "half of a quotation be shown", piece: "isQuoteOpen(open) || " },
      {
        lets: "half of a sentence be shown that quotes the rubric",
        piece: ' || goesOn(sentence, sentences[index + 1] ?? "")',
      },
      {
        lets: "what the rubric says be shown, joined of what is left",
        piece: 'return repeats(rest, parts) ? "" : rest;',
        replacement: "return rest;",
      },
      {
        lets: "common phrases be withheld",
        piece: ".filter((line) => countWords(line) >= MIN_PRIVATE_WORDS)",
      },
      {
        lets: "single sentences of the rubric",
        piece: ".flatMap((line) => [line, ...splitSentences(line).map(({ text }) => text)])",
      },
      {
        lets: "the rubric in other typography",
        piece: "stripEnd(normalizeText(text).text, /[.!?\\u2026]/u)",
        replacement: "text",
      },
      {
        lets: "the rubric under another end of sentence",
        piece: "stripEnd(normalizeText(text).text, /[.!?\\u2026]/u)",
        replacement: "normalizeText(text).text",
      },
      {
        lets: "a sentence whose quotation never ends be lost",
        piece: 'return open === "" ? statements : [...statements, open];',
        replacement: "return statements;",
      },
    ],
  },
  {
    file: `${SHARED}/contract/to-total.ts`,
    tests: ["tests/functions/scoring_test.ts"],
    mutants: [
      {
        lets: "a tenth of what counts be a practice passed",
        piece: "|| weights < all * LEAST_SHARE",
      },
      { lets: "a total of nothing", piece: "weights === 0 ||" },
      {
        lets: "what has no level count as nought",
        piece:
          "if (level === null) continue;\n    weights += weight;\n    points += weight * (level / HIGHEST_LEVEL);",
        replacement: "weights += weight;\n    points += weight * ((level ?? 0) / HIGHEST_LEVEL);",
      },
    ],
  },
];

const EDGES: readonly GuardedFile[] = [
  {
    file: `${SHARED}/runtime/http/cors.ts`,
    tests: ["tests/unit/runtime/cors.test.ts"],
    mutants: [
      { lets: "lists of headers of any length", piece: "asked.length <= MAX_CHARACTERS && " },
      { lets: "what is no name of a header", piece: " && FIELD_NAMES.test(asked)" },
      {
        lets: "a host's monitoring break every call",
        piece: "isSound ? asked : OWN_HEADERS",
        replacement: "OWN_HEADERS",
      },
      {
        lets: "the answer to one page be kept for another",
        piece: 'headers.append("vary", "Origin");',
      },
      {
        lets: "the answer to one question for headers be kept for another",
        piece: 'vary: "Access-Control-Request-Headers",',
      },
      {
        lets: "a page read no reference for support",
        piece: 'headers.set("access-control-expose-headers", "x-request-id, retry-after");',
      },
      { lets: "answers name an origin that is none", piece: "if (origin === null) return;" },
    ],
  },
  {
    file: "widget/src/session/recovery/session-resumer.ts",
    tests: ["tests/unit/session/practice-resume.test.ts"],
    mutants: [
      {
        lets: "a server keep a learner waiting for an hour",
        piece: "seconds > LONGEST_WAIT_SECONDS ||",
      },
      { lets: "a server keep a learner waiting for ever", piece: "|| waits === MOST_WAITS" },
      {
        lets: "two tabs hold one session",
        piece: "if (await this.#isElsewhere(record, signal)) return;",
      },
      {
        lets: "a call be asked for while another tab has one",
        piece: "await this.#ports.lock.take(credential.sessionId, TAB_PATIENCE_MS, hold);",
      },
      {
        lets: "turns of this browser come after those of the next call",
        piece: "await attempt()?.grant?.uploader.finish(signal);",
      },
      {
        lets: "a session that the server refuses be offered",
        piece: "if (isRefusal(toCoachError(thrown))) {",
        replacement: "if (false) {",
      },
      { lets: "a server be asked for as long as nobody chooses", piece: "if (beats <= 1) return;" },
    ],
  },
  {
    file: "scenarios/authoring/decode-text.ts",
    tests: ["tests/scenarios/load-scenarios.test.ts", "tests/scenarios/parse-scenario.test.ts"],
    mutants: [
      {
        lets: "other encodings as question marks in boxes",
        piece: '{ ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) }',
        replacement: '{ ok: true, text: new TextDecoder("utf-8").decode(bytes) }',
      },
      {
        lets: "UTF-16 be told as a byte that is wrong",
        piece: "if (isUtf16) {",
        replacement: "if (false) {",
      },
    ],
  },
  {
    file: "scenarios/authoring/find-unstorable.ts",
    tests: ["tests/scenarios/find-unstorable.test.ts"],
    mutants: [
      {
        lets: "control characters",
        piece: "CONTROL.exec(text) ?? HALF_PAIR.exec(text)",
        replacement: "HALF_PAIR.exec(text)",
      },
      {
        lets: "halves of characters",
        piece: "CONTROL.exec(text) ?? HALF_PAIR.exec(text)",
        replacement: "CONTROL.exec(text)",
      },
      { lets: "either of them in a name", piece: "...judge(key, inside), " },
    ],
  },
];

/** The guards of what is scored and shown, and of what comes in from pages and files. */
export const TEXT_GUARDS: readonly GuardedFile[] = [...SCORING, ...EDGES];
