import { expect } from "@open-wc/testing";
import { englishCall } from "../../../widget/src/locales/english-call.ts";
import { englishReport } from "../../../widget/src/locales/english-report.ts";
import { englishTag } from "../../../widget/src/locales/english-tag.ts";
import { french } from "../../../widget/src/locales/french.ts";
import { loadTexts, resolveLocale } from "../../../widget/src/locales/texts.ts";

/** Every file that shows words; one that is forgotten here makes its words look unused. */
const SOURCES = [
  "call-words.ts",
  "maka-call.ts",
  "maka-captions.ts",
  "maka-consent.ts",
  "maka-failure.ts",
  "maka-practice.ts",
  "maka-report.ts",
  "maka-voice-coach.ts",
  "render-brief.ts",
  "render-notice.ts",
  "render-scorecard.ts",
  "render-transcript.ts",
];

async function readSources(): Promise<string> {
  const files = SOURCES.map((name) => fetch(`/widget/src/elements/${name}`));
  const responses = await Promise.all(files);
  for (const response of responses) expect(response.ok, response.url).to.equal(true);
  return (await Promise.all(responses.map((response) => response.text()))).join("\n");
}

/** All words of a table under their paths; what makes a sentence of its arguments counts as empty. */
function flatten(table: object, path = ""): Record<string, string> {
  const entries = Object.entries(table) as [string, unknown][];
  return Object.fromEntries(
    entries.flatMap(([key, value]) =>
      typeof value === "object" && value !== null
        ? Object.entries(flatten(value, `${path}${key}.`))
        : [[`${path}${key}`, typeof value === "string" ? value : ""]],
    ),
  );
}

const ENGLISH = flatten({ tag: englishTag, call: englishCall, report: englishReport });
const FRENCH = flatten(french);

describe("locales", () => {
  it("French has every entry of English and no other", () => {
    expect(Object.keys(FRENCH)).to.have.members(Object.keys(ENGLISH));
  });

  it("no French entry is left in English", () => {
    const same = Object.keys(FRENCH).filter((key) => FRENCH[key] && FRENCH[key] === ENGLISH[key]);
    expect(same).to.deep.equal(["tag.direction"]);
  });

  it("every entry is used", async () => {
    const source = await readSources();
    const names = [englishTag, englishCall, englishReport].flatMap((table) => Object.keys(table));
    const unused = names.filter((name) => !new RegExp(`\\.${name}\\b`).test(source));
    expect(unused).to.deep.equal([]);
  });

  it("resolveLocale() takes the first that we speak, with its region", () => {
    expect(resolveLocale(["", "de-AT", "fr-CA", "en"])).to.equal("fr-CA");
    expect(resolveLocale(["EN-gb"])).to.equal("EN-gb");
    expect(resolveLocale(["fr-Latn-FR"])).to.equal("fr");
    expect(resolveLocale(["frisian", "english", "pt"])).to.equal("en");
  });

  it("resolveLocale() gives a tag that Intl accepts, whatever a page says", () => {
    for (const tag of ["fr-", "fr-1", "en_US", "fr-FR-x", "en-abcd-abcd", "fr FR"])
      expect(() => new Intl.NumberFormat(resolveLocale([tag])), tag).not.to.throw();
  });

  it("loadTexts() brings French for any French", async () => {
    expect((await loadTexts("FR-be")).tag.start).to.equal(french.tag.start);
    expect((await loadTexts("en-GB")).tag).to.equal(englishTag);
  });
});
