import assert from "node:assert/strict";
import fc from "fast-check";
import {
  assessDraft,
  mergeAssessments,
} from "../../supabase/functions/_shared/scoring/assess-draft.ts";
import { buildReportTask } from "../../supabase/functions/_shared/scoring/build-report-task.ts";
import { prepareTranscript } from "../../supabase/functions/_shared/scoring/prepare-transcript.ts";
import { ReportTask } from "../../supabase/functions/_shared/scoring/report-task.ts";
import { toScoringInstructions } from "../../supabase/functions/_shared/scoring/scoring-instructions.ts";
import { toTotal } from "../../supabase/functions/_shared/contract/to-total.ts";
import { verifyQuote } from "../../supabase/functions/_shared/scoring/verify-quote.ts";
import type { TranscriptTurn } from "../../supabase/functions/_shared/contract/turn.ts";

const TURN = "Bonjour Madame ! Combien de clients\u00a0viennent par « votre site » aujourd’hui ?";

const FOUND = [
  [
    "the exact words",
    "Combien de clients\u00a0viennent par",
    "Combien de clients\u00a0viennent par",
  ],
  [
    "another case and spacing",
    "combien  DE clients viennent\npar",
    "Combien de clients\u00a0viennent par",
  ],
  ["other quotation marks", 'par "votre site" aujourd\'hui', "par « votre site » aujourd’hui"],
  [
    "dots and marks around it",
    '"…Combien de clients viennent…"',
    "Combien de clients\u00a0viennent",
  ],
  [
    "letters composed otherwise",
    "Combien de clients viennent".normalize("NFD"),
    "Combien de clients\u00a0viennent",
  ],
  ["the whole turn", TURN, TURN],
  ["Markdown around it", "**Combien de clients viennent**", "Combien de clients\u00a0viennent"],
  ["a full stop of its own", "Combien de clients viennent.", "Combien de clients\u00a0viennent"],
  ["wide letters", "\uff23ombien de clients viennent", "Combien de clients\u00a0viennent"],
] as const;

for (const [name, quote, expected] of FOUND) {
  Deno.test(`verifyQuote() returns the learner's own words when the quote has ${name}`, () => {
    assert.equal(verifyQuote(quote, TURN), expected);
  });
}

const NOT_FOUND = [
  ["words that were not said", "Combien de visiteurs viennent par"],
  ["two passages joined", "Bonjour Madame aujourd'hui ?"],
  ["a word left out", "Combien clients viennent par"],
  ["fewer than four words", "Combien de clients"],
  ["half a word at its end", "Combien de clients vienn"],
  ["half a word at its start", "njour Madame ! Combien"],
  ["nothing", "  "],
  ["marks alone", '"…"'],
] as const;

for (const [name, quote] of NOT_FOUND) {
  Deno.test(`verifyQuote() returns null when the quote has ${name}`, () => {
    assert.equal(verifyQuote(quote, TURN), null);
  });
}

/** What a model's typesetting does to words that it copies. */
const TYPESETTINGS: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll("-", "\u2011"),
  (text) => text.replaceAll("-", "\u2013"),
  (text) => text.replaceAll("...", "\u2026"),
  (text) => text.replaceAll("'", "\u2019"),
  (text) => text.replaceAll("fi", "\ufb01"),
  (text) => text.replaceAll(" ", "\u00a0"),
  (text) => text.toUpperCase(),
  (text) => text.normalize("NFD"),
  (text) => `\u201c${text}\u201d`,
  (text) => `_${text}_`,
  (text) => `${text}.`,
  (text) => `${text}, \u2026`,
];

Deno.test("verifyQuote() finds a learner's words under any typesetting, and no others", () => {
  const turn =
    "Well... it's a follow-up, five-year deal: you pay 30% less, and we'll finish first, won't we?";
  const words = turn.split(" ");
  const settings = fc.subarray([...TYPESETTINGS]);
  const stretch = fc
    .tuple(fc.nat(words.length - 4), fc.integer({ min: 4, max: words.length }))
    .map(([from, count]) => words.slice(from, from + count));
  fc.assert(
    fc.property(stretch, settings, (said, chosen) => {
      const quote = chosen.reduce((text, set) => set(text), said.join(" "));
      assert.notEqual(verifyQuote(quote, turn), null, quote);
      const other = said.with(1, "nobody").join(" ");
      assert.equal(
        verifyQuote(
          chosen.reduce((text, set) => set(text), other),
          turn,
        ),
        null,
        other,
      );
    }),
  );
});

