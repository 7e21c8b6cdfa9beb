import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toLearnerTools } from "../../supabase/functions/_shared/tools/learner-tools.ts";
import { readScenario } from "../kit/scenarios/library.ts";
import { ToolTalk, toSource } from "../kit/scenarios/progress-source.ts";

const fraud = await toSource(await readScenario("fraud-alert-es"));
const support = await toSource(await readScenario("technical-support-en"));
const returns = await toSource(await readScenario("returns-de"));

describe("runTool() of the learner's card", () => {
  it("finds a record when its key is spelled with other case and signs", () => {
    const { card } = new ToolTalk(fraud).use("ver-operacion", { numero: " op3 " }, 10);
    assert.deepEqual(card, {
      ...{ tool: "ver-operacion", outcome: "found", message: null },
      rows: [
        [
          { name: "importe", about: "Importe en euros.", value: "6800" },
          { name: "destino", about: "A quién va.", value: "Cuenta desconocida" },
          { name: "estado", about: "Cómo está.", value: "parada" },
        ],
      ],
    });
  });

  it("writes dates as the scenario's language does when a record has one", () => {
    const answer = new ToolTalk(returns).use(
      "bestellung-suchen",
      { besteller: "vera petermann" },
      10,
    );
    assert.ok(answer.card?.rows[0]?.some(({ value }) => value === "14. Oktober 2026"));
  });

  it("finds nothing when no record fits", () => {
    const { card } = new ToolTalk(fraud).use("ver-operacion", { numero: "OP-9" }, 10);
    assert.deepEqual(card, {
      ...{ tool: "ver-operacion", outcome: "not_found", message: null, rows: [] },
    });
  });

  it("changes the session's own copy, once, when an action is done", () => {
    const talk = new ToolTalk(fraud);
    const done = talk.use("anular-transferencia", { numero: "OP-3" }, 10);
    assert.equal(done.card?.outcome, "done");
    assert.equal(done.card.message, "Anulada. El dinero no sale de la cuenta.");
    assert.equal(done.card.rows[0]?.find(({ name }) => name === "estado")?.value, "anulada");
    const seen = talk.use("ver-operacion", { numero: "OP-3" }, 11);
    assert.ok(seen.card?.rows[0]?.some(({ value }) => value === "anulada"));
    const again = talk.use("anular-transferencia", { numero: "OP-3" }, 12);
    assert.equal(again.card?.outcome, "refused");
    const other = new ToolTalk(fraud).use("ver-operacion", { numero: "OP-3" }, 11);
    assert.ok(other.card?.rows[0]?.some(({ value }) => value === "parada"));
  });

  it("refuses an action when a field has another value than it needs", () => {
    const talk = new ToolTalk(fraud);
    const { card } = talk.use("anular-transferencia", { numero: "OP-1" }, 10);
    assert.equal(card?.outcome, "refused");
    assert.equal(card.message, null);
    assert.deepEqual(talk.state.world, {});
  });

  it("keeps what the learner filled in when an action has inputs", () => {
    const talk = new ToolTalk(support);
    const inputs = { postcode: "sy81aa", callBack: "Friday at  ten\n" };
    assert.equal(talk.use("book-call-back", inputs, 10).card?.outcome, "done");
    const row = talk.use("book-call-back", { ...inputs, callBack: "Monday" }, 11).card?.rows[0];
    assert.equal(row?.find(({ name }) => name === "callBack")?.value, "Monday");
    assert.deepEqual(talk.state.world, { lines: { "0": { callBack: "Monday" } } });
  });

  const unfit: [string, object][] = [
    ["a field is missing", { postcode: "SY8 1AA" }],
    ["a field is blank", { postcode: "SY8 1AA", callBack: " " }],
    ["a field is no text", { postcode: "SY8 1AA", callBack: ["x"] }],
    ["a field is too long", { postcode: "SY8 1AA", callBack: "x".repeat(301) }],
  ];
  for (const [what, values] of unfit) {
    it(`refuses an action when ${what}`, () => {
      const talk = new ToolTalk(support);
      assert.equal(talk.use("book-call-back", values, 10).card?.outcome, "refused");
      assert.deepEqual(talk.state.world, {});
    });
  }

  it("leaves the mood alone, so that the persona is told of it, when time runs out meanwhile", () => {
    const talk = new ToolTalk(fraud);
    const { phase, moods } = talk.state;
    talk.use("ver-operacion", { numero: "OP-3" }, 10_000);
    assert.deepEqual([talk.state.phase, talk.state.moods], [phase, moods]);
  });

  it("still answers when the persona has hung up", () => {
    const talk = new ToolTalk(fraud);
    talk.call("end_call", { outcome: "failed" }, 10);
    assert.equal(talk.use("ver-operacion", { numero: "OP-3" }, 12).card?.outcome, "found");
  });
});

