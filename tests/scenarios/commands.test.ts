import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { parseScenario } from "../../scenarios/authoring/parse-scenario.ts";
import { readScenario } from "../kit/scenarios/library.ts";
import { runCli } from "../kit/scenarios/run-cli.ts";
import { withDefaults } from "../kit/scenarios/with-defaults.ts";

const CLI = path.join(import.meta.dirname, "../../scenarios/cli.ts");
const SAMPLES = path.join(import.meta.dirname, "../fixtures/transcripts");
const bakery = withDefaults(await readScenario("website-sales-fr"));
const goodLines = bakery.rehearsal.good.map(({ learner }) => learner[0] ?? "");

describe("npm run scenarios -- new", () => {
  it("writes a file that is valid, bears the frame and can be rehearsed at once", async (t) => {
    const folder = await createFolder(t);
    const frame = [
      "--title",
      'A "late" desk: $& done',
      "--language",
      "en-GB",
      "--difficulty",
      "easy",
    ];
    const made = await run(["new", "late-desk", "--folder", folder, ...frame]);
    assert.equal(made.status, 0, made.stderr);
    assert.match(made.stdout, /written and valid[\s\S]*rehearse late-desk --folder/);
    const text = await readFile(path.join(folder, "late-desk.yaml"), "utf8");
    const parsed = parseScenario(text, "late-desk.yaml");
    assert.ok(parsed.ok);
    assert.equal(parsed.scenario.title, 'A "late" desk: $& done');
    assert.equal(parsed.scenario.language, "en-GB");
    assert.equal(parsed.scenario.difficulty, "easy");
    assert.match(text, /^# yaml-language-server: \$schema=\S+scenario\.schema\.json\n/);
    const lines = parsed.scenario.rehearsal.good.map(({ learner }) => learner[0] ?? "");
    const rehearsed = await run(["rehearse", "late-desk", "--folder", folder], lines.join("\n"));
    assert.match(rehearsed.stdout, /The persona ended the call: success\./);
  });

  it("says that the lines are in English when the language is another", async (t) => {
    const { stdout } = await run([
      "new",
      "x",
      "--language",
      "fr",
      "--folder",
      await createFolder(t),
    ]);
    assert.match(stdout, /rewrite them in fr/);
  });

  it("overwrites nothing when the id is taken", async (t) => {
    const folder = await createFolder(t);
    await run(["new", "mine", "--folder", folder]);
    await writeFile(path.join(folder, "mine.yaml"), "id: mine\n");
    const { status, stderr } = await run(["new", "mine", "--folder", folder]);
    assert.equal(status, 1);
    assert.match(stderr, /"mine" is taken/);
    assert.equal(await readFile(path.join(folder, "mine.yaml"), "utf8"), "id: mine\n");
  });

  const refusals: [string[], RegExp][] = [
    [["new"], /new needs <id>\.\nUsage: /],
    [["new", "Late Desk"], /"Late Desk" cannot be an id; write lower-case words/],
    [
      ["new", "x", "--difficulty", "brutal"],
      /--difficulty is "brutal"; write easy, standard or hard/,
    ],
    [
      ["new", "x", "--language", "klingonish!"],
      /--language is "klingonish!"; write a language tag/,
    ],
    [["new", "x", "--title", ""], /--title is ""; write 1 to 80 characters/],
    [["new", "x", "--colour", "red"], /Unknown option '--colour'/],
    [["new", "x", "y"], /new does not take "y"/],
  ];
  for (const [parameters, message] of refusals) {
    it(`explains itself when called as "${parameters.join(" ")}"`, async (t) => {
      const { status, stderr } = await run([...parameters, "--folder", await createFolder(t)]);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
    });
  }

  it("says what to do when the folder is missing", async () => {
    const { status, stderr } = await run(["new", "x", "--folder", "/nowhere/at/all"]);
    assert.equal(status, 1);
    assert.match(stderr, /cannot be written; does its folder exist\?/);
  });
});

describe("npm run scenarios -- rehearse", () => {
  it("shows mood, doubts, objectives and functions, ends with the persona and reports", async () => {
    const { status, stdout } = await run(["rehearse", bakery.id], goodLines.join("\n"));
    assert.equal(status, 0);
    assert.match(stdout, /Martine Bouvier: Boulangerie Bouvier, bonjour !/);
    assert.match(
      stdout,
      /→ settle_objection \{"objection":"prix"\}\nMartine Bouvier: Deux gâteaux/,
    );
    assert.match(stdout, /· \d:\d\d mood pressee → mefiante by moment/);
    assert.match(stdout, /· \d:\d\d objective reached: Découvrir/);
    assert.match(stdout, /refused: It is too early/);
    assert.match(stdout, /The persona ended the call: success\.\nReport: /);
    assert.match(stdout, /^Total .* of 100, pass mark 60 – passed$/m);
  });

  it("obeys its commands when they are typed", async () => {
    const input = [
      "/help",
      "/phase",
      goodLines[0],
      "/hint",
      "/score",
      "/use x",
      "/what",
      "/end",
      "not read",
    ];
    const { stdout } = await run(["rehearse", bakery.id], input.join("\n"));
    assert.match(stdout, /\/score {2}the report of what was said so far/);
    assert.match(stdout, /doubt prix \(not yet raised\)/);
    assert.match(stdout, /Next step, Nommer ce qui se perd/);
    assert.match(stdout, /This scenario has no tools\./);
    assert.match(stdout, /There is no \/what\./);
    assert.match(stdout, /The talk was left open\./);
    assert.doesNotMatch(stdout, /not read/);
    assert.equal(stdout.match(/^Report: /gm)?.length, 2);
  });

  it("lets the learner's tools be used when the scenario has some", async () => {
    const input = ["/use bestellung-suchen besteller=Vera Petermann", "/use x", "/end"];
    const { stdout } = await run(["rehearse", "returns-de"], input.join("\n"));
    assert.match(stdout, /found\n {4}Bestellnummer\. NH-60318/);
    assert.match(stdout, /The tools are: bestellung-suchen besteller=…; ersatz-bestellen nummer=…/);
    assert.doesNotMatch(stdout, /Report: /);
  });

  it("plays the same talk when the seed is the same, and another wording when it is not", async () => {
    const play = async (seed: string) => {
      const input = goodLines.slice(0, 6).join("\n");
      return (await run(["rehearse", bakery.id, "--seed", seed], input)).stdout;
    };
    assert.equal(await play("7"), await play("7"));
    const wordings = new Set<string>();
    for (const seed of ["1", "2", "3", "4", "5", "6"]) wordings.add(await play(seed));
    assert.ok(wordings.size > 1);
  });

  it("says what is missing when it is called wrongly", async () => {
    const unknown = await run(["rehearse", "nothing"]);
    assert.match(unknown.stderr, /No scenario "nothing"\. Name one of: /);
    const wrongSeed = await run(["rehearse", bakery.id, "--seed", "x"]);
    assert.equal(wrongSeed.status, 2);
    assert.match(wrongSeed.stderr, /--seed is "x"; write a whole number/);
    const keyless = await run(["rehearse", bakery.id, "--openai"]);
    assert.match(keyless.stderr, /--openai needs OPENAI_API_KEY/);
  });
});

describe("npm run scenarios -- score", () => {
  it("prints table, quotes and delivery when the talk is good", async () => {
    const { status, stdout } = await run([
      "score",
      bakery.id,
      path.join(SAMPLES, `${bakery.id}.good.json`),
    ]);
    assert.equal(status, 0);
    assert.match(stdout, /^Prise de contact +[45]\/5 █{4,5}·? +10 %$/m);
    assert.match(stdout, /^ {2}> Bonjour Madame Bouvier, je suis Camille/m);
    assert.match(stdout, /Delivery \(never scored\):/);
    assert.doesNotMatch(stdout, /Objectives:/);
  });

  it("prints the same report twice when it is asked for JSON", async () => {
    const sample = path.join(SAMPLES, `${bakery.id}.poor.json`);
    const score = async () => {
      const { stdout } = await run(["score", bakery.id, sample, "--json"]);
      const report: unknown = JSON.parse(stdout);
      assert.ok(typeof report === "object" && report !== null);
      return { ...report, createdAt: "" };
    };
    assert.deepEqual(await score(), await score());
  });

  it("names file and remedy when the talk cannot be read", async (t) => {
    const folder = await createFolder(t);
    const file = path.join(folder, "talk.txt");
    await writeFile(file, "0:01 You: Hello\n0:02 Somebody Else: Yes?\n");
    const missing = await run(["score", bakery.id, "/no/such.json"]);
    assert.match(missing.stderr, /cannot be read. Give the path/);
    const foreign = await run(["score", bakery.id, file]);
    assert.match(foreign.stderr, /nobody in it is called Martine Bouvier/);
  });
});

describe("npm run scenarios -- validate --watch", () => {
  it(
    "checks again when a file changes, and stops when it is told to",
    { timeout: 30_000 },
    async (t) => {
      const folder = await createFolder(t);
      await run(["new", "mine", "--folder", folder]);
      const watching = spawn(process.execPath, [CLI, "validate", "--watch", "--folder", folder]);
      t.after(() => watching.kill("SIGKILL"));
      let shown = "";
      watching.stdout.setEncoding("utf8");
      const until = async (pattern: RegExp) => {
        while (!pattern.test(shown))
          await new Promise((resolve) => watching.stdout.once("data", resolve));
      };
      watching.stdout.on("data", (text: string) => {
        shown += text;
      });
      await until(/1 scenario is valid\. Waiting for changes …/);
      const file = path.join(folder, "mine.yaml");
      const text = await readFile(file, "utf8");
      await writeFile(file, text.replace("passMark: 60", "passMark: many"));
      await until(/1 problem:\n.*mine\.yaml:\d+ rubric\.passMark: /);
      await writeFile(file, text);
      await until(/1 problem[\s\S]*1 scenario is valid/);
      const ended = new Promise((resolve) => watching.once("exit", resolve));
      watching.kill("SIGTERM");
      assert.equal(await ended, 0);
    },
  );
});

describe("npm run scenarios -- publish --demo", () => {
  it("says how to start the demo when there is none", async (t) => {
    const folder = await createFolder(t);
    const { status, stderr } = await run(["publish", bakery.id, "--demo"], "", {
      STATE_FOLDER: folder,
    });
    assert.equal(status, 1);
    assert.match(stderr, /There is no .*secrets\.json\. Run npm start once/);
  });
});

describe("npm run scenarios", () => {
  it("explains each command when asked for help", async () => {
    for (const name of ["new", "validate", "compile", "rehearse", "score", "publish", "schema"]) {
      const { status, stdout } = await run([name, "--help"]);
      assert.equal(status, 0);
      assert.match(stdout, new RegExp(`^Usage: npm run scenarios -- ${name}`));
      assert.match(stdout, /--folder <path>/);
    }
    const all = await run(["--help"]);
    assert.equal(all.status, 0);
    assert.match(all.stdout, /rehearse <id>/);
  });

  it("names the command that it does not know", async () => {
    const { status, stderr } = await run(["rehears"]);
    assert.equal(status, 2);
    assert.match(stderr, /There is no command "rehears"\./);
  });

  it("reads another folder when SCENARIOS_FOLDER names one", async (t) => {
    const folder = await createFolder(t);
    await run(["new", "mine", "--folder", folder]);
    const { stdout } = await run(["validate"], "", { SCENARIOS_FOLDER: folder });
    assert.equal(stdout.trim(), "1 scenario is valid: mine");
  });
});

function run(parameters: readonly string[], input = "", environment: NodeJS.ProcessEnv = {}) {
  return runCli(parameters, { input, environment });
}

async function createFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "scenarios-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
