import { expect, waitUntil } from "@open-wc/testing";
import fc from "fast-check";
import { upgradeLinks } from "../../../../widget/src/adapters/page/upgrade-links.ts";
import { mountCoach, warningsOf } from "../../kit/mount-coach.ts";

const PAGE = "https://academy.example/practice.html";
const OWN = { api: "https://api.example/v1", "embed-key": "mk_site", theme: "light" };
/** What a tag itself reflects. */
const REFLECTED = { variant: "inline", placement: "bottom-end" };

/** A loader's script as an administrator writes it; it lies where no tag is. */
function buildScript(data: Readonly<Record<string, string>>): HTMLScriptElement {
  const script = document.createElement("script");
  for (const [name, value] of Object.entries(data)) script.setAttribute(`data-${name}`, value);
  script.src = new URL("./nowhere/maka-voice-coach.loader.js", import.meta.url).href;
  return script;
}

/** Markup as it is left by a sanitiser, on the page. */
function write(markup: string): HTMLElement {
  const place = document.createElement("div");
  place.innerHTML = markup;
  document.body.append(place);
  return place;
}

function writeLink(href: string): string {
  const link = document.createElement("a");
  link.className = "maka-voice-coach";
  link.href = href;
  link.textContent = "Practise";
  return link.outerHTML;
}

async function upgraded(place: HTMLElement): Promise<Element> {
  await waitUntil(() => place.querySelector("maka-voice-coach"), "the tag is there");
  const tag = place.querySelector("maka-voice-coach");
  if (!tag) throw new Error("no tag");
  return tag;
}

/** The observer has looked once what was added for it stands in a link's place. */
async function looked(): Promise<void> {
  const probe = write(writeLink(`${PAGE}#scenario=probe`));
  await upgraded(probe);
  probe.remove();
}

function attributesOf(element: Element): Record<string, string> {
  const names = element.getAttributeNames();
  return Object.fromEntries(names.map((name) => [name, element.getAttribute(name) ?? ""]));
}

