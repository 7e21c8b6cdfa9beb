import { expect } from "@open-wc/testing";
import type { Delivery } from "#contract/delivery.ts";
import type { Report } from "#contract/report.ts";
import { words as arabicReport } from "../../../../widget/src/locales/ar/report.ts";
import { englishReport } from "../../../../widget/src/locales/en/report.ts";
import { words as germanReport } from "../../../../widget/src/locales/de/report.ts";
import { toJson, toText } from "../../../../widget/src/elements/report/report-files.ts";
import { HOSTILE, find, findAll, findPart, openReport, read } from "../../kit/open-report.ts";
import { createReadyState, createReport, turns } from "../../kit/report-samples.ts";

const DELIVERY: Delivery = {
  talkShare: 0.583,
  wordsPerMinute: 142.4,
  longestMonologueSeconds: 41.6,
  questions: { open: 6, closed: 4 },
  responseSeconds: 1.24,
  interruptions: { byLearner: 2, byPersona: 1 },
  fillers: { count: 3, perHundredWords: 1.18 },
  silenceSeconds: 0,
  speakerChangesPerMinute: 7.52,
};
const UNMEASURED: Delivery = {
  talkShare: null,
  wordsPerMinute: null,
  longestMonologueSeconds: null,
  questions: null,
  responseSeconds: null,
  interruptions: null,
  fillers: null,
  silenceSeconds: null,
  speakerChangesPerMinute: null,
};
const [PRICE] = createReport().criteria.slice(1);
if (!PRICE) throw new Error("The sample has too few criteria");

/** All that a report may hold beside its criteria. */
const FULL: Partial<Report> = {
  criteria: [{ ...PRICE, range: [2, 4] }],
  reviewAdvised: true,
  breaches: [
    {
      text: "Promettre un résultat",
      quote: { itemId: "item_5", text: "Ce n’est pas si cher que ça" },
    },
  ],
  objectives: [
    { id: "need", text: "Comprendre ce qu’elle perd", reached: true },
    { id: "next", text: "Fixer un rendez-vous", reached: false },
  ],
  next: {
    criterion: "price",
    action: "Répondez au prix par une question",
    quote: null,
    wording: null,
  },
  delivery: DELIVERY,
  facts: {
    contacts: [{ name: "Martine Bouvier", company: null, email: "m@example.org", phone: null }],
    commitments: [
      {
        by: "persona",
        text: "rappeler",
        due: "mardi",
        quote: { itemId: "item_6", text: "je rappelle mardi" },
      },
    ],
  },
  versions: { prompt: "p-7", rubric: "r-3", model: "scorer-1" },
};

describe("findings", () => {
  for (const theme of ["light", "dark"] as const)
    it(`MakaReport is accessible with all that a report may hold in the ${theme} theme`, async () => {
      const report = await openReport(createReadyState(FULL), { theme });
      await openAll(report);
      await expect(report).to.be.accessible();
    });

  it("MakaReport is accessible from right to left", async () => {
    const setting = { texts: arabicReport, locale: "ar-EG", direction: "rtl" } as const;
    const report = await openReport(createReadyState(FULL), setting);
    await openAll(report);
    await expect(report).to.be.accessible();
    expect(read(find(report, ".advice"))).to.contain(arabicReport.review);
  });

  it("MakaReport with all of it does not overflow 320 pixels", async () => {
    const setting = { texts: germanReport, locale: "de", width: 320 };
    const report = await openReport(createReadyState(FULL), setting);
    await openAll(report);
    const card = report.parentElement;
    expect(card?.scrollWidth).to.be.at.most(card?.clientWidth ?? 0);
  });

  it("a criterion tells between which levels two scorings lie when they disagree", async () => {
    const report = await openReport(createReadyState(FULL));
    expect(read(find(report, ".criterion .advice"))).to.equal(englishReport.between("2", "4"));
  });

  it("MakaReport advises that a person looks when it is advised, and not otherwise", async () => {
    const report = await openReport(createReadyState({ reviewAdvised: true }));
    expect(findAll(report, "section > .advice").map(read)).to.deep.equal([englishReport.review]);
    const plain = await openReport(createReadyState({ reviewAdvised: false }));
    expect(findAll(plain, ".advice")).to.have.length(0);
  });

  it("a breach says what was said, that it caps the score, and leads to its turn", async () => {
    const report = await openReport(createReadyState(FULL));
    const breaches = find(report, ".breaches");
    expect(read(breaches)).to.contain("Promettre un résultat");
    expect(read(breaches)).to.contain(englishReport.breachesHelp);
    breaches.querySelector("button")?.click();
    await report.updateComplete;
    expect(find(report, ".quoted").dataset["item"]).to.equal("item_5");
    expect(read(find(report, "mark"))).to.equal("Ce n’est pas si cher que ça");
  });

  it("objectives say in words which of them were reached where nobody knows when", async () => {
    const report = await openReport(createReadyState({ ...FULL, timeline: null }));
    const moments = findPart(report, "maka-moments");
    expect(read(moments.querySelector("h3") ?? undefined)).to.equal(englishReport.objectives);
    expect([...moments.querySelectorAll("li")].map(read)).to.deep.equal([
      "Comprendre ce qu’elle perd reached",
      "Fixer un rendez-vous not reached",
    ]);
    expect(moments.querySelectorAll("button, .strip")).to.have.length(0);
  });

  it("MakaReport shows none of it when an older backend sends none of it", async () => {
    const report = await openReport(createReadyState());
    const headings = findAll(report, "h3").map(read);
    expect(headings).to.deep.equal([
      "Réponse à l’objection sur le prix",
      englishReport.criteria,
      englishReport.transcript,
    ]);
    expect(read(find(report, ".kicker"))).to.equal(englishReport.oneThing);
    expect(findAll(report, "maka-delivery, maka-facts, maka-attempts, maka-rating")).to.have.length(
      0,
    );
    expect(findPart(report, "maka-moments").querySelectorAll("section")).to.have.length(0);
  });

  it("MakaReport shows hostile words as text in all of it", async () => {
    const state = createReadyState({
      next: { criterion: null, action: HOSTILE, quote: null, wording: null },
      breaches: [{ text: HOSTILE, quote: { itemId: "nobody", text: HOSTILE } }],
      objectives: [{ id: "a", text: HOSTILE, reached: true }],
      facts: {
        contacts: [{ name: HOSTILE, company: HOSTILE, email: null, phone: null }],
        commitments: [],
      },
    });
    const report = await openReport(state);
    expect(findAll(report, "img, .breaches b, .next b")).to.have.length(0);
    for (const part of ["maka-facts", "maka-moments"])
      expect(findPart(report, part).querySelectorAll("img, b")).to.have.length(0);
    expect(read(findAll(report, ".breaches p")[1])).to.equal(HOSTILE);
  });
});

