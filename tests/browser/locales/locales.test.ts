import { expect } from "@open-wc/testing";
import { englishDuringCall } from "../../../widget/src/locales/en/during-call.ts";
import { englishCall } from "../../../widget/src/locales/en/call.ts";
import { englishReport } from "../../../widget/src/locales/en/report.ts";
import { englishTag } from "../../../widget/src/locales/en/tag.ts";
import { LANGUAGES } from "../../../widget/src/locales/languages.ts";
import { ENGLISH, loadTexts, resolveLocale } from "../../../widget/src/locales/texts.ts";
import type { PracticeTexts } from "../../../widget/src/locales/language.ts";

/** Every file that shows words; one that is forgotten here makes its words look unused. */
const SOURCES = [
  "report/describe-delivery.ts",
  "report/describe-end.ts",
  "report/describe-status.ts",
  "report/list-facts.ts",
  "report/list-moments.ts",
  "report/maka-attempts.ts",
  "report/maka-delivery.ts",
  "report/maka-facts.ts",
  "report/maka-moments.ts",
  "before-call/maka-pop-out.ts",
  "report/maka-rating.ts",
  "report/maka-save.ts",
  "call/call-words.ts",
  "call/maka-objectives.ts",
  "call/maka-call.ts",
  "call/maka-captions.ts",
  "call/maka-card.ts",
  "call/maka-confirm.ts",
  "before-call/maka-consent.ts",
  "before-call/maka-failure.ts",
  "before-call/maka-interrupted.ts",
  "call/maka-connection-notice.ts",
  "call/maka-connection.ts",
  "before-call/maka-microphone-check.ts",
  "tag/maka-practice.ts",
  "report/maka-report.ts",
  "call/maka-sound.ts",
  "call/maka-sheet.ts",
  "call/maka-folded.ts",
  "call/maka-talk-button.ts",
  "call/maka-type-box.ts",
  "tag/maka-voice-coach.ts",
  "call/during-call-views.ts",
  "before-call/maka-brief.ts",
  "call/render-field.ts",
  "kit/render-notice.ts",
  "report/render-change.ts",
  "report/render-hero.ts",
  "report/render-next.ts",
  "report/render-scorecard.ts",
  "report/render-transcript.ts",
  "report/report-files.ts",
  "report/to-verdict.ts",
];

/** Entries that may read as in English. A language that writes a word so gets its entry here, by its path. */
const SAME_AS_ENGLISH: readonly string[] = [
  "tag.direction",
  "tag.spokenIn",
  "duringCall.volume",
  "duringCall.no",
];

/** Letters that a language written in another script than ours must show in every sentence. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ar: /\p{Script=Arabic}/u,
  th: /\p{Script=Thai}/u,
};

/** What fills a sentence that is made of values; the number makes plurals speak. */
const SAMPLES: readonly (readonly unknown[])[] = ["Zoé", 1, 2, 30].map((value) =>
  Array.from({ length: 4 }, () => value),
);

/** Words that a sentence with a value in it gives for each sample; one that fails for a sample gives none. */
function speak(sentence: (...values: unknown[]) => unknown): string {
  return SAMPLES.map((sample) => String(sentence(...sample))).join(" | ");
}

function isSentence(value: unknown): value is (...values: unknown[]) => unknown {
  return typeof value === "function";
}

/** All words of a table under their paths. */
function flatten(table: object, path = ""): Record<string, string> {
  const entries: [string, unknown][] = Object.entries(table);
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      if (typeof value === "object" && value !== null)
        return Object.entries(flatten(value, `${path}${key}.`));
      return [[`${path}${key}`, isSentence(value) ? speak(value) : String(value)]];
    }),
  );
}

async function readSources(): Promise<string> {
  const responses = await Promise.all(SOURCES.map((name) => fetch(`/widget/src/elements/${name}`)));
  for (const response of responses) expect(response.ok, response.url).to.equal(true);
  return (await Promise.all(responses.map((response) => response.text()))).join("\n");
}

const ENGLISH_WORDS = flatten({
  tag: englishTag,
  call: englishCall,
  duringCall: { ...englishCall, ...englishDuringCall },
  report: englishReport,
});
const CODES = Object.keys(LANGUAGES).filter((code) => code !== "en");

/** All words of a language in one table. */
async function loadAll(code: string): Promise<object> {
  const { call, loadLater } = await loadPractice(code);
  return { tag: (await loadTexts(code)).tag, call, ...(await loadLater()) };
}

async function loadPractice(code: string): Promise<PracticeTexts> {
  const { practice } = await loadTexts(code, true);
  if (!practice) throw new Error(`${code} has no words for a practice`);
  return practice;
}

