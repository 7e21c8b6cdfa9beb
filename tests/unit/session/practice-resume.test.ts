import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createCallSlot } from "../../../widget/src/adapters/page/call-slot.ts";
import { CoachError } from "../../../widget/src/domain/state/coach-error.ts";
import { FakeRecovery, REOPENED } from "./fake-recovery.ts";
import { settle } from "./fake-clock.ts";
import { FakeWorld } from "./fake-ports.ts";
import { Stage } from "./stage.ts";

interface ExtendedStage {
  readonly stage: Stage;
  readonly extension: FakeRecovery;
}

/** A page that is opened while a session of it is kept. */
async function atInterruption(
  prepare: (prepared: FakeRecovery) => void = () => undefined,
  world = new FakeWorld(),
): Promise<ExtendedStage> {
  world.sessionMarker = "session-1";
  const extension = new FakeRecovery(world);
  extension.kept = {
    credential: { api: "https://api.example", sessionId: "session-1", sessionToken: "token" },
    heartbeatSeconds: 15,
    rehearsal: true,
  };
  prepare(extension);
  const stage = new Stage({}, world, extension.load);
  stage.practice.begin();
  await settle();
  await settle();
  return { stage, extension };
}

async function inExtendedCall(): Promise<ExtendedStage> {
  const world = new FakeWorld();
  const extension = new FakeRecovery(world);
  const stage = new Stage({}, world, extension.load);
  await stage.start();
  return { stage, extension };
}

