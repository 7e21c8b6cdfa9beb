import { expect } from "@open-wc/testing";
import type { SessionState } from "../../../../widget/src/domain/state/session-state.ts";
import type { MakaReport } from "../../../../widget/src/elements/report/maka-report.ts";
import { englishDuringCall } from "../../../../widget/src/locales/en/during-call.ts";
import { englishReport } from "../../../../widget/src/locales/en/report.ts";
import type { ReportTexts } from "../../../../widget/src/locales/en/report.ts";
import { words as frenchReport } from "../../../../widget/src/locales/fr/report.ts";
import { createReportedPractice, find, findAll, openReport, read } from "../../kit/open-report.ts";
import type { Setting } from "../../kit/open-report.ts";
import { listen } from "../../kit/fake-practice.ts";
import { createReadyState, createReport, createState } from "../../kit/report-samples.ts";

const FRENCH: Setting = { texts: frenchReport, locale: "fr-FR" };
const PHASES: readonly [string, SessionState][] = [
  ["report-pending", createState()],
  ["report-ready", createReadyState({ evidence: "reported", rehearsal: true })],
  ["not-scored", createState({ phase: "not-scored", notScoredReason: "transcript_incomplete" })],
  ["report-failed", createState({ phase: "report-failed" })],
];

async function show(report: MakaReport, state: SessionState): Promise<void> {
  report.state = state;
  await report.updateComplete;
}

function focused(report: MakaReport): Element | null {
  return report.shadowRoot?.activeElement ?? null;
}

/** Clicks a quote and waits until its turn has the focus. */
async function jump(report: MakaReport, quote: HTMLElement | undefined): Promise<void> {
  quote?.focus();
  quote?.click();
  await report.updateComplete;
  await Promise.resolve();
}

/** Lets five seconds pass. */
async function waitLong(report: MakaReport): Promise<void> {
  const [wait] = find(report, ".outline").getAnimations();
  expect(wait?.effect?.getTiming().delay).to.equal(5_000);
  const late = new Promise((resolve) => {
    find(report, ".outline").addEventListener("animationend", resolve, { once: true });
  });
  wait?.finish();
  await late;
  await report.updateComplete;
}

for (const [phase, state] of PHASES) {
  for (const theme of ["light", "dark"] as const) {
    it(`MakaReport is accessible in ${phase} in the ${theme} theme`, async () => {
      const report = await openReport(state, { theme });
      if (phase === "report-ready") await jump(report, findAll(report, ".said button")[0]);
      await expect(report).to.be.accessible();
    });
  }

  it(`MakaReport does not overflow 320 pixels in ${phase}`, async () => {
    const word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk".repeat(3);
    const turns = state.turns.map((turn) => ({ ...turn, text: turn.text && word + turn.text }));
    const transcript = createReport().transcript.map((turn) => ({ ...turn, text: word }));
    const change = { summary: word, improvements: [word], transcript };
    const long =
      phase === "report-ready" ? createReadyState(change) : { ...state, turns, report: null };
    const report = await openReport(long, { width: 320, texts: frenchReport });
    for (const details of report.renderRoot.querySelectorAll("details")) details.open = true;
    const card = report.parentElement;
    if (!card) throw new Error("The report stands in no card");
    expect(card.getBoundingClientRect().width).to.equal(320);
    expect(card.scrollWidth).to.be.at.most(card.clientWidth);
    expect(report.scrollWidth - report.clientWidth).to.be.at.most(12);
  });

  it(`MakaReport keeps the order of headings in ${phase}`, async () => {
    const report = await openReport(state);
    const levels = findAll(report, "h2, h3, h4").map(({ localName }) => Number(localName[1]));
    expect(levels[0]).to.equal(2);
    for (const [index, level] of levels.entries())
      expect(level - (levels[index - 1] ?? 1)).to.be.at.most(1);
  });

  it(`MakaReport shows the transcript in ${phase}`, async () => {
    const report = await openReport(state);
    expect(findAll(report, ".turn").map(({ dataset }) => dataset["item"])).to.deep.equal(
      createReport().transcript.map(({ itemId }) => itemId),
    );
    expect(find(report, "[part=transcript]").hasAttribute("open")).to.equal(
      phase !== "report-ready",
    );
  });
}