describe("MakaDelivery", () => {
  it("shows what was measured with its value, the first four in sight", async () => {
    const report = await openReport(createReadyState(FULL));
    const delivery = findPart(report, "maka-delivery");
    expect([...delivery.querySelectorAll("h4")].map(read)).to.deep.equal([
      "You spoke 58% of the talk",
      "Your pace 142 words/min",
      "Your questions 6 open, 4 closed",
      "Longest speech 0:41",
      "Time before you answer 1.2 secs",
      "Talked over you 2, customer 1",
      "Hesitations 3 (1.2 in 100 words)",
      "Silence 0:00",
      "Changes of speaker per minute 7.5",
    ]);
    expect(delivery.querySelector("details")?.open).to.equal(false);
    expect(delivery.querySelectorAll("details h4")).to.have.length(5);
    expect(delivery.textContent).to.contain(englishReport.deliveryNote);
  });

  it("draws pictures that say nothing to a screen reader", async () => {
    const report = await openReport(createReadyState(FULL));
    const pictures = [
      ...findPart(report, "maka-delivery").querySelectorAll(".figures > div > svg"),
    ];
    expect(pictures).to.have.length(3);
    expect(pictures.every(({ ariaHidden }) => ariaHidden === "true")).to.equal(true);
    expect(pictures[2]?.querySelectorAll("circle.you")).to.have.length(6);
    expect(pictures[2]?.querySelectorAll("circle.hollow")).to.have.length(4);
  });

  it("leaves out what was not measured, and itself where nothing was", async () => {
    const delivery = { ...UNMEASURED, questions: { open: 1, closed: 0 } };
    const one = findPart(await openReport(createReadyState({ delivery })), "maka-delivery");
    expect([...one.querySelectorAll("h4")].map(read)).to.deep.equal([
      "Your questions 1 open, 0 closed",
    ]);
    const none = await openReport(createReadyState({ delivery: UNMEASURED }));
    expect(findPart(none, "maka-delivery").querySelectorAll("section")).to.have.length(0);
  });

  it("is not there where all was typed", async () => {
    const transcript = createReport().transcript.map((turn) => ({
      ...turn,
      endedAtMs: turn.startedAtMs,
    }));
    const report = await openReport(createReadyState({ ...FULL, transcript }));
    expect(findAll(report, "maka-delivery")).to.have.length(0);
  });
});

describe("files", () => {
  const practice = {
    report: createReport(FULL),
    lines: turns,
    scenario: "s",
    name: "Martine",
    language: "fr",
  };

  it("toText() tells all of it, each under its heading", () => {
    const text = toText(practice, { texts: englishReport, locale: "en-GB" });
    for (const words of [
      englishReport.review,
      englishReport.between("2", "4"),
      "- Promettre un résultat > Ce n’est pas si cher que ça",
      "- Fixer un rendez-vous: not reached",
      "One thing for next time: Répondez au prix par une question",
      "- You spoke: 58% of the talk",
      "- Martine Bouvier · m@example.org",
      "- Martine: rappeler · mardi",
      "p-7 · r-3 · scorer-1",
    ])
      expect(text).to.contain(words);
  });

  it("toText() leaves a figure out that was not measured", () => {
    const report = createReport({ delivery: UNMEASURED });
    const text = toText({ ...practice, report }, { texts: englishReport, locale: "en-GB" });
    expect(text).not.to.contain("Silence");
  });

  it("toJson() holds the versions that made the report", () => {
    const saved: unknown = JSON.parse(toJson(practice));
    expect(saved).to.have.nested.property("report.versions.rubric", "r-3");
    expect(saved).to.have.nested.property("report.delivery.talkShare", 0.583);
  });
});

/** Unfolds what is folded, here and in inner elements. */
async function openAll(report: Awaited<ReturnType<typeof openReport>>): Promise<void> {
  const inner = findAll(report, "*").flatMap((element) => [
    ...(element.shadowRoot?.querySelectorAll("details") ?? []),
  ]);
  for (const details of [...report.renderRoot.querySelectorAll("details"), ...inner])
    details.open = true;
  await report.updateComplete;
}