describe("PracticeSession, interrupted", () => {
  it("PracticeSession finds the session that was left running, and asks nothing but its heart", async () => {
    const { stage } = await atInterruption();
    assert.equal(stage.phase, "interrupted");
    assert.deepEqual(stage.practice.state.interruption, {
      remainingSeconds: 500,
      elsewhere: false,
    });
    assert.deepEqual(stage.world.log, ["beat"]);
    assert.equal(stage.world.live - stage.world.clock.pending, 0);
  });

  it("no resume (OA#153, openai/openai-realtime-api-beta#83): resume() goes on in a new call, with the transcript and the minutes that the server tells", async () => {
    const { stage } = await atInterruption();
    stage.practice.resume();
    await settle();
    await settle();
    assert.equal(stage.phase, "in-call");
    const { sessionId, remainingSeconds, turns, progress } = stage.practice.state;
    assert.deepEqual(
      [sessionId, remainingSeconds, progress],
      ["session-1", 400, REOPENED.progress],
    );
    assert.deepEqual(
      turns.map(({ itemId, text }) => [itemId, text]),
      [["item_old", "Hello?"]],
    );
    assert.deepEqual(stage.world.intents, [{ type: "invite-persona" }]);
    assert.equal(
      stage.notices.some(({ type }) => type === "session-started"),
      false,
    );
    assert.ok(!stage.world.log.includes("open"));
  });

  it("resume() waits where the server asks it to, since another tab's call was just made", async () => {
    const { stage, extension } = await atInterruption();
    const soon = (): CoachError => new CoachError("internal", "wait", { retryAfterSeconds: 2 });
    extension.callFailures = [soon(), soon()];
    stage.practice.resume();
    await settle();
    assert.equal(stage.phase, "connecting");
    await stage.world.clock.pass(2_000);
    assert.equal(stage.phase, "connecting");
    await stage.world.clock.pass(2_000);
    assert.equal(stage.phase, "in-call");
    const asked = stage.world.log.filter((line) => line.startsWith("call "));
    assert.deepEqual([asked.length, new Set(asked).size], [3, 1], "one attempt, asked three times");
  });

  for (const [why, retryAfterSeconds, asks] of [
    ["does not say when", undefined, 1],
    ["says tomorrow", 86_400, 1],
    ["says soon again and again", 1, 4],
  ] as const) {
    it(`resume() gives up where the server ${why}`, async () => {
      const { stage, extension } = await atInterruption();
      extension.callFailures = Array.from(
        { length: 9 },
        () => new CoachError("internal", "no", { retryAfterSeconds }),
      );
      stage.practice.resume();
      for (let second = 0; second < 9; second += 1) await stage.world.clock.pass(1_000);
      assert.equal(stage.phase, "interrupted");
      assert.equal(stage.world.log.filter((line) => line.startsWith("call ")).length, asks);
    });
  }

  it("resume() numbers and times the next turns behind those of the first call", async () => {
    const { stage } = await atInterruption();
    stage.practice.resume();
    await settle();
    await stage.world.clock.pass(2_000);
    stage.say("item_new", "I am back.");
    await settle();
    assert.equal(stage.world.delivered.length, 1);
    const [turn] = stage.world.delivered;
    assert.deepEqual([turn?.sequence, turn?.previousItemId], [5, "item_old"]);
    assert.ok((turn?.startedAtMs ?? 0) >= 30_000);
  });

  it("resume() delivers what this browser still has before it asks for the call", async () => {
    const { stage, extension } = await inExtendedCall();
    const down = new CoachError("server_unreachable", "away");
    stage.world.deliveryFailures = Array.from({ length: 5 }, () => down);
    stage.say("item_1", "Hello.");
    await settle();
    stage.world.page("left");
    assert.ok(stage.world.log.includes("flush page_closed"));
    assert.equal(stage.phase, "interrupted");
    stage.world.deliveryFailures = [];
    const world = new FakeWorld();
    // The way is still bad, and the call waits for it.
    world.deliveryFailures = Array.from({ length: 5 }, () => down);
    for (const [key, record] of stage.world.stored) world.stored.set(key, record);
    const next = await atInterruption((other) => {
      other.kept = extension.kept;
    }, world);
    next.stage.practice.resume();
    await settle();
    await settle();
    const told = (): string[] => world.log.filter((line) => /^(?:turns|call) /.test(line));
    assert.deepEqual(told(), []);
    world.deliveryFailures = [];
    await world.clock.pass(10_000);
    await settle();
    assert.equal(next.stage.phase, "in-call");
    assert.match(told().join(), /^(?:turns 1,)+call /);
    stage.practice.dispose();
  });

  it("finish() ends the session and fetches its report", async () => {
    const { stage, extension } = await atInterruption();
    stage.practice.finish();
    await stage.world.clock.pass(0);
    assert.deepEqual(stage.world.log, ["beat", "end learner", "report"]);
    assert.equal(stage.phase, "not-scored");
    assert.equal(extension.kept, null);
  });

  it("PracticeSession offers the report alone where the server has ended the session", async () => {
    const { stage } = await atInterruption();
    stage.practice.dispose();
    const world = new FakeWorld();
    world.sessionMarker = "session-1";
    world.beats = [new CoachError("session_rejected", "over")];
    const extension = new FakeRecovery(world);
    extension.kept = {
      credential: { api: "https://api.example", sessionId: "session-1", sessionToken: "token" },
      heartbeatSeconds: 15,
      rehearsal: true,
    };
    const over = new Stage({}, world, extension.load);
    over.practice.begin();
    await settle();
    await settle();
    assert.equal(over.practice.state.interruption?.remainingSeconds, 0);
    over.practice.resume();
    assert.equal(over.phase, "interrupted");
    over.practice.finish();
    await world.clock.pass(0);
    assert.equal(over.phase, "not-scored");
  });

  it("PracticeSession shows no interruption before it has found one", async () => {
    const { stage, extension } = await atInterruption();
    const next = new FakeWorld();
    next.sessionMarker = "session-1";
    const other = new Stage({}, next, extension.load);
    other.practice.begin();
    assert.deepEqual([other.phase, other.practice.state.interruption], ["interrupted", null]);
    other.practice.resume();
    await settle();
    await settle();
    assert.equal(other.phase, "interrupted");
    assert.notEqual(other.practice.state.interruption, null);
    stage.practice.dispose();
  });

  for (const holds of ["a call that it resumed", "a call on its way"] as const) {
    it(`resume() ends no session that another tag of its practice holds: ${holds}`, async () => {
      const slot = createCallSlot();
      const { stage: first, extension } = await atInterruption(
        () => undefined,
        new FakeWorld(slot),
      );
      const other = new FakeWorld(slot);
      other.sessionMarker = "session-1";
      const second = new Stage({}, other, extension.load);
      second.practice.begin();
      await settle();
      await settle();
      assert.deepEqual([first.phase, second.phase], ["interrupted", "interrupted"]);
      first.practice.resume();
      if (holds === "a call that it resumed") await settle();
      await settle();
      second.practice.resume();
      for (let round = 0; round < 4; round += 1) await settle();
      assert.deepEqual([first.phase, second.phase], ["interrupted", "in-call"]);
      const told = [...first.world.log, ...other.log].filter((line) => /^(?:end|flush)/.test(line));
      assert.deepEqual(told, []);
      first.practice.dispose();
      second.practice.dispose();
    });
  }

  it("PracticeSession sees while it asks that another tab went on", async () => {
    const { stage, extension } = await atInterruption();
    extension.heldElsewhere = true;
    await stage.world.clock.pass(15_000);
    assert.equal(stage.practice.state.interruption?.elsewhere, true);
    assert.deepEqual(stage.world.log, ["beat"]);
    extension.heldElsewhere = false;
    extension.freeSession();
    await settle();
    assert.partialDeepStrictEqual(stage.practice.state, { interruption: { elsewhere: false } });
  });

  it("PracticeSession asks after a session that nobody chooses for eight beats, and no longer", async () => {
    const { stage } = await atInterruption();
    for (let beat = 0; beat < 20; beat += 1) await stage.world.clock.pass(15_000);
    assert.deepEqual(
      stage.world.log,
      Array.from({ length: 8 }, () => "beat"),
    );
    assert.equal(stage.phase, "interrupted");
  });

  it("PracticeSession begins anew where nothing is known of the session any more", async () => {
    const { stage } = await atInterruption((extension) => {
      extension.kept = null;
    });
    assert.equal(stage.phase, "consent");
    assert.equal(stage.world.sessionMarker, null);
  });

  it("PracticeSession begins anew where the extension cannot be downloaded", async () => {
    const world = new FakeWorld();
    world.sessionMarker = "session-1";
    const stage = new Stage({}, world, () => Promise.reject(new Error("offline")));
    stage.practice.begin();
    await settle();
    assert.equal(stage.phase, "consent");
  });

  it("PracticeSession returns to the choice when the microphone or the network refuses", async () => {
    const { stage } = await atInterruption();
    const answer = Promise.withResolvers<undefined>();
    stage.world.microphone = answer.promise;
    stage.practice.resume();
    answer.reject(new CoachError("mic_denied", "no"));
    await settle();
    await settle();
    const { phase, failure, interruption } = stage.practice.state;
    assert.deepEqual([phase, failure?.code], ["interrupted", "mic_denied"]);
    assert.equal(interruption?.remainingSeconds, 500);
    assert.equal(
      stage.world.log.some((entry) => entry.startsWith("end")),
      false,
    );
  });

  it("stop() returns to the choice while the new call is on its way, and the session waits", async () => {
    const { stage } = await atInterruption();
    stage.world.connection = new Promise(() => undefined);
    stage.practice.resume();
    await settle();
    assert.equal(stage.phase, "connecting");
    stage.practice.stop();
    await settle();
    assert.equal(stage.phase, "interrupted");
    assert.equal(stage.world.calls + stage.world.microphones, 0);
    assert.equal(
      stage.world.log.some((entry) => entry.startsWith("end")),
      false,
    );
  });

  it("takeOver() takes the session from another tab, and goes on here", async () => {
    const { stage, extension } = await atInterruption((other) => {
      other.heldElsewhere = true;
    });
    assert.deepEqual(stage.practice.state.interruption, {
      remainingSeconds: null,
      elsewhere: true,
    });
    stage.practice.resume();
    assert.equal(stage.phase, "interrupted");
    stage.practice.takeOver();
    await settle();
    await settle();
    assert.equal(stage.phase, "in-call");
    assert.equal(extension.holds, 1);
  });

  it("PracticeSession looks again when the other tab is done", async () => {
    const { stage, extension } = await atInterruption((other) => {
      other.heldElsewhere = true;
    });
    extension.heldElsewhere = false;
    extension.freeSession();
    await settle();
    assert.equal(stage.practice.state.interruption?.elsewhere, false);
  });

  it("PracticeSession lets another tab have its session: it hangs up, delivers, and ends nothing", async () => {
    const { stage, extension } = await inExtendedCall();
    stage.say("item_1", "Hello.");
    extension.heldElsewhere = true;
    extension.askForSession();
    assert.equal(stage.world.calls + stage.world.microphones, 0);
    assert.equal(stage.practice.state.interruption?.elsewhere, true);
    await settle();
    await settle();
    assert.equal(extension.holds, 0);
    assert.deepEqual(
      stage.world.delivered.map(({ itemId }) => itemId),
      ["item_1"],
    );
    assert.equal(
      stage.world.log.some((entry) => /^(end|flush)/.test(entry)),
      false,
    );
    assert.equal(stage.phase, "interrupted");
  });

  it("PracticeSession names the call that ends with the page, also one that it resumed", async () => {
    const { stage } = await inExtendedCall();
    stage.world.page("left");
    assert.deepEqual(stage.world.flushedKeys, ["attempt-1"]);
    await settle();
    stage.practice.resume();
    await settle();
    await settle();
    assert.equal(stage.phase, "in-call");
    stage.world.page("left");
    const asked = stage.world.log.filter((entry) => entry.startsWith("call "));
    assert.deepEqual(asked, [`call ${stage.world.flushedKeys[1] ?? ""}`]);
    stage.practice.dispose();
  });

  it("PracticeSession keeps the session when the page goes, and gives it up when the practice does", async () => {
    const gone = await inExtendedCall();
    gone.stage.world.page("left");
    assert.ok(gone.stage.world.log.includes("flush page_closed"));
    assert.notEqual(gone.extension.kept, null);
    assert.equal(gone.stage.world.calls + gone.stage.world.microphones, 0);
    gone.stage.practice.dispose();
    const removed = await inExtendedCall();
    removed.stage.practice.dispose();
    assert.ok(removed.stage.world.log.includes("flush left"));
    assert.equal(removed.extension.kept, null);
  });

  it("PracticeSession sends what an earlier visit left behind, while the consent is read", async () => {
    const earlier = await inExtendedCall();
    const down = new CoachError("server_unreachable", "away");
    earlier.stage.world.deliveryFailures = Array.from({ length: 20 }, () => down);
    earlier.stage.say("item_1", "Hello.");
    await settle();
    const world = new FakeWorld();
    for (const [key, record] of earlier.stage.world.stored) world.stored.set(key, record);
    earlier.stage.practice.dispose();
    const stage = new Stage({}, world, new FakeRecovery(world).load);
    stage.practice.begin();
    await settle();
    await settle();
    assert.equal(stage.phase, "consent");
    assert.deepEqual(world.log, ["turns 1"]);
    assert.equal(world.stored.size, 0);
  });

  it("rate(), loadAttempts() and loadReport() reach the server, and say when a download is missing", async () => {
    const { stage, extension } = await inExtendedCall();
    await stage.practice.rate({ stars: 4, comment: "Good." });
    assert.deepEqual(extension.rated, [{ stars: 4, comment: "Good." }]);
    assert.deepEqual(await stage.practice.loadAttempts(), []);
    assert.equal((await stage.practice.loadReport("earlier")).status, "pending");
    assert.ok(stage.world.log.some((line) => line.startsWith("report of earlier by")));
    const bare = new Stage({}, new FakeWorld(), () => Promise.reject(new Error("offline")));
    const refusal = await bare.practice.loadAttempts().catch((thrown: unknown) => thrown);
    assert.ok(refusal instanceof CoachError);
    assert.equal(refusal.code, "server_unreachable");
  });
});