describe("report-pending", () => {
  it("MakaReport says what is waited for when five seconds have passed", async () => {
    const report = await openReport(createState());
    const status = find(report, "[role=status]");
    expect(read(status)).to.equal(englishReport.pending);
    await waitLong(report);
    expect(read(status)).to.equal(englishReport.pendingLong);
  });

  it("MakaReport tells an end that nobody answers apart, and counts it as one wait", async () => {
    const report = await openReport(createState({ phase: "ending" }));
    await waitLong(report);
    expect(read(find(report, "[role=status]"))).to.equal(englishDuringCall.endingLong);
    await show(report, createState());
    expect(read(find(report, "[role=status]"))).to.equal(englishReport.pendingLong);
    await show(report, createState({ phase: "report-failed" }));
    await show(report, createState());
    expect(read(find(report, "[role=status]"))).to.equal(englishReport.pending);
  });

  it("MakaReport lets the learner keep the call and stop waiting once five seconds have passed", async () => {
    const report = await openReport(createState({ phase: "ending" }));
    const asked = listen(report);
    const stop = find(report, ".late button");
    expect(getComputedStyle(stop).visibility).to.equal("hidden");
    expect(findAll(report, "maka-save")).to.have.length(0);
    const place = (): number =>
      stop.getBoundingClientRect().top - report.getBoundingClientRect().top;
    const before = place();
    await waitLong(report);
    stop.parentElement?.getAnimations()[0]?.finish();
    expect(getComputedStyle(stop).visibility).to.equal("visible");
    expect(place()).to.equal(before);
    expect(findAll(report, "maka-save")).to.have.length(1);
    stop.click();
    expect(asked).to.deep.equal(["stop waiting"]);
  });

  it("MakaReport says why the call ended that the learner did not end", async () => {
    const report = await openReport(createState({ phase: "ending", endReason: "persona" }));
    expect(read(find(report, ".banner"))).to.equal("Martine has hung up. Your report follows.");
    await show(report, createState({ endReason: "learner" }));
    expect(findAll(report, ".banner")).to.have.length(0);
  });

  it("MakaReport keeps what is being read open when the report arrives", async () => {
    const report = await openReport(createState());
    const turn = findAll(report, ".turn")[1];
    turn?.focus();
    await show(report, createReadyState());
    expect(find(report, "[part=transcript]").hasAttribute("open")).to.equal(true);
    expect(focused(report)).to.equal(turn);
    expect(read(find(report, "[role=status]"))).to.equal(englishReport.ready);
  });

  it("MakaReport folds the transcript away when the report arrives and nobody reads it", async () => {
    const report = await openReport(createState());
    const details = find(report, "[part=transcript]");
    expect(details.hasAttribute("open")).to.equal(true);
    await show(report, createReadyState());
    expect(details.hasAttribute("open")).to.equal(false);
  });

  it("MakaReport leaves the transcript as the learner put it when the report arrives", async () => {
    const report = await openReport(createState());
    const details = find(report, "[part=transcript]");
    find(report, "[part=transcript] summary").click();
    await new Promise((resolve) => {
      details.addEventListener("toggle", resolve, { once: true });
    });
    await show(report, createState({ phase: "report-failed" }));
    expect(details.hasAttribute("open")).to.equal(false);
  });

  it("MakaReport says that nothing was said when there are no turns", async () => {
    const report = await openReport(createState({ turns: [] }));
    expect(findAll(report, "[part=transcript]")).to.have.length(0);
    expect(read(findAll(report, ".muted").at(-1))).to.equal(englishReport.noTurns);
  });
});

