import assert from "node:assert/strict";
import { beforeEach, describe, it, mock } from "node:test";
import { readCmi5Launch } from "../../../widget/src/protocol/xapi/cmi5.ts";
import { visitCmi5 } from "../../kit/lms/cmi5-visit.ts";
import { type Cmi5Quirks, HostileCmi5, openRegistration } from "../../kit/lms/hostile-cmi5.ts";
import { openWorld, type PageWorld, settle } from "../../kit/lms/hostile-page.ts";
import { practise, toResult } from "../../kit/lms/scorm-visit.ts";

describe("a practice in cmi5", () => {
  let world: PageWorld;
  let record = openRegistration();

  beforeEach(() => {
    world = openWorld();
    record = openRegistration();
    mock.method(console, "warn", () => undefined);
  });

  const launch = (quirks: Partial<Cmi5Quirks> = {}): HostileCmi5 => new HostileCmi5(record, quirks);

  it("says initialized, passed, completed and terminated, each once, when all goes well", async () => {
    const lms = launch();
    const visit = await visitCmi5(lms, world);
    await practise(visit, world, toResult("session-1", 82));
    await visit.close();
    assert.deepEqual(lms.verbs, ["initialized", "passed", "completed", "terminated"]);
    assert.deepEqual(lms.refusals, []);
    assert.deepEqual(visit.page.messages, ["recorded"]);
    assert.deepEqual(record.statements[1]?.["result"], {
      score: { scaled: 0.82, raw: 82, min: 0, max: 100 },
      success: true,
      duration: "PT624S",
    });
  });

  it("says failed by the LMS's mastery score when the scenario's own says passed", async () => {
    const lms = launch({ masteryScore: 0.9 });
    const visit = await visitCmi5(lms, world);
    await practise(visit, world, toResult("session-1", 82));
    assert.deepEqual(lms.verbs, ["initialized", "failed", "completed"]);
    assert.deepEqual(lms.refusals, []);
  });

  it("says passed after failed when the second practice goes better", async () => {
    const lms = launch();
    const visit = await visitCmi5(lms, world);
    await practise(visit, world, toResult("session-1", 40));
    await practise(visit, world, toResult("session-2", 82));
    assert.deepEqual(lms.verbs, ["initialized", "failed", "completed", "passed"]);
  });

  it("says scored when the LMS takes a verb only once", async () => {
    const lms = launch();
    const visit = await visitCmi5(lms, world);
    await practise(visit, world, toResult("session-1", 82));
    await practise(visit, world, toResult("session-2", 90));
    assert.deepEqual(lms.verbs, ["initialized", "passed", "completed", "scored"]);
    assert.deepEqual(lms.refusals, []);
  });

  it("says nothing of a worse practice, in this launch or a later one", async () => {
    const first = await visitCmi5(launch(), world);
    await practise(first, world, toResult("session-1", 82));
    await practise(first, world, toResult("session-2", 40));
    await first.close();
    const lms = launch();
    const second = await visitCmi5(lms, world);
    await practise(second, world, toResult("session-3", 40));
    assert.deepEqual(lms.verbs, [
      "initialized",
      "passed",
      "completed",
      "terminated",
      "initialized",
    ]);
    assert.deepEqual(second.page.messages, ["kept"]);
  });

  it("takes another verb when the LMS has a passed that we do not know of", async () => {
    const first = await visitCmi5(launch(), world);
    await practise(first, world, toResult("session-1", 82));
    await first.close();
    record.documents.clear();
    const lms = launch();
    const second = await visitCmi5(lms, world);
    await practise(second, world, toResult("session-2", 90));
    await second.page.passTime();
    assert.equal(lms.verbs.at(-1), "scored");
    assert.deepEqual(second.page.messages, ["waiting", "recorded"]);
  });

  for (const launchMode of ["Browse", "Review"] as const)
    it(`says nothing when the launch is a ${launchMode}`, async () => {
      const lms = launch({ launchMode });
      const visit = await visitCmi5(lms, world);
      await practise(visit, world, toResult("session-1", 82));
      await visit.close();
      assert.deepEqual(lms.verbs, []);
      assert.deepEqual(visit.page.messages, ["closed"]);
    });

  it("goes on when the page is loaded again, though the token is given out once", async () => {
    const lms = launch();
    const tokens = new Map<string, string>();
    const first = await visitCmi5(lms, world, tokens);
    void first.recorder.started("session-1");
    await first.close();
    const second = await visitCmi5(lms, world, tokens);
    await practise(second, world, toResult("session-2", 82));
    assert.deepEqual(lms.verbs, ["initialized", "passed", "completed"]);
    assert.deepEqual(lms.refusals, []);
  });

  it("says that no course listens when the token was given to somebody else", async () => {
    const lms = launch();
    await lms.fetch("https://lms.example/fetch/1", { method: "POST" });
    const visit = await visitCmi5(lms, world);
    await visit.page.passTime();
    assert.deepEqual(visit.page.messages, ["alone"]);
  });

  it("stores nothing twice when answers are lost", async () => {
    const lms = launch();
    const visit = await visitCmi5(lms, world);
    lms.quirks.network = "lost";
    await practise(visit, world, toResult("session-1", 82));
    await visit.page.passTime();
    lms.quirks.network = "online";
    await visit.page.passTime();
    assert.deepEqual(lms.verbs, ["initialized", "passed", "completed"]);
    assert.deepEqual(visit.page.messages, ["waiting", "recorded"]);
  });

  it("loses no score when the LMS is away until the next launch", async () => {
    const lms = launch();
    const visit = await visitCmi5(lms, world);
    lms.quirks.network = "away";
    await practise(visit, world, toResult("session-1", 82));
    await visit.close();
    assert.deepEqual(lms.verbs, ["initialized"]);
    const again = launch();
    await visitCmi5(again, world);
    assert.deepEqual(again.verbs, ["initialized", "initialized", "passed", "completed"]);
  });

  it("leaves the launch open when there is nothing to tell, since what is over takes no score", async () => {
    const lms = launch();
    const visit = await visitCmi5(lms, world);
    await visit.close();
    assert.deepEqual(lms.verbs, ["initialized"]);
  });

  it("sends what waits, and closes nothing, when the page goes before it arrived", async () => {
    const lms = launch();
    const visit = await visitCmi5(lms, world);
    lms.quirks.network = "offline";
    await practise(visit, world, toResult("session-1", 82));
    lms.quirks.network = "online";
    await visit.close();
    await settle();
    assert.deepEqual(lms.verbs, ["initialized", "passed", "completed"]);
  });
});

describe("readCmi5Launch()", () => {
  it("is null when the page was not launched", () => {
    assert.equal(readCmi5Launch("?scenario=x"), null);
    assert.equal(readCmi5Launch("?endpoint=https://a/&fetch=https://b/&actor=nonsense"), null);
  });

  it("reads plus signs and escapes as a browser does", () => {
    const actor = encodeURIComponent(JSON.stringify({ name: "A+B" }));
    const query = `?actor=${actor}&endpoint=https%3A%2F%2Fa&fetch=https://b/&activityId=a+b`;
    const launch = readCmi5Launch(query);
    assert.deepEqual(launch?.actor, { name: "A+B" });
    assert.equal(launch.endpoint, "https://a/");
    assert.equal(launch.activityId, "a b");
  });
});
