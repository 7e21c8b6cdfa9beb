import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createScene } from "../../../demo/stand-in/scene/create-scene.ts";
import type {
  Scene,
  SceneReply,
  SceneTool,
  SceneTurn,
} from "../../../demo/stand-in/scene/scene.ts";
import type { Scenario } from "../../../supabase/functions/_shared/scenario/schema.ts";
import { readLibrary, readScenario } from "../../kit/scenarios/library.ts";
import { withDefaults } from "../../kit/scenarios/with-defaults.ts";
import { TestSession } from "../../kit/provider/test-session.ts";

const library = await readLibrary();
const bakery = withDefaults(await readScenario("website-sales-fr"));

describe("createScene() with the functions of a practice", () => {
  it("moves the mood along with its words when an act calms it", () => {
    const talk = new TypedTalk(bakery);
    const reply = talk.say(lineOf(bakery, ({ calms }) => calms === "moment"));
    assert.match(reply.speech ?? "", /^C'est calme/);
    assert.deepEqual(reply.functionCalls, [
      {
        name: "move_to_phase",
        arguments: { phase: bakery.phases[1]?.id, because: "moment" },
      },
    ]);
  });

  it("waits for the answer before it speaks when a doubt is settled", () => {
    const talk = new TypedTalk(bakery);
    talk.say(lineOf(bakery, ({ raises }) => raises === "prix"));
    const first = talk.say(lineOf(bakery, ({ settles }) => settles === "prix"));
    assert.deepEqual(first, {
      speech: null,
      functionCalls: [{ name: "settle_objection", arguments: { objection: "prix" } }],
    });
    const second = talk.answer('{"accepted":true}');
    assert.match(second.speech ?? "", /je ne dis pas non/);
    assert.deepEqual(
      second.functionCalls.map(({ name }) => name),
      ["mark_objective", "raise_objection"],
    );
    assert.deepEqual(talk.answer('{"accepted":true}'), { speech: null, functionCalls: [] });
  });

  it("says that a doubt was spoken of when it is settled before it was raised", () => {
    const talk = new TypedTalk(bakery);
    const { functionCalls } = talk.say(lineOf(bakery, ({ settles }) => settles === "temps"));
    assert.deepEqual(
      functionCalls.map(({ name }) => name),
      ["raise_objection", "settle_objection"],
    );
  });

  it("ends the call along with its farewell, once, when the talk is over", () => {
    const talk = new TypedTalk(bakery);
    const farewell = talk.say(lineOf(bakery, ({ ends }) => ends === "failed"));
    assert.match(farewell.speech ?? "", /^C'est ça/);
    assert.deepEqual(farewell.functionCalls.at(-1), {
      name: "end_call",
      arguments: { outcome: "failed" },
    });
    assert.deepEqual(talk.answer("{}"), { speech: null, functionCalls: [] });
    assert.deepEqual(talk.say("Allô ?"), {
      speech: bakery.rehearsal.afterTheEnd,
      functionCalls: [],
    });
  });

  it("asks again for a mood that was refused when the next turn comes", () => {
    const talk = new TypedTalk(bakery);
    const [opening, second] = bakery.phases.map(({ id }) => id);
    talk.say(lineOf(bakery, ({ calms }) => calms === "moment"));
    talk.answer(JSON.stringify({ accepted: false, phase: opening, say: "Too early." }));
    const again = talk.say(lineOf(bakery, ({ learner }) => learner[0]?.includes("deux questions")));
    assert.match(again.speech ?? "", /^Allez-y toujours/);
    assert.deepEqual(again.functionCalls[0]?.arguments, { phase: second, because: "moment" });
  });

  it("follows the server's mood when it differs from the script's", () => {
    const talk = new TypedTalk(bakery);
    const third = bakery.phases[2]?.id ?? "";
    talk.say(lineOf(bakery, ({ calms }) => calms === "moment"));
    talk.answer(JSON.stringify({ phase: third }));
    const { functionCalls } = talk.say("Ce n'est pas si cher que ça.");
    const tenser = bakery.phases
      .find(({ id }) => id === third)
      ?.moves?.find(({ on }) => on === "escalation");
    assert.deepEqual(
      functionCalls.map((call) => call.arguments),
      tenser === undefined ? [] : [{ phase: tenser.to, because: "escalation" }],
    );
  });

  it("gives the learner's card a detail when the script tells it", async () => {
    const returns = withDefaults(await readScenario("returns-de"));
    const tools = [toolOf("give_detail", { field: ["besteller", "nummer"], value: null })];
    const talk = new TypedTalk(returns, "{}", tools);
    const { functionCalls } = talk.say(lineOf(returns, ({ tells }) => tells !== undefined));
    assert.deepEqual(functionCalls, [
      { name: "give_detail", arguments: { field: "besteller", value: "Vera Petermann" } },
    ]);
  });

  it("speaks on unmoved when outputs are refusals or no JSON", () => {
    for (const output of ['{"accepted":false,"error":"no such thing"}', "<html>", "", "null"]) {
      const talk = new TypedTalk(bakery, output);
      const good = bakery.rehearsal.good.map(({ learner }) => talk.sayAndHear(learner[0] ?? ""));
      good.forEach((speech, index) => {
        assert.ok(speech.startsWith(bakery.rehearsal.good[index]?.persona ?? "?"), speech);
      });
    }
  });

  it("asks whether the learner is there when a silence follows its functions", () => {
    const talk = new TypedTalk(bakery);
    talk.say(lineOf(bakery, ({ calms }) => calms === "moment"));
    talk.answer("{}");
    talk.turns.push({ speaker: "silence", text: null });
    assert.deepEqual(talk.ask(), { speech: bakery.rehearsal.stillThere, functionCalls: [] });
  });

  it("calls nothing that the session does not declare", () => {
    const talk = new TypedTalk(bakery, "{}", [toolOf("end_call", { outcome: ["success"] })]);
    const calls = bakery.rehearsal.poor.flatMap(
      ({ learner }) => talk.say(learner[0] ?? "").functionCalls,
    );
    assert.deepEqual(calls, []);
  });

  for (const scenario of library.map(withDefaults)) {
    it(`tells all that the script of ${scenario.id} says, once`, () => {
      const talk = new TypedTalk(scenario);
      for (const { learner } of scenario.rehearsal.good) talk.sayAndHear(learner[0] ?? "");
      const called = (name: string, property: string) =>
        talk.calls.flatMap((call) => (call.name === name ? call.arguments[property] : []));
      const doubts = scenario.objections.map(({ id }) => id);
      assert.deepEqual(called("raise_objection", "objection"), doubts);
      assert.deepEqual(called("settle_objection", "objection").toSorted(), doubts.toSorted());
      assert.deepEqual(
        called("mark_objective", "objective").toSorted(),
        scenario.brief.objectives.map(({ id }) => id).toSorted(),
      );
      assert.deepEqual(called("end_call", "outcome"), ["success"]);
    });
  }
});

describe("CallSession with a practice's customer", () => {
  it("calls functions in the recorded orders when it speaks with them and before it speaks", async () => {
    const call = new TestSession({
      session: { output_modalities: ["text"], tools: declare(bakery) },
      scene: createScene(`Scenario: ${bakery.id}`, [bakery]),
    });
    const [worry, answer] = [
      lineOf(bakery, ({ raises }) => raises === "prix"),
      lineOf(bakery, ({ settles }) => settles === "prix"),
    ];
    await say(call, worry);
    assert.match(call.all("response.output_text.done").at(-1)?.text ?? "", /^Un gâteau/);
    assert.deepEqual(outputsOf(call), ["message", "function_call", "function_call"]);
    await answerAll(call);
    assert.deepEqual(outputsOf(call), []);
    await say(call, answer);
    assert.deepEqual(outputsOf(call), ["function_call"]);
    await answerAll(call);
    assert.match(call.all("response.output_text.done").at(-1)?.text ?? "", /je ne dis pas non/);
    call.check();
  });
});

async function say(call: TestSession, text: string): Promise<void> {
  call.send({
    type: "conversation.item.create",
    item: { type: "message", role: "user", content: [{ type: "input_text", text }] },
  });
  call.send({ type: "response.create" });
  await call.run(8000);
}

/** What the latest response consists of. */
function outputsOf(call: TestSession): string[] {
  return latestOutput(call).map(({ type }) => type);
}

/** Answers the functions of the latest response, and asks for the next. */
async function answerAll(call: TestSession): Promise<void> {
  for (const item of latestOutput(call)) {
    if (item.type !== "function_call") continue;
    const output = { type: "function_call_output", call_id: item.call_id, output: "{}" };
    call.send({ type: "conversation.item.create", item: output });
  }
  call.send({ type: "response.create" });
  await call.run(8000);
}

function latestOutput(call: TestSession) {
  return call.all("response.done").at(-1)?.response.output ?? [];
}

/** A talk by text with a scene whose functions are answered by whoever tests. */
class TypedTalk {
  readonly turns: SceneTurn[] = [];
  readonly calls: SceneReply["functionCalls"][number][] = [];
  readonly #scene: Scene;
  readonly #output: string;
  readonly #tools: readonly SceneTool[];

  constructor(scenario: Scenario, output = "{}", tools = declare(scenario)) {
    this.#scene = createScene(`Scenario: ${scenario.id}`, [scenario]);
    this.#output = output;
    this.#tools = tools;
    this.ask();
  }

  say(text: string): SceneReply {
    this.turns.push({ speaker: "learner", text });
    return this.ask();
  }

  /** Answers every function that is still open, then asks for the next reply. */
  answer(output = this.#output): SceneReply {
    const count = (speaker: SceneTurn["speaker"]) =>
      this.turns.filter((turn) => turn.speaker === speaker).length;
    for (let open = count("call") - count("tool"); open > 0; open -= 1)
      this.turns.push({ speaker: "tool", text: output });
    return this.ask();
  }

  /** What the persona says to `text`, its functions answered until it has nothing left to do. */
  sayAndHear(text: string): string {
    const spoken: string[] = [];
    for (let reply = this.say(text); ; reply = this.answer()) {
      if (reply.speech !== null) spoken.push(reply.speech);
      if (reply.functionCalls.length === 0) return spoken.join(" ");
    }
  }

  ask(): SceneReply {
    const reply = this.#scene.reply(this.turns, this.#tools);
    if (reply.speech !== null) this.turns.push({ speaker: "persona", text: reply.speech });
    for (const { name, arguments: given } of reply.functionCalls)
      this.turns.push({ speaker: "call", name, text: JSON.stringify(given) });
    this.calls.push(...reply.functionCalls);
    return reply;
  }
}

type Exchange = Scenario["rehearsal"]["good"][number];

function lineOf({ rehearsal }: Scenario, isMeant: (exchange: Exchange) => unknown): string {
  const found = [...rehearsal.good, ...rehearsal.poor].find(isMeant)?.learner[0];
  assert.ok(found !== undefined);
  return found;
}

function declare({ phases, objections, brief }: Scenario) {
  const idsOf = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
  return [
    toolOf("move_to_phase", { phase: idsOf(phases), because: null }),
    toolOf("raise_objection", { objection: idsOf(objections) }),
    toolOf("settle_objection", { objection: idsOf(objections) }),
    toolOf("mark_objective", { objective: idsOf(brief.objectives) }),
    toolOf("end_call", { outcome: ["success", "partial", "failed"] }),
  ];
}

function toolOf(name: string, values: Readonly<Record<string, readonly string[] | null>>) {
  const properties = Object.fromEntries(
    Object.entries(values).map(([property, choices]) => [
      property,
      choices === null ? { type: "string" } : { type: "string", enum: choices },
    ]),
  );
  const parameters = { type: "object", properties, required: Object.keys(properties) };
  return { type: "function", name, description: null, parameters };
}