describe("report-ready", () => {
  it("focus() goes to the heading", async () => {
    const report = await openReport(createReadyState());
    report.focus();
    expect(focused(report)).to.equal(find(report, "h2"));
  });

  it("MakaReport tells the total, the pass mark and what is missing to it in words", async () => {
    const report = await openReport(createReadyState());
    expect(read(find(report, ".score .unseen"))).to.equal("71 out of 100");
    expect(read(find(report, ".facts"))).to.equal("Pass mark 60: reached");
    expect(find(report, ".got").getAttribute("stroke-dasharray")).to.equal("71 100");
    await show(report, createReadyState({ total: 59 }));
    expect(read(find(report, ".facts"))).to.equal("Pass mark 60: 1 short");
    await show(report, createReadyState({ passMark: null }));
    expect(read(find(report, ".facts"))).to.equal("");
    expect(findAll(report, ".score .tick")).to.have.length(0);
  });

  it("MakaReport is headed by the verdict, or by whether the mark was reached", async () => {
    const verdict = "Martine vous rappelle mardi";
    const report = await openReport(createReadyState({ verdict }));
    const heading = find(report, "h2");
    expect([read(heading), heading.lang]).to.deep.equal([verdict, "fr"]);
    for (const [change, words] of [
      [{}, englishReport.markReached],
      [{ verdict: null, total: 59 }, englishReport.notYet],
      [{ passMark: null }, englishReport.title],
      [{ total: null }, englishReport.title],
    ] as const) {
      await show(report, createReadyState(change));
      expect([read(heading), heading.lang]).to.deep.equal([words, ""]);
    }
  });

  it("MakaReport shows the customer open once the mark is reached, and calm otherwise", async () => {
    const report = await openReport(createState());
    const state = (): unknown =>
      Reflect.get(Reflect.get(find(report, "maka-figure"), "setting"), "state");
    expect(state()).to.equal("thinking");
    await show(report, createReadyState());
    expect(state()).to.equal("open");
    await show(report, createReadyState({ total: 59 }));
    expect(state()).to.equal("listening");
    await show(report, createState({ phase: "report-failed" }));
    expect(state()).to.equal("ended");
  });

  it("MakaReport says why there is no total when it is null", async () => {
    const report = await openReport(createReadyState({ total: null }));
    expect(findAll(report, ".score svg, .score .unseen")).to.have.length(0);
    expect(read(find(report, ".facts"))).to.equal(englishReport.noTotal);
  });

  it("MakaReport has no heading for criteria when there are none", async () => {
    const report = await openReport(createReadyState({ criteria: [] }));
    expect(findAll(report, "h3").map(read)).not.to.contain(englishReport.criteria);
  });

  it("MakaReport sets words that run the other way than ours in marks of their own", async () => {
    const report = await openReport(createReadyState(), { direction: "rtl" });
    const [quote] = findAll(report, ".said q");
    if (!quote) throw new Error("The report quotes nothing");
    quote.lang = "en";
    expect(getComputedStyle(quote).quotes).to.equal('"“" "”" "‘" "’"');
  });

  it("MakaReport shows as many full boxes as it says in words, and folds what they rest on", async () => {
    const report = await openReport(createReadyState());
    const [first, second] = findAll(report, ".criterion");
    expect(first?.hasAttribute("open")).to.equal(false);
    expect(first?.querySelectorAll(".level rect")).to.have.length(5);
    expect(first?.querySelectorAll(".level .full")).to.have.length(4);
    expect(read(first?.querySelector(".level") ?? undefined)).to.equal("4 of 5");
    expect(second?.querySelectorAll(".level .full")).to.have.length(2);
  });

  it("MakaReport says that a criterion is not scored when its level is null", async () => {
    const report = await openReport(createReadyState());
    const last = findAll(report, ".criterion").at(-1);
    expect(read(last?.querySelector(".level") ?? undefined)).to.equal(englishReport.levelNone);
    expect(last?.querySelector(".level rect")).to.equal(null);
    expect(read(last)).to.contain(englishReport.levelNoneHelp);
  });

  it("MakaReport shows no box as full when the level is 0", async () => {
    const [criterion] = createReport().criteria;
    if (!criterion) throw new Error("The sample has no criterion");
    const nothingDone = { ...criterion, level: 0, quotes: [] };
    const report = await openReport(createReadyState({ criteria: [nothingDone] }));
    expect(findAll(report, ".level .full")).to.have.length(0);
    expect(read(find(report, ".level"))).to.equal("0 of 5");
  });

  it("MakaReport says how far to trust it when it is unverified or a rehearsal", async () => {
    const report = await openReport(createReadyState());
    expect(findAll(report, ".banner")).to.have.length(0);
    await show(report, createReadyState({ evidence: "reported" }));
    expect(read(find(report, ".banner"))).to.equal(englishReport.reported);
    await show(report, createReadyState({ rehearsal: true }));
    expect(read(find(report, ".banner"))).to.equal(englishReport.rehearsal);
  });

  it("MakaReport marks languages of its own words, the report's and the call's", async () => {
    const report = await openReport(createReadyState());
    expect(find(report, "h4").lang).to.equal("fr");
    expect(find(report, ".said q").lang).to.equal("fr");
    expect(find(report, ".words span").lang).to.equal("fr");
    expect(find(report, ".level").lang).to.equal("");
  });
});

