import { expect } from "@open-wc/testing";
import type { AttemptSummary } from "#contract/learner-record.ts";
import { words as arabicReport } from "../../../../widget/src/locales/ar/report.ts";
import { englishReport } from "../../../../widget/src/locales/en/report.ts";
import { find, findAll, findPart, openReport, read, settleReport } from "../../kit/open-report.ts";
import type { Setting } from "../../kit/open-report.ts";
import { createReadyState, createState } from "../../kit/report-samples.ts";

const SESSION_ID = createState().sessionId ?? "";

function buildAttempt(index: number, change: Partial<AttemptSummary> = {}): AttemptSummary {
  return {
    sessionId: `session_${index}`,
    startedAt: `2026-11-${String(10 + index)}T14:00:00Z`,
    usedSeconds: 100 + index,
    status: "scored",
    total: 40 + index * 10,
    passMark: 60,
    ...change,
  };
}

const ATTEMPTS: readonly AttemptSummary[] = [
  buildAttempt(0),
  buildAttempt(1, { status: "not_scored", total: null }),
  buildAttempt(2, { total: 75 }),
  buildAttempt(3, { sessionId: SESSION_ID }),
];

/** A practice whose attempts come as a test says, one answer a request. */
function practiceOf(...answers: readonly (readonly AttemptSummary[] | Error)[]) {
  let asked = 0;
  return {
    rate: () => Promise.resolve(),
    loadAttempts: () => {
      const answer = answers[asked] ?? new Error("asked too often");
      asked += 1;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
}

async function open(
  attempts: readonly AttemptSummary[],
  setting: Omit<Setting, "practice"> = {},
): Promise<Awaited<ReturnType<typeof openReport>>> {
  return openReport(createReadyState(), { ...setting, practice: practiceOf(attempts) });
}

describe("MakaAttempts", () => {
  for (const theme of ["light", "dark"] as const)
    it(`is accessible with a chart and its table in the ${theme} theme`, async () => {
      const report = await open(ATTEMPTS, { theme });
      const details = findPart(report, "maka-attempts").querySelector("details");
      if (details) details.open = true;
      await expect(report).to.be.accessible();
    });

  it("tells the trend in a sentence, so that nobody has to see the chart", async () => {
    const report = await open(ATTEMPTS);
    const chart = findPart(report, "maka-attempts").querySelector("svg");
    expect(chart?.getAttribute("role")).to.equal("img");
    expect(chart?.getAttribute("aria-label")).to.equal(
      `${englishReport.trend("3", "40", "70", "75")} Pass mark 60`,
    );
  });

  it("draws a point for each scored attempt, a higher total higher, this one filled", async () => {
    const report = await open(ATTEMPTS);
    const circles = [...findPart(report, "maka-attempts").querySelectorAll("circle")];
    const heights = circles.map((circle) => Number(circle.getAttribute("cy")));
    expect(heights).to.have.length(3);
    expect(heights[1]).to.be.below(heights[2] ?? 0);
    expect(heights[2]).to.be.below(heights[0] ?? 0);
    expect(circles.map((circle) => circle.matches(".this"))).to.deep.equal([false, false, true]);
  });

  it("begins at the right in Arabic", async () => {
    const setting = { texts: arabicReport, locale: "ar-EG", direction: "rtl" } as const;
    const report = await open(ATTEMPTS, setting);
    const circles = [...findPart(report, "maka-attempts").querySelectorAll("circle")];
    const places = circles.map((circle) => Number(circle.getAttribute("cx")));
    expect(places[0]).to.be.above(places[2] ?? 0);
    await expect(report).to.be.accessible();
  });

  it("lists every attempt with date, length and score, or why it has none", async () => {
    const report = await open(ATTEMPTS, { locale: "en-GB" });
    const rows = [...findPart(report, "maka-attempts").querySelectorAll("tbody tr")];
    expect(rows.map((row) => read(row.lastElementChild ?? undefined))).to.deep.equal([
      "40",
      "not scored",
      "75",
      "70",
    ]);
    expect(read(rows[0])).to.contain("10 Nov 2026");
    expect(read(rows[0])).to.contain("1:40");
    expect(rows.map((row) => row.getAttribute("aria-current"))).to.deep.equal([
      null,
      null,
      null,
      "true",
    ]);
  });

  it("shows no chart when only one attempt has a total", async () => {
    const report = await open(ATTEMPTS.slice(0, 2));
    const attempts = findPart(report, "maka-attempts");
    expect(attempts.querySelectorAll("svg")).to.have.length(0);
    expect(attempts.querySelectorAll("tbody tr")).to.have.length(2);
  });

  it("shows nothing and takes no room when there is no earlier attempt", async () => {
    const report = await open(ATTEMPTS.slice(3));
    const attempts = find(report, "maka-attempts");
    expect(read(attempts.shadowRoot?.querySelector("section") ?? undefined)).to.equal("");
    expect(attempts.hidden).to.equal(true);
  });

  it("stays legible with twenty attempts and totals at both ends", async () => {
    const many = Array.from({ length: 20 }, (_, index) =>
      buildAttempt(index, { total: index % 2 === 0 ? 0 : 100, passMark: null }),
    );
    const attempts = findPart(await open(many), "maka-attempts");
    expect(attempts.querySelectorAll("circle")).to.have.length(20);
    expect(attempts.querySelectorAll("text")).to.have.length(2);
    expect(attempts.querySelectorAll(".mark, .legend")).to.have.length(0);
    const box = attempts.querySelector("svg")?.getBoundingClientRect();
    // A font's box is taller than its digits, by how much is the font's and the browser's affair.
    for (const shape of attempts.querySelectorAll("circle, text"))
      expect(shape.getBoundingClientRect().top).to.be.at.least((box?.top ?? 0) - 5);
  });

  it("leaves a date out that cannot be read", async () => {
    const report = await open([buildAttempt(0, { startedAt: "soon" }), buildAttempt(1)]);
    const row = findPart(report, "maka-attempts").querySelector("tbody th");
    expect(read(row ?? undefined)).to.equal("");
  });

  it("says that the attempts could not be loaded, and asks again when pressed", async () => {
    const practice = practiceOf(new Error("offline"), ATTEMPTS);
    const report = await openReport(createReadyState(), { practice });
    const attempts = findPart(report, "maka-attempts");
    expect(attempts.textContent).to.contain(englishReport.attemptsFailed);
    await expect(report).to.be.accessible();
    attempts.querySelector("button")?.click();
    await settleReport(report);
    expect(attempts.querySelectorAll("svg")).to.have.length(1);
  });

  it("is not asked while the report is written, nor where it failed", async () => {
    const practice = practiceOf();
    for (const phase of ["report-pending", "report-failed"] as const) {
      const report = await openReport(createState({ phase }), { practice });
      expect(findAll(report, "maka-attempts")).to.have.length(0);
    }
  });
});
