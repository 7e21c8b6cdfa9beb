import assert from "node:assert/strict";
import process from "node:process";
import { ToolResponse } from "../../supabase/functions/_shared/contract/progress.ts";
import { type CoachPlatform, startCoachPlatform } from "./kit/coach-platform.ts";
import { RECORDS_SCENARIO } from "./kit/records-scenario.ts";

const DATABASE_URL = process.env["SUPABASE_DB_URL"];
if (DATABASE_URL === undefined) throw new Error("Run with `npm run test:functions`: no database.");
const SCENARIO = "orders-fr";

let platform: CoachPlatform;
Deno.test.beforeAll(async () => {
  platform = await startCoachPlatform(DATABASE_URL);
});
Deno.test.afterAll(() => platform.stop());

/** A running session at a site of its own whose scenario has an order system. */
async function practise() {
  const embedKey = await platform.createSite();
  const { title, language, ...parts } = RECORDS_SCENARIO;
  await platform.store.publishScenario({
    ...{ id: SCENARIO, title, language, difficulty: "standard", durationSeconds: 600 },
    ...{ contentHash: "b".repeat(64), public: parts.public, private: parts.private },
  });
  const started = await platform.start(embedKey, { scenario: SCENARIO });
  assert.equal(started.status, 201, started.text);
  const { sessionId, sessionToken, tools } = started.body;
  const post = (route: string, fields: object) =>
    platform.send("POST", `/coach/sessions/${sessionId}/${route}`, {
      body: { sessionToken, ...fields },
    });
  const send = (callId: string, name: string, values: object, by = "persona") =>
    post("tools", { callId, by, name, arguments: JSON.stringify(values) });
  const ask = async (...call: Parameters<typeof send>) => {
    const response = await send(...call);
    assert.equal(response.status, 200, response.text);
    return ToolResponse.parse(response.body);
  };
  return { sessionId, tools, post, send, ask };
}

async function eventsOf(sessionId: string): Promise<string[]> {
  const rows = await platform.sql`
    select kind from coach.session_events where session_id = ${sessionId} order by id`;
  return rows.map((row) => String(row["kind"]));
}

Deno.test(
  "POST /tools carries a talk over a real database and tells the report of it",
  async () => {
    const { sessionId, tools, post, ask } = await practise();
    assert.deepEqual(
      tools.map(({ id }: { id: string }) => id),
      ["find-order", "cancel-order"],
    );
    await ask("call_1", "raise_objection", { objection: "price" });
    await ask("call_2", "settle_objection", { objection: "price" });
    const reached = await ask("call_3", "mark_objective", { objective: "needs" });
    assert.deepEqual(reached.progress.objectives, ["needs"]);
    const done = await ask("card-1", "cancel-order", { number: "A-1" }, "learner");
    assert.equal(done.card?.outcome, "done");
    const seen = await ask("card-2", "find-order", { number: "A-1" }, "learner");
    assert.equal(seen.card?.rows[0]?.[1]?.value, "cancelled");
    assert.deepEqual(await ask("card-1", "cancel-order", { number: "A-1" }, "learner"), done);
    assert.equal((await ask("call_4", "end_call", { outcome: "success" })).ends, true);
    const turn = {
      ...{ sequence: 1, itemId: "i1", previousItemId: null, speaker: "learner", state: "final" },
      ...{ text: "Bonjour, madame Martin.", startedAtMs: 0, endedAtMs: 900 },
    };
    await post("end", { reason: "persona", turns: [turn] });
    await platform.drain();
    const claimed = await platform.sql`select coach.progress_of(${sessionId}) as progress`;
    assert.deepEqual(claimed[0]?.["progress"], {
      objectives: ["needs"],
      moods: [{ phase: "guarded", second: 0 }],
      moments: [
        { kind: "objection_raised", id: "price", second: 0 },
        { kind: "objection_settled", id: "price", second: 0 },
        { kind: "objective_reached", id: "needs", second: 0 },
      ],
    });
    const events = await eventsOf(sessionId);
    const told = events.filter((kind) => /objecti|world|persona/.test(kind));
    assert.deepEqual(told, [
      ...["objection_raised", "objection_settled", "objective_reached"],
      ...["world_tool_used", "world_tool_used", "call_ended_by_persona"],
    ]);
  },
);

Deno.test("POST /tools loses none and doubles none when twelve calls come at once", async () => {
  const { sessionId, ask } = await practise();
  const calls = ["raise_objection", "mark_objective", "find-order"].flatMap((name) =>
    ["1", "2"].map((number) => ({ name, callId: `${name}-${number}` })),
  );
  const values = { objection: "price", objective: "needs", number: "A-1" };
  const by = (name: string) => (name === "find-order" ? "learner" : "persona");
  const answers = await Promise.all(
    // Each of them twice, as a page does whose first request seems lost.
    [...calls, ...calls].map(({ name, callId }) => ask(callId, name, values, by(name))),
  );
  calls.forEach((_call, index) => assert.deepEqual(answers[index + calls.length], answers[index]));
  const [row] = await platform.sql`
    select version, tool_calls from coach.progress where session_id = ${sessionId}`;
  assert.deepEqual({ ...row }, { version: 6, tool_calls: 6 });
  const events = await eventsOf(sessionId);
  assert.equal(events.filter((kind) => kind === "objection_raised").length, 1);
  assert.equal(events.filter((kind) => kind === "objective_reached").length, 1);
  assert.equal(events.filter((kind) => kind === "world_tool_used").length, 2);
});

Deno.test("POST /tools stops at two hundred calls and after the end", async () => {
  const { sessionId, post, send, ask } = await practise();
  await ask("call_1", "raise_objection", { objection: "price" });
  await platform.sql`update coach.progress set tool_calls = 200 where session_id = ${sessionId}`;
  const exhausted = await send("call_2", "raise_objection", { objection: "price" });
  assert.deepEqual([exhausted.status, exhausted.body.code], [429, "limit_reached"]);
  await post("end", { reason: "learner" });
  const over = await send("call_3", "raise_objection", { objection: "price" });
  assert.deepEqual([over.status, over.body.code], [409, "conflict"]);
  await platform.drain();
});

Deno.test("POST /tools stores what is strange but fits its field", async () => {
  const { ask } = await practise();
  const strange = "\u0001\u202e\uffff 🦜 ' \" \\ {{city}} <b>";
  const told = await ask("call_1", "give_detail", { field: "number", value: strange });
  const kept = await ask("call_2", "give_detail", { field: "number", value: `${strange}\u2028x` });
  assert.ok(told.details["number"]?.includes("🦜"));
  assert.equal(kept.details["number"]?.includes("\u2028"), false);
  const halved = { field: "number", value: "A\ud83e" };
  const first = await ask("call_3", "give_detail", halved);
  assert.equal(first.details["number"], "A");
  assert.deepEqual(await ask("call_3", "give_detail", halved), first);
});
