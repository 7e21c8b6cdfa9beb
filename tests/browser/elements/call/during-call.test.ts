import { expect, waitUntil } from "@open-wc/testing";
import { englishDuringCall } from "../../../../widget/src/locales/en/during-call.ts";
import { englishCall } from "../../../../widget/src/locales/en/call.ts";
import { CALL, find, focused, open, status } from "../../kit/call-scene.ts";
import { buildBrief } from "../../kit/fake-practice.ts";
import type { FakePractice } from "../../kit/fake-practice.ts";
import { createReport } from "../../kit/report-samples.ts";
import { findDeep, getDeep, mountCoach, start, textOf } from "../../kit/mount-coach.ts";
import type { MountedCoach } from "../../kit/mount-coach.ts";

/** What the call download leaves to be fetched when it is needed. */
before(async () => {
  await import("../../../../widget/src/entries/during-call.ts");
});

describe("MakaObjectives", () => {
  it("ticks an objective off when it is reached, and says so once", async () => {
    const scene = await open(CALL);
    const objectives = getDeep(scene.tag, "maka-objectives");
    expect(objectives.shadowRoot?.querySelectorAll(".reached").length).to.equal(0);
    await scene.show({ progress: { objectives: ["price"], steps: [] } });
    const reached = objectives.shadowRoot?.querySelector(".reached");
    expect(reached?.textContent).to.match(/Answer her worry about the price\s*,\s*reached/);
    const news = objectives.shadowRoot?.querySelector("[role=status]");
    expect(news?.textContent).to.equal("Reached: Answer her worry about the price");
    await scene.show({ remainingSeconds: 250 });
    expect(news?.textContent).to.equal("Reached: Answer her worry about the price");
    expect(objectives.shadowRoot?.querySelectorAll("li").length).to.equal(3);
  });

  it("announces nothing that was reached before it was on screen", async () => {
    const scene = await open({ ...CALL, progress: { objectives: ["need"], steps: [] } });
    const objectives = getDeep(scene.tag, "maka-objectives");
    expect(objectives.shadowRoot?.querySelectorAll(".reached").length).to.equal(1);
    expect(objectives.shadowRoot?.querySelector("[role=status]")?.textContent).to.equal("");
  });
});

describe("MakaConnection", () => {
  it("names how good the connection is, and is absent while nothing was measured", async () => {
    const scene = await open(CALL);
    expect(find(scene, "maka-connection")).to.equal(null);
    for (const grade of ["good", "fair", "poor"] as const) {
      await scene.show({ connectionQuality: grade });
      const bars = getDeep(scene.tag, "maka-connection").shadowRoot?.querySelector("[role=img]");
      expect(bars?.getAttribute("aria-label")).to.equal(englishDuringCall.connection[grade]);
    }
  });

  it("a poor connection brings a hint in its first spell and none later", async () => {
    const scene = await open({ ...CALL, connectionQuality: "poor" });
    const notice = getDeep(scene.tag, "maka-connection-notice");
    expect(textOf(notice)).to.contain("Move closer to your router");
    await scene.show({ connectionQuality: "good" });
    expect(getComputedStyle(notice).display).to.equal("none");
    await scene.show({ connectionQuality: "poor" });
    expect(getComputedStyle(notice).display).to.equal("none");
  });
});

