import { expect } from "@open-wc/testing";
import { findAll, findPart, openReport, settleReport } from "../../kit/open-report.ts";
import type { MakaReport } from "../../../../widget/src/elements/report/maka-report.ts";
import { createReadyState } from "../../kit/report-samples.ts";

/** Presses "Print" and gives the frame that would be printed; no dialog opens. */
async function print(report: MakaReport): Promise<HTMLIFrameElement> {
  const prints: Window[] = [];
  const { shadowRoot } = report;
  if (!shadowRoot) throw new Error("The report shows nothing");
  shadowRoot.append = (...nodes) => {
    for (const node of nodes) {
      if (typeof node === "string") continue;
      shadowRoot.appendChild(node);
      if (node instanceof HTMLIFrameElement && node.contentWindow)
        node.contentWindow.print = () => void prints.push(window);
    }
  };
  const buttons = findPart(report, "maka-save").querySelectorAll("button");
  [...buttons].at(-1)?.click();
  await settleReport(report);
  expect(prints).to.have.length(1);
  const [frame] = findAll(report, "iframe");
  if (!(frame instanceof HTMLIFrameElement)) throw new Error("Nothing was put on paper");
  return frame;
}

const MEASURED = {
  delivery: {
    talkShare: 0.5,
    wordsPerMinute: null,
    longestMonologueSeconds: null,
    questions: null,
    responseSeconds: null,
    interruptions: null,
    fillers: null,
    silenceSeconds: null,
    speakerChangesPerMinute: null,
  },
};

describe("printElement()", () => {
  it("prints the report alone, with everything unfolded, and the page stays as it was", async () => {
    const report = await openReport(createReadyState(MEASURED), { theme: "dark" });
    const before = document.documentElement.outerHTML;
    const frame = await print(report);
    const copy = frame.contentDocument?.querySelector("maka-report")?.shadowRoot;
    expect(copy?.querySelectorAll(".criterion")).to.have.length(3);
    expect(copy?.querySelectorAll(".turn")).to.have.length(6);
    expect(copy?.querySelector("details")?.open).to.equal(true);
    const inner = copy?.querySelector("maka-delivery")?.shadowRoot;
    expect(inner?.querySelectorAll("h4")).to.have.length(1);
    expect(document.documentElement.outerHTML).to.equal(before);
    expect(frame.contentDocument?.title).to.equal("You reached the pass mark");
  });

  it("brings styles without a style element or attribute of the report's", async () => {
    const report = await openReport(createReadyState());
    const frame = await print(report);
    const copy = frame.contentDocument?.querySelector("maka-report")?.shadowRoot;
    expect(copy?.adoptedStyleSheets).to.have.length(
      report.shadowRoot?.adoptedStyleSheets.length ?? 0,
    );
    expect(frame.contentDocument?.querySelectorAll("style")).to.have.length(0);
    const box = copy?.querySelector(".level .full");
    if (!box) throw new Error("The copy shows no level");
    expect(frame.contentWindow?.getComputedStyle(box).fill).to.match(/^(?:rgb|color)/);
  });

  it("takes the copy away when the dialog is closed", async () => {
    const report = await openReport(createReadyState());
    const frame = await print(report);
    frame.contentWindow?.dispatchEvent(new Event("afterprint"));
    expect(findAll(report, "iframe")).to.have.length(0);
  });

  it("no frame is left when the report goes", async () => {
    const report = await openReport(createReadyState());
    const frame = await print(report);
    report.remove();
    expect(frame.contentWindow).to.equal(null);
  });
});
