import assert from "node:assert/strict";
import { ToolResponse } from "../../supabase/functions/_shared/contract/progress.ts";
import { SessionResponse } from "../../supabase/functions/_shared/contract/session.ts";
import { assertProblem } from "./kit/assert-problem.ts";
import {
  type CoachHarness,
  createCoachHarness,
  startBody,
  startSession,
} from "./kit/coach-harness.ts";
import { PRIVATE_WORDS } from "./kit/scenario-fixture.ts";
import { RECORDS_SCENARIO } from "./kit/records-scenario.ts";

type Call = Readonly<Record<string, unknown>>;

/** A running session whose tools are called. */
async function practise(harness: CoachHarness = createCoachHarness()) {
  const { id, token } = await startSession(harness);
  let count = 0;
  const send = (call: Call) => {
    count += 1;
    const sound = { sessionToken: token, callId: `call_${count}`, by: "persona", arguments: "{}" };
    return harness.send("POST", `/coach/sessions/${id}/tools`, { body: { ...sound, ...call } });
  };
  const ask = async (name: string, values: object, call: Call = {}) => {
    const response = await send({ name, arguments: JSON.stringify(values), ...call });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return ToolResponse.parse(JSON.parse(text));
  };
  return { harness, id, token, send, ask, kept: () => harness.progress.keptOf(id) };
}

const readDirection = ({ output }: ToolResponse) => JSON.parse(output);

Deno.test("POST /tools directs the persona and tells the page what was reached", async () => {
  const { ask, kept } = await practise();
  const raised = await ask("raise_objection", { objection: "price" });
  assert.equal(readDirection(raised).ok, true);
  const answer = await ask("mark_objective", { objective: "needs" });
  assert.deepEqual(answer.progress, { objectives: ["needs"], steps: [] });
  assert.deepEqual([answer.ends, answer.card, answer.details], [false, null, {}]);
  assert.deepEqual(
    kept().events.map(({ kind }) => kind),
    ["objection_raised", "objective_reached"],
  );
  assert.equal(kept().version, 2);
});

Deno.test("POST /tools says that the call ends when the persona has ended it", async () => {
  const { ask } = await practise();
  assert.equal((await ask("end_call", { outcome: "failed" })).ends, true);
  const after = await ask("raise_objection", { objection: "price" });
  assert.deepEqual([after.ends, readDirection(after).ok], [true, false]);
});

Deno.test(
  "POST /tools answers the same and changes nothing when a call id is repeated",
  async () => {
    const { harness, id, ask, kept, send } = await practise();
    const first = await ask("mark_objective", { objective: "needs" }, { callId: "call_a" });
    await ask("end_call", { outcome: "partial" });
    const { version } = kept();
    // Whatever comes under that id: it was answered.
    assert.deepEqual(
      await ask("raise_objection", { objection: "price" }, { callId: "call_a" }),
      first,
    );
    assert.equal(kept().version, version);
    const session = harness.sessions.get(id);
    assert.ok(session !== undefined);
    session.status = "ended";
    assert.deepEqual(await ask("mark_objective", {}, { callId: "call_a" }), first);
    const late = await send({ name: "mark_objective", callId: "call_late" });
    await assertProblem(late, { status: 409, code: "conflict" });
  },
);

Deno.test("POST /tools loses none of ten calls when they arrive at once", async () => {
  const { ask, kept } = await practise();
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0
        ? ask("raise_objection", { objection: "price" })
        : ask("mark_objective", { objective: "needs" }),
    ),
  );
  assert.equal(answers.length, 10);
  assert.equal(kept().version, 10);
  assert.deepEqual(
    kept()
      .events.map(({ kind }) => kind)
      .sort(),
    ["objection_raised", "objective_reached"],
  );
});

