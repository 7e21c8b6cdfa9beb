import assert from "node:assert/strict";
import { sealCredentials } from "../../supabase/functions/_shared/identity/record-store-credentials.ts";
import {
  deliverStatements,
  type StatementWorld,
} from "../../supabase/functions/_shared/jobs/statements/deliver-statements.ts";
import { toStatementId } from "../../supabase/functions/_shared/jobs/statements/statement-id.ts";
import { toStatements } from "../../supabase/functions/_shared/jobs/statements/to-statements.ts";
import { createLog } from "../../supabase/functions/_shared/runtime/telemetry/log.ts";
import type { ClaimedStatements } from "../../supabase/functions/_shared/store/statements.ts";
import { HostileLrs, type LrsFault } from "../kit/lms/hostile-lrs.ts";
import { claimed, PRACTICE } from "../kit/lms/stated-practice.ts";
import { StatementSchema } from "../kit/lms/statement-schema.ts";

const MASTER_KEY = "master-key-of-the-tests-master-key-of-the-tests";
const ENDPOINT = "https://lrs.example.org/xapi/";

/** A record store, and a queue before it that holds what a test puts there. */
async function openStage(changes: Partial<StatementWorld> = {}) {
  const lrs = new HostileLrs(ENDPOINT, `Basic ${btoa("key:s3cret")}`);
  const { siteId } = claimed();
  const sealed = await sealCredentials(MASTER_KEY, siteId, { key: "key", secret: "s3cret" });
  const queue: ClaimedStatements[] = [];
  const settled: { error: string | null; retry: boolean }[] = [];
  const postponed: number[] = [];
  const lines: string[] = [];
  const world: StatementWorld = {
    store: {
      claimStatements: (batch) => Promise.resolve({ deliveries: queue.splice(0, batch) }),
      settleDelivery: (_id, { done, error, retry }) => {
        settled.push({ error, retry });
        return Promise.resolve({ outcome: done ? "done" : retry ? "queued" : "failed" });
      },
      postponeDelivery: (_id, seconds) => {
        postponed.push(seconds);
        return Promise.resolve({ outcome: "postponed" });
      },
    },
    masterKey: MASTER_KEY,
    allowLocal: false,
    fetch: lrs.fetch,
    resolveHost: () => Promise.resolve(["93.184.215.14"]),
    now: () => new Date(),
    log: createLog("observer", (line) => lines.push(line), "debug"),
    ...changes,
  };
  return {
    ...{ lrs, queue, settled, postponed, lines, world },
    deliver: (delivery: Partial<ClaimedStatements> = {}) => {
      queue.push(claimed({ sealedCredentials: sealed, ...delivery }));
      return deliverStatements(world, 50);
    },
  };
}

const verbsOf = (statements: readonly { readonly verb: { readonly id: string } }[]) =>
  statements.map(({ verb }) => verb.id.split("/").at(-1));

Deno.test("toStatementId() is UUIDv5, as everybody makes it", () => {
  // The example of RFC 9562, appendix A.4: namespace DNS, name www.example.com.
  assert.equal(
    toStatementId("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"),
    "2ed6657d-e927-568b-95e1-2665a8aea6a2",
  );
});

Deno.test(
  "toStatements() says a score as a whole and in its parts, and nothing of no level",
  () => {
    const statements = toStatements(claimed());
    for (const statement of statements) StatementSchema.parse(statement);
    assert.deepEqual(verbsOf(statements), ["completed", "passed", "scored", "scored"]);
    const practice =
      "https://coach.example/functions/v1/scenarios/website-sales-fr/versions/c0ffee";
    assert.deepEqual(
      statements.map(({ object }) => object.id),
      [practice, practice, `${practice}/criteria/discovery`, `${practice}/objectives/meeting`],
    );
    assert.deepEqual(
      statements.map(({ result }) => result),
      [
        { completion: true, duration: "PT640S" },
        {
          score: { scaled: 0.82, raw: 82, min: 0, max: 100 },
          ...{ success: true, duration: "PT640S" },
          extensions: { "urn:maka-voice-coach:xapi:pass-mark": 70 },
        },
        { score: { scaled: 0.8, raw: 4, min: 0, max: 5 } },
        { score: { scaled: 1, raw: 1, min: 0, max: 1 }, success: true },
      ],
    );
    const { endedAt, at } = PRACTICE;
    assert.deepEqual(
      statements.map(({ timestamp }) => timestamp),
      [endedAt, at, at, at],
    );
    for (const { actor } of statements)
      assert.deepEqual(actor.account, { homePage: "https://lms.example", name: "lms-42" });
  },
);

