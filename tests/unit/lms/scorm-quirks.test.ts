import assert from "node:assert/strict";
import { beforeEach, describe, it, mock } from "node:test";
import { HostileScorm, openRecord, type ScormQuirks } from "../../kit/lms/hostile-scorm.ts";
import { openWorld, type PageWorld, settle } from "../../kit/lms/hostile-page.ts";
import { practise, QUERY, toResult, visitScorm } from "../../kit/lms/scorm-visit.ts";

// What real platforms were seen to do, a test a case: an LMS of ours does it, and its record is what counts.

const VERSIONS = ["1.2", "2004"] as const;

/** The elements that say the same in both versions. */
const NAMES = {
  "1.2": { core: "cmi.core.", status: "cmi.core.lesson_status", success: "cmi.core.lesson_status" },
  "2004": { core: "cmi.", status: "cmi.completion_status", success: "cmi.success_status" },
} as const;

for (const version of VERSIONS)
  describe(`a practice in SCORM ${version}`, () => {
    const { core, status, success } = NAMES[version];
    let world: PageWorld;
    let record = openRecord();

    beforeEach(() => {
      world = openWorld();
      record = openRecord();
      mock.method(console, "warn", () => undefined);
    });

    const launch = (quirks: Partial<ScormQuirks> = {}): HostileScorm =>
      new HostileScorm(record, { version, ...quirks });
    const raw = (): string | undefined => record.values.get(`${core}score.raw`);

    it("hands over raw, range, status, time and criteria when the score is there", async () => {
      const lms = launch();
      const visit = await visitScorm(lms, world);
      await practise(visit, world, toResult("session-1", 82));
      const read = (element: string) => record.values.get(element);
      assert.deepEqual(
        ["score.raw", "score.min", "score.max"].map((name) => read(core + name)),
        ["82", "0", "100"],
      );
      assert.equal(read(success), "passed");
      assert.equal(read("cmi.objectives.0.id"), "opening");
      assert.equal(read("cmi.objectives.0.score.raw"), "80");
      assert.equal(read("cmi.objectives.1.id"), undefined);
      if (version === "2004") {
        assert.equal(read("cmi.score.scaled"), "0.82");
        assert.equal(read(status), "completed");
        assert.match(read("cmi.session_time") ?? "", /^PT\d+S$/);
      } else assert.match(read("cmi.core.session_time") ?? "", /^\d{4}:\d\d:\d\d$/);
      assert.deepEqual(record.grades, [82, 82]);
      assert.deepEqual(visit.page.messages, ["recorded"]);
    });

    it("says failed when the total is below the pass mark", async () => {
      const visit = await visitScorm(launch(), world);
      await practise(visit, world, toResult("session-1", 69));
      assert.equal(record.values.get(success), "failed");
    });

    it("says completed alone when the scenario has no pass mark", async () => {
      const visit = await visitScorm(launch(), world);
      await practise(visit, world, { ...toResult("session-1", 69), passed: null });
      assert.equal(record.values.get(status), "completed");
      if (version === "2004") assert.equal(record.values.get(success), undefined);
    });

    it("says completed alone when the package chose status=completion (Cornerstone)", async () => {
      const visit = await visitScorm(launch(), world, { completionOnly: true });
      await practise(visit, world, toResult("session-1", 40));
      assert.equal(record.values.get(status), "completed");
      assert.equal(raw(), "40");
    });

    it("writes no percent that is refused when the total is one digit", async () => {
      const lms = launch();
      const visit = await visitScorm(lms, world);
      await practise(visit, world, toResult("session-1", 7));
      assert.equal(raw(), "7");
      if (version === "2004") assert.equal(record.values.get("cmi.score.scaled"), "0.07");
    });

    for (const quirk of [{ mode: "browse" }, { mode: "review" }, { credit: "no-credit" }] as const)
      it(`writes nothing, ever, when the launch says ${JSON.stringify(quirk)}`, async () => {
        record.values.set(`${core}score.raw`, "90").set(success, "passed");
        const before = new Map(record.values);
        const lms = launch(quirk);
        const visit = await visitScorm(lms, world);
        await practise(visit, world, toResult("session-1", 20));
        await visit.close();
        assert.deepEqual(record.values, before);
        assert.deepEqual(
          lms.calls.filter((call) => /^(SetValue|Commit|Finish|Terminate)/.test(call)),
          [],
        );
        assert.deepEqual(visit.page.messages, ["closed"]);
      });

    it("tells whoever is no learner of a course that nothing is recorded, when no API answers", async () => {
      const visit = await visitScorm(launch({ throws: true }), world);
      await visit.page.passTime();
      await practise(visit, world, toResult("session-1", 82));
      assert.deepEqual(visit.page.messages, ["alone"]);
      assert.equal(record.values.size, 0);
    });

    it("loses no score when a Commit is answered yes offline and nothing is saved", async () => {
      const lms = launch();
      const visit = await visitScorm(lms, world);
      lms.quirks.network = "offline";
      await practise(visit, world, toResult("session-1", 82));
      assert.equal(raw(), undefined);
      assert.deepEqual(visit.page.messages, ["waiting"]);
      lms.quirks.network = "online";
      void visit.recorder.retry();
      await settle();
      assert.equal(raw(), "82");
      assert.equal(record.values.get(success), "passed");
      assert.deepEqual(visit.page.messages, ["waiting", "recorded"]);
    });

    it("needs the remedy for forgotten values only when something was forgotten", async () => {
      const visit = await visitScorm(launch(), world);
      await practise(visit, world, toResult("session-1", 82));
      assert.deepEqual(new Set(record.grades), new Set([82]));
    });

    it("loses no score when the LMS answers 503 for a while", async () => {
      const lms = launch({ network: "away" });
      const visit = await visitScorm(lms, world);
      await practise(visit, world, toResult("session-1", 82));
      await visit.page.passTime();
      assert.equal(raw(), undefined);
      lms.quirks.network = "online";
      await visit.page.passTime();
      assert.equal(raw(), "82");
    });

    it("loses no score when the learner is logged out, and opens the course again", async () => {
      const lms = launch();
      const visit = await visitScorm(lms, world);
      lms.quirks.network = "logged-out";
      await practise(visit, world, toResult("session-1", 82));
      await visit.close();
      assert.equal(raw(), undefined);
      const again = await visitScorm(launch(), world);
      assert.equal(raw(), "82");
      assert.deepEqual(again.page.messages, ["recorded"]);
    });

    it("loses no score when the window closes before the score is there", async () => {
      const visit = await visitScorm(launch(), world);
      void visit.recorder.started("session-1");
      await settle();
      await visit.close();
      assert.equal(record.values.get("cmi.suspend_data"), "session-1");
      assert.equal(record.values.get(`${core}exit`), "suspend");
      world.kept.clear();
      world.scores.set("session-1", toResult("session-1", 82));
      await visitScorm(launch(), world);
      assert.equal(raw(), "82");
    });

    it("asks again when our server is still scoring at the next launch", async () => {
      record.values.set("cmi.suspend_data", "session-1");
      world.scores.set("session-1", "later");
      const visit = await visitScorm(launch(), world);
      assert.equal(raw(), undefined);
      world.scores.set("session-1", toResult("session-1", 82));
      await visit.page.passTime();
      assert.equal(raw(), "82");
    });

    it("keeps a session that another browser practised when this one may not ask for it", async () => {
      record.values.set("cmi.suspend_data", "session-1");
      const visit = await visitScorm(launch(), world);
      await visit.close();
      assert.equal(record.values.get("cmi.suspend_data"), "session-1");
    });

    it("takes no suspend_data of another course for sessions", async () => {
      record.values.set("cmi.suspend_data", '{"page": 3}');
      const visit = await visitScorm(launch(), world);
      await visit.close();
      assert.equal(record.values.get("cmi.suspend_data"), '{"page": 3}');
    });

    it("never lowers a grade when a later practice goes worse", async () => {
      const visit = await visitScorm(launch(), world);
      await practise(visit, world, toResult("session-1", 82));
      await practise(visit, world, toResult("session-2", 40));
      await visit.close();
      assert.equal(raw(), "82");
      assert.equal(record.values.get(success), "passed");
      assert.deepEqual(visit.page.messages, ["recorded", "kept"]);
    });

    it("never lowers a grade when a second visit goes worse", async () => {
      const first = await visitScorm(launch(), world);
      await practise(first, world, toResult("session-1", 82));
      await first.close();
      const second = await visitScorm(launch(), world);
      await practise(second, world, toResult("session-2", 40));
      await second.close();
      assert.equal(raw(), "82");
      assert.equal(record.values.get(success), "passed");
    });

    it("raises a failed attempt when a second visit goes better", async () => {
      const first = await visitScorm(launch(), world);
      await practise(first, world, toResult("session-1", 40));
      await first.close();
      const second = await visitScorm(launch(), world);
      await practise(second, world, toResult("session-2", 82));
      await second.close();
      assert.equal(raw(), "82");
      assert.equal(record.values.get(success), "passed");
    });

    it("leaves no completed behind when the window closes and nothing was practised", async () => {
      const visit = await visitScorm(launch(), world);
      await visit.close();
      assert.equal(record.values.get(status), "incomplete");
      assert.deepEqual(record.grades, []);
    });

    it("agrees with a mastery score of the manifest that closing applies", async () => {
      const visit = await visitScorm(launch({ masteryScore: 70 }), world);
      await practise(visit, world, toResult("session-1", 82));
      await visit.close();
      assert.equal(record.values.get(success), "passed");
    });

    it("hands everything over and closes once when the page goes", async () => {
      const lms = launch();
      const visit = await visitScorm(lms, world);
      await practise(visit, world, toResult("session-1", 82));
      await visit.close();
      await visit.close();
      assert.equal(lms.calls.filter((call) => /^(Finish|Terminate)$/.test(call)).length, 1);
      assert.equal(record.values.get(`${core}exit`), version === "1.2" ? "" : "suspend");
      assert.equal(raw(), "82");
    });

    it("leaves exit as after a result when a later visit practises nothing", async () => {
      const first = await visitScorm(launch(), world);
      await practise(first, world, toResult("session-1", 82));
      await first.close();
      const second = await visitScorm(launch(), world);
      await second.close();
      assert.equal(record.values.get(`${core}exit`), version === "1.2" ? "" : "suspend");
      assert.equal(raw(), "82");
    });

    it("uses the value of exit that the package chose after a result", async () => {
      const visit = await visitScorm(launch(), world, { exit: "normal" });
      await practise(visit, world, toResult("session-1", 82));
      await visit.close();
      assert.equal(record.values.get(`${core}exit`), "normal");
    });

    it("takes null for no failure when the page goes (Cornerstone)", async () => {
      const lms = launch();
      const visit = await visitScorm(lms, world);
      await practise(visit, world, toResult("session-1", 82));
      lms.quirks.answersNullAtEnd = true;
      await visit.close();
      assert.equal(raw(), "82");
      assert.deepEqual(visit.page.messages, ["recorded"]);
    });

    it("says that the course lacks the result when a value is refused, and hands over the others", async () => {
      const visit = await visitScorm(launch({ refused: /score\.raw$/ }), world);
      await practise(visit, world, toResult("session-1", 82));
      assert.deepEqual(visit.page.messages, ["waiting"]);
      assert.equal(record.values.get(success), "passed");
    });

    it("hands over the score when criteria are refused", async () => {
      const visit = await visitScorm(launch({ refused: /objectives/ }), world);
      await practise(visit, world, toResult("session-1", 82));
      assert.equal(raw(), "82");
      assert.deepEqual(visit.page.messages, ["recorded"]);
    });

    it("appends criteria when the manifest has an objective of its own", async () => {
      record.values.set("cmi.objectives.0.id", "primary");
      const visit = await visitScorm(launch(), world);
      await practise(visit, world, toResult("session-1", 82));
      await practise(visit, world, toResult("session-2", 90));
      assert.equal(record.values.get("cmi.objectives.0.id"), "primary");
      assert.equal(record.values.get("cmi.objectives.1.id"), "opening");
      assert.equal(record.values.has("cmi.objectives.2.id"), false);
    });

    it("keeps within the shortest suspend_data when many sessions stay open", async () => {
      const visit = await visitScorm(launch(), world);
      for (let index = 0; index < 150; index += 1)
        void visit.recorder.started(`6f1c${index}-0000-4000-8000-000000000000`);
      await settle();
      const kept = record.values.get("cmi.suspend_data") ?? "";
      assert.ok(kept.length > 0 && kept.length < 4_096);
    });

    it("lets the better of two windows win, whichever comes last", async () => {
      const [one, two] = [await visitScorm(launch(), world), await visitScorm(launch(), world)];
      await practise(one, world, toResult("session-1", 82));
      await practise(two, world, toResult("session-2", 40));
      await one.close();
      await two.close();
      assert.equal(raw(), "82");
      assert.equal(record.values.get(success), "passed");
    });

    it("says that the course lacks a result that comes after the page was closed", async () => {
      const visit = await visitScorm(launch(), world);
      await visit.close();
      await practise(visit, world, toResult("session-1", 82));
      assert.deepEqual(visit.page.messages, ["waiting"]);
      await visitScorm(launch(), world);
      assert.equal(raw(), "82");
    });

    describe("in a course of somebody else's", () => {
      it("never calls Initialize, which would wipe what the course has not committed", async () => {
        const lms = launch();
        lms.beginAsCourse();
        const attached = await visitScorm(lms, world, { attaches: true });
        await practise(attached, world, toResult("session-1", 82));
        await attached.close();
        assert.equal(raw(), "82");
        for (const pattern of [
          /^Initialize/,
          /^(Finish|Terminate)/,
          /suspend_data/,
          /exit/,
          /_time/,
        ])
          assert.deepEqual(
            lms.calls.filter((call) => pattern.test(call)),
            [],
          );
      });

      it("waits until the course has begun", async () => {
        const lms = launch();
        const attached = await visitScorm(lms, world, { attaches: true });
        lms.beginAsCourse();
        await attached.page.passTime();
        await practise(attached, world, toResult("session-1", 82));
        assert.equal(raw(), "82");
        assert.deepEqual(attached.page.messages, ["recorded"]);
      });

      it("does not begin a second time when a package's page was begun by its frame", async () => {
        const lms = launch();
        lms.beginAsCourse();
        await visitScorm(lms, world);
        assert.deepEqual(
          lms.calls.filter((call) => call === "Initialize"),
          [],
        );
      });
    });

    it("asks for earlier scores once when several practices stand on the page", async () => {
      record.values.set("cmi.suspend_data", "session-1");
      world.scores.set("session-1", toResult("session-1", 82));
      const visit = await visitScorm(launch(), world);
      await visit.recorder.ready(QUERY);
      assert.deepEqual(visit.page.messages, ["recorded"]);
    });
  });

describe("the remedy for values that SCORM 1.2 forgot", () => {
  it("never leaves a grade that is lower when the network goes between its two steps", async () => {
    mock.method(console, "warn", () => undefined);
    const [world, record] = [openWorld(), openRecord()];
    const lms = new HostileScorm(record, { version: "1.2" });
    const visit = await visitScorm(lms, world);
    lms.quirks.network = "offline";
    await practise(visit, world, toResult("session-1", 82));
    let commits = 0;
    // The first of the two commits arrives, the second does not.
    Object.defineProperty(lms.quirks, "network", {
      get: () => ((commits += 1) === 1 ? "online" : "away"),
    });
    void visit.recorder.retry();
    await settle();
    assert.equal(record.values.get("cmi.core.score.raw"), "81.99");
    Object.defineProperty(lms.quirks, "network", { value: "online", writable: true });
    void visit.recorder.retry();
    await settle();
    assert.equal(record.values.get("cmi.core.score.raw"), "82");
    assert.equal(record.values.get("cmi.core.lesson_status"), "passed");
  });
});
