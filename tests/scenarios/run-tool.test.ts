import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toCallProgress } from "../../supabase/functions/_shared/tools/learner-tools.ts";
import { runTool } from "../../supabase/functions/_shared/tools/run-tool.ts";
import { readScenario } from "../kit/scenarios/library.ts";
import { ToolTalk, toSource } from "../kit/scenarios/progress-source.ts";

const sales = await toSource(await readScenario("website-sales-fr"));
const fraud = await toSource(await readScenario("fraud-alert-es"));

describe("runTool() of a mood", () => {
  it("moves one mood when an act of the scenario leads there", () => {
    const talk = new ToolTalk(sales);
    const { told, events } = talk.call(
      "move_to_phase",
      { phase: "mefiante", because: "moment" },
      30,
    );
    assert.equal(told.ok, true);
    assert.equal(told.phase, "mefiante");
    const phase = sales.private.phases[1];
    for (const text of [phase?.mood, phase?.says, phase?.withholds])
      assert.ok(told.direction.includes(text ?? "?"));
    assert.deepEqual(events, [
      {
        ...{ kind: "phase_moved", from: "pressee", to: "mefiante" },
        ...{ cause: "deescalation", id: "moment", second: 30 },
      },
    ]);
    assert.deepEqual(talk.state.moods, [
      { phase: "pressee", second: 0 },
      { phase: "mefiante", second: 30 },
    ]);
  });

  const refused: [string, object, number, RegExp][] = [
    [
      "jumps over one",
      { phase: "interessee", because: "question-ouverte" },
      100,
      /one step at most/,
    ],
    ["comes before its window", { phase: "mefiante", because: "moment" }, 3, /too early/],
    [
      "names an act that leads nowhere",
      { phase: "mefiante", because: "reconnaitre" },
      60,
      /not lead/,
    ],
    ["claims a doubt that is open", { phase: "mefiante", because: "prix" }, 60, /not settled/],
    ["names no phase", { phase: "calme", because: "moment" }, 60, /phase must be one of pressee/],
    ["names no cause", { phase: "mefiante" }, 60, /because must be one of moment/],
  ];
  for (const [what, values, second, direction] of refused) {
    it(`refuses and says what it would take when a move ${what}`, () => {
      const talk = new ToolTalk(sales);
      const before = talk.state;
      const { told, events, outcome } = talk.call("move_to_phase", values, second);
      assert.deepEqual([told.ok, told.phase, outcome], [false, "pressee", "refused"]);
      assert.match(told.direction, direction);
      assert.deepEqual(talk.state, before);
      assert.deepEqual(events, []);
    });
  }

  it("refuses a second step when one thing that was said is claimed twice", () => {
    const talk = new ToolTalk(sales);
    talk.call("move_to_phase", { phase: "mefiante", because: "moment" }, 70);
    const step = { phase: "interessee", because: "question-ouverte" };
    const { told } = talk.call("move_to_phase", step, 71);
    assert.deepEqual([told.ok, told.phase], [false, "mefiante"]);
    assert.match(told.direction, /just moved/);
    assert.equal(talk.call("move_to_phase", step, 80).told.phase, "interessee");
  });

  it("changes nothing when the mood holds already", () => {
    const talk = new ToolTalk(sales);
    const { told, events } = talk.call(
      "move_to_phase",
      { phase: "pressee", because: "moment" },
      30,
    );
    assert.equal(told.ok, true);
    assert.deepEqual(events, []);
  });

  it("lets a calming act work once when the scenario says so", () => {
    const talk = new ToolTalk(sales);
    talk.call("move_to_phase", { phase: "mefiante", because: "moment" }, 30);
    talk.call("move_to_phase", { phase: "pressee", because: "escalation" }, 40);
    const again = talk.call("move_to_phase", { phase: "mefiante", because: "moment" }, 50);
    assert.equal(again.told.ok, false);
    assert.match(again.told.direction, /only once/);
  });

  it("brings a spoiled mood back by another calming act when the persona had been there", () => {
    const talk = new ToolTalk(sales);
    talk.call("move_to_phase", { phase: "mefiante", because: "moment" }, 30);
    talk.call("move_to_phase", { phase: "pressee", because: "escalation" }, 40);
    const regained = talk.call("move_to_phase", { phase: "mefiante", because: "reconnaitre" }, 50);
    assert.deepEqual([regained.told.ok, regained.told.phase], [true, "mefiante"]);
  });

  it("moves by itself when a doubt is settled that leads on", () => {
    const talk = new ToolTalk(fraud);
    talk.call("move_to_phase", { phase: "desconfiado", because: "una-cosa" }, 20);
    talk.call("raise_objection", { objection: "quien-es" }, 30);
    const { told } = talk.call("settle_objection", { objection: "quien-es" }, 60);
    assert.equal(told.phase, "siguiendo");
    assert.match(told.direction, /is settled.*You are in siguiendo now/s);
    assert.deepEqual(talk.kinds, [
      "phase_moved",
      "objection_raised",
      "objection_settled",
      "phase_moved",
    ]);
  });

  it("moves once its time has come when a doubt was settled before", () => {
    const talk = new ToolTalk(fraud);
    talk.call("move_to_phase", { phase: "desconfiado", because: "una-cosa" }, 16);
    talk.call("raise_objection", { objection: "quien-es" }, 20);
    const early = talk.call("settle_objection", { objection: "quien-es" }, 25);
    assert.equal(early.told.phase, "desconfiado");
    const later = talk.call("raise_objection", { objection: "cuenta-segura" }, 45);
    assert.equal(later.told.phase, "siguiendo");
    assert.match(later.told.direction, /You are in siguiendo now/);
  });

  it("grows tenser at the end of a window when the scenario says so", async () => {
    const source = await toSource(await readScenario("vip-fr"));
    const timed = source.private.phases.find(({ moves }) =>
      moves?.some(({ on }) => on === "latest-second"),
    );
    const to = timed?.moves?.find(({ on }) => on === "latest-second")?.to;
    assert.ok(timed !== undefined && to !== undefined);
    const talk = new ToolTalk(source);
    const start = { phase: timed.id, second: 0 };
    talk.state = { ...talk.state, phase: timed.id, moods: [start] };
    const { toSeconds } = timed.window;
    const [objection] = source.private.objections;
    const { told, events } = talk.call(
      "raise_objection",
      { objection: objection?.id },
      toSeconds + 9,
    );
    assert.equal(told.phase, to);
    assert.deepEqual(events[0], {
      ...{ kind: "phase_moved", from: timed.id, to },
      ...{ cause: "latest-second", second: toSeconds },
    });
  });

  it("follows the neighbours and the tension alone when no mood names a move", () => {
    const phases = sales.private.phases.map(({ moves: _moves, ...phase }) => phase);
    const talk = new ToolTalk({ ...sales, private: { ...sales.private, phases } });
    const calm = { phase: "mefiante", because: "reconnaitre" };
    assert.equal(talk.call("move_to_phase", { ...calm, because: "escalation" }, 30).told.ok, false);
    assert.equal(talk.call("move_to_phase", calm, 30).told.phase, "mefiante");
    const worse = { phase: "pressee", because: "escalation" };
    assert.equal(talk.call("move_to_phase", worse, 40).told.phase, "pressee");
  });
});

