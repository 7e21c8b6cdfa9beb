import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { parseScenario, type ScenarioProblem } from "../../scenarios/parse-scenario.ts";

const FILE = "website-sales-fr.yaml";
const VALID = await readFile(new URL(`../../scenarios/${FILE}`, import.meta.url), "utf8");

/** One way to break a valid file, and what must be said about it. */
interface Broken {
  readonly when: string;
  readonly from: string | RegExp;
  readonly to: string;
  /** A text of the broken file on whose line the problem must be reported. */
  readonly at: string | RegExp;
  readonly path: string;
  readonly says: RegExp;
}

const BROKEN: readonly Broken[] = [
  {
    when: "a quote is not closed",
    from: "title: Vendre un site à une boulangère",
    to: 'title: "Vendre un site',
    at: 'title: "Vendre un site',
    path: "",
    says: /no valid YAML.*correct this line or those beside it/,
  },
  {
    when: "a key is indented wrongly",
    from: "language: fr",
    to: "  language: fr",
    at: "title: Vendre un site",
    path: "",
    says: /no valid YAML/,
  },
  {
    when: "a key is misspelt",
    from: "durationSeconds: 300",
    to: "durationSecond: 300",
    at: "durationSecond: 300",
    path: "durationSecond",
    says: /not known here; did you mean durationSeconds\?/,
  },
  {
    when: "a key is foreign",
    from: "difficulty: standard",
    to: "difficulty: standard\ncolour: red",
    at: "colour: red",
    path: "colour",
    says: /not known here; remove it; possible here: id, title/,
  },
  {
    when: "a field is missing",
    from: /^ {2}temperament: >-\n(?: {4}.*\n)+/m,
    to: "",
    at: "persona:",
    path: "persona.temperament",
    says: /is missing; add a text.*: How the persona behaves/,
  },
  {
    when: "a text stands where a number belongs",
    from: "durationSeconds: 300",
    to: "durationSeconds: five minutes",
    at: "durationSeconds: five minutes",
    path: "durationSeconds",
    says: /is "five minutes"; write a number/,
  },
  {
    when: "a number is too small",
    from: "durationSeconds: 300",
    to: "durationSeconds: 30",
    at: "durationSeconds: 30",
    path: "durationSeconds",
    says: /is 30; write 60 or more/,
  },
  {
    when: "a choice is unknown",
    from: "difficulty: standard",
    to: "difficulty: brutal",
    at: "difficulty: brutal",
    path: "difficulty",
    says: /is "brutal"; write one of easy, standard, hard/,
  },
  {
    when: "the voice is unknown",
    from: "voice: marin",
    to: "voice: martine",
    at: "voice: martine",
    path: "persona.voice",
    says: /is "martine"; write one of alloy, .*marin/,
  },
  {
    when: "an entry is empty",
    from: "openingLine: Boulangerie Bouvier, bonjour !",
    to: 'openingLine: ""',
    at: 'openingLine: ""',
    path: "openingLine",
    says: /is empty; write at least one character/,
  },
  {
    when: "a block is left empty",
    from: /^facts:\n(?: {2}- .*\n)+/m,
    to: "facts:\n",
    at: "facts:",
    path: "facts",
    says: /is empty; write a list/,
  },
  {
    when: "a criterion has five anchors",
    from: "        - Ne se présente pas et entre directement dans le sujet.\n",
    to: "",
    at: /anchors:\n {8}- Se présente, puis/,
    path: "rubric.criteria[0].anchors",
    says: /has 5 entries; write exactly 6/,
  },
  {
    when: "an id has capitals",
    from: "id: website-sales-fr",
    to: "id: Website_Sales",
    at: "id: Website_Sales",
    path: "id",
    says: /is "Website_Sales"; write lower-case words joined by hyphens/,
  },
  {
    when: "the id is not the file's name",
    from: "id: website-sales-fr",
    to: "id: other-sales-fr",
    at: "id: other-sales-fr",
    path: "id",
    says: /write the file's name/,
  },
  {
    when: "the weights do not sum to 100",
    from: "weight: 30",
    to: "weight: 31",
    at: /^ {2}criteria:$/m,
    path: "rubric.criteria",
    says: /weights sum to 101; change them/,
  },
  {
    when: "no criterion covers an objective",
    from: "objectives: [suite]",
    to: "objectives: [prix]",
    at: /- id: suite/,
    path: "brief.objectives[2]",
    says: /no criterion covers "suite"; name it/,
  },
  {
    when: "a criterion names an unknown objective",
    from: "objectives: [besoin, prix]",
    to: "objectives: [besoin, pris]",
    at: "objectives: [besoin, pris]",
    path: "rubric.criteria[2].objectives[1]",
    says: /no objective "pris"; use one of besoin, prix, suite/,
  },
  {
    when: "two objections share an id",
    from: "  - id: temps\n",
    to: "  - id: prix\n",
    at: /- id: prix\n {4}variants:\n {6}- De toute/,
    path: "objections[2].id",
    says: /"prix" is taken; choose another name/,
  },
  {
    when: "the rehearsal settles an unknown objection",
    from: "settles: temps",
    to: "settles: tempo",
    at: "settles: tempo",
    path: "rehearsal.good[9].settles",
    says: /no objection "tempo"; use one of prix, confiance, temps/,
  },
  {
    when: "no good ending is written",
    from: "      ends: success\n",
    to: "",
    at: "  good:",
    path: "rehearsal.good",
    says: /never ends well; give its last exchange/,
  },
  {
    when: "a variable is not declared",
    from: "de {{companyName}} et n'attend",
    to: "de {{company}} et n'attend",
    at: "de {{company}} et n'attend",
    path: "context[0]",
    says: /\{\{company\}\} is not declared; add it under variables/,
  },
  {
    when: "a variable stands in the brief",
    from: "text: Convenir d'une prochaine étape précise",
    to: "text: Convenir d'une étape avec {{companyName}}",
    at: "text: Convenir d'une étape",
    path: "brief.objectives[2].text",
    says: /is not filled in here; write plain words/,
  },
  {
    when: "the opening line is missing",
    from: "openingLine: Boulangerie Bouvier, bonjour !\n",
    to: "",
    at: "id: website-sales-fr",
    path: "openingLine",
    says: /missing while the persona opens the call; add it/,
  },
  {
    when: "a phase outlasts the call",
    from: "toSeconds: 270",
    to: "toSeconds: 400",
    at: "toSeconds: 400",
    path: "phases[2].window.toSeconds",
    says: /after the call's end \(300 s\); lower it/,
  },
  {
    when: "a variable's name is illegal",
    from: /^ {2}companyName:$/m,
    to: "  company-name:",
    at: "  company-name:",
    path: "variables.company-name",
    says: /has the name "company-name"; write a name such as companyName/,
  },
  {
    when: "an alias points nowhere",
    from: "openingLine: Boulangerie Bouvier, bonjour !",
    to: "openingLine: *hello",
    at: /^/,
    path: "",
    says: /no valid YAML/,
  },
];

