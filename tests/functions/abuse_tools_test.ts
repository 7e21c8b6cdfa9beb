import assert from "node:assert/strict";
import { type ObserverStage, type StagedCall, stageTest } from "./kit/observer-stage.ts";

const ANSWER = {
  ...{ output: '{"ok":true}', progress: { objectives: [], steps: [] }, ends: false },
  ...{ details: {}, card: null },
};
const STATE = {
  ...{ phase: "open", moods: [{ phase: "open", second: 0 }], raised: [], settled: [] },
  ...{ objectives: [], steps: [], spent: [], ended: null, world: {}, details: {} },
};

/** Plays a call to its end in which the persona calls one tool, and the page claims `claimed` beside it. */
async function playCall(stage: ObserverStage, claimed: readonly string[]): Promise<StagedCall> {
  const staged = await stage.start();
  const segment = await stage.begin(staged.callId);
  assert.ok(segment);
  await stage.until(() => staged.call.listenerCount > 0, "the segment listens");
  await stage.pass(3_000);
  staged.call.learnerSays("I understand what that means for you.");
  const toolIds = [staged.call.personaCalls(), ...claimed];
  for (const [version, id] of toolIds.entries()) {
    const saved = await stage.store.saveProgress(staged.sessionId, {
      ...{ version, state: STATE, events: [] },
      call: { id, name: "settle_objection", by: "persona", outcome: "done", answer: ANSWER },
    });
    assert.equal(saved.outcome, "saved");
  }
  await stage.pass(3_000);
  await stage.store.endSession(staged.sessionId, "learner");
  await stage.until(async () => (await stage.observation(staged.callId)).status === "complete");
  return staged;
}

async function readEvidence({ sql }: ObserverStage, { sessionId }: StagedCall): Promise<unknown> {
  const [row] = await sql`select coach.evidence_of(${sessionId}) as evidence`;
  return row?.["evidence"];
}

stageTest("a call whose page relays what the persona calls is scored", async (stage) => {
  assert.equal(await readEvidence(stage, await playCall(stage, [])), "complete");
});

stageTest("a call whose page calls tools for the persona is not scored", async (stage) => {
  const staged = await playCall(stage, ["call_made_up"]);
  assert.equal(await readEvidence(stage, staged), "tampered");
  await stage.until(async () => {
    const report = await stage.store.getReport(staged.sessionId);
    return report.outcome === "ok" && report.reason === "tampered";
  }, "the session is not scored");
});