describe("runTool() of doubts and objectives", () => {
  it("refuses to settle a doubt when nobody raised it", () => {
    const talk = new ToolTalk(sales);
    const { told } = talk.call("settle_objection", { objection: "prix" }, 20);
    assert.equal(told.ok, false);
    assert.match(told.direction, /not raised prix/);
    assert.deepEqual(talk.state.settled, []);
  });

  it("notes a doubt once when it is raised and settled twice", () => {
    const talk = new ToolTalk(sales);
    for (const name of [
      "raise_objection",
      "raise_objection",
      "settle_objection",
      "settle_objection",
    ])
      assert.equal(talk.call(name, { objection: "prix" }, 100).told.ok, true);
    assert.deepEqual(talk.kinds, ["objection_raised", "objection_settled"]);
    const again = talk.call("raise_objection", { objection: "prix" }, 110);
    assert.equal(again.told.ok, false);
    assert.match(again.told.direction, /is settled/);
  });

  it("reaches the step that meets an objective when the objective is marked, once", () => {
    const talk = new ToolTalk(sales);
    talk.call("mark_objective", { objective: "besoin" }, 50);
    talk.call("mark_objective", { objective: "besoin" }, 60);
    talk.call("reach_step", { step: "ouverture" }, 61);
    assert.deepEqual(talk.state.objectives, ["besoin"]);
    assert.deepEqual(talk.state.steps, ["perte", "ouverture"]);
    assert.deepEqual(talk.kinds, ["step_reached", "objective_reached", "step_reached"]);
  });

  it("meets an objective that two steps share when one of them is reached", () => {
    const steps = ["erst", "zweit"].map((id) => ({
      ...{ id, title: id, reachedWhen: "it is said", objective: "besoin" },
    }));
    const talk = new ToolTalk({ ...sales, private: { ...sales.private, steps } });
    talk.call("mark_objective", { objective: "besoin" }, 50);
    assert.deepEqual(talk.state.steps, []);
    talk.call("reach_step", { step: "zweit" }, 60);
    assert.deepEqual(talk.state.steps, ["zweit"]);
    assert.deepEqual(talk.state.objectives, ["besoin"]);
  });

  it("refuses when a step is told by its objective", () => {
    const { told } = new ToolTalk(sales).call("reach_step", { step: "perte" }, 50);
    assert.equal(told.ok, false);
    assert.match(told.direction, /step must be one of ouverture/);
  });
});

