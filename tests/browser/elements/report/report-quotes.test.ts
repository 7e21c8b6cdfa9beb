import { expect } from "@open-wc/testing";
import type { MakaReport } from "../../../../widget/src/elements/report/maka-report.ts";
import { englishReport } from "../../../../widget/src/locales/en/report.ts";
import { HOSTILE, find, findAll, openReport, read } from "../../kit/open-report.ts";
import { createReadyState, createReport, createState } from "../../kit/report-samples.ts";

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

describe("quotes", () => {
  it("a quote's button is named by its time, and the whole of a short turn stands there", async () => {
    const report = await openReport(createReadyState());
    const [price, need] = findAll(report, ".said");
    expect(read(price?.querySelector("q") ?? undefined)).to.equal(
      "Ce n’est pas si cher que ça, un site.",
    );
    expect(read(need?.querySelector("q") ?? undefined)).to.match(/^Try|Qu’est-ce/);
    const button = price?.querySelector("button");
    expect(button?.ariaLabel).to.equal("Show in the transcript, at 2:10");
    expect(read(price?.querySelector("span") ?? undefined)).to.equal(englishReport.youSaid);
  });

  it("a quote of a long turn stands by its exact words", async () => {
    const [first, second, ...others] = createReport().transcript;
    if (!first || !second) throw new Error("The sample has too few turns");
    const long = { ...second, text: `${second.text} ${"Et encore. ".repeat(20)}` };
    const report = await openReport(createReadyState({ transcript: [first, long, ...others] }));
    const quote = find(report, ".criterion .said");
    expect(read(quote.querySelector("span") ?? undefined)).to.equal(englishReport.exactWords);
    expect(read(quote.querySelector("q") ?? undefined)).to.equal(
      "comment les gens vous trouvent-ils aujourd’hui",
    );
  });

  it("a quote stands once in a report", async () => {
    const report = await openReport(createReadyState());
    const said = findAll(report, "q").map(read);
    expect(new Set(said).size).to.equal(said.length);
  });

  it("a quote opens the transcript, moves the focus to its turn and highlights the words", async () => {
    const report = await openReport(createReadyState());
    await jump(report, findAll(report, ".criterion .said button")[0]);
    const turn = find(report, ".quoted");
    expect(find(report, "[part=transcript]").hasAttribute("open")).to.equal(true);
    expect(focused(report)).to.equal(turn);
    expect(turn.dataset["item"]).to.equal("item_2");
    expect(read(find(report, "mark"))).to.equal("Comment les gens vous trouvent-ils aujourd’hui");
    const { top, bottom } = turn.getBoundingClientRect();
    expect(top).to.be.at.least(0);
    expect(bottom).to.be.at.most(innerHeight);
  });

  it("a quote finds its words when case and spaces differ", async () => {
    const report = await openReport(createReadyState());
    await jump(report, findAll(report, ".said button")[0]);
    expect(find(report, "mark").textContent).to.equal("Ce n’est pas si cher que ça,  un site.");
    expect(findAll(report, ".quoted")).to.have.length(1);
  });

  it("the highlighted turn leads back to the quote", async () => {
    const report = await openReport(createReadyState());
    const [price] = findAll(report, ".said button");
    await jump(report, price);
    find(report, ".return").click();
    await report.updateComplete;
    expect(focused(report)).to.equal(price);
    expect(findAll(report, ".quoted, .return")).to.have.length(0);
  });

  it("a quote is no button when its turn is not in the transcript", async () => {
    const report = await openReport(createReadyState({ transcript: [] }));
    expect(findAll(report, ".said button")).to.have.length(0);
    expect(findAll(report, ".said:not(.better)")).to.have.length(2);
  });
});

describe("transcript", () => {
  it("MakaReport says speaker, time and what happened to a turn in words", async () => {
    const report = await openReport(createState());
    expect(findAll(report, ".speaker").map(read)).to.deep.equal([
      "Martine Bouvier 0:00",
      "You 0:48",
      "Martine Bouvier 0:55",
      "You 1:02",
      "You 2:10",
      "Martine Bouvier 2:16",
    ]);
    const words = findAll(report, ".words").map(read);
    expect(words[2]).to.match(/pas le temps de — interrupted$/);
    expect(words[3]).to.equal(englishReport.unrecognized);
  });

  it("MakaReport shows hostile text as text wherever it comes from", async () => {
    const quotes = [{ itemId: "item_1", text: HOSTILE }];
    const criteria = createReport().criteria.map((criterion) => ({
      ...criterion,
      title: HOSTILE,
      reason: HOSTILE,
      betterWording: HOSTILE,
      quotes,
    }));
    const transcript = createReport().transcript.map((turn) => ({ ...turn, text: HOSTILE }));
    const scenario = { id: "a", version: "1", title: HOSTILE, language: HOSTILE };
    const report = await openReport(
      createReadyState({
        scenario,
        criteria,
        transcript,
        summary: HOSTILE,
        strengths: [HOSTILE],
        improvements: [HOSTILE],
        createdAt: HOSTILE,
      }),
    );
    await jump(report, findAll(report, ".said button")[0]);
    expect(findAll(report, "img, .words b, h4 *, .said q *, .next h3 *")).to.have.length(0);
    expect(find(report, "mark").textContent).to.equal(HOSTILE);
    expect(find(report, "h4").textContent).to.equal(HOSTILE);
    expect(document.title).not.to.equal("taken");
  });
});