describe("ways out", () => {
  for (const [phase, state] of PHASES.slice(1)) {
    it(`maka-retry-request leaves the shadow root when it is asked for in ${phase}`, async () => {
      const report = await openReport(state);
      const heard: Event[] = [];
      const listen = (event: Event): void => void heard.push(event);
      document.addEventListener("maka-retry-request", listen);
      const button = find(report, "[part=retry-button]");
      button.click();
      document.removeEventListener("maka-retry-request", listen);
      expect(heard).to.have.length(1);
      expect(heard[0]).to.be.instanceOf(CustomEvent);
      const words = phase === "report-failed" ? englishReport.askAgain : englishReport.tryAgain;
      expect(read(button)).to.equal(phase === "report-ready" ? englishReport.wholeCall : words);
    });
  }

  it("MakaReport says that nothing failed when the learner stopped waiting", async () => {
    const failure = { code: "aborted", requestId: null, limit: null } as const;
    const report = await openReport(createState({ phase: "report-failed", failure }));
    expect(read(find(report, "h2"))).to.equal(englishDuringCall.reportLater);
    expect(read(find(report, "[role=status]"))).to.equal(englishDuringCall.reportLaterHelp);
  });

  it("MakaReport lets the learner start over, and asks for no rating, where a report failed", async () => {
    const practice = createReportedPractice();
    const report = await openReport(createState({ phase: "report-failed" }), { practice });
    let left = 0;
    report.addEventListener("maka-leave-request", () => (left += 1));
    const again = find(report, ".actions .quiet");
    expect(read(again)).to.equal(englishDuringCall.startOver);
    again.click();
    expect(left).to.equal(1);
    expect(findAll(report, "maka-rating")).to.have.length(0);
  });

  it("MakaReport keeps the keyboard on its heading when the pressed button goes", async () => {
    const report = await openReport(createState({ phase: "report-failed" }));
    find(report, "[part=retry-button]").focus();
    await show(report, createState());
    expect(focused(report)).to.equal(find(report, "h2"));
  });

  it("MakaReport leaves the focus of the page alone when it had none", async () => {
    const report = await openReport(createState());
    await show(report, createReadyState());
    expect(focused(report)).to.equal(null);
  });

  const UNSCORED = ["no_learner_turns", "persona_silent", "transcript_incomplete"] as const;
  for (const reason of UNSCORED) {
    it(`MakaReport says why there is no score when it is ${reason}`, async () => {
      const state = createState({ phase: "not-scored", notScoredReason: reason });
      const report = await openReport(state);
      expect(read(find(report, "h2"))).to.equal(englishReport.notScored);
      expect(read(find(report, "[role=status]"))).to.equal(englishReport.reasons[reason]);
    });
  }
});

describe("French", () => {
  it("MakaReport speaks French when it is given French words", async () => {
    const report = await openReport(createReadyState({ total: 59 }), FRENCH);
    expect(read(find(report, "h2"))).to.equal("Pas encore");
    expect(read(find(report, ".score .unseen"))).to.equal("59 sur 100");
    expect(read(find(report, ".facts"))).to.equal("Seuil de réussite 60 : il manque 1");
    expect(read(find(report, ".level"))).to.equal("4 sur 5");
    expect(read(find(report, "header .small"))).to.contain("20 novembre 2026");
    expect(getComputedStyle(find(report, ".said q")).quotes).to.contain("«");
  });

  it("no English sentence is left over when the words are French", () => {
    const sentences = (texts: ReportTexts): string[] =>
      [...Object.values(texts), ...Object.values(texts.reasons)].filter(
        (value) => typeof value === "string",
      );
    const shared = sentences(frenchReport).filter((text) =>
      sentences(englishReport).includes(text),
    );
    expect(shared).to.deep.equal([]);
  });
});
