import { expect } from "@open-wc/testing";
import { englishReport } from "../../../../widget/src/locales/en/report.ts";
import { findAll, findPart, openReport, read, settleReport } from "../../kit/open-report.ts";
import { createReadyState, createState } from "../../kit/report-samples.ts";

interface Rating {
  readonly stars: number;
  readonly comment?: string;
}

/** A practice that keeps each rating waiting until a test answers it. */
class Ratings {
  readonly received: Rating[] = [];
  readonly #waiting: ((error?: Error) => void)[] = [];

  rate(rating: Rating): Promise<void> {
    this.received.push(rating);
    return new Promise((resolve, reject) => {
      this.#waiting.push((error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  loadAttempts(): Promise<[]> {
    return Promise.resolve([]);
  }

  loadReport(): Promise<never> {
    return Promise.reject(new Error("No report is asked for"));
  }

  answer(error?: Error): void {
    this.#waiting.shift()?.(error);
  }
}

async function open(theme: "light" | "dark" = "light") {
  const ratings = new Ratings();
  const report = await openReport(createReadyState(), { practice: ratings, theme });
  const root = findPart(report, "maka-rating");
  return {
    ratings,
    report,
    root,
    settle: () => settleReport(report),
    status: () => read(root.querySelector("[role=status]") ?? undefined),
    choose: async (star: number) => {
      root.querySelectorAll<HTMLInputElement>("input")[star - 1]?.click();
      await settleReport(report);
    },
  };
}

describe("MakaRating", () => {
  for (const theme of ["light", "dark"] as const)
    it(`is accessible before and after a choice in the ${theme} theme`, async () => {
      const { report, choose, ratings, settle } = await open(theme);
      await expect(report).to.be.accessible();
      await choose(4);
      ratings.answer();
      await settle();
      await expect(report).to.be.accessible();
    });

  it("is a group of five radio buttons, each named by its number and its word", async () => {
    const { root } = await open();
    expect(read(root.querySelector("legend") ?? undefined)).to.equal(englishReport.ratingAsk);
    const names = [...root.querySelectorAll("input")].map((input) => input.ariaLabel);
    expect(names).to.deep.equal(englishReport.stars.map((word, index) => `${index + 1}: ${word}`));
    for (const label of root.querySelectorAll(".stars label")) {
      const { width, height } = label.getBoundingClientRect();
      expect([width, height]).to.deep.equal([44, 44]);
    }
  });

  it("stores a choice at one tap, and says so once the server has it", async () => {
    const { ratings, choose, settle, status } = await open();
    expect(status()).to.equal("");
    await choose(4);
    expect(ratings.received).to.deep.equal([{ stars: 4 }]);
    expect(status()).to.equal(englishReport.ratingSaving);
    ratings.answer();
    await settle();
    expect(status()).to.equal(`Helpful. ${englishReport.ratingSaved}`);
  });

  it("stores the last choice when the learner changes her mind while one is stored", async () => {
    const { ratings, choose, settle } = await open();
    await choose(2);
    await choose(3);
    await choose(5);
    expect(ratings.received).to.deep.equal([{ stars: 2 }]);
    ratings.answer();
    await settle();
    expect(ratings.received).to.deep.equal([{ stars: 2 }, { stars: 5 }]);
  });

  it("offers to save again when it failed, and keeps the choice", async () => {
    const { ratings, choose, settle, status, root } = await open();
    await choose(1);
    ratings.answer(new Error("offline"));
    await settle();
    expect(status()).to.equal(englishReport.ratingFailed);
    expect(root.querySelectorAll<HTMLInputElement>("input")[0]?.checked).to.equal(true);
    root.querySelector<HTMLElement>(".row button")?.click();
    await settle();
    ratings.answer();
    await settle();
    expect(ratings.received).to.deep.equal([{ stars: 1 }, { stars: 1 }]);
    expect(status()).to.contain(englishReport.ratingSaved);
  });

  it("takes a comment once there is a choice, and keeps it with a later one", async () => {
    const { ratings, choose, settle, root } = await open();
    expect(root.querySelectorAll("form")).to.have.length(0);
    await choose(4);
    ratings.answer();
    await settle();
    const field = root.querySelector("textarea");
    if (field) field.value = "  Clear and kind.  ";
    root.querySelector<HTMLElement>("form button")?.click();
    await settle();
    ratings.answer();
    await settle();
    await choose(5);
    expect(ratings.received).to.deep.equal([
      { stars: 4 },
      { stars: 4, comment: "Clear and kind." },
      { stars: 5, comment: "Clear and kind." },
    ]);
    expect(field?.maxLength).to.equal(1000);
  });

  it("is not asked while the report is still written", async () => {
    const report = await openReport(createState(), { practice: new Ratings() });
    expect(findAll(report, "maka-rating")).to.have.length(0);
  });
});
