import { expect } from "@open-wc/testing";
import type { AttemptSummary } from "#contract/learner-record.ts";
import type { ReportResponse } from "#contract/report.ts";
import { words as arabicReport } from "../../../../widget/src/locales/ar/report.ts";
import { englishReport } from "../../../../widget/src/locales/en/report.ts";
import {
  createReportedPractice,
  find,
  findAll,
  findPart,
  openReport,
  read,
  settleReport,
} from "../../kit/open-report.ts";
import type {
  MakaReport,
  ReportedPractice,
} from "../../../../widget/src/elements/report/maka-report.ts";
import type { Setting } from "../../kit/open-report.ts";
import { createReadyState, createReport, createState } from "../../kit/report-samples.ts";

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
function practiceOf(...answers: readonly (readonly AttemptSummary[] | Error)[]): ReportedPractice {
  let asked = 0;
  return createReportedPractice({
    loadAttempts: () => {
      const answer = answers[asked] ?? new Error("asked too often");
      asked += 1;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
}

async function open(
  attempts: readonly AttemptSummary[],
  setting: Omit<Setting, "practice"> = {},
): Promise<Awaited<ReturnType<typeof openReport>>> {
  return openReport(createReadyState(), { ...setting, practice: practiceOf(attempts) });
}

/** A practice that also opens its reports, by their sessions. */
function opening(answers: Readonly<Record<string, ReportResponse>>): ReportedPractice {
  return {
    ...practiceOf(ATTEMPTS),
    loadReport: (sessionId) => {
      const answer = answers[sessionId];
      return answer ? Promise.resolve(answer) : Promise.reject(new Error("offline"));
    },
  };
}

function rowsOf(report: MakaReport): HTMLElement[] {
  return [...findPart(report, "maka-attempts").querySelectorAll<HTMLElement>(".attempt")];
}

describe("MakaAttempts", () => {
  for (const theme of ["light", "dark"] as const)
    it(`is accessible in the ${theme} theme`, async () => {
      await expect(await open(ATTEMPTS, { theme })).to.be.accessible();
    });

  it("is accessible from right to left", async () => {
    const setting = { texts: arabicReport, locale: "ar-EG", direction: "rtl" } as const;
    await expect(await open(ATTEMPTS, setting)).to.be.accessible();
  });

  it("lists every attempt, the latest first, with its date, length and score or why it has none", async () => {
    const rows = rowsOf(await open(ATTEMPTS, { locale: "en-GB" }));
    expect(rows.map((row) => read(row.querySelector("text") ?? undefined))).to.deep.equal([
      "70",
      "75",
      "",
      "40",
    ]);
    expect(read(rows[3])).to.contain("10 November 2026");
    expect(read(rows[3])).to.contain("1:40");
    expect(read(rows[2])).to.contain(englishReport.statuses.not_scored);
    expect(read(rows[0])).to.contain(englishReport.thisCall);
    expect(rows.map((row) => row.getAttribute("aria-current"))).to.deep.equal([
      "true",
      null,
      null,
      null,
    ]);
  });

  it("opens reports of what was scored alone", async () => {
    const rows = rowsOf(await open(ATTEMPTS));
    expect(rows.map(({ localName }) => localName)).to.deep.equal([
      "button",
      "button",
      "div",
      "button",
    ]);
  });

  it("draws a ring of the score, and none for none", async () => {
    const rows = rowsOf(await open(ATTEMPTS));
    expect(
      rows.map((row) => row.querySelector(".got")?.getAttribute("stroke-dasharray") ?? null),
    ).to.deep.equal(["70 100", "75 100", null, "40 100"]);
  });

  it("tells the report what changed since the last scored attempt", async () => {
    const report = await open(ATTEMPTS);
    expect(read(find(report, ".facts"))).to.contain(englishReport.change("4", -1));
  });

  it("draws the scores up to this one as a line, the highest at the top", async () => {
    const report = await open(ATTEMPTS);
    expect(find(report, ".spark polyline").getAttribute("points")).to.equal("4,12 32,6 60,7");
    const first = await open(ATTEMPTS.slice(-1));
    expect(findAll(first, ".spark")).to.have.length(0);
  });

  it("opens an earlier report in the place of this one, and leads back", async () => {
    const earlier = createReport({
      ...{ sessionId: "session_2", total: 75, verdict: "Un premier rendez-vous" },
      createdAt: "2026-11-12T14:00:00Z",
    });
    const practice = opening({ session_2: { status: "ready", report: earlier } });
    const report = await openReport(createReadyState(), { practice });
    rowsOf(report)[1]?.click();
    await settleReport(report);
    expect(read(find(report, "h2"))).to.equal("Un premier rendez-vous");
    expect(report.shadowRoot?.activeElement).to.equal(find(report, "h2"));
    expect(rowsOf(report)[1]?.getAttribute("aria-current")).to.equal("true");
    // An earlier practice is not rated again.
    expect(findAll(report, "maka-rating")).to.have.length(0);
    await expect(report).to.be.accessible();
    find(report, ".verdict .link").click();
    await settleReport(report);
    expect(read(find(report, "h2"))).to.equal(englishReport.markReached);
    expect(findAll(report, "maka-rating")).to.have.length(1);
    rowsOf(report)[1]?.click();
    await settleReport(report);
    rowsOf(report)[0]?.click();
    await settleReport(report);
    expect(read(find(report, "h2"))).to.equal(englishReport.markReached);
  });

  for (const [name, answer] of [
    ["cannot be loaded", undefined],
    ["is none any more", { status: "failed", transcript: [] }],
  ] as const)
    it(`says that a report could not be opened when it ${name}`, async () => {
      const practice = opening(
        answer === undefined ? {} : { session_2: { ...answer, transcript: [] } },
      );
      const report = await openReport(createReadyState(), { practice });
      rowsOf(report)[1]?.click();
      await settleReport(report);
      const status = findPart(report, "maka-attempts").querySelector("[role=status]");
      expect(read(status ?? undefined)).to.equal(englishReport.openFailed);
      expect(read(find(report, "h2"))).to.equal(englishReport.markReached);
    });

  it("shows nothing and takes no room when there is no earlier attempt", async () => {
    const report = await open(ATTEMPTS.slice(3));
    const attempts = find(report, "maka-attempts");
    expect(read(attempts.shadowRoot?.querySelector("section") ?? undefined)).to.equal("");
    expect(attempts.hidden).to.equal(true);
  });

  it("leaves a date out that cannot be read", async () => {
    const report = await open([buildAttempt(0, { startedAt: "soon" }), buildAttempt(1)]);
    expect(read(rowsOf(report)[1]?.querySelector(".small") ?? undefined)).to.equal("1:40");
  });

  it("says that the attempts could not be loaded, and asks again when pressed", async () => {
    const practice = practiceOf(new Error("offline"), ATTEMPTS);
    const report = await openReport(createReadyState(), { practice });
    const attempts = findPart(report, "maka-attempts");
    expect(attempts.textContent).to.contain(englishReport.attemptsFailed);
    await expect(report).to.be.accessible();
    attempts.querySelector("button")?.click();
    await settleReport(report);
    expect(rowsOf(report)).to.have.length(4);
  });

  it("is not asked while the report is written, nor where it failed", async () => {
    const practice = practiceOf();
    for (const phase of ["report-pending", "report-failed"] as const) {
      const report = await openReport(createState({ phase }), { practice });
      expect(findAll(report, "maka-attempts")).to.have.length(0);
    }
  });
});
