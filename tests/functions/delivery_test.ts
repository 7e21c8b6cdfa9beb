import assert from "node:assert/strict";
import { classifyQuestion } from "../../supabase/functions/_shared/scoring/delivery/classify-question.ts";
import { countFillers } from "../../supabase/functions/_shared/scoring/delivery/count-fillers.ts";
import { toDelivery } from "../../supabase/functions/_shared/scoring/delivery/to-delivery.ts";
import { splitSentences } from "../../supabase/functions/_shared/scoring/split-sentences.ts";
import { countWords } from "../../supabase/functions/_shared/scoring/split-words.ts";
import type { TranscriptTurn } from "../../supabase/functions/_shared/contract/turn.ts";

type Line = readonly [
  speaker: "L" | "P",
  fromSeconds: number,
  toSeconds: number,
  text?: string,
  state?: TranscriptTurn["state"],
];

function talk(...lines: readonly Line[]): TranscriptTurn[] {
  return lines.map(([speaker, from, to, text = "", state = "final"], index) => ({
    itemId: `i${index}`,
    speaker: speaker === "L" ? "learner" : "persona",
    state,
    text,
    startedAtMs: from * 1_000,
    endedAtMs: to * 1_000,
    source: "observed",
  }));
}

const words = (count: number) => Array.from({ length: count }, () => "word").join(" ");
const ENGLISH = { language: "en", keepsHesitations: true };
const figures = (...lines: readonly Line[]) => toDelivery(talk(...lines), ENGLISH);

/** Learner 60 + 30 s with 120 and 90 words, persona 30 + 10 s, pauses of 1, 2 and 3 s. */
const WHOLE = [
  ["P", 0, 30, words(50)],
  ["L", 31, 91, words(120)],
  ["P", 93, 103, words(20)],
  ["L", 106, 136, `${words(89)} what?`],
] as const;

Deno.test("toDelivery() gives the figures of the formulae when everything is measurable", () => {
  assert.deepEqual(figures(...WHOLE), {
    talkShare: 0.692,
    wordsPerMinute: 150,
    longestMonologueSeconds: 60,
    questions: { open: 1, closed: 0 },
    responseSeconds: 2,
    interruptions: { byLearner: 0, byPersona: 0 },
    fillers: { count: 0, perHundredWords: 0 },
    silenceSeconds: 6,
    speakerChangesPerMinute: 1.3,
  });
});

Deno.test("toDelivery() shows no rates when the learner spoke for less than a minute", () => {
  const { wordsPerMinute, fillers, speakerChangesPerMinute, talkShare } = figures(
    ["P", 0, 10, words(20)],
    ["L", 11, 70.9, words(120)],
  );
  assert.deepEqual([wordsPerMinute, fillers, speakerChangesPerMinute], [null, null, null]);
  assert.equal(talkShare, 0.857);
});

Deno.test("toDelivery() has no fillers, instead of none, when hesitations are not kept", () => {
  const settings = { language: "en", keepsHesitations: false };
  assert.equal(toDelivery(talk(...WHOLE), settings).fillers, null);
  const unknown = { language: "pt", keepsHesitations: true };
  assert.equal(toDelivery(talk(...WHOLE), unknown).fillers, null);
});

Deno.test("toDelivery() counts hesitations per hundred learner words when they are kept", () => {
  const text = `um ${words(98)} uh`;
  assert.deepEqual(figures(["P", 0, 9, "um"], ["L", 10, 75, text]).fillers, {
    count: 2,
    perHundredWords: 2,
  });
});

Deno.test("toDelivery() measures no time when everything was typed", () => {
  const typed = figures(["P", 1, 1, "Yes?"], ["L", 5, 5, "How do you plan today?"]);
  assert.deepEqual(typed.questions, { open: 1, closed: 0 });
  const { questions: _questions, ...timed } = typed;
  assert.ok(Object.values(timed).every((value) => value === null));
});

Deno.test("toDelivery() has nothing at all when nobody spoke", () => {
  assert.ok(Object.values(toDelivery([], ENGLISH)).every((value) => value === null));
});