Deno.test("POST /tools gives up with conflict when other calls always come first", async () => {
  const { harness, send } = await practise();
  harness.overrides.saveProgress = () => Promise.resolve({ outcome: "stale" });
  const response = await send({ name: "end_call", arguments: '{"outcome":"failed"}' });
  const problem = await assertProblem(response, { status: 409, code: "conflict" });
  assert.equal(problem.retryAfterSeconds, 1);
});

Deno.test(
  "POST /tools refuses when a session has had all its calls, or ends meanwhile",
  async () => {
    const { harness, send } = await practise();
    const call = { name: "end_call", arguments: '{"outcome":"failed"}' };
    const refusals = [
      ["exhausted", 429, "limit_reached"],
      ["over", 409, "conflict"],
      ["session_unknown", 404, "not_found"],
    ] as const;
    for (const [outcome, status, code] of refusals) {
      harness.overrides.saveProgress = () => Promise.resolve({ outcome });
      await assertProblem(await send(call), { status, code });
    }
  },
);

Deno.test("POST /tools goes on with the talk when the persona's call makes no sense", async () => {
  const { ask, kept } = await practise();
  const senseless: [string, string][] = [
    ["raise_objection", "no json"],
    ["raise_objection", '{"objection":"unknown"}'],
    ["no_such_tool", "{}"],
    ["find-order", '{"number":"A-1"}'],
  ];
  for (const [name, text] of senseless) {
    const answer = await ask(name, {}, { arguments: text });
    assert.equal(readDirection(answer).ok, false);
    assert.ok(readDirection(answer).direction.length > 20);
  }
  assert.deepEqual(kept().events, []);
});

const malformed: [string, Call, string][] = [
  ["the name has signs", { name: "a b" }, "name"],
  ["the name is missing", { name: undefined }, "name"],
  ["the call id is empty", { callId: "" }, "callId"],
  ["the call id has signs", { callId: "a/b" }, "callId"],
  ["nobody calls", { by: "nobody" }, "by"],
  ["arguments are an object", { arguments: {} }, "arguments"],
  ["arguments are too long", { arguments: "x".repeat(4_097) }, "arguments"],
  ["something is unknown", { extra: 1 }, "extra"],
];
for (const [what, change, field] of malformed) {
  Deno.test(`POST /tools refuses the request when ${what}`, async () => {
    const { send, kept } = await practise();
    const response = await send({ name: "end_call", ...change });
    await assertProblem(response, { status: 400, code: "request_invalid", field });
    assert.equal(kept().version, 0);
  });
}

Deno.test("POST /tools takes arguments of any script when they fit", async () => {
  const { ask } = await practise();
  const text = "ก".repeat(4_000);
  assert.equal(readDirection(await ask("raise_objection", { objection: text })).ok, false);
});

Deno.test("POST /tools is closed to other sessions, other origins and no token", async () => {
  const harness = createCoachHarness();
  const { token } = await practise(harness);
  const { id } = await startSession(harness);
  const path = `/coach/sessions/${id}/tools`;
  const body = {
    sessionToken: token,
    callId: "call_1",
    by: "persona",
    name: "end_call",
    arguments: "{}",
  };
  const foreign = await harness.send("POST", path, { body });
  await assertProblem(foreign, { status: 404, code: "not_found" });
  const forged = { ...body, sessionToken: "x".repeat(40) };
  const unsigned = await harness.send("POST", path, { body: forged });
  await assertProblem(unsigned, { status: 401, code: "caller_unauthorized" });
  const origin = "https://elsewhere.example";
  const strange = await harness.send("POST", path, { body, origin });
  await assertProblem(strange, { status: 403, code: "origin_forbidden" });
});

