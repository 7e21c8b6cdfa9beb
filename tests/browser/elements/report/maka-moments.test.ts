import { expect } from "@open-wc/testing";
import type { Timeline } from "#contract/timeline.ts";
import { words as arabicReport } from "../../../../widget/src/locales/ar/report.ts";
import { englishReport } from "../../../../widget/src/locales/en/report.ts";
import { MakaMoments } from "../../../../widget/src/elements/report/maka-moments.ts";
import { find, findPart, openReport, read, settleReport } from "../../kit/open-report.ts";
import type { Setting } from "../../kit/open-report.ts";
import { createReadyState } from "../../kit/report-samples.ts";

const TIMELINE: Timeline = {
  durationMs: 200_000,
  turns: [
    { id: "item_1", speaker: "persona", startMs: 0, endMs: 10_000 },
    { id: "item_2", speaker: "learner", startMs: 20_000, endMs: 60_000 },
  ],
  mood: [
    { atMs: 0, open: 0.2 },
    { atMs: 100_000, open: 0.8 },
  ],
  doubts: [
    { id: "busy", text: "Pas le temps.", raisedMs: 55_000, settledMs: 80_000, turn: "item_3" },
    { id: "price", text: "Trop cher.", raisedMs: 136_000, settledMs: null, turn: "item_6" },
  ],
  aims: [
    { id: "need", text: "Comprendre le besoin", atMs: 50_000, turn: "item_2" },
    { id: "next", text: "Fixer un rendez-vous", atMs: null, turn: null },
  ],
};

async function open(change: Partial<Timeline> = {}, setting: Setting = {}) {
  const timeline = { ...TIMELINE, ...change };
  const report = await openReport(createReadyState({ timeline }), setting);
  const root = findPart(report, "maka-moments");
  return { report, root, names: [...root.querySelectorAll(".strip > p")].map(read) };
}

/** Where the bars of the talk begin and end, in hundredths of the band. */
function barsOf(root: ShadowRoot): readonly (readonly [number, number])[] {
  return [...root.querySelectorAll(".band > rect")].map((bar) => {
    const [x, width] = ["x", "width"].map((name) => parseFloat(bar.getAttribute(name) ?? ""));
    return [x ?? NaN, (x ?? NaN) + (width ?? NaN)] as const;
  });
}

describe("MakaMoments", () => {
  for (const theme of ["light", "dark"] as const)
    it(`is accessible in the ${theme} theme`, async () => {
      const { report } = await open({}, { theme });
      await expect(report).to.be.accessible();
    });

  it("names the bands with their figures, and hides the pictures from a screen reader", async () => {
    const { root, names } = await open();
    expect(names).to.deep.equal([
      "How open Martine was",
      "Martine’s doubts: 1 of 2 settled",
      "Who spoke: Martine above, you below",
      "Your aims: 1 of 2 reached",
      "0:003:20",
    ]);
    const pictures = [...root.querySelectorAll("svg")].filter((one) => !one.closest("svg svg"));
    expect(pictures.every((one) => one.closest("[aria-hidden=true]") !== null)).to.equal(true);
  });

  it("leaves out a band that has no data", async () => {
    const { names } = await open({ turns: [], doubts: [] });
    expect(names).to.deep.equal(["How open Martine was", "Your aims: 1 of 2 reached", "0:003:20"]);
  });

  it("draws no picture, and lists the aims, where nothing was measured", async () => {
    const aims = TIMELINE.aims.map((aim) => ({ ...aim, atMs: null, turn: null }));
    const { root, names } = await open({ turns: [], doubts: [], mood: [], aims });
    expect(names).to.deep.equal([]);
    expect(root.querySelectorAll("li")).to.have.length(2);
  });

  it("lists the moments in their order, each with what came of it", async () => {
    const { root } = await open();
    expect([...root.querySelectorAll("li")].map(read)).to.deep.equal([
      "Comprendre le besoin reached 0:50",
      "Pas le temps. settled at 1:20 0:55",
      "Trop cher. stayed open 2:16",
      "Fixer un rendez-vous not reached",
    ]);
    expect(root.querySelectorAll("li q")).to.have.length(2);
    for (const button of root.querySelectorAll("button"))
      expect(button.getBoundingClientRect().height).to.be.at.least(44);
  });

  it("lays who spoke on the time of the call, the other way round from right to left", async () => {
    const leftToRight = await open();
    expect(barsOf(leftToRight.root)).to.deep.equal([
      [0, 5],
      [10, 30],
    ]);
    leftToRight.report.parentElement?.remove();
    const setting = { texts: arabicReport, locale: "ar-EG", direction: "rtl" } as const;
    const { root, report } = await open({}, setting);
    expect(barsOf(root)).to.deep.equal([
      [95, 100],
      [70, 90],
    ]);
    await expect(report).to.be.accessible();
  });

  for (const [name, selector] of [
    ["button", "li button"],
    ["mark in the picture", ".mark[data-turn=item_3] .touch"],
  ] as const)
    it(`leads to the turn of a moment by its ${name}, and back to its button`, async () => {
      const { report, root } = await open();
      const chosen =
        name === "button" ? [...root.querySelectorAll(selector)][1] : root.querySelector(selector);
      chosen?.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
      await settleReport(report);
      expect(find(report, ".quoted").dataset["item"]).to.equal("item_3");
      expect(report.shadowRoot?.activeElement).to.equal(find(report, ".quoted"));
      find(report, ".return").click();
      await settleReport(report);
      expect(root.activeElement).to.equal([...root.querySelectorAll("li button")][1]);
    });

  it("does nothing for what leads nowhere", async () => {
    const { report, root } = await open();
    expect(root.querySelectorAll("li:last-child button")).to.have.length(0);
    root.querySelector<HTMLElement>("li:last-child .moment")?.click();
    await settleReport(report);
    expect(find(report, "[part=transcript]").hasAttribute("open")).to.equal(false);
  });

  it("keeps its words where the picture cannot be fetched", async () => {
    const { loadDrawing } = MakaMoments;
    MakaMoments.loadDrawing = () => Promise.reject(new Error("offline"));
    const { root } = await open();
    MakaMoments.loadDrawing = loadDrawing;
    expect(root.querySelectorAll(".strip")).to.have.length(0);
    expect(read(root.querySelector("h3") ?? undefined)).to.equal(englishReport.yourCall("3:20"));
    expect(root.querySelectorAll("li")).to.have.length(4);
  });

  it("draws a mood that never changed as one level", async () => {
    const { root } = await open({ mood: [{ atMs: 0, open: 0.5 }] });
    const curve = root.querySelector(".curve")?.getAttribute("d") ?? "";
    const heights = (curve.match(/[\d.]+/g) ?? []).filter((_, index) => index % 2 === 1);
    expect(new Set(heights).size).to.equal(1);
  });
});