describe("locales", () => {
  for (const code of CODES) {
    it(`${code} has every entry of English and no other`, async () => {
      const words = flatten(await loadAll(code));
      expect(Object.keys(words)).to.have.members(Object.keys(ENGLISH_WORDS));
    });

    it(`${code} leaves no entry in English, empty or with a value missing`, async () => {
      const words = flatten(await loadAll(code));
      const untranslated = Object.entries(words).filter(
        ([key, text]) =>
          !SAME_AS_ENGLISH.includes(key) && (!text.trim() || text === ENGLISH_WORDS[key]),
      );
      expect(untranslated).to.deep.equal([]);
      const lost = Object.keys(words).filter(
        (key) => ENGLISH_WORDS[key]?.includes("Zoé") && !words[key]?.includes("Zoé"),
      );
      expect(lost).to.deep.equal([]);
      const broken = Object.values(words).filter((text) => /undefined|\[object|NaN/.test(text));
      expect(broken).to.deep.equal([]);
    });
  }

  for (const [code, script] of Object.entries(SCRIPTS)) {
    it(`${code} is written in its own script throughout`, async () => {
      const words = Object.entries(flatten(await loadAll(code)));
      const foreign = words.filter(([key, text]) => key !== "tag.direction" && !script.test(text));
      expect(foreign).to.deep.equal([]);
    });
  }

  it("only Arabic is written from right to left", async () => {
    for (const code of CODES)
      expect((await loadTexts(code)).tag.direction, code).to.equal(code === "ar" ? "rtl" : "ltr");
  });

  it("the consent tells in every language how long words are kept, for one day and for many", async () => {
    for (const code of CODES) {
      const { call } = await loadPractice(code);
      const [one, many] = [call.consentStored(1), call.consentStored(30)];
      expect(one, code).not.to.equal(many);
      expect(many, code).to.match(/30|٣٠/);
    }
  });

  it("every entry is used", async () => {
    const source = await readSources();
    const names = [englishTag, englishCall, englishDuringCall, englishReport].flatMap((table) =>
      Object.keys(table),
    );
    const unused = names.filter((name) => !new RegExp(`\\.${name}\\b`).test(source));
    expect(unused).to.deep.equal([]);
  });

  it("resolveLocale() takes the first that we speak, with its region", () => {
    expect(resolveLocale(["", "ja-JP", "fr-CA", "en"])).to.equal("fr-CA");
    expect(resolveLocale(["EN-gb"])).to.equal("EN-gb");
    expect(resolveLocale(["fr-Latn-FR"])).to.equal("fr");
    expect(resolveLocale(["es-419"])).to.equal("es-419");
    expect(resolveLocale(["ar-EG-u-nu-latn"])).to.equal("ar-EG");
    expect(resolveLocale(["frisian", "english", "zh-Hant"])).to.equal("en");
  });

  it("resolveLocale() knows the languages that there are words for, and no other", () => {
    for (const code of [...CODES, "en"]) expect(resolveLocale([code])).to.equal(code);
    const letters = Array.from({ length: 26 }, (_, place) => String.fromCharCode(97 + place));
    const codes = letters.flatMap((first) => letters.map((second) => first + second));
    const known = codes.filter((code) => resolveLocale([code, "en"]) === code);
    expect(known).to.have.members([...CODES, "en"]);
  });

  it("resolveLocale() gives a tag that Intl accepts, whatever a page says", () => {
    for (const tag of [
      "fr-",
      "fr-1",
      "en_US",
      "fr-FR-x",
      "en-abcd-abcd",
      "fr FR",
      "de-0x1",
      "th-12",
    ])
      expect(() => new Intl.NumberFormat(resolveLocale([tag])), tag).not.to.throw();
  });

  it("loadTexts() brings the tag's words first and all of them when asked", async () => {
    const first = await loadTexts("FR-be");
    expect(first.tag.ratherType).to.equal("Je préfère écrire");
    expect(first.practice).to.equal(null);
    const all = await loadTexts("FR-be", true);
    expect(all.tag).to.equal(first.tag);
    expect(all.practice?.call.you).to.equal("Vous");
    const later = await all.practice?.loadLater();
    expect(later?.duringCall.you).to.equal("Vous");
    expect(later?.report.you).to.equal("Vous");
  });

  it("loadTexts() gives English when it is asked for, or when there are no words", async () => {
    expect(await loadTexts("en-GB")).to.equal(ENGLISH);
    expect(await loadTexts("ja")).to.equal(ENGLISH);
    expect((await loadTexts("en-GB", true)).practice?.call).to.equal(englishCall);
  });
});
