import { expect, waitUntil } from "@open-wc/testing";
import { LitElement, html } from "lit";
import { ViewFocusController } from "../../../widget/src/controllers/view-focus-controller.ts";
import { MakaPopOut } from "../../../widget/src/elements/before-call/maka-pop-out.ts";
import type { MakaReport } from "../../../widget/src/elements/report/maka-report.ts";
import type { PopOutMessage } from "../../../widget/src/ports/pop-out.ts";
import { englishReport } from "../../../widget/src/locales/en/report.ts";
import { CALL, focused, open } from "../kit/call-scene.ts";
import { buildBrief } from "../kit/fake-practice.ts";
import { getDeep, mountCoach, settle, start, warningsOf } from "../kit/mount-coach.ts";
import {
  createReportedPractice,
  findPart,
  openReport,
  read,
  settleReport,
} from "../kit/open-report.ts";
import type { ReportedPractice } from "../../../widget/src/elements/report/maka-report.ts";
import { createReadyState } from "../kit/report-samples.ts";

const LOST = { status: "lost", devices: [], deviceId: null, trouble: "mic_missing" } as const;
const DEVICES = [
  { id: "a", label: "Built-in" },
  { id: "b", label: "Headset" },
];

before(async () => {
  await import("../../../widget/src/entries/during-call.ts");
  await import("../../../widget/src/entries/pop-out.ts");
});

/** What a screen reader says of the focused element. */
function words(): string {
  const element = focused();
  return element && element !== document.body ? read(element) : "";
}

/** A report whose list of attempts could not be loaded. */
async function openWithoutAttempts(): Promise<[ReportedPractice, MakaReport]> {
  const practice = createReportedPractice({
    loadAttempts: () => Promise.reject(new Error("offline")),
  });
  return [practice, await openReport(createReadyState(), { practice })];
}

/** Compared here, and not by `expect`, which would print whole elements. */
function isFocused(element: Element | null | undefined): boolean {
  return element === focused();
}

