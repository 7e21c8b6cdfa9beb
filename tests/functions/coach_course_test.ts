import assert from "node:assert/strict";
import { Brief } from "../../supabase/functions/_shared/contract/brief.ts";
import { ReportResponse } from "../../supabase/functions/_shared/contract/report.ts";
import {
  EndResponse,
  HeartbeatResponse,
  TurnsResponse,
} from "../../supabase/functions/_shared/contract/session.ts";
import { MalformedDraftError } from "../../supabase/functions/_shared/scoring/scorer.ts";
import { type CoachHarness, createCoachHarness, startSession, turn } from "./kit/coach-harness.ts";
import { createFakeScorer, honestDraft } from "./kit/fake-scorer.ts";
import { EMBED_KEY, onlySession } from "./kit/fake-store.ts";
import { PRIVATE_WORDS } from "./kit/scenario-fixture.ts";

const BRIEF = `/coach/brief?scenario=bakery-fr&embedKey=${EMBED_KEY}`;
const LEARNER_WORDS = "Combien de clients viennent par votre site aujourd'hui ?";

function post(harness: CoachHarness, id: string, route: string, body: unknown) {
  return harness.send("POST", `/coach/sessions/${id}/${route}`, { body });
}

function askForReport(harness: CoachHarness, id: string, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  return harness.send("GET", `/coach/sessions/${id}/report`, { headers });
}

/** Starts, reports two turns and ends. */
async function practise(harness: CoachHarness) {
  const { id, token } = await startSession(harness);
  const turns = [turn(1, "persona", "Boulangerie Martin !"), turn(2, "learner", LEARNER_WORDS)];
  await post(harness, id, "turns", { sessionToken: token, turns });
  const ended = await post(harness, id, "end", { sessionToken: token, reason: "learner" });
  return { id, token, ended };
}

Deno.test(
  "GET /brief shows the public part and the allowance when the key and origin fit",
  async () => {
    const harness = createCoachHarness();
    const response = await harness.send("GET", BRIEF);
    assert.equal(response.status, 200);
    const text = await response.text();
    const brief = Brief.parse(JSON.parse(text));
    assert.equal(brief.scenario.persona.name, "Sylvie Martin");
    assert.deepEqual(brief.limits, {
      sessionSeconds: 600,
      remainingSeconds: 1_200,
      resetsAt: null,
    });
    assert.equal(brief.rehearsal, true);
    assert.ok(!text.includes(PRIVATE_WORDS));
    assert.ok(!text.includes("1,500 euros"));
  },
);

Deno.test("GET /brief takes the embed key from x-embed-key when the header is there", async () => {
  const harness = createCoachHarness();
  const headers = { "x-embed-key": EMBED_KEY };
  const response = await harness.send("GET", "/coach/brief?scenario=bakery-fr", { headers });
  assert.equal(response.status, 200);
});

Deno.test(
  "POST /turns says what is stored and what is missing when numbers are left out",
  async () => {
    const harness = createCoachHarness();
    const { id, token } = await startSession(harness);
    const turns = [turn(1, "persona", "Oui ?"), turn(3, "persona", "Allô ?")];
    const response = await post(harness, id, "turns", { sessionToken: token, turns });
    assert.deepEqual(TurnsResponse.parse(await response.json()), { contiguous: 1, missing: [2] });
  },
);

Deno.test("POST /turns answers 409 when the transcript is closed", async () => {
  const harness = createCoachHarness();
  const { id, token } = await practise(harness);
  await harness.settle();
  const turns = [turn(9, "learner", "Trop tard.")];
  const response = await post(harness, id, "turns", { sessionToken: token, turns });
  assert.equal(response.status, 409);
});

Deno.test(
  "POST /heartbeat says continue while the call runs and stop when it is over",
  async () => {
    const harness = createCoachHarness();
    const { id, token } = await startSession(harness);
    const beat = async () => {
      const response = await post(harness, id, "heartbeat", { sessionToken: token });
      return HeartbeatResponse.parse(await response.json()).status;
    };
    assert.equal(await beat(), "continue");
    await post(harness, id, "end", { sessionToken: token, reason: "learner" });
    assert.equal(await beat(), "stop");
    await harness.settle();
  },
);

Deno.test(
  "client end leaves a billing session (EL#143): POST /end answers, hangs up and makes the report",
  async () => {
    const harness = createCoachHarness();
    const { id, token, ended } = await practise(harness);
    assert.deepEqual(EndResponse.parse(await ended.json()), { usedSeconds: 20, report: "pending" });
    await harness.settle();
    assert.deepEqual(harness.hungUp, ["rtc_1"]);
    assert.equal(harness.hangups[0]?.done, true);
    const response = await askForReport(harness, id, token);
    const result = ReportResponse.parse(await response.json());
    assert.ok(result.status === "ready");
    assert.equal(result.report.total, 80);
    assert.equal(result.report.evidence, "reported");
    assert.equal(result.report.criteria[0]?.quotes[0]?.text, LEARNER_WORDS);
    assert.equal(result.report.transcript.length, 2);
  },
);