describe("parseScenario()", () => {
  for (const broken of BROKEN) {
    it(`names line, path and remedy when ${broken.when}`, () => {
      const text = VALID.replace(broken.from, broken.to);
      assert.notEqual(text, VALID, "the fixture must change the file");
      const problems = problemsOf(text);
      const found = problems.find(
        ({ path, message }) => path === broken.path && broken.says.test(message),
      );
      assert.ok(found, `no such problem among:\n${JSON.stringify(problems, null, 2)}`);
      assert.equal(found.line, lineOf(text, broken.at));
      assert.equal(found.file, FILE);
    });
  }

  it("reports every problem of a file when there are several", () => {
    const text = VALID.replace("voice: marin", "voice: x").replace(
      "difficulty: standard",
      "difficulty: y",
    );
    assert.deepEqual(
      problemsOf(text).map(({ path }) => path),
      ["difficulty", "persona.voice"],
    );
  });

  it("refuses anything that is no scenario when given text, a list or nothing", () => {
    for (const text of ["", "hello", "- a\n- b", "42", "null"]) {
      const [problem] = problemsOf(text);
      assert.match(problem?.message ?? "", /write a block of names and values|is missing/);
    }
  });
});

function problemsOf(text: string): readonly ScenarioProblem[] {
  const parsed = parseScenario(text, FILE);
  assert.ok(!parsed.ok, "the text must be refused");
  return parsed.problems;
}

function lineOf(text: string, at: string | RegExp): number {
  const index = typeof at === "string" ? text.indexOf(at) : text.search(at);
  assert.notEqual(index, -1, "the fixture must name a text of the broken file");
  return text.slice(0, index).split("\n").length;
}
