import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contentWords } from "../../../demo/stand-in/responses/content-words.ts";
import { phrasesFor } from "../../../demo/stand-in/responses/score-phrases.ts";
import { isQuestion } from "../../../demo/stand-in/scene/is-question.ts";
import { likeness, toStems, weighWords } from "../../../demo/stand-in/scene/match-sentence.ts";
import { splitWords } from "../../../supabase/functions/_shared/scoring/split-words.ts";
import { createSynthesiser } from "../../../demo/stand-in/voice/espeak.ts";
import { readLibrary } from "../../kit/scenarios/library.ts";

const library = await readLibrary();
const languages = [...new Set(library.map(({ language }) => language))];

describe("splitWords()", () => {
  it("splits Thai by its dictionary when no space stands between words", () => {
    assert.deepEqual(splitWords("ดิฉันขอคืนเงินค่ะ"), ["ดิฉัน", "ขอ", "คืน", "เงิน", "ค่ะ"]);
  });

  it("splits by signs and spaces when the writing has them", () => {
    assert.deepEqual(splitWords("L'été, déjà… 2 jours !"), ["L", "été", "déjà", "2", "jours"]);
  });
});

describe("toStems()", () => {
  it("drops accents and case, and cuts words, when the writing is Latin", () => {
    assert.deepEqual(toStems("Übergabe mañana"), ["uberga", "manana"]);
  });

  it("keeps vowels and tones when the word is Thai", () => {
    assert.deepEqual(toStems("ซื้อแพ็กเกจ").join(""), "ซื้อแพ็กเกจ");
    assert.notDeepEqual(toStems("ป่า"), toStems("ปา"));
  });
});

describe("likeness()", () => {
  it("tells one Thai sentence from another when both are about the same bill", () => {
    const asked = "คุณวิภาดาซื้อแพ็กเกจวันที่เท่าไร เวลาประมาณกี่โมงคะ";
    const other = "เรื่องนี้กระทบกับร้านหรือกับคุณวิภาดาอย่างไรบ้างคะ";
    const weights = weighWords([asked, other]);
    const spoken = "ซื้อแพ็กเกจวันที่เท่าไรคะ ประมาณกี่โมง";
    assert.ok(likeness(spoken, asked, weights) > 0.5);
    assert.ok(likeness(spoken, other, weights) < 0.3);
  });
});

describe("isQuestion()", () => {
  const samples: Readonly<Record<string, readonly [asks: string, tells: string]>> = {
    de: ["Wann geht es denn los", "Die Schuhe gehen heute raus"],
    en: ["What went wrong last time", "We could start with one depot"],
    es: ["qué ha cambiado en estos meses", "le mando el correo esta tarde"],
    fr: ["comment se passent les commandes", "c'est noté pour lundi"],
    th: ["ยังมีอะไรที่ไม่สบายใจอีกไหมคะ", "ดิฉันพักยอดไว้ให้แล้วค่ะ"],
  };

  it("has samples for every language of the library", () => {
    const known = Object.keys(samples);
    assert.ok(languages.every((tag) => known.includes(tag.split("-")[0] ?? "")));
  });

  for (const [language, [asks, tells]] of Object.entries(samples)) {
    it(`tells a question from a statement without signs when the language is ${language}`, () => {
      assert.equal(isQuestion(asks, language), true);
      assert.equal(isQuestion(tells, language), false);
    });
  }
});

describe("contentWords()", () => {
  it("leaves out what any talk has when the language has such words", () => {
    assert.deepEqual(
      [...contentWords("Könnten Sie bitte die Heizung prüfen?", "de")],
      ["heizun", "prufen"],
    );
    assert.deepEqual(
      [...contentWords("¿Puede usted mandar las facturas?", "es")],
      ["mandar", "factur"],
    );
    assert.ok(contentWords("ขอใบแจ้งหนี้ด้วยค่ะ", "th").has("หนี้"));
    assert.equal(contentWords("ดิฉัน ค่ะ แล้ว", "th").size, 0);
  });
});

describe("phrasesFor()", () => {
  for (const tag of languages.filter((language) => !language.startsWith("en"))) {
    it(`speaks the scenario's language when it is ${tag}`, () => {
      assert.notEqual(phrasesFor(tag), phrasesFor("en"));
      assert.equal(phrasesFor(tag).rules.length, 6);
    });
  }
});

describe("createSynthesiser()", () => {
  it("has a voice of its own for every language of the library", async () => {
    const synthesiser = await createSynthesiser();
    for (const { language, persona, rehearsal } of library) {
      if (language.startsWith("en")) continue;
      const manner = { language, voice: persona.voice, speed: 1 };
      const own = synthesiser.render(rehearsal.stillThere, manner);
      const english = synthesiser.render(rehearsal.stillThere, { ...manner, language: "en" });
      assert.ok(own.length > 10_000, language);
      assert.notDeepEqual(own, english, language);
    }
  });
});
