import { expect } from "@open-wc/testing";
import type { MakaReport } from "../../../../widget/src/elements/report/maka-report.ts";
import { words as arabicReport } from "../../../../widget/src/locales/ar/report.ts";
import {
  HOSTILE,
  find,
  findAll,
  findPart,
  openReport,
  read,
  settleReport,
} from "../../kit/open-report.ts";
import { createReadyState, createReport, createState } from "../../kit/report-samples.ts";

/** Presses the button of a format; the link is kept before the browser saves anything. */
async function save(report: MakaReport, format: string): Promise<HTMLAnchorElement | undefined> {
  const links: HTMLAnchorElement[] = [];
  HTMLAnchorElement.prototype.click = function () {
    links.push(this);
  };
  findPart(report, "maka-save").querySelector<HTMLElement>(`[data-format=${format}]`)?.click();
  await settleReport(report);
  Reflect.deleteProperty(HTMLAnchorElement.prototype, "click");
  return links[0];
}

describe("files", () => {
  for (const format of ["txt", "vtt", "json"]) {
    it(`MakaReport saves the practice as ${format}, whatever was said`, async () => {
      const lines = createReport().transcript.map((turn) => ({
        ...turn,
        text: `${HOSTILE}\uD800#%é`,
      }));
      const report = await openReport(createReadyState({ transcript: lines }));
      const link = await save(report, format);
      expect(link?.download).to.equal(`practice-website-sales-fr-2026-11-20.${format}`);
      const text = await (await fetch(link?.href ?? "")).text();
      expect(text).to.contain("#%é");
      expect(text.endsWith("\n")).to.equal(true);
    });
  }

  it("MakaReport names its buttons for the group that they stand in", async () => {
    const report = await openReport(createReadyState());
    const save = findPart(report, "maka-save");
    const group = save.querySelector("[role=group]");
    expect(group?.getAttribute("aria-labelledby")).to.equal(save.querySelector("#save")?.id);
    expect([...save.querySelectorAll("button")].map(read)).to.deep.equal([
      "Text",
      "WebVTT",
      "JSON",
      "Print",
    ]);
  });

  it("MakaReport saves what was said when there is no report", async () => {
    const report = await openReport(createState({ phase: "report-failed" }));
    const link = await save(report, "json");
    expect(link?.download).to.match(/^practice-website-sales-fr-\d{4}-\d\d-\d\d\.json$/);
    const saved: unknown = await (await fetch(link?.href ?? "")).json();
    expect(saved).to.have.property("report", null);
    expect(saved).to.have.property("transcript").with.length(6);
  });

  it("MakaReport offers no file when nothing was said", async () => {
    const report = await openReport(createState({ phase: "report-failed", turns: [] }));
    expect(findAll(report, "maka-save")).to.have.length(0);
  });
});

describe("Arabic", () => {
  it("MakaReport points the other way and leaves French words their own direction", async () => {
    const report = await openReport(createReadyState(), { texts: arabicReport, locale: "ar-EG" });
    const card = report.parentElement;
    if (card) card.dir = "rtl";
    expect(getComputedStyle(find(report, "h4")).direction).to.equal("ltr");
    expect(getComputedStyle(find(report, "h2")).direction).to.equal("rtl");
    expect(read(find(report, ".score .unseen"))).to.equal("٧١ من ١٠٠");
    await expect(report).to.be.accessible();
  });
});