Deno.test("toDelivery() counts no questions in a language whose questions nobody described", () => {
  const asking = talk(
    ["L", 0, 3, "Che cosa cerca? E perché le serve?"],
    ["P", 3, 5, "Un furgone."],
  );
  const counted = (language: string) => toDelivery(asking, { ...ENGLISH, language }).questions;
  for (const language of ["it", "nl-BE", "pt", "ar", "rw", "xx"])
    assert.equal(counted(language), null, language);
  for (const language of ["en", "de-CH", "fr", "es", "th"])
    assert.notEqual(counted(language), null, language);
});

Deno.test("toDelivery() joins a monologue when the persona only says mm-hm", () => {
  const long = figures(
    ["L", 0, 20, words(40)],
    ["P", 20, 22, "Mm-hm, yes"],
    ["L", 22, 40, words(40)],
    ["P", 41, 45, words(9)],
    ["L", 46, 60, words(30)],
  );
  assert.equal(long.longestMonologueSeconds, 40);
});

Deno.test(
  "toDelivery() leaves an overlap out of the latency when the learner answers early",
  () => {
    const { responseSeconds } = figures(
      ["P", 0, 10, words(20)],
      ["L", 9.8, 12, words(9)],
      ["P", 13, 15, words(9)],
      ["L", 16.5, 18, words(9)],
    );
    assert.equal(responseSeconds, 1.5);
  },
);

Deno.test(
  "toDelivery() takes a turn that cuts the persona off for no answer, a little late or early",
  () => {
    for (const cutAt of [9.9, 10, 10.1]) {
      const { responseSeconds, interruptions } = figures(
        ["P", 0, cutAt, words(20), "interrupted"],
        ["L", 10, 12, words(9)],
        ["P", 13, 15, words(9)],
        ["L", 16.5, 18, words(9)],
      );
      assert.equal(responseSeconds, 1.5);
      assert.equal(interruptions?.byLearner, 1);
    }
  },
);

Deno.test(
  "toDelivery() says nothing of the whole when the sound of a turn was not measured",
  () => {
    const turns = talk(...WHOLE);
    const [first] = turns;
    assert.ok(first);
    const delivery = toDelivery([{ ...first, endedAtMs: null }, ...turns.slice(1)], ENGLISH);
    assert.deepEqual(delivery, {
      ...figures(...WHOLE),
      ...{ talkShare: null, longestMonologueSeconds: null, responseSeconds: null },
      ...{ interruptions: null, silenceSeconds: null, speakerChangesPerMinute: null },
    });
  },
);

Deno.test("toDelivery() knows no times of a talk that was typed", () => {
  const typed = figures(["P", 0, 4, words(9)], ["L", 9, 9, words(9)], ["P", 12, 15, words(9)]);
  const { questions, ...times } = typed;
  assert.deepEqual(questions, { open: 0, closed: 0 });
  assert.ok(Object.values(times).every((figure) => figure === null));
});

Deno.test("toDelivery() counts silence once when both speak at a time", () => {
  assert.equal(figures(["P", 0, 10], ["L", 5, 12], ["P", 14, 20]).silenceSeconds, 2);
});

const INTERRUPTIONS: readonly (readonly [string, readonly Line[], number, number])[] = [
  [
    "the persona stops soon",
    [
      ["P", 0, 10, words(20)],
      ["L", 9.4, 14, words(9)],
    ],
    1,
    0,
  ],
  [
    "the overlap is short",
    [
      ["P", 0, 10, words(20)],
      ["L", 9.6, 14, words(9)],
    ],
    0,
    0,
  ],
  [
    "the call cut the persona off",
    [
      ["P", 0, 9.7, words(20), "interrupted"],
      ["L", 9.6, 14, words(9)],
    ],
    1,
    0,
  ],
  [
    "the cut is noted after the learner began",
    [
      ["P", 0, 9, words(20), "interrupted"],
      ["L", 9.1, 14, words(9)],
    ],
    1,
    0,
  ],
  [
    "it is a backchannel",
    [
      ["P", 0, 10, words(20)],
      ["L", 9.4, 10.4, "yeah okay"],
    ],
    0,
    0,
  ],
  [
    "the persona goes on",
    [
      ["P", 0, 20, words(60)],
      ["L", 9, 14, words(9)],
    ],
    0,
    0,
  ],
  [
    "the persona talks into the learner",
    [
      ["L", 0, 10, words(20)],
      ["P", 9.2, 14, words(9)],
    ],
    0,
    1,
  ],
];

