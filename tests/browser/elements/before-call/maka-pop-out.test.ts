import { expect } from "@open-wc/testing";
import { MakaPopOut } from "../../../../widget/src/elements/before-call/maka-pop-out.ts";
import { englishReport } from "../../../../widget/src/locales/en/report.ts";
import type { PopOutMessage, PopOutRequest } from "../../../../widget/src/ports/pop-out.ts";
import "../../../../widget/src/entries/pop-out.ts";
import { buildBrief, buildReport } from "../../kit/fake-practice.ts";
import { findDeep, getDeep, mountCoach, settle, start, textOf } from "../../kit/mount-coach.ts";

const PRACTICE_URL = "https://operator.example/practice.html";
const BLOCKED = {
  phase: "failed",
  failure: { code: "mic_blocked_by_page", requestId: null, limit: null },
} as const;
const WORDS = englishReport.popOut;

/** A tag whose page forbids the microphone, and the windows that it opens. */
async function mountBlocked({ practiceUrl = PRACTICE_URL, opens = true } = {}) {
  const windows: {
    request: PopOutRequest;
    signal: AbortSignal;
    say: (m: PopOutMessage) => void;
  }[] = [];
  MakaPopOut.openWindow = (request, say, signal) => {
    windows.push({ request, say, signal });
    return opens;
  };
  const mounted = await mountCoach(
    { theme: "dark", input: "push-to-talk" },
    { loadBrief: () => Promise.resolve(buildBrief({ practiceUrl: practiceUrl || null })) },
  );
  const practice = await start(mounted);
  practice.show(BLOCKED);
  await import("../../../../widget/src/entries/before-call.ts");
  await settle(mounted.tag);
  await settle(mounted.tag);
  const root = (): ShadowRoot | null | undefined =>
    mounted.tag.shadowRoot && findDeep(mounted.tag.shadowRoot, "maka-pop-out")?.shadowRoot;
  return { ...mounted, practice, windows, button: () => root()?.querySelector("button") ?? null };
}

describe("MakaPopOut", () => {
  it("Teams tab (microsoft/o365-moodle#2686): offers a window of its own, and no tab, where the operator has a page", async () => {
    const { tag, button } = await mountBlocked();
    expect(button()?.textContent.trim()).to.equal(WORDS.open);
    expect(textOf(getDeep(tag, "maka-pop-out"))).to.contain(WORDS.help);
    expect(tag.shadowRoot && findDeep(tag.shadowRoot, "a") === null).to.equal(true);
    await expect(tag).to.be.accessible();
  });

  it("leaves the tab as the way out where the operator has none", async () => {
    const { tag, button } = await mountBlocked({ practiceUrl: "" });
    expect(button() === null).to.equal(true);
    expect(getDeep(tag, "a").getAttribute("target")).to.equal("_blank");
  });

  it("hands on what the tag says, with the token as it is at the click", async () => {
    const { tag, button, windows } = await mountBlocked();
    tag.learnerToken = "fresh";
    button()?.click();
    expect(windows[0]?.request.practiceUrl).to.equal(PRACTICE_URL);
    expect(windows[0]?.request.attributes).to.deep.include({
      api: "https://api.example/v1",
      "embed-key": "mk_demo",
      scenario: "bakery",
      "learner-token": "fresh",
      locale: "en",
      theme: "dark",
      input: "push-to-talk",
    });
  });

  it("says that the window is open, and opens another that counts from then on", async () => {
    const { tag, button, windows } = await mountBlocked();
    button()?.click();
    await settle(tag);
    expect(textOf(getDeep(tag, "maka-pop-out"))).to.contain(WORDS.opened);
    button()?.click();
    expect(windows.map(({ signal }) => signal.aborted)).to.deep.equal([true, false]);
  });

  it("says what to do when the browser opens no window", async () => {
    const { tag, button } = await mountBlocked({ opens: false });
    button()?.click();
    await settle(tag);
    expect(textOf(getDeep(tag, "maka-pop-out"))).to.contain(WORDS.blocked);
    await expect(tag).to.be.accessible();
  });

  it("tells the page what happens over there, and shows its report", async () => {
    const { tag, button, windows } = await mountBlocked();
    const heard: unknown[] = [];
    const names = ["maka-session-started", "maka-session-ended", "maka-report-ready"];
    for (const name of names)
      tag.addEventListener(name, (event) => {
        heard.push([name, event instanceof CustomEvent && event.detail]);
      });
    button()?.click();
    const say = windows[0]?.say;
    say?.({ type: "session-started", sessionId: "s" });
    say?.({ type: "session-ended", sessionId: "s", reason: "learner", usedSeconds: 61 });
    await settle(tag);
    expect(textOf(getDeep(tag, "maka-pop-out"))).to.contain(WORDS.over);
    const report = buildReport({ sessionId: "s" });
    say?.({ type: "report-ready", report });
    await import("../../../../widget/src/entries/report.ts");
    await settle(tag);
    await settle(tag);
    expect(heard).to.deep.equal([
      ["maka-session-started", { sessionId: "s" }],
      ["maka-session-ended", { sessionId: "s", reason: "learner", usedSeconds: 61 }],
      [
        "maka-report-ready",
        {
          sessionId: "s",
          total: 71,
          passMark: report.passMark,
          passed: true,
          criteria: report.criteria.map(({ id, level }) => ({ id, level })),
        },
      ],
    ]);
    expect(tag.phase).to.equal("report-ready");
    expect(tag.report?.total).to.equal(71);
    expect(textOf(tag)).to.contain("You earned a second meeting");
    expect(tag.shadowRoot && findDeep(tag.shadowRoot, "maka-rating") === null).to.equal(true);
    expect(windows[0]?.signal.aborted).to.equal(true);
  });

  it("waits no longer when the window ends without a report, and goes on when it does", async () => {
    const { tag, button, windows } = await mountBlocked();
    button()?.click();
    const say = windows[0]?.say;
    const said = (): string => textOf(getDeep(tag, "maka-pop-out"));
    say?.({ type: "session-ended", sessionId: "s", reason: "learner", usedSeconds: 61 });
    say?.({ type: "report-missing" });
    await settle(tag);
    expect(said()).to.contain(WORDS.noReport).and.to.contain(WORDS.again);
    await expect(tag).to.be.accessible();
    say?.({ type: "session-started", sessionId: "t" });
    await settle(tag);
    expect(said()).to.contain(WORDS.opened);
    expect(tag.phase).to.equal("failed");
  });

  it("stops listening when the tag leaves the page", async () => {
    const { tag, button, windows } = await mountBlocked();
    button()?.click();
    tag.remove();
    expect(windows[0]?.signal.aborted).to.equal(true);
  });
});