Deno.test("POST /end stores the last turns when it carries some", async () => {
  const harness = createCoachHarness();
  const { id, token } = await startSession(harness);
  const turns = [turn(1, "learner", LEARNER_WORDS)];
  await post(harness, id, "end", { sessionToken: token, reason: "left", turns });
  await harness.settle();
  assert.equal(onlySession(harness.sessions).turns.length, 1);
});

Deno.test("POST /end changes nothing when it is repeated", async () => {
  const harness = createCoachHarness();
  const { id, token, ended } = await practise(harness);
  const again = await post(harness, id, "end", { sessionToken: token, reason: "deadline" });
  assert.deepEqual(await again.json(), await ended.json());
  await harness.settle();
  assert.equal(harness.hangups.length, 1);
  // One report is scored twice.
  assert.equal(harness.asked.length, 2);
});

Deno.test("POST /end leaves the hang-up queued when the provider does not answer", async () => {
  const harness = createCoachHarness();
  harness.failures.hangUp = new Error("away");
  const { ended } = await practise(harness);
  await harness.settle();
  assert.equal(ended.status, 200);
  assert.equal(harness.hangups[0]?.done, false);
});

Deno.test("POST /end answers not_scored when the session was ephemeral", async () => {
  const harness = createCoachHarness({ handshake: "ephemeral" });
  const { id, token, ended } = await practise(harness);
  assert.equal(EndResponse.parse(await ended.json()).report, "not_scored");
  await harness.settle();
  const result = ReportResponse.parse(await (await askForReport(harness, id, token)).json());
  assert.ok(result.status === "not_scored");
  assert.equal(result.reason, "unobserved");
  assert.equal(harness.asked.length, 0);
});

Deno.test("GET /report is pending when the session still runs", async () => {
  const harness = createCoachHarness();
  const { id, token } = await startSession(harness);
  const response = await askForReport(harness, id, token);
  assert.equal(response.headers.get("retry-after"), "10");
  assert.equal((await response.json()).status, "pending");
});

Deno.test("GET /report starts the work again when the one who had it is gone", async () => {
  const harness = createCoachHarness();
  const { id, token } = await practise(harness);
  await harness.settle();
  const session = onlySession(harness.sessions);
  Object.assign(session, { report: "pending", leased: false, saved: null });
  const pending = await askForReport(harness, id, token);
  assert.equal((await pending.json()).status, "pending");
  await harness.settle();
  const ready = await askForReport(harness, id, token);
  assert.equal((await ready.json()).status, "ready");
});

Deno.test("GET /report is not_scored when no learner turn has words", async () => {
  const harness = createCoachHarness();
  const { id, token } = await startSession(harness);
  const turns = [{ ...turn(1, "learner", ""), state: "unrecognized" }];
  await post(harness, id, "turns", { sessionToken: token, turns });
  await post(harness, id, "end", { sessionToken: token, reason: "learner" });
  await harness.settle();
  const result = ReportResponse.parse(await (await askForReport(harness, id, token)).json());
  assert.ok(result.status === "not_scored");
  assert.equal(result.reason, "no_learner_turns");
  assert.equal(result.transcript.length, 1);
});

Deno.test(
  "GET /report is failed with the transcript when the scorer never answers in form",
  async () => {
    const failing = createFakeScorer(() => new MalformedDraftError("no draft"));
    const harness = createCoachHarness({ scorer: failing.scorer });
    const { id, token } = await practise(harness);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await harness.settle();
      await askForReport(harness, id, token);
    }
    const result = ReportResponse.parse(await (await askForReport(harness, id, token)).json());
    assert.ok(result.status === "failed");
    assert.equal(result.transcript.length, 2);
    assert.equal(failing.asked.length, 3);
  },
);

Deno.test("GET /report never says what stands in the private part", async () => {
  const harness = createCoachHarness({ scorer: createFakeScorer(honestDraft).scorer });
  const { id, token } = await practise(harness);
  await harness.settle();
  const text = await (await askForReport(harness, id, token)).text();
  assert.ok(!text.includes(PRIVATE_WORDS));
});

Deno.test(
  "coach writes no words, tokens, offers or addresses to its log over a whole session",
  async () => {
    const harness = createCoachHarness();
    const { token } = await practise(harness);
    await harness.settle();
    const log = harness.lines.join("\n");
    assert.match(log, /"event":"session_started"/);
    assert.match(log, /"event":"session_ended"/);
    for (const secret of [LEARNER_WORDS, token, "ice-pwd", "device-0001", EMBED_KEY]) {
      assert.ok(!log.includes(secret), `the log holds ${secret}`);
    }
  },
);