Deno.test("toStatements() judges nothing where there is no pass mark", () => {
  const result = { ...PRACTICE.result, passed: null, passMark: null };
  const [, whole] = toStatements(claimed({ payload: { ...PRACTICE, result } }));
  assert.deepEqual(verbsOf(whole === undefined ? [] : [whole]), ["scored"]);
  assert.ok(whole?.result?.success === undefined && whole?.result?.extensions === undefined);
  const failed = { ...PRACTICE.result, passed: false };
  const [, judged] = toStatements(claimed({ payload: { ...PRACTICE, result: failed } }));
  assert.deepEqual([judged?.verb.display["en"], judged?.result?.success], ["failed", false]);
});

Deno.test("toStatements() says of what began, and was not scored, that it began", () => {
  const result = { ...PRACTICE.result, status: "not_scored", total: null };
  const payload = { ...PRACTICE, result };
  const statements = toStatements(claimed({ event: "practice.started", payload }));
  assert.deepEqual(verbsOf(statements), ["initialized"]);
  assert.equal(statements[0]?.timestamp, PRACTICE.result.startedAt);
  assert.ok(!JSON.stringify(statements).includes("null"));
});

/** A correction of the practice above. */
function correction(total: number): Partial<ClaimedStatements> {
  const was = { deliveryId: claimed().id, score: PRACTICE.result };
  const result = { ...PRACTICE.result, total, passed: total >= 70 };
  const payload = { ...PRACTICE, at: "2026-12-03T08:00:00.000Z", result, was };
  return { id: "7c9e6679-7425-40de-944b-e07fc1f90ae7", event: "practice.corrected", payload };
}

Deno.test(
  "a corrected score takes each statement of the old one back, and is said anew",
  async () => {
    const { lrs, deliver } = await openStage();
    await deliver();
    assert.deepEqual(await deliver(correction(60)), { done: 1, queued: 0, failed: 0 });
    assert.deepEqual(verbsOf(lrs.valid()), ["completed", "failed", "scored", "scored"]);
    assert.deepEqual(lrs.refusals, []);
  },
);

Deno.test("a correction that was itself replaced takes back, and says nothing anew", async () => {
  const { lrs, deliver } = await openStage();
  await deliver();
  await deliver({ ...correction(60), isSuperseded: true });
  assert.deepEqual(verbsOf(lrs.valid()), ["completed"]);
});

Deno.test(
  "a delivery that is sent again adds nothing, also where the store lets nobody read",
  async () => {
    for (const mayRead of [true, false]) {
      const { lrs, deliver } = await openStage();
      lrs.mayRead = mayRead;
      await deliver();
      assert.deepEqual(await deliver({ attempts: 2 }), { done: 1, queued: 0, failed: 0 });
      assert.deepEqual([lrs.statements.size, ...lrs.taken.values()], [4, 1, 1, 1, 1]);
    }
  },
);

Deno.test("a statement that was taken back since is there", async () => {
  const { deliver, settled } = await openStage();
  await deliver();
  await deliver(correction(60));
  await deliver({ attempts: 2 });
  assert.deepEqual(settled.at(-1), { error: null, retry: false });
});

Deno.test(
  "another statement under an id of ours is left alone and shown to the operator",
  async () => {
    const { lrs, deliver, settled, lines } = await openStage();
    await deliver();
    for (const [id, kept] of lrs.statements) {
      if (kept.result?.score?.raw === 82)
        lrs.statements.set(id, { ...kept, result: { ...kept.result, success: false } });
    }
    await deliver({ attempts: 2 });
    assert.deepEqual(settled.at(-1), { error: "statement_differs", retry: false });
    assert.match(lines.join(""), /statements_given_up.*Look at both/);
  },
);