describe("runTool() of the persona's records", () => {
  const world = structuredClone(fraud.private.world);
  const field = world?.records[0]?.fields["destino"];
  const rows = world?.records[0]?.rows;
  assert.ok(world !== undefined && field !== undefined && rows?.[0] !== undefined);
  rows[0]["destino"] = "{{horaMensaje}}";
  for (const tool of world.tools) tool.offeredTo = "persona";
  const source = { ...fraud, private: { ...fraud.private, world } };

  it("shows records as they are written, with the session's values in them", () => {
    const { told, card, events } = new ToolTalk(source).call(
      "ver-operacion",
      { numero: "OP-1" },
      5,
    );
    assert.equal(told.ok, true);
    const destino = source.values["horaMensaje"];
    assert.deepEqual(told.records, [{ importe: 480, destino, estado: "hecha" }]);
    assert.equal(card, null);
    const used = { tool: "ver-operacion", by: "persona", outcome: "found", second: 5 };
    assert.deepEqual(events, [{ kind: "world_tool_used", ...used }]);
  });

  it("tells the persona what was wrong when its arguments do not fit", () => {
    const { told, outcome } = new ToolTalk(source).call("ver-operacion", {}, 5);
    assert.deepEqual([told.ok, outcome], [false, "refused"]);
    assert.match(told.direction, /give numero/);
  });

  it("finds nothing, does a thing and cannot do it again when the persona asks", () => {
    const talk = new ToolTalk(source);
    const none = talk.call("ver-operacion", { numero: "OP-9" }, 5);
    assert.deepEqual([none.told.ok, none.outcome], [false, "not_found"]);
    const done = talk.call("anular-transferencia", { numero: "OP-3" }, 6);
    assert.deepEqual(
      [done.told.ok, done.told.direction],
      [true, "Anulada. El dinero no sale de la cuenta."],
    );
    const again = talk.call("anular-transferencia", { numero: "OP-3" }, 7);
    assert.deepEqual([again.told.ok, again.outcome], [false, "refused"]);
    assert.deepEqual(again.told.records, [{ numero: "OP-3", estado: "anulada" }]);
  });

  it("refuses an action that fits several records", () => {
    const tools = world.tools.map((tool) => ({ ...tool, by: ["destino"] }));
    const several = { ...source, private: { ...source.private, world: { ...world, tools } } };
    const talk = new ToolTalk(several);
    for (const row of world.records[0]?.rows ?? []) row["destino"] = "Comercio";
    const { told } = talk.call("anular-transferencia", { destino: "comercio" }, 5);
    assert.match(told.direction, /several records/);
    assert.equal(talk.call("ver-operacion", { destino: "comercio" }, 6).told.records?.length, 3);
  });

  it("is not open to the learner when it is the persona's", () => {
    assert.throws(
      () => new ToolTalk(source).use("ver-operacion", { numero: "OP-1" }, 5),
      /no tool/,
    );
    assert.equal(toLearnerTools(source.private), undefined);
  });
});

describe("give_detail", () => {
  it("fills the learner's card when the persona tells what a field asks for", () => {
    const talk = new ToolTalk(returns);
    const given = { field: "besteller", value: "Vera  Petermann" };
    assert.equal(talk.call("give_detail", given, 20).told.ok, true);
    talk.call("give_detail", { ...given, field: "nummer", value: 60318 }, 21);
    assert.deepEqual(talk.state.details, { besteller: "Vera Petermann", nummer: "60318" });
    assert.deepEqual(talk.kinds, ["detail_given", "detail_given"]);
  });
});

describe("toLearnerTools()", () => {
  it("names what each tool asks for, and no record, when the records offer tools to the learner", () => {
    const tools = toLearnerTools(support.private);
    assert.deepEqual(
      tools?.map(({ id }) => id),
      ["find-line", "book-call-back"],
    );
    assert.deepEqual(
      tools.map(({ title }) => title),
      ["Find a line", "Book a call back"],
    );
    assert.deepEqual(
      tools[1]?.inputs.map(({ name }) => name),
      ["postcode", "callBack"],
    );
    assert.doesNotMatch(JSON.stringify(tools), /SY8|Ellison|Fernway/);
  });
});