for (const [name, lines, byLearner, byPersona] of INTERRUPTIONS) {
  Deno.test(`toDelivery() counts ${byLearner} and ${byPersona} interruptions when ${name}`, () => {
    assert.deepEqual(figures(...lines).interruptions, { byLearner, byPersona });
  });
}

const QUESTIONS = [
  ["en", "How do you plan your runs today?", "open"],
  ["en", "So how do you plan your runs", "open"],
  ["en", "Tell me about your drivers.", "open"],
  ["en", "How many drivers do you have?", "closed"],
  ["en", "Is this a good time?", "closed"],
  ["en", "What we do is simple.", null],
  ["en", "Fine. Is it? What would help you?", "open"],
  ["fr", "Et comment font vos clients", "open"],
  ["fr", "Vous comparez avec quoi ?", "open"],
  ["fr", "Ça vous convient ?", "closed"],
  ["de", "Was ist denn mit den Schuhen?", "open"],
  ["de", "Passt Ihnen das", "closed"],
  ["es", "¿Me deja hacerle una sola pregunta?", "closed"],
  ["es", "Cuénteme el último viernes.", "open"],
  ["th", "เรื่องนี้กระทบกับร้านอย่างไรบ้างคะ", "open"],
  ["th", "ซื้อแพ็กเกจวันที่เท่าไรคะ", "closed"],
  ["th", "ดิฉันพักยอดไว้ให้แล้วค่ะ", null],
  ["pt", "Como vai?", "closed"],
  ["pt", "Como vai", null],
] as const;

for (const [language, text, expected] of QUESTIONS) {
  Deno.test(`classifyQuestion() answers ${expected ?? "null"} when it reads “${text}”`, () => {
    assert.equal(classifyQuestion(text, language), expected);
  });
}

const HESITATIONS = [
  ["en", "Um, well, uh, I er think umm so. Yeah, okay, mm-hm.", 4],
  ["en", "The umbrella is here, like, you know.", 0],
  ["fr", "Euh, je... heu, voilà. Ouais, d'accord, mm-hm.", 2],
  ["de", "Ähm, das äh wäre eh gut. Genau, ja.", 2],
  ["es", "Eeh, este, ehm, sí. Vale, ¿eh?", 2],
  ["th", "เอ่อ ดิฉันขอ เอิ่ม ตรวจสอบก่อนนะคะ", 2],
] as const;

for (const [language, text, expected] of HESITATIONS) {
  Deno.test(`countFillers() finds ${expected} when it reads “${text}”`, () => {
    assert.equal(countFillers(text, language), expected);
  });
}

Deno.test("countWords() takes elisions as one word and splits Thai by its dictionary", () => {
  assert.equal(countWords("J’ai l'offre d'un rendez-vous."), 4);
  assert.equal(countWords("ดิฉันพักยอดไว้ให้แล้วค่ะ"), 7);
  assert.equal(countWords(" … "), 0);
});

Deno.test(
  "splitSentences() leaves no closing quotation mark over when French puts a space before it",
  () => {
    for (const space of [" ", "\u00a0", "\u202f"]) {
      const parts = splitSentences(`Bien : «${space}Et le samedi ?${space}» Puis »Ja.« Fini.`);
      assert.deepEqual(
        parts.map((sentence) => sentence.text),
        [`Bien : «${space}Et le samedi ?${space}»`, "Puis »Ja.« Fini."],
      );
    }
  },
);

Deno.test("splitSentences() keeps numbers and addresses whole when it splits", () => {
  const text = "It is 21.50 now. Write to a@b.com!\nSure? “Yes.” And";
  const sentences = splitSentences(text);
  assert.deepEqual(
    sentences.map((sentence) => sentence.text),
    ["It is 21.50 now.", "Write to a@b.com!", "Sure?", "“Yes.”", "And"],
  );
  for (const { text: part, start, end } of sentences) assert.equal(text.slice(start, end), part);
});