const FAULTS: readonly (readonly [LrsFault, string, boolean])[] = [
  ["status_500", "status_500", true],
  ["status_503", "status_503", true],
  ["status_429", "status_429", true],
  ["status_302", "status_302", true],
  ["status_400", "refused_400", false],
  ["status_401", "refused_401", false],
  ["status_403", "refused_403", false],
  ["answer_lost", "unreachable", true],
  ["taken_500", "status_500", true],
  ["timeout", "timeout", true],
  ["unreachable", "unreachable", true],
];
for (const [fault, error, retry] of FAULTS) {
  Deno.test(
    `a store that ${fault.replace("_", " ")} loses no statement: ${retry ? "it goes again" : "an operator is told"}`,
    async () => {
      const { lrs, deliver, settled, lines } = await openStage();
      let left = 2;
      lrs.fault = () => (left-- > 0 ? fault : null);
      await deliver();
      assert.deepEqual(settled, [{ error, retry }]);
      assert.equal(/statements_given_up.*"advice"/.test(lines.join("")), !retry);
      assert.doesNotMatch(lines.join(""), /lms-42|s3cret|lrs\.example/);
      assert.deepEqual(await deliver({ attempts: 2 }), { done: 1, queued: 0, failed: 0 });
      assert.deepEqual([lrs.statements.size, ...lrs.taken.values()], [4, 1, 1, 1, 1]);
    },
  );
}

Deno.test(
  "a store that is busy is asked for nothing more, and waited for as long as it says",
  async () => {
    const { lrs, deliver, postponed } = await openStage();
    lrs.fault = () => "status_429";
    const many = Array.from({ length: 30 }, (_, index) => ({
      ...{ id: `c${index}`, title: "Criterion", level: 3 },
    }));
    const payload = { ...PRACTICE, result: { ...PRACTICE.result, criteria: many } };
    await deliver({ payload });
    assert.deepEqual(postponed, [900]);
    assert.equal(lrs.log.length, 4);
  },
);

Deno.test("one statement that is refused holds up no other", async () => {
  const { lrs, deliver, settled } = await openStage();
  lrs.fault = ({ body }) => (body?.includes("criteria/discovery") === true ? "status_400" : null);
  await deliver();
  assert.deepEqual(settled, [{ error: "refused_400", retry: false }]);
  assert.deepEqual(verbsOf(lrs.valid()), ["completed", "passed", "scored"]);
});

const NOTHING_SENT: readonly (readonly [
  string,
  Partial<StatementWorld>,
  Partial<ClaimedStatements>,
  string,
])[] = [
  ["no store any more", {}, { endpoint: null, sealedCredentials: null }, "switched_off"],
  ["no master key", { masterKey: null }, {}, "no_key"],
  ["another master key", { masterKey: `${MASTER_KEY}!` }, {}, "credentials_sealed"],
  ["credentials of another site", {}, { siteId: crypto.randomUUID() }, "credentials_sealed"],
  ["a private network", { resolveHost: () => Promise.resolve(["10.0.0.7"]) }, {}, "not_public"],
  ["this machine", {}, { endpoint: "http://127.0.0.1:8080/" }, "not_https"],
];
for (const [name, changes, delivery, error] of NOTHING_SENT) {
  Deno.test(`nothing is sent with ${name}`, async () => {
    const { lrs, deliver, settled } = await openStage(changes);
    await deliver(delivery);
    assert.deepEqual([lrs.log.length, settled[0]?.error], [0, error]);
  });
}

Deno.test("deliverStatements() sends rounds of ten until the batch is through", async () => {
  const { lrs, queue, deliver } = await openStage();
  const sealed = await sealCredentials(MASTER_KEY, claimed().siteId, {
    ...{ key: "key", secret: "s3cret" },
  });
  for (let practice = 0; practice < 24; practice += 1)
    queue.push(claimed({ id: crypto.randomUUID(), sealedCredentials: sealed }));
  assert.deepEqual(await deliver(), { done: 25, queued: 0, failed: 0 });
  assert.equal(lrs.statements.size, 100);
});