describe("toCallProgress()", () => {
  it("names what was reached, steps by their titles, and nothing before the first call", () => {
    const talk = new ToolTalk(sales);
    assert.deepEqual(toCallProgress(sales, null), { objectives: [], steps: [] });
    talk.call("mark_objective", { objective: "suite" }, 50);
    assert.deepEqual(toCallProgress(sales, talk.state), {
      objectives: ["suite"],
      steps: [{ id: "rendez-vous", title: "Fixer la suite" }],
    });
  });
});

describe("runTool() of the end", () => {
  it("ends the call and answers nothing more when the persona says goodbye", () => {
    const talk = new ToolTalk(sales);
    assert.equal(talk.call("end_call", { outcome: "failed" }, 90).told.ok, true);
    assert.equal(talk.state.ended, "failed");
    const after = talk.call("mark_objective", { objective: "besoin" }, 95);
    assert.equal(after.told.ok, false);
    assert.match(after.told.direction, /over/);
    assert.deepEqual(talk.kinds, ["call_ended_by_persona"]);
  });

  it("refuses a success when a doubt is open, and takes another outcome", () => {
    const talk = new ToolTalk(sales);
    talk.call("raise_objection", { objection: "prix" }, 90);
    const { told } = talk.call("end_call", { outcome: "success" }, 200);
    assert.equal(told.ok, false);
    assert.match(told.direction, /prix is still open/);
    assert.equal(talk.call("end_call", { outcome: "partial" }, 201).told.ok, true);
  });
});

describe("runTool() of what makes no sense", () => {
  const nonsense: [string, string, string][] = [
    ["the arguments are no JSON", "raise_objection", "{objection:"],
    ["the arguments are a list", "raise_objection", "[]"],
    ["the arguments are null", "raise_objection", "null"],
    ["the value is a number", "raise_objection", '{"objection":7}'],
    ["the value is inherited by every object", "raise_objection", '{"objection":"constructor"}'],
    ["the key is the prototype", "mark_objective", '{"__proto__":{"objective":"besoin"}}'],
    ["there is no such tool", "toString", "{}"],
    ["the tool is the learner's", "ver-operacion", '{"numero":"OP-3"}'],
    ["the detail has no field", "give_detail", '{"field":"constructor","value":"x"}'],
    ["the detail does not fit its field", "give_detail", '{"field":"numero","value":{}}'],
  ];
  for (const [what, name, text] of nonsense) {
    it(`answers the persona and keeps the state when ${what}`, () => {
      const talk = new ToolTalk(fraud);
      const before = structuredClone(talk.state);
      const { told, outcome } = talk.call(name, text, 10);
      assert.deepEqual([told.ok, outcome], [false, "refused"]);
      assert.ok(told.direction.length > 20);
      assert.deepEqual(talk.state, before);
    });
  }

  it("answers null when the learner uses what is not on the card", () => {
    const talk = new ToolTalk(fraud);
    for (const name of ["end_call", "raise_objection", "nothing", "constructor"]) {
      const call = { by: "learner", name, arguments: "{}" } as const;
      assert.equal(runTool(fraud, talk.state, call, 10), null);
    }
  });
});
