import { expect } from "@open-wc/testing";
import { CoachError } from "../../../widget/src/domain/state/coach-error.ts";
import { FakeAids, REOPENED } from "./fake-recovery.ts";
import { settle } from "./fake-clock.ts";
import { Door, FakeWorld } from "./fake-ports.ts";
import { Stage } from "./stage.ts";

interface AidedStage {
  readonly stage: Stage;
  readonly extension: FakeAids;
}

/** A page that is opened while a session of it is kept. */
async function atInterruption(
  prepare: (aidsOf: FakeAids) => void = () => undefined,
): Promise<AidedStage> {
  const world = new FakeWorld();
  world.openSession = "session-1";
  const extension = new FakeAids(world);
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

async function inAidedCall(): Promise<AidedStage> {
  const world = new FakeWorld();
  const extension = new FakeAids(world);
  const stage = new Stage({}, world, extension.load);
  await stage.start();
  return { stage, extension };
}

describe("PracticeSession, interrupted", () => {
  it("PracticeSession finds the session that was left running, and asks nothing but its heart", async () => {
    const { stage } = await atInterruption();
    expect(stage.phase).to.equal("interrupted");
    expect(stage.practice.state.interruption).to.deep.equal({
      remainingSeconds: 500,
      elsewhere: false,
    });
    expect(stage.world.log).to.deep.equal(["beat"]);
    expect(stage.world.live - stage.world.clock.pending).to.equal(0);
  });

  it("no resume (OA#153, openai/openai-realtime-api-beta#83): resume() goes on in a new call, with the transcript and the minutes that the server tells", async () => {
    const { stage } = await atInterruption();
    stage.practice.resume();
    await settle();
    await settle();
    expect(stage.phase).to.equal("in-call");
    const { sessionId, remainingSeconds, turns, progress } = stage.practice.state;
    expect([sessionId, remainingSeconds, progress]).to.deep.equal([
      "session-1",
      400,
      REOPENED.progress,
    ]);
    expect(turns.map(({ itemId, text }) => [itemId, text])).to.deep.equal([["item_old", "Hello?"]]);
    expect(stage.world.intents).to.deep.equal([{ type: "invite-persona" }]);
    expect(stage.notices.some(({ type }) => type === "session-started")).to.equal(false);
    expect(stage.world.log).to.not.include("open");
  });

  it("resume() numbers and times the next turns behind those of the first call", async () => {
    const { stage } = await atInterruption();
    stage.practice.resume();
    await settle();
    await stage.world.clock.pass(2_000);
    stage.say("item_new", "I am back.");
    await settle();
    expect(stage.world.delivered).to.have.length(1);
    const [turn] = stage.world.delivered;
    expect([turn?.sequence, turn?.previousItemId]).to.deep.equal([5, "item_old"]);
    expect(turn?.startedAtMs).to.be.at.least(30_000);
  });

  it("resume() delivers what this browser still has before it asks for the call", async () => {
    const { stage, extension } = await inAidedCall();
    const down = new CoachError("server_unreachable", "away");
    stage.world.deliveryFailures = Array.from({ length: 5 }, () => down);
    stage.say("item_1", "Hello.");
    await settle();
    stage.world.page("left");
    expect(stage.world.log).to.include("flush page_closed");
    expect(stage.phase).to.equal("interrupted");
    stage.world.deliveryFailures = [];
    const next = await atInterruption((other) => {
      other.kept = extension.kept;
    });
    for (const [key, record] of stage.world.stored) next.stage.world.stored.set(key, record);
    next.stage.practice.retry();
    next.stage.practice.resume();
    await settle();
    await settle();
    expect(next.stage.phase).to.equal("in-call");
    stage.practice.dispose();
  });

  it("finish() ends the session and fetches its report", async () => {
    const { stage, extension } = await atInterruption();
    stage.practice.finish();
    await stage.world.clock.pass(0);
    expect(stage.world.log).to.deep.equal(["beat", "end learner", "report"]);
    expect(stage.phase).to.equal("not-scored");
    expect(extension.kept).to.equal(null);
  });

  it("PracticeSession offers the report alone where the server has ended the session", async () => {
    const { stage } = await atInterruption();
    stage.practice.dispose();
    const world = new FakeWorld();
    world.openSession = "session-1";
    world.beats = [new CoachError("session_rejected", "over")];
    const extension = new FakeAids(world);
    extension.kept = {
      credential: { api: "https://api.example", sessionId: "session-1", sessionToken: "token" },
      heartbeatSeconds: 15,
      rehearsal: true,
    };
    const over = new Stage({}, world, extension.load);
    over.practice.begin();
    await settle();
    await settle();
    expect(over.practice.state.interruption?.remainingSeconds).to.equal(0);
    over.practice.resume();
    expect(over.phase).to.equal("interrupted");
    over.practice.finish();
    await world.clock.pass(0);
    expect(over.phase).to.equal("not-scored");
  });

  it("PracticeSession begins anew where nothing is known of the session any more", async () => {
    const { stage } = await atInterruption((extension) => {
      extension.kept = null;
    });
    expect(stage.phase).to.equal("consent");
    expect(stage.world.openSession).to.equal(null);
  });

  it("PracticeSession begins anew where the extension cannot be downloaded", async () => {
    const world = new FakeWorld();
    world.openSession = "session-1";
    const stage = new Stage({}, world, () => Promise.reject(new Error("offline")));
    stage.practice.begin();
    await settle();
    expect(stage.phase).to.equal("consent");
  });

  it("PracticeSession returns to the choice when the microphone or the network refuses", async () => {
    const { stage } = await atInterruption();
    const door = new Door<void>();
    stage.world.microphone = door.opened;
    stage.practice.resume();
    door.refuse(new CoachError("mic_denied", "no"));
    await settle();
    await settle();
    const { phase, failure, interruption } = stage.practice.state;
    expect([phase, failure?.code]).to.deep.equal(["interrupted", "mic_denied"]);
    expect(interruption?.remainingSeconds).to.equal(500);
    expect(stage.world.log.some((entry) => entry.startsWith("end"))).to.equal(false);
  });

  it("stop() returns to the choice while the new call is on its way, and the session waits", async () => {
    const { stage } = await atInterruption();
    stage.world.connection = new Promise(() => undefined);
    stage.practice.resume();
    await settle();
    expect(stage.phase).to.equal("connecting");
    stage.practice.stop();
    await settle();
    expect(stage.phase).to.equal("interrupted");
    expect(stage.world.calls + stage.world.microphones).to.equal(0);
    expect(stage.world.log.some((entry) => entry.startsWith("end"))).to.equal(false);
  });

  it("takeOver() takes the session from another tab, and goes on here", async () => {
    const { stage, extension } = await atInterruption((other) => {
      other.heldElsewhere = true;
    });
    expect(stage.practice.state.interruption).to.deep.equal({
      remainingSeconds: null,
      elsewhere: true,
    });
    stage.practice.resume();
    expect(stage.phase).to.equal("interrupted");
    stage.practice.takeOver();
    await settle();
    await settle();
    expect(stage.phase).to.equal("in-call");
    expect(extension.holds).to.equal(1);
  });

  it("PracticeSession looks again when the other tab is done", async () => {
    const { stage, extension } = await atInterruption((other) => {
      other.heldElsewhere = true;
    });
    extension.heldElsewhere = false;
    extension.freeSession();
    await settle();
    expect(stage.practice.state.interruption?.elsewhere).to.equal(false);
  });

  it("PracticeSession lets another tab have its session: it hangs up, delivers, and ends nothing", async () => {
    const { stage, extension } = await inAidedCall();
    stage.say("item_1", "Hello.");
    extension.heldElsewhere = true;
    extension.askForSession();
    expect(stage.world.calls + stage.world.microphones).to.equal(0);
    expect(stage.practice.state.interruption?.elsewhere).to.equal(true);
    await settle();
    await settle();
    expect(extension.holds).to.equal(0);
    expect(stage.world.delivered.map(({ itemId }) => itemId)).to.deep.equal(["item_1"]);
    expect(stage.world.log.some((entry) => /^(end|flush)/.test(entry))).to.equal(false);
    expect(stage.phase).to.equal("interrupted");
  });

  it("PracticeSession names the call that ends with the page, also one that it resumed", async () => {
    const { stage } = await inAidedCall();
    stage.world.page("left");
    expect(stage.world.flushedKeys).to.deep.equal(["attempt-1"]);
    await settle();
    stage.practice.resume();
    await settle();
    await settle();
    expect(stage.phase).to.equal("in-call");
    stage.world.page("left");
    const asked = stage.world.log.filter((entry) => entry.startsWith("call "));
    expect(asked).to.deep.equal([`call ${stage.world.flushedKeys[1] ?? ""}`]);
    stage.practice.dispose();
  });

  it("PracticeSession keeps the session when the page goes, and gives it up when the practice does", async () => {
    const gone = await inAidedCall();
    gone.stage.world.page("left");
    expect(gone.stage.world.log).to.include("flush page_closed");
    expect(gone.extension.kept).to.not.equal(null);
    expect(gone.stage.world.calls + gone.stage.world.microphones).to.equal(0);
    gone.stage.practice.dispose();
    const removed = await inAidedCall();
    removed.stage.practice.dispose();
    expect(removed.stage.world.log).to.include("flush left");
    expect(removed.extension.kept).to.equal(null);
  });

  it("PracticeSession sends what an earlier visit left behind, while the consent is read", async () => {
    const earlier = await inAidedCall();
    const down = new CoachError("server_unreachable", "away");
    earlier.stage.world.deliveryFailures = Array.from({ length: 20 }, () => down);
    earlier.stage.say("item_1", "Hello.");
    await settle();
    const world = new FakeWorld();
    for (const [key, record] of earlier.stage.world.stored) world.stored.set(key, record);
    earlier.stage.practice.dispose();
    const stage = new Stage({}, world, new FakeAids(world).load);
    stage.practice.begin();
    await settle();
    await settle();
    expect(stage.phase).to.equal("consent");
    expect(world.log).to.deep.equal(["turns 1"]);
    expect(world.stored.size).to.equal(0);
  });

  it("rate() and loadAttempts() reach the server, and say when a download is missing", async () => {
    const { stage, extension } = await inAidedCall();
    await stage.practice.rate({ stars: 4, comment: "Good." });
    expect(extension.rated).to.deep.equal([{ stars: 4, comment: "Good." }]);
    expect(await stage.practice.loadAttempts()).to.deep.equal([]);
    const bare = new Stage({}, new FakeWorld(), () => Promise.reject(new Error("offline")));
    const refusal = await bare.practice.loadAttempts().catch((thrown: unknown) => thrown);
    expect(refusal).to.include({ code: "server_unreachable" });
  });
});