Deno.test(
  "POST /tools serves the learner's card from the session's own copy of the records",
  async () => {
    const { harness, ask, send, kept } = await practise();
    harness.progress.stage.scenario = RECORDS_SCENARIO;
    const by = { by: "learner" } as const;
    const found = await ask("find-order", { number: "a1" }, by);
    assert.equal(found.output, "");
    assert.deepEqual(found.card?.rows, [
      [
        { name: "number", about: "Order number", value: "A-1" },
        { name: "status", about: "Status", value: "open" },
      ],
    ]);
    const done = await ask("cancel-order", { number: "A-1" }, by);
    assert.deepEqual([done.card?.outcome, done.card?.message], ["done", "It is cancelled."]);
    assert.equal((await ask("cancel-order", { number: "A-1" }, by)).card?.outcome, "refused");
    for (const name of ["own-papers", "end_call", "nothing"]) {
      const response = await send({ ...by, name });
      await assertProblem(response, { status: 400, code: "request_invalid", field: "name" });
    }
    assert.deepEqual(
      kept().events.map((event) => ("outcome" in event ? event.outcome : event.kind)),
      ["found", "done", "refused"],
    );
  },
);

Deno.test("POST /tools tells the page each detail that the persona gave away", async () => {
  const { harness, ask } = await practise();
  harness.progress.stage.scenario = RECORDS_SCENARIO;
  const given = await ask("give_detail", { field: "number", value: "A-1" });
  assert.deepEqual(given.details, { number: "A-1" });
  assert.deepEqual((await ask("raise_objection", { objection: "price" })).details, {
    number: "A-1",
  });
});

Deno.test(
  "POST /tools shows the page nothing private beyond moods, and logs no value",
  async () => {
    const { harness, ask } = await practise();
    harness.progress.stage.scenario = RECORDS_SCENARIO;
    harness.progress.stage.elapsedSeconds = 90;
    const answers = [
      await ask("move_to_phase", { phase: "listening", because: "escalation" }),
      await ask("move_to_phase", { phase: "deciding", because: "calmed" }),
      await ask("raise_objection", { objection: "price" }),
      await ask("settle_objection", { objection: "price" }),
      await ask("give_detail", { field: "number", value: "a-secret-value" }),
      await ask("find-order", { number: "A-1" }, { by: "learner" }),
      await ask("mark_objective", { objective: "needs" }),
      await ask("end_call", { outcome: "success" }),
    ];
    const text = JSON.stringify(answers);
    const told = [PRIVATE_WORDS, "1,500 euros", "Names the problem", "Repeats the script"];
    const withheld = ["Money is short", "Shows what it brings", "A meeting is set", "private-note"];
    for (const words of [...told, ...withheld]) assert.equal(text.includes(words), false, words);
    const lines = harness.lines.filter((line) => line.includes("tool_answered"));
    assert.equal(lines.length, answers.length);
    assert.equal(lines.join("\n").includes("a-secret-value"), false);
    assert.equal(lines.join("\n").includes("A-1"), false);
  },
);

Deno.test("POST /sessions names the learner's tools when the scenario has some", async () => {
  const harness = createCoachHarness();
  const open = harness.world.store.openSession;
  harness.overrides.openSession = async (request) => {
    const answer = await open(request);
    return "scenario" in answer ? { ...answer, scenario: RECORDS_SCENARIO } : answer;
  };
  const body = startBody();
  for (const attempt of ["first", "repeated"]) {
    const response = await harness.send("POST", "/coach/sessions", { body });
    const { tools } = SessionResponse.parse(await response.json());
    assert.deepEqual(
      tools?.map(({ id }) => id),
      ["find-order", "cancel-order"],
      attempt,
    );
    assert.deepEqual(tools[0]?.inputs, [{ name: "number", about: "Order number", type: "text" }]);
  }
  const [plan] = harness.calls.map((call) => call.plan);
  const names = plan?.tools.map(({ name }) => name) ?? [];
  assert.ok(names.includes("own-papers") && names.includes("give_detail"));
  assert.equal(names.includes("find-order"), false);
});

Deno.test("POST /sessions names no tools when the scenario has no records", async () => {
  const harness = createCoachHarness();
  const response = await harness.send("POST", "/coach/sessions", { body: startBody() });
  assert.equal("tools" in (await response.json()), false);
});