describe("MakaConnectionNotice", () => {
  it("a service that owes a reply is told of, as its own fault, until the customer speaks", async () => {
    const scene = await open({ ...CALL, replyTrouble: "asking-again" });
    const notice = getDeep(scene.tag, "maka-connection-notice");
    expect(textOf(notice)).to.contain(englishDuringCall.replyFailed("Martine"));
    await scene.show({ replyTrouble: "none" });
    expect(getComputedStyle(notice).display).to.equal("none");
  });

  it("a call that is made again says so once, keeps the captions and holds what cannot be sent", async () => {
    const scene = await open(CALL);
    getDeep(scene.tag, "footer [aria-expanded]").click();
    await scene.show({ recovery: "calling-again", connectionWeak: true });
    expect(textOf(getDeep(scene.tag, "maka-connection-notice"))).to.contain(
      "We are calling Martine again",
    );
    expect(status(scene)).to.equal(`${englishCall.callingAgain("Martine")} ${englishCall.kept}`);
    expect(textOf(getDeep(scene.tag, "maka-captions"))).to.contain("Bouvier bakery, hello?");
    expect(getDeep(scene.tag, "[type=submit]").matches(":disabled")).to.equal(true);
    const said = new Set<string>();
    for (let second = 0; second < 5; second += 1) {
      await scene.show({ remainingSeconds: 200 - second });
      said.add(status(scene));
    }
    expect(said.size).to.equal(1);
  });

  it("a connection that came back is told of in a sentence that goes away", async () => {
    const scene = await open({ ...CALL, recovery: "calling-again" });
    await scene.show({ recovery: "none" });
    expect(status(scene)).to.equal(englishCall.connectedAgain("Martine"));
    expect(textOf(getDeep(scene.tag, "maka-connection-notice"))).to.contain(
      "You are connected again",
    );
  });

  it("an offer takes the place of the controls, and the focus of whoever used one", async () => {
    const scene = await open({ ...CALL, recovery: "calling-again" });
    getDeep(scene.tag, "[part=mute-button]").focus();
    await scene.show({ recovery: "offered" });
    expect(find(scene, "[part=mute-button]")).to.equal(null);
    await waitUntil(() => focused()?.textContent === englishDuringCall.connectionGone);
    const [again, finish] = getDeep(scene.tag, "section .row").querySelectorAll("button");
    expect(again?.textContent.trim()).to.equal("Call Martine again");
    again?.click();
    finish?.click();
    expect(scene.practice.asked).to.deep.equal(["call again", "finish"]);
  });

  it("an offer leaves a focus alone that is elsewhere on the page", async () => {
    const scene = await open({ ...CALL, recovery: "calling-again" });
    const outside = document.createElement("button");
    scene.tag.before(outside);
    outside.focus();
    await scene.show({ recovery: "offered" });
    expect(focused()).to.equal(outside);
    outside.remove();
  });
});

describe("MakaInterrupted", () => {
  it("offers to go on with the minutes that are left, or to finish", async () => {
    const interruption = { remainingSeconds: 200, elsewhere: false };
    const scene = await open({ phase: "interrupted", interruption });
    expect(textOf(scene.tag)).to.contain("3:20 left");
    getDeep(scene.tag, "[part=resume-button]").click();
    getDeep(scene.tag, ".go button:not([part])").click();
    expect(scene.practice.asked).to.deep.equal(["resume", "finish"]);
  });

  it("says why it could not go on, and what to do", async () => {
    const interruption = { remainingSeconds: 200, elsewhere: false };
    const failure = { code: "mic_denied", requestId: null, limit: null } as const;
    const scene = await open({ phase: "interrupted", interruption, failure });
    const [happened, advice] = englishCall.failures.mic_denied;
    expect(textOf(getDeep(scene.tag, "[role=alert]"))).to.contain(`${happened}. ${advice}`);
    await scene.show({ failure: null });
    expect(find(scene, "[role=alert]")).to.equal(null);
  });

  it("offers only the report when the time is over", async () => {
    const interruption = { remainingSeconds: 0, elsewhere: false };
    const scene = await open({ phase: "interrupted", interruption });
    expect(find(scene, "[part=resume-button]")).to.equal(null);
    getDeep(scene.tag, ".go .primary").click();
    expect(scene.practice.asked).to.deep.equal(["finish"]);
  });

  it("brings a call here that runs in another tab", async () => {
    const interruption = { remainingSeconds: null, elsewhere: true };
    const scene = await open({ phase: "interrupted", interruption });
    expect(textOf(scene.tag)).to.contain("runs in another tab");
    getDeep(scene.tag, "[part=resume-button]").click();
    expect(scene.practice.asked).to.deep.equal(["take over"]);
  });

  it("takes the focus with its heading when the view before it had the focus", async () => {
    const scene = await open({ phase: "consent" });
    getDeep(scene.tag, "[part=consent-button]").focus();
    await scene.show({
      phase: "interrupted",
      interruption: { remainingSeconds: 9, elsewhere: false },
    });
    await waitUntil(
      () => focused()?.textContent === englishDuringCall.wasInterrupted("Martine Bouvier"),
    );
  });
});

