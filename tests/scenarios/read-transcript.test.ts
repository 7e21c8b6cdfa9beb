import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readTranscript } from "../../scenarios/rehearsal/read-transcript.ts";

const NAME = "Dana Whitfield";
const WORDS = [
  { speaker: "persona", text: "Dana Whitfield." },
  { speaker: "learner", text: "Is <this> a good moment & all?" },
];

describe("readTranscript()", () => {
  const files: [string, string][] = [
    ["talk.json", JSON.stringify(WORDS)],
    ["talk.yaml", "- persona: Dana Whitfield.\n- learner: Is <this> a good moment & all?\n"],
    [
      "talk.yml",
      "- { speaker: persona, text: Dana Whitfield. }\n- { speaker: learner, text: Is <this> a good moment & all? }\n",
    ],
    [
      "saved.json",
      JSON.stringify({
        version: 1,
        persona: NAME,
        transcript: [
          ...WORDS.map((turn) => ({
            ...turn,
            itemId: "i",
            status: "final",
            startedAtMs: 1,
            endedAtMs: null,
          })),
          {
            speaker: "learner",
            text: "",
            status: "unrecognized",
            itemId: "j",
            startedAtMs: 2,
            endedAtMs: 3,
          },
        ],
      }),
    ],
    [
      "saved.vtt",
      "WEBVTT\r\n\r\n00:00:01.000 --> 00:00:02.500\r\n<v Dana Whitfield>Dana Whitfield.\r\n\r\n00:00:03.000 --> 00:00:05.000\r\n<v You>Is &lt;this&gt; a good moment &amp; all?\r\n",
    ],
    [
      "saved.txt",
      "Your report\n\nTranscript\n0:01 Dana Whitfield: Dana Whitfield.\n0:03 You: Is <this> a good moment & all?\n",
    ],
  ];
  for (const [file, content] of files) {
    it(`reads speakers and words when the file is ${file}`, () => {
      const turns = readTranscript(file, content, NAME);
      assert.deepEqual(
        turns.map(({ speaker, text }) => ({ speaker, text })),
        WORDS,
      );
      assert.deepEqual(
        turns.map(({ itemId }) => itemId),
        ["t1", "t2"],
      );
    });
  }

  it("keeps times when the file has them", () => {
    const [, learner] = readTranscript("a.vtt", files[4]?.[1] ?? "", NAME);
    assert.deepEqual([learner?.startedAtMs, learner?.endedAtMs], [3000, 5000]);
  });

  it("reads the clock when its digits are of another script", () => {
    const [turn] = readTranscript("a.txt", "٠:١٢ Dana Whitfield: Yes: really.\n", NAME);
    assert.equal(turn?.text, "Yes: really.");
  });

  const refusals: [string, string, RegExp][] = [
    ["talk.docx", "", /is no transcript: give a \.yaml, \.json, \.vtt or \.txt file/],
    ["talk.json", '{"turns":[]}', /is no line of a talk; write a list of/],
    ["talk.json", '[{"speaker":"bot","text":"Hi"}]', /entry 1: is no line of a talk/],
    ["talk.yaml", "- learner: [", /talk\.yaml:1 cannot be read/],
    ["talk.txt", "nothing of the kind", /has no line that anybody says/],
    [
      "talk.txt",
      "0:01 You: Hi\n0:02 Ann: Hi\n",
      /nobody in it is called Dana Whitfield\. Its speakers are You, Ann/,
    ],
    ["talk.txt", "0:01 You: Hi\n0:02 Ann: Hi\n0:03 Dana Whitfield: Hi\n", /more than two speakers/],
  ];
  for (const [file, content, message] of refusals) {
    it(`says ${message.source} when ${file} holds ${JSON.stringify(content)}`, () => {
      assert.throws(() => readTranscript(file, content, NAME), message);
    });
  }
});