Deno.test("verifyQuote() takes a short quote when the whole turn is no longer", () => {
  assert.equal(verifyQuote("oui bien sûr", "Oui, bien sûr."), null);
  assert.equal(verifyQuote("oui, bien sûr", "Oui, bien sûr."), "Oui, bien sûr");
});

Deno.test("verifyQuote() keeps offsets right when a letter changes length in lower case", () => {
  assert.equal(verifyQuote("istanbul is a city", "İİ — Istanbul is a city!"), "Istanbul is a city");
});

Deno.test("toTotal() weighs the levels when all criteria have one", () => {
  const total = toTotal([
    { weight: 60, level: 5 },
    { weight: 40, level: 0 },
  ]);
  assert.equal(total, 60);
});

Deno.test("toTotal() leaves a criterion out of the whole when it has no level", () => {
  const total = toTotal([
    { weight: 40, level: null },
    { weight: 60, level: 3 },
  ]);
  assert.equal(total, 60);
});

Deno.test("toTotal() is null when no criterion has a level", () => {
  assert.equal(toTotal([{ weight: 100, level: null }]), null);
  assert.equal(toTotal([]), null);
});

Deno.test("toTotal() is null when the levels hold less than half of the weights", () => {
  const split = (weight: number) => [
    { weight, level: 5 },
    { weight: 100 - weight, level: null },
  ];
  assert.deepEqual(
    [10, 49, 50, 100].map((weight) => toTotal(split(weight))),
    [null, null, 100, 100],
  );
});

const criteria = ["needs", "close"].map((id) => ({
  id,
  title: `Title ${id}`,
  weight: 50,
  anchors: Array.from({ length: 6 }, (_, level) => `Anchor ${level}`),
  examples: [],
}));
const scenario = {
  id: "bakery-fr",
  version: "v",
  title: "Bakery",
  language: "fr-FR",
  objectives: [],
  rubric: { passMark: 60, criteria, mustNotDo: ["Promettre un chiffre.", "Dénigrer un confrère."] },
};
const FULL = { evidence: null, factsWanted: false };

function spoken(itemId: string, speaker: "learner" | "persona", text: string): TranscriptTurn {
  return {
    itemId,
    speaker,
    text,
    state: "final",
    startedAtMs: 1,
    endedAtMs: 2,
    source: "observed",
  };
}

const transcript = [
  spoken("a", "persona", "Combien coûte un site chez vous ?"),
  spoken("b", "learner", "D'abord, combien de clients vous trouvent en ligne ?"),
  spoken("c", "learner", " "),
];
const prepare = (turns: readonly TranscriptTurn[] = transcript) =>
  prepareTranscript(turns, scenario.rubric, []);

function draft(answers: readonly [id: string, level: number | null, turn: string, text: string][]) {
  return {
    summary: "S",
    strengths: [],
    improvements: [],
    breaches: [],
    ...{ verdict: null, next: null },
    facts: null,
    criteria: answers.map(([id, level, turn, text]) => ({
      id,
      level,
      reason: "R",
      quotes: [{ turn, text }],
      better_wording: "W",
    })),
  };
}

Deno.test(
  "buildReportTask() names turns, leaves silent ones out and tells nothing else when it is built",
  async () => {
    const task = await buildReportTask(scenario, prepare(), FULL);
    assert.deepEqual(ReportTask.parse(task), task);
    assert.deepEqual(
      task.transcript.map(({ turn, speaker }) => [turn, speaker]),
      [
        ["t1", "persona"],
        ["t2", "learner"],
      ],
    );
    for (const word of ["observed", "passMark", "60", "startedAtMs", "itemId"])
      assert.ok(!JSON.stringify(task).includes(word), word);
  },
);

