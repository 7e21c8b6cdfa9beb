import { expect, waitUntil } from "@open-wc/testing";
import type { Brief } from "#contract/brief.ts";
import { BriefRequestEvent } from "../../../../widget/src/elements/kit/brief-request.ts";
import { buildBrief } from "../../kit/fake-practice.ts";
import { findDeep, getDeep, mountCoach, settle, start, textOf } from "../../kit/mount-coach.ts";
import type { MountedCoach } from "../../kit/mount-coach.ts";

/** A tag with a brief that differs from the whole one in some parts. */
function mountBrief(
  change: Partial<Brief> = {},
  attributes: Readonly<Record<string, string>> = {},
): Promise<MountedCoach> {
  return mountCoach(attributes, { loadBrief: () => Promise.resolve(buildBrief(change)) });
}

/** What the brief says of each of its terms. */
async function termsOf(change: Partial<Brief>, locale = "en"): Promise<Record<string, string>> {
  const { tag } = await mountBrief(change, { locale });
  await waitUntil(() => tag.shadowRoot && findDeep(tag.shadowRoot, "dl"));
  await settle(tag);
  const terms = [...getDeep(tag, "dl").children];
  return Object.fromEntries(
    terms.map(({ firstElementChild, lastElementChild }) => [
      firstElementChild?.textContent ?? "",
      [...(lastElementChild?.childNodes ?? [])]
        .map((node) => textOf(node).replaceAll(/\s+/gu, " ").trim())
        .filter(Boolean)
        .join(" / "),
    ]),
  );
}

describe("MakaBrief", () => {
  it("names the practice by its title, in the scenario's language", async () => {
    const { scenario } = buildBrief();
    const { tag } = await mountBrief();
    const title = getDeep(tag, "header p");
    expect(title.textContent).to.equal(scenario.title);
    expect(title.closest("[lang]")).to.have.property("lang", scenario.language);
    expect(title.closest("[dir]")).to.have.property("dir", "auto");
  });

  it("says its terms in words: this call, attempts made and left, practice time", async () => {
    const limits = { sessionSeconds: 300, remainingSeconds: 7_140 };
    const attempts = { made: 2, allowed: 3, best: 39 };
    expect(await termsOf({ limits, attempts })).to.deep.equal({
      "This call": "up to 5 minutes / in English",
      "Your attempts": "2 made, 1 left / best score so far: 39",
      "Practice time": "1 hr 59 min / for all your calls",
    });
    expect(await termsOf({ limits, attempts }, "fr")).to.deep.equal({
      "Cet appel": "5 minutes au plus / en anglais",
      "Vos essais": "2 fait(s), 1 restant(s) / meilleur score : 39",
      "Temps d’entraînement": "1 h 59 min / pour tous vos appels",
    });
  });

  it("tells neither a number of attempts left nor a best where there is none, and no attempts of an unknown learner", async () => {
    const attempts = { made: 0, allowed: null, best: null };
    expect((await termsOf({ attempts }))["Your attempts"]).to.equal("0 made");
    expect(Object.keys(await termsOf({}))).to.deep.equal(["This call", "Practice time"]);
  });

  it("begins the practice by voice, or in writing where the learner would rather type", async () => {
    const { tag, practices } = await mountBrief();
    getDeep(tag, "[part=start-button]").click();
    await waitUntil(() => practices.length === 1);
    expect(practices[0]?.options.input).to.equal("voice");
    await settle(tag);
    practices[0]?.stop();
    await settle(tag);
    const write = getDeep(tag, ".go .quiet");
    expect(write.textContent).to.equal("I would rather type");
    write.click();
    await waitUntil(() => practices.length === 2);
    expect(practices[1]?.options.input).to.equal("text");
    await settle(tag);
    expect(tag.input, "the next one is as the page says").to.equal("voice");
  });

  it("offers writing alone where the page wants a typed practice", async () => {
    const { tag } = await mountBrief({}, { input: "text" });
    expect(textOf(getDeep(tag, "[part=start-button]"))).to.contain("Write to Martine");
    expect(tag.shadowRoot && findDeep(tag.shadowRoot, ".go .quiet")).to.equal(null);
  });

  it("offers no start when all attempts are used", async () => {
    const { tag } = await mountBrief({ attempts: { made: 3, allowed: 3, best: 71 } });
    expect(textOf(tag)).to.contain("You have used all your attempts.");
    expect(getDeep(tag, "[part=start-button]")).to.have.property("disabled", true);
    expect(tag.shadowRoot && findDeep(tag.shadowRoot, ".go .quiet")).to.equal(null);
    await expect(tag).to.be.accessible();
  });

  it("tells the hour when used up minutes come back, in the tag's language", async () => {
    const limits = { sessionSeconds: 0, remainingSeconds: 0, resetsAt: "2026-12-01T00:00:00.000Z" };
    for (const [locale, until] of [
      ["en", "Your practice time is used up. It starts again"],
      ["de", "Ihre Übungszeit ist aufgebraucht. Sie beginnt neu:"],
    ] as const) {
      const { tag } = await mountBrief({ limits }, { locale });
      const hour = new Date(limits.resetsAt).toLocaleTimeString(locale, { timeStyle: "short" });
      await waitUntil(() => textOf(tag).includes(until));
      expect(textOf(tag).replaceAll(/\s+/gu, " ")).to.contain(hour.replaceAll(/\s+/gu, " "));
      tag.remove();
    }
  });

  it("says last that a script plays the customer, by name", async () => {
    const { tag } = await mountBrief({ rehearsal: true });
    const words = textOf(getDeep(tag, ".go")).trim();
    expect(words).to.match(
      /Rehearsal: no AI is connected here\. A script plays Martine.*rules\..+one word in twenty\.$/s,
    );
  });

  it("says nothing of a model that hears when the rehearsal is in another language than English", async () => {
    const scenario = { ...buildBrief().scenario, language: "fr" };
    const { tag } = await mountBrief({ rehearsal: true, scenario });
    expect(textOf(getDeep(tag, ".go")).trim()).to.match(/A script plays Martine.*rules\.$/);
  });

  it("is asked for anew by a report, with a note of what to practise, and takes the focus", async () => {
    const mounted = await mountBrief();
    await start(mounted);
    const again = getDeep(mounted.tag, "[part=consent-button]");
    again.focus();
    again.dispatchEvent(new BriefRequestEvent("answer the doubt first"));
    await settle(mounted.tag);
    expect(mounted.tag.phase).to.equal("brief");
    expect(mounted.loads).to.deep.equal(["brief bakery", "call", "brief bakery"]);
    expect(textOf(getDeep(mounted.tag, ".note"))).to.contain("This time: answer the doubt first");
    expect(getDeep(mounted.tag, "maka-brief").shadowRoot?.activeElement?.localName).to.equal("h2");
    await expect(mounted.tag).to.be.accessible();
    mounted.tag.scenario = "another";
    await settle(mounted.tag);
    expect(mounted.tag.shadowRoot && findDeep(mounted.tag.shadowRoot, ".note")).to.equal(null);
  });
});
