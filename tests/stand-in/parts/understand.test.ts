import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toConcepts } from "../../../demo/stand-in/meaning/concepts.ts";
import { toStem } from "../../../demo/stand-in/meaning/to-stem.ts";
import { prepareUnderstanding, understand } from "../../../demo/stand-in/meaning/understand.ts";
import { scorePractice } from "../../../demo/stand-in/responses/score-practice.ts";
import { readLibrary, readScenario } from "../../kit/scenarios/library.ts";
import { playOwnWords, readOwnWords } from "../../kit/scenarios/own-words.ts";
import { toReportTask } from "../../kit/scenarios/transcripts.ts";

const library = await readLibrary();
const talks = await readOwnWords();
const crates = await readScenario("price-negotiation-en");
const START = { next: undefined, open: [], played: [] };

/** The first line of the exchange that a text means. */
function meaningOf(text: string, scenario = crates): string | null {
  const understanding = prepareUnderstanding(scenario, scenario.rehearsal);
  return understand(text, understanding, START)?.learner[0] ?? null;
}

describe("understand()", () => {
  for (const talk of talks)
    it(`reaches what the talk ${talk.name} should reach, and no more`, async () => {
      const scenario = library.find(({ id }) => id === talk.scenario) ?? assert.fail(talk.scenario);
      const { reached, transcript } = await playOwnWords(scenario, talk.lines);
      assert.deepEqual(reached.toSorted(), talk.wants.toSorted(), JSON.stringify(transcript));
      const { criteria } = scorePractice(toReportTask(scenario, transcript));
      const hasScore = criteria.some(({ level }) => level !== null && level >= 3);
      assert.equal(hasScore, talk.wants.length > 0);
    });

  it("finds what is asked in other words when they are synonyms of the script's", () => {
    assert.match(
      meaningOf("Do they fix and ship theirs too, for 18.90?") ?? "",
      /^Does the 18\.90/,
    );
  });

  it("finds nothing when the words are about something else", () => {
    for (const text of [
      "My neighbour has bought a yellow bicycle.",
      "Do you like football?",
      "Hm.",
    ])
      assert.equal(meaningOf(text), null, text);
  });

  it("takes what is denied for something else", () => {
    assert.match(
      meaningOf("I can go down three per cent if you sign for two years.") ?? "",
      /^I can move/,
    );
    assert.equal(meaningOf("I can not go down, and I do not want two years."), null);
  });

  it("earns nothing when the learner reads the brief aloud", () => {
    for (const scenario of library)
      for (const { text } of scenario.brief.objectives)
        assert.equal(meaningOf(text, scenario)?.length ?? 0, 0, `${scenario.id}: ${text}`);
  });

  it("ends no call when nobody says goodbye", () => {
    const farewell = "You will have the paper on Thursday morning for Friday's report.";
    const ending = crates.rehearsal.good.at(-1)?.learner[0];
    assert.notEqual(meaningOf(farewell), ending);
    assert.equal(meaningOf(`${farewell} Thank you, goodbye.`), ending);
  });
});

describe("toConcepts()", () => {
  const keys = (text: string, language = "en") =>
    toConcepts(text, language).map(
      ({ meanings, isDenied }) => `${isDenied ? "not " : ""}${meanings.join("|")}`,
    );

  it("gives synonyms one meaning, and leaves out what any talk has", () => {
    assert.deepEqual(keys("What does it cost?"), keys("And the price?"));
  });

  it("reads numbers alike whether they are written or spoken", () => {
    assert.deepEqual(
      keys("20.86, and 80,000 or 22"),
      keys("twenty eighty-six, and eighty thousand or twenty-two"),
    );
  });

  it("lets a not reach to the end of its clause", () => {
    const heard = keys("The box isn't broken, the tablet is");
    assert.deepEqual(heard, ["=crate|=router", "not =break", "=tablet"]);
  });
});

describe("toStem()", () => {
  it("takes forms of one word for one", () => {
    assert.equal(toStem("planned", "en"), toStem("plans", "en"));
    assert.equal(toStem("commandes", "fr"), toStem("commander", "fr"));
    assert.equal(toStem("Reparaturen", "de"), toStem("Reparatur", "de"));
  });
});
