import { expect, waitUntil } from "@open-wc/testing";
import fc from "fast-check";
import { parseVariables } from "../../../../widget/src/elements/tag/open-practice.ts";
import { resolveLocale } from "../../../../widget/src/locales/texts.ts";
import { mountCoach, settle, start, textOf, warningsOf } from "../../kit/mount-coach.ts";

describe("what integrators write on a tag", () => {
  it("an attribute that is taken away is as good as one that was never there", async () => {
    const names = ["locale", "learner-name", "learner-token", "variables", "input", "theme"];
    const given = Object.fromEntries(names.map((name) => [name, name === "locale" ? "fr" : "x"]));
    const mounted = await mountCoach(given);
    const { tag } = mounted;
    for (const name of names) tag.removeAttribute(name);
    await settle(tag);
    expect([tag.locale, tag.learnerName, tag.learnerToken, tag.variables]).to.deep.equal([
      "",
      "",
      "",
      "",
    ]);
    expect(names.filter((name) => tag.hasAttribute(name))).to.deep.equal([]);
    const { options } = await start(mounted);
    expect(options).to.deep.include({
      learnerName: null,
      learnerToken: null,
      variables: {},
      input: "voice",
    });
  });

  it("blanks around a value count for nothing, in whatever attribute or property", async () => {
    const blank = fc.sample(fc.string({ unit: fc.constantFrom(" ", "\n", "\t", "\u00a0") }), 12);
    const around = (value: string): string => `${blank.pop() ?? " "} ${value} ${blank.pop() ?? ""}`;
    const asked: string[] = [];
    const mounted = await mountCoach(
      {
        api: around("https://api.example/v1/"),
        "embed-key": around("mk_demo"),
        scenario: around("bakery"),
        locale: around("fr"),
        variant: around("launcher"),
        "learner-name": around("Ada"),
        input: around("text"),
      },
      {
        readSessionMarker: (...names) => {
          asked.push(names.join());
          return null;
        },
      },
    );
    const { tag, loads } = mounted;
    expect(tag.getAttribute("variant")).to.equal("launcher");
    tag.learnerToken = around("token");
    const { options } = await start(mounted);
    expect(new Set(asked)).to.deep.equal(new Set(["mk_demo,bakery"]));
    expect(loads).to.include("brief bakery");
    expect(options).to.deep.include({
      api: "https://api.example/v1",
      embedKey: "mk_demo",
      scenario: "bakery",
      learnerName: "Ada",
      learnerToken: "token",
      input: "text",
    });
    expect(textOf(tag)).to.contain("Avant d’appeler");
  });

  it("a long name is cut between characters, and variables that are too much are left out, with a word in the console", async () => {
    const variables = JSON.stringify({
      shop: "bakery",
      story: "x".repeat(201),
      "odd name": "y",
      at: 3,
    });
    const name = `${"x".repeat(79)}👩‍🍳`;
    let options: unknown = null;
    const sentences = await warningsOf(async () => {
      const mounted = await mountCoach({ "learner-name": name, variables });
      ({ options } = await start(mounted));
    });
    expect(options).to.deep.include({
      learnerName: "x".repeat(79),
      variables: { shop: "bakery", at: "3" },
    });
    const told = sentences.join("\n");
    for (const word of ["learner-name", '"story"', '"odd name"']) expect(told).to.contain(word);
    expect(sentences).to.have.length(3);
  });

  it("parseVariables() gives what a request takes, of any JSON", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 60 }), fc.jsonValue()), (value) => {
        const entries = Object.entries(parseVariables(JSON.stringify(value)));
        expect(entries.length).to.be.at.most(50);
        for (const [name, text] of entries)
          expect(/^[a-z][a-z\d]{0,39}$/i.test(name) && text.length <= 200).to.equal(true);
      }),
    );
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`v${index}`, "x".repeat(200)]),
    );
    expect(Object.keys(parseVariables(JSON.stringify(many)))).to.have.length(50);
  });

  it("resolveLocale() reads a language as platforms spell it", () => {
    for (const [given, locale] of [
      ["fr_FR", "fr-FR"],
      ["fr_FR.UTF-8", "fr-FR"],
      ["pt_BR@euro", "pt-BR"],
      [" de_AT ", "de-AT"],
      ["ES_419", "ES-419"],
      ["nl", "nl"],
      ["xx_YY", "en"],
      ["C", "en"],
    ] as const)
      expect(resolveLocale([given]), given).to.equal(locale);
  });

  it("a language that the page changes later is that of the next practice, not of half of this one", async () => {
    const { documentElement } = document;
    documentElement.lang = "fr";
    try {
      const mounted = await mountCoach({ locale: "" });
      const { tag } = mounted;
      expect(textOf(tag)).to.contain("Appeler Martine");
      documentElement.lang = "de";
      const practice = await start(mounted);
      expect(textOf(tag)).to.contain("Avant d’appeler");
      expect(tag.shadowRoot?.querySelector<HTMLElement>(".card")?.lang).to.equal("fr");
      tag.locale = "es";
      await settle(tag);
      expect(tag.shadowRoot?.querySelector<HTMLElement>(".card")?.lang).to.equal("fr");
      tag.locale = "";
      practice.stop();
      await waitUntil(() => textOf(tag).includes("Martine anrufen"), "the brief is in German");
      await start(mounted);
      expect(textOf(tag)).to.contain("Bevor Sie");
    } finally {
      documentElement.lang = "en";
    }
  });
});