describe("the focus of a learner whose control goes away", () => {
  it("stays on the button that hangs up when the call is answered", async () => {
    const { tag, show } = await open({ phase: "connecting" });
    getDeep(tag, "[part=end-button]").focus();
    await show(CALL);
    expect(focused()?.ariaLabel).to.equal("End call");
  });

  it("goes to the report's place when the call ends", async () => {
    const { tag, show } = await open(CALL);
    getDeep(tag, "[part=end-button]").focus();
    await show({ phase: "ending", endReason: "learner", remainingSeconds: null });
    expect(words()).to.equal("Your report");
  });

  it("goes to the report's place when the box to type in closes with the call", async () => {
    const { tag, show } = await open({ ...CALL, input: "text" });
    getDeep(tag, "[part=text-input]").focus();
    await show({ phase: "ending", endReason: "deadline", remainingSeconds: null });
    expect(words()).to.equal("Your report");
  });

  it("goes to the customer's name when she is called again", async () => {
    const { tag, show } = await open({ ...CALL, recovery: "offered" });
    getDeep(tag, "maka-connection-notice .primary, section .primary").focus();
    await show({ recovery: "calling-again" });
    expect(words()).to.equal("Martine Bouvier");
  });

  it("goes to the text when it cannot be sent for a moment", async () => {
    const { tag, show } = await open({ ...CALL, input: "text" });
    getDeep(tag, "[type=submit]").focus();
    await show({ recovery: "calling-again" });
    expect(isFocused(getDeep(tag, "[part=text-input]"))).to.equal(true);
  });

  it("goes to the check's heading when the microphone that would call is pulled out", async () => {
    const { tag, show } = await open({ phase: "microphone-check" });
    getDeep(tag, "[part=call-button]").focus();
    await show({ microphone: { ...LOST, status: "replacing" } });
    expect(focused()?.localName).to.equal("h2");
  });

  it("goes to the sound button when the only other microphone is pulled out", async () => {
    const microphone = { status: "open", devices: DEVICES, deviceId: "a", trouble: null } as const;
    const { tag, show } = await open({ ...CALL, microphone });
    getDeep(tag, "[part=sound-button]").click();
    await settle(tag);
    getDeep(tag, "#menu select").focus();
    await show({ microphone: { ...microphone, devices: DEVICES.slice(0, 1) } });
    expect(isFocused(getDeep(tag, "[part=sound-button]"))).to.equal(true);
  });

  it("goes to the heading when the practice is over in the other window", async () => {
    let hear: (message: PopOutMessage) => void = () => undefined;
    MakaPopOut.openWindow = (_, listener) => {
      hear = listener;
      return true;
    };
    const practiceUrl = "https://academy.example/practice.html";
    const mounted = await mountCoach(
      {},
      { loadBrief: () => Promise.resolve(buildBrief({ practiceUrl })) },
    );
    const practice = await start(mounted);
    const failure = { code: "mic_blocked_by_page", requestId: null, limit: null } as const;
    practice.show({ phase: "failed", failure });
    await settle(mounted.tag);
    const button = getDeep(mounted.tag, "maka-pop-out .primary, .row .primary");
    button.focus();
    button.click();
    hear({ type: "session-ended", sessionId: "s", reason: "learner", usedSeconds: 9 });
    await settle(mounted.tag);
    expect(focused()?.localName).to.equal("h2");
  });

  it("goes to the choice when a rating is saved again", async () => {
    const practice = createReportedPractice({ rate: () => Promise.reject(new Error("offline")) });
    const report = await openReport(createReadyState(), { practice });
    const rating = findPart(report, "maka-rating");
    rating.querySelectorAll<HTMLInputElement>("input")[3]?.click();
    await settleReport(report);
    practice.rate = () => new Promise(() => undefined);
    const again = rating.querySelector<HTMLButtonElement>(".row button");
    again?.focus();
    again?.click();
    await settleReport(report);
    expect(isFocused(rating.querySelectorAll("input")[3])).to.equal(true);
  });

  it("goes to the heading of the attempts, or of the report, when they are there after all", async () => {
    const attempt = {
      startedAt: "2026-11-20T14:00:00Z",
      usedSeconds: 100,
      status: "scored",
      total: 40,
      passMark: null,
    } as const;
    for (const [count, heading] of [
      [2, englishReport.attempts],
      [1, englishReport.markReached],
    ] as const) {
      const [practice, report] = await openWithoutAttempts();
      const again = findPart(report, "maka-attempts").querySelector("button");
      const list = Array.from({ length: count }, (_, index) => ({
        ...attempt,
        sessionId: `session_${index.toString()}`,
      }));
      practice.loadAttempts = () => Promise.resolve(list);
      again?.focus();
      again?.click();
      await settleReport(report);
      expect(words()).to.equal(heading);
    }
  });

  it("waits on the button while the attempts are asked for again", async () => {
    const [practice, report] = await openWithoutAttempts();
    const again = findPart(report, "maka-attempts").querySelector("button");
    practice.loadAttempts = () => new Promise(() => undefined);
    again?.focus();
    again?.click();
    await settleReport(report);
    expect(isFocused(again)).to.equal(true);
    expect(read(findPart(report, "maka-attempts").querySelector("p") ?? undefined)).to.equal(
      englishReport.attemptsLoading,
    );
  });

  it("goes to a view that had to be fetched twice", async () => {
    class Views extends LitElement {
      step: "failed" | "fetching" | "there" = "failed";
      constructor() {
        super();
        new ViewFocusController(this);
      }
      override render() {
        if (this.step === "failed") return html`<button>Try again</button>`;
        return this.step === "there"
          ? html`<some-view class="view" tabindex="-1"></some-view>`
          : "";
      }
    }
    customElements.define("some-views", Views);
    const views = new Views();
    document.body.append(views);
    await views.updateComplete;
    views.renderRoot.querySelector("button")?.focus();
    for (const step of ["fetching", "there"] as const) {
      views.step = step;
      views.requestUpdate();
      await views.updateComplete;
    }
    await waitUntil(() => focused()?.localName === "some-view");
    views.remove();
  });

  it("goes to the brief that was asked for again", async () => {
    const refusal = { code: "server_unreachable", requestId: null, detail: "away" } as const;
    const answers = [refusal, buildBrief()];
    const loadBrief = () => Promise.resolve(answers.shift() ?? refusal);
    await warningsOf(async () => {
      const { tag } = await mountCoach({}, { loadBrief });
      const again = getDeep(tag, "button");
      again.focus();
      again.click();
      await settle(tag);
    });
    expect(words()).to.equal("Martine Bouvier");
  });
});