describe("the end of a call", () => {
  it("shows the report's place at once, with the call to read again and why it ended", async () => {
    await import("../../../../widget/src/entries/report.ts");
    const scene = await open(CALL);
    await scene.show({ phase: "ending", endReason: "deadline", remainingSeconds: null });
    await waitUntil(() => find(scene, "maka-report"));
    await scene.show({});
    const report = getDeep(scene.tag, "maka-report");
    expect(textOf(report))
      .to.contain(englishDuringCall.timeOver)
      .and.to.contain("Bouvier bakery, hello?");
    expect(find(scene, "[part=end-button]")).to.equal(null);
    await scene.show({ phase: "report-pending" });
    expect(getDeep(scene.tag, "maka-report")).to.equal(report);
  });

  it("says of a call that cost what it may why it is over, and shows its report", async () => {
    await import("../../../../widget/src/entries/report.ts");
    const scene = await open(CALL);
    await scene.show({ phase: "report-pending", endReason: "cost", remainingSeconds: null });
    await waitUntil(() => find(scene, "maka-report"));
    const { costReached, reportFollows } = englishDuringCall;
    const text = (): string => textOf(getDeep(scene.tag, "maka-report"));
    await waitUntil(() => text().includes(`${costReached} ${reportFollows}`));
    const report = createReport();
    await scene.show({ phase: "report-ready", report });
    expect(text()).to.contain(report.summary);
    await expect(scene.tag).to.be.accessible();
  });
});

describe("MakaConsent with facts", () => {
  async function consent(facts: boolean): Promise<[MountedCoach, FakePractice]> {
    const brief = buildBrief({ consent: { ...buildBrief().consent, facts } });
    const mounted = await mountCoach({}, { loadBrief: () => Promise.resolve(brief) });
    return [mounted, await start(mounted)];
  }

  it("asks apart for the noting of facts, and takes a no", async () => {
    const [{ tag }, practice] = await consent(true);
    const box = getDeep(tag, "[type=checkbox]");
    expect(box).to.have.property("checked", false);
    getDeep(tag, "[part=consent-button]").click();
    box.click();
    getDeep(tag, "[part=consent-button]").click();
    getDeep(tag, ".go .quiet").click();
    expect(practice.asked).to.deep.equal([
      "begin",
      "consent",
      "consent with facts",
      "consent and check with facts",
    ]);
    await expect(tag).to.be.accessible();
  });

  it("says what the brief wants told, and that it said so", async () => {
    const notices = ["The coaches of Maka read this.", "Your result goes to the course."];
    const told = { purpose: "official", results: true } as const;
    const brief = buildBrief({ consent: { ...buildBrief().consent, notices, told } });
    const mounted = await mountCoach({}, { loadBrief: () => Promise.resolve(brief) });
    const practice = await start(mounted);
    for (const notice of notices) expect(textOf(mounted.tag)).to.contain(notice);
    getDeep(mounted.tag, "[part=consent-button]").click();
    expect(practice.asked).to.deep.equal(["begin", "consent told official"]);
    await expect(mounted.tag).to.be.accessible();
  });

  it("asks nothing more where the site notes none", async () => {
    const [{ tag }] = await consent(false);
    expect(tag.shadowRoot && findDeep(tag.shadowRoot, "[type=checkbox]")).to.equal(null);
  });
});