Deno.test(
  "buildReportTask() makes the same task when criteria, rules and spaces differ",
  async () => {
    const { rubric } = scenario;
    const turned = {
      ...scenario,
      rubric: {
        ...rubric,
        criteria: rubric.criteria.toReversed(),
        mustNotDo: rubric.mustNotDo.toReversed(),
      },
    };
    const spaced = transcript.map((turn) => ({
      ...turn,
      startedAtMs: 9,
      endedAtMs: 99,
      text: ` ${turn.text.replaceAll(" ", " \n ")} `,
    }));
    assert.deepEqual(
      await buildReportTask(turned, prepare(spaced), FULL),
      await buildReportTask(scenario, prepare(), FULL),
    );
  },
);

Deno.test(
  "buildReportTask() turns the criteria round and has another marker when it is masked",
  async () => {
    const full = await buildReportTask(scenario, prepare(), FULL);
    const masked = await buildReportTask(scenario, prepare(), {
      ...FULL,
      evidence: new Set<string>(),
    });
    assert.deepEqual(masked.criteria, full.criteria.toReversed());
    assert.deepEqual(
      masked.transcript.map(({ text }) => text),
      ["Combien coûte un site chez vous ?", "[…]"],
    );
    assert.notEqual(masked.marker, full.marker);
  },
);

Deno.test("assessDraft() keeps a level when a learner turn holds its quote", () => {
  const turns = prepare();
  const words = "combien de clients vous trouvent";
  const [needs, close] = assessDraft(
    draft([
      ["needs", 4, "t2", words],
      ["close", 0, "t2", "never said at all here"],
    ]),
    criteria,
    turns,
  );
  assert.deepEqual(needs?.result.quotes, [{ itemId: "b", text: words }]);
  assert.equal(needs?.result.level, 4);
  assert.equal(needs?.result.betterWording, "W");
  assert.equal(close?.result.level, 0);
  assert.deepEqual(close?.result.quotes, []);
  assert.equal(close?.unproved, false);
});

const UNPROVED = [
  ["the words are the persona's", "t1", "Combien coûte un site chez vous"],
  ["the words stand in no turn", "t2", "Je vous rappelle demain matin"],
  ["the turn does not exist", "t9", "combien de clients vous trouvent"],
] as const;

for (const [name, turn, text] of UNPROVED) {
  Deno.test(`assessDraft() takes the level away when ${name}`, () => {
    const turns = prepare();
    const [needs] = assessDraft(draft([["needs", 5, turn, text]]), criteria, turns);
    assert.equal(needs?.unproved, true);
    assert.equal(needs?.result.level, null);
    assert.deepEqual(needs?.result.quotes, []);
  });
}

Deno.test(
  "assessDraft() passes over unknown criteria and marks forgotten ones when a draft has them",
  () => {
    const turns = prepare();
    const words = "combien de clients vous trouvent";
    const assessed = assessDraft(
      draft([
        ["bonus", 5, "t2", words],
        ["close", 2, "t2", words],
        ["close", 5, "t2", words],
      ]),
      criteria,
      turns,
    );
    assert.deepEqual(
      assessed.map(({ result, unproved }) => [result.id, result.level, unproved]),
      [
        ["needs", null, true],
        ["close", 2, false],
      ],
    );
  },
);

Deno.test("mergeAssessments() takes the second answer only where the first was unproved", () => {
  const turns = prepare();
  const words = "combien de clients vous trouvent";
  const first = assessDraft(draft([["needs", 5, "t2", words]]), criteria, turns);
  const second = assessDraft(
    draft([
      ["needs", 1, "t2", words],
      ["close", 3, "t2", words],
    ]),
    criteria,
    turns,
  );
  const levels = mergeAssessments(first, second).map(({ result }) => result.level);
  assert.deepEqual(levels, [5, 3]);
});

Deno.test("toScoringInstructions() names the marker, the language and what was unproved", () => {
  const details = { marker: "marker-1", language: "fr-FR" };
  const first = toScoringInstructions(details);
  assert.match(first, /marker-1/);
  assert.match(first, /fr-FR/);
  const again = toScoringInstructions({ ...details, unproved: ["needs"] });
  assert.ok(again.startsWith(first));
  assert.match(again, /could not be used for: needs/);
});