describe("upgradeLinks()", () => {
  const first = write(writeLink(`${PAGE}#scenario=bakery&locale=fr`));

  it("says what the administrator forgot, and does nothing", async () => {
    const warnings = await warningsOf(() => {
      upgradeLinks(buildScript({ api: "https://api.example/v1" }));
      return Promise.resolve();
    });
    expect(warnings).to.deep.equal([
      "<maka-voice-coach> the loader's script lacks data-api or data-embed-key",
    ]);
  });

  it("leaves a link where it is when the tag cannot be fetched", async () => {
    const { warn } = console;
    const warned = new Promise<string>((resolve) => {
      console.warn = (...words: unknown[]) => {
        resolve(words.join(" "));
      };
    });
    upgradeLinks(buildScript(OWN));
    expect(await warned).to.match(/nowhere\/maka-voice-coach\.js/);
    console.warn = warn;
    expect(first.querySelector("a")?.href).to.equal(`${PAGE}#scenario=bakery&locale=fr`);
  });

  it("puts the tag in its place once another script has defined it", async () => {
    await mountCoach();
    const tag = await upgraded(first);
    expect(first.querySelector("a")).to.equal(null);
    const expected = { ...OWN, ...REFLECTED, scenario: "bakery", locale: "fr" };
    expect(attributesOf(tag)).to.deep.equal(expected);
    first.remove();
  });

  it("finds what is added later, deep inside too, and reads the query where there is no fragment", async () => {
    const place = write(
      `<ul><li>${writeLink(`${PAGE}?scenario=bakery&theme=dark&input=text`)}</li></ul>`,
    );
    const tag = await upgraded(place);
    expect(tag.parentElement?.localName).to.equal("li");
    const expected = { ...OWN, ...REFLECTED, scenario: "bakery", theme: "dark", input: "text" };
    expect(attributesOf(tag)).to.deep.equal(expected);
    place.remove();
  });

  it("takes neither a service nor a learner nor a place of its own from a link", async () => {
    const place = write(
      writeLink(
        `${PAGE}?api=https://evil.example&embed-key=mk_evil#scenario=bakery&api=https://evil.example` +
          "&embed-key=mk_evil&learner-token=e.v.il&learner-name=Eve&variant=panel&placement=bottom-start" +
          "&disabled=1&style=position:fixed&onclick=alert(1)&id=fetch&class=maka-voice-coach&is=x",
      ),
    );
    const tag = await upgraded(place);
    expect(attributesOf(tag)).to.deep.equal({ ...OWN, ...REFLECTED, scenario: "bakery" });
    place.remove();
  });

  it("sets no other attribute, and makes no markup, whatever a link says", async () => {
    const allowed = ["scenario", "locale", "captions", "input", "theme", "variables"];
    const name = fc.oneof(
      fc.constantFrom(...allowed, "onfocus", "srcdoc", "href", "__proto__", "data-api", "api"),
      fc.string(),
    );
    const value = fc.oneof(fc.string(), fc.constant('"><img src=x onerror=alert(1)>'));
    const fragments = fc.array(fc.tuple(name, value), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fragments, async (pairs) => {
        const said = new URLSearchParams([["scenario", "bakery"], ...pairs]);
        const place = write(writeLink(`${PAGE}#${said.toString()}`));
        const tag = await upgraded(place);
        expect(place.querySelectorAll("*")).to.have.length(1);
        for (const [attribute, text] of Object.entries(attributesOf(tag))) {
          // What the tag reflects has no spaces around it.
          const given = said.get(attribute)?.trim();
          const isGiven = allowed.includes(attribute) && given === text.trim();
          const isOwn = Object.entries({ ...OWN, ...REFLECTED }).some(
            ([own, word]) => own === attribute && word === text,
          );
          expect(isGiven || isOwn, `${attribute}=${text}`).to.equal(true);
        }
        place.remove();
      }),
      { numRuns: 60, examples: [[[["theme", " "]]]] },
    );
  });

  for (const [what, markup] of [
    ["a link without a scenario", writeLink(PAGE)],
    ["a malformed scenario", writeLink(`${PAGE}#scenario=../admin`)],
    ["a scenario in capitals", writeLink(`${PAGE}#scenario=Bakery`)],
    ["an address that is no page", writeLink("javascript:alert(1)#scenario=bakery")],
    ["a letter to write", writeLink("mailto:a@b.example?scenario=bakery")],
    ["a link of another class", `<a class="button" href="${PAGE}#scenario=bakery">A</a>`],
    ["a link without an address", '<a class="maka-voice-coach">A</a>'],
    ["another element", '<div class="maka-voice-coach" data-scenario="bakery">A</div>'],
    [
      "a link in a drawing",
      `<svg><a class="maka-voice-coach" href="${PAGE}#scenario=bakery"></a></svg>`,
    ],
    ["a link that somebody edits", `<div contenteditable>${writeLink(`${PAGE}#scenario=a`)}</div>`],
    ["a template", `<template>${writeLink(`${PAGE}#scenario=bakery`)}</template>`],
  ] as const)
    it(`leaves alone: ${what}`, async () => {
      const place = write(markup);
      const before = place.innerHTML;
      await looked();
      expect(place.innerHTML).to.equal(before);
      place.remove();
    });

  it("is not misled by elements that are named like the document's own", async () => {
    const place = write(
      ["getElementsByClassName", "getElementsByTagName", "createElement", "querySelector"]
        .map((name) => `<img name="${name}" alt="" /><form name="${name}"></form>`)
        .join("") + writeLink(`${PAGE}#scenario=bakery`),
    );
    expect(await upgraded(place)).to.have.property("localName", "maka-voice-coach");
    place.remove();
  });

  it("leaves links beyond the twentieth tag as they are", async () => {
    for (const tag of document.querySelectorAll("maka-voice-coach")) tag.remove();
    const place = write(writeLink(`${PAGE}#scenario=bakery`).repeat(30));
    await upgraded(place);
    expect(place.querySelectorAll("maka-voice-coach")).to.have.length(20);
    expect(place.querySelectorAll("a")).to.have.length(10);
    place.remove();
  });
});
