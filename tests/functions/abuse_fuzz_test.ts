import assert from "node:assert/strict";
import process from "node:process";
import { createRandom, mutate, oddValue } from "../kit/attacks/mutate.ts";
import { type CoachPlatform, startCoachPlatform } from "./kit/coach-platform.ts";
import { OFFER } from "./kit/offer-fixture.ts";
import { RECORDS_SCENARIO } from "./kit/records-scenario.ts";

const DATABASE_URL = process.env["SUPABASE_DB_URL"];
if (DATABASE_URL === undefined) throw new Error("Run with `npm run test:functions`: no database.");
const SCENARIO = "orders-hidden";
const ROUNDS = 300;
/** What only the server may know: anchors by which is scored, and a record that no tool of the card shows. */
const RUBRIC_CANARY = "canary-of-the-rubric";
const ROW_CANARY = "private-note-of-the-row";

let platform: CoachPlatform;
Deno.test.beforeAll(async () => {
  platform = await startCoachPlatform(DATABASE_URL);
});
Deno.test.afterAll(() => platform.stop());

/** The private part with a canary in every text of its rubric. */
function withCanaries(): typeof RECORDS_SCENARIO.private {
  const { private: hidden } = RECORDS_SCENARIO;
  const parts = Object.entries(Object(hidden)).map(([name, part]) =>
    name === "rubric" ? [name, mark(part)] : [name, part],
  );
  return Object.fromEntries(parts);
}

/** Names and numbers have their forms; every sentence gets the canary. */
function mark(value: unknown): unknown {
  if (typeof value === "string") return value.includes(" ") ? `${value} ${RUBRIC_CANARY}` : value;
  if (Array.isArray(value)) return value.map(mark);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mark(part)]));
}

async function practise() {
  const embedKey = await platform.createSite();
  const { title, language, public: shown } = RECORDS_SCENARIO;
  const hidden = withCanaries();
  assert.ok(JSON.stringify(hidden).includes(RUBRIC_CANARY));
  await platform.store.publishScenario({
    ...{ id: SCENARIO, title, language, difficulty: "standard", durationSeconds: 600 },
    ...{ contentHash: "c".repeat(64), public: shown, private: hidden },
  });
  const started = await platform.start(embedKey, { scenario: SCENARIO });
  assert.equal(started.status, 201, started.text);
  const { sessionId, sessionToken } = started.body;
  const post = (route: string, body: unknown) =>
    platform.send("POST", `/coach/sessions/${sessionId}/${route}`, { body });
  return { embedKey, sessionToken: String(sessionToken), post, started };
}

/** Arguments that JSON admits and a database or an object may not. */
const ODD_ARGUMENTS = [
  '{"field":"amount","value":"\\u0000"}',
  '{"field":"amount","value":"\\ud800"}',
  '{"number":"\\ud800\\u0000"}',
  '{"__proto__":{"number":"A-1"},"constructor":1}',
  '{"objection":{"toString":1}}',
  '{"objection":"__proto__"}',
  '{"number":1e999}',
  "[".repeat(2_000),
  "null",
  "\u2028",
];
const TOOLS = [
  ...["move_to_phase", "raise_objection", "settle_objection", "mark_objective", "reach_step"],
  ...["give_detail", "end_of_nothing", "constructor", "find-order", "cancel-order", "own-papers"],
];

Deno.test("no new route answers 5xx or tells a canary when its body is mutilated", async () => {
  const random = createRandom(9);
  const { sessionToken, post, started } = await practise();
  const pick = <Value>(values: readonly Value[]): Value => {
    const value = values[random(values.length)];
    if (value === undefined) throw new Error("nothing to pick");
    return value;
  };
  const bodies: Readonly<Record<string, () => object>> = {
    tools: () => ({
      ...{ sessionToken, callId: `call_${random(9_999)}`, by: pick(["persona", "learner"]) },
      ...{ name: pick(TOOLS), arguments: pick([...ODD_ARGUMENTS, "{}", '{"number":"A-1"}']) },
    }),
    rating: () => ({ sessionToken, stars: 1 + random(5), comment: "Well." }),
    heartbeat: () => ({
      sessionToken,
      quality: { roundTripMs: 20, jitterMs: 1, lossPercent: 0, mos: 4.2 },
    }),
    calls: () => ({ sessionToken, offer: OFFER, attemptKey: crypto.randomUUID() }),
  };
  const told = new Set([started.text]);
  const admitted = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const route = pick(Object.keys(bodies));
    const sound: Record<string, unknown> = { ...bodies[route]?.() };
    // The token stays: without it every request is refused at once.
    const field = pick(Object.keys(sound).filter((name) => name !== "sessionToken"));
    const way = random(3);
    if (way === 0) sound[field] = oddValue(random);
    if (way === 1) sound[field] = mutate(String(sound[field]), random);
    const response = await post(route, sound);
    assert.ok(response.status < 500, `${round} ${route}: ${response.status} ${response.text}`);
    if (response.status < 300) admitted.add(route);
    // What the persona's own papers say, the persona is told; the learner's card never shows it.
    if (sound["by"] !== "persona") told.add(response.text);
    assert.ok(!response.text.includes(RUBRIC_CANARY), `${round} ${route}: ${response.text}`);
  }
  assert.deepEqual([...admitted].sort(), Object.keys(bodies).sort(), "every route was reached");
  assert.ok(![...told].some((text) => text.includes(ROW_CANARY)));
});

Deno.test("no list and no brief tells a canary, and none answers 5xx to odd queries", async () => {
  const random = createRandom(10);
  const { embedKey } = await practise();
  const query = { embedKey, scenario: SCENARIO, deviceId: "device-of-a-stranger" };
  for (const route of ["brief", "attempts", "scenarios"]) {
    for (let round = 0; round < 40; round += 1) {
      const field = round % 2 ? "deviceId" : "scenario";
      const odd = round === 0 ? {} : { [field]: mutate(query[field], random) };
      const asked = new URLSearchParams({ ...query, ...odd });
      const headers = round % 3 === 1 ? { authorization: "Bearer a.b.c" } : {};
      const answer = await platform.send("GET", `/coach/${route}?${asked}`, { headers });
      assert.ok(answer.status < 500, `${route} ${asked}: ${answer.status} ${answer.text}`);
      assert.ok(!answer.text.includes("canary-of") && !answer.text.includes(ROW_CANARY));
    }
  }
});
