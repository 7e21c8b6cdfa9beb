import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createToneReader } from "../../../demo/stand-in/hearing/tones.ts";
import { createOpusCodec } from "../../../demo/stand-in/media/opus.ts";
import { FRAME_SAMPLES } from "../../../demo/stand-in/media/playout.ts";
import { renderLearnerAudio } from "../../../demo/stand-in/voice/learner-audio.ts";
import { SpeechService } from "../../../demo/stand-in/voice/speech-service.ts";

const EXPECTED = {
  en: [
    "How much does it cost?",
    "How long does it take?",
    "I would like a coffee please.",
    "I would like a tea please.",
  ],
  fr: [
    "Combien de clients vous trouvent sur internet ?",
    "Une table pour deux personnes s'il vous plaît.",
    "Une table pour trois personnes s'il vous plaît.",
  ],
};

let speech: SpeechService;

before(async () => {
  speech = await SpeechService.start();
});

after(() => speech.stop());

/** What arrives at the other end of a call: encoded, sent, decoded. */
async function transmit(samples: Int16Array, isLost: (index: number) => boolean = () => false) {
  const codec = await createOpusCodec();
  const packets = Array.from({ length: Math.floor(samples.length / FRAME_SAMPLES) }, (_, index) =>
    codec.encode(samples.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES)).slice(),
  );
  const arrived = new Int16Array(packets.length * FRAME_SAMPLES);
  packets.forEach((payload, index) => {
    const slot = isLost(index)
      ? ({ type: "lost", next: packets[index + 1] ?? null } as const)
      : ({ type: "packet", payload } as const);
    const frame = codec.decode(slot);
    if (frame) arrived.set(frame.subarray(0, FRAME_SAMPLES), index * FRAME_SAMPLES);
  });
  codec.free();
  return arrived;
}

async function spoken(text: string, language: string) {
  return renderLearnerAudio([
    { type: "silence", durationMs: 300 },
    { type: "speech", text, language },
    { type: "silence", durationMs: 500 },
  ]);
}

for (const language of ["en", "fr"] as const)
  for (const sentence of EXPECTED[language])
    test(`SpeechService.match() recognises "${sentence}" when it comes through the codec`, async () => {
      const arrived = await transmit(await spoken(sentence, language));
      assert.equal(await speech.match(arrived, EXPECTED[language], language), sentence);
    });

test("SpeechService.match() recognises a sentence when every tenth packet is lost", async () => {
  const sentence = "I would like a coffee please.";
  const arrived = await transmit(await spoken(sentence, "en"), (index) => index % 10 === 4);
  assert.equal(await speech.match(arrived, EXPECTED.en, "en"), sentence);
});

for (const [what, samples] of [
  ["another sentence", () => spoken("My neighbour has bought a yellow bicycle.", "en")],
  ["silence", () => Promise.resolve(new Int16Array(48_000))],
  ["nothing at all", () => Promise.resolve(new Int16Array(0))],
  [
    "noise",
    () =>
      Promise.resolve(
        Int16Array.from({ length: 96_000 }, (_, index) => 8000 * Math.sin(index * index)),
      ),
  ],
] as const)
  test(`SpeechService.match() recognises none of the sentences when it hears ${what}`, async () => {
    assert.equal(await speech.match(await samples(), EXPECTED.en, "en"), null);
  });

test("SpeechService.findReady() tells the sentences that were prepared, and no others", async () => {
  const [first = "", second = ""] = EXPECTED.fr;
  speech.prepare([first], "fr");
  while (speech.findReady([first], "fr").length === 0)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(speech.findReady([second, first], "fr"), [first]);
  assert.deepEqual(speech.findReady([first], "en"), []);
});

test("SpeechService.match() recognises nothing when nothing is expected", async () => {
  assert.equal(await speech.match(new Int16Array(48_000), [], "en"), null);
});

test("SpeechService.render() gives the same samples once more when it is asked twice", async () => {
  const manner = { language: "en", voice: "marin", speed: 1 };
  assert.equal(await speech.render("Hello.", manner), await speech.render("Hello.", manner));
});

test("SpeechService.render() speaks faster when the speed is higher, and otherwise by voice", async () => {
  const sentence = "I would like to know more about that.";
  const lengthOf = async (voice: string, speed: number) =>
    (await speech.render(sentence, { language: "en-GB", voice, speed })).length;
  assert.ok((await lengthOf("marin", 1.5)) < (await lengthOf("marin", 1)) * 0.8);
  assert.notEqual(await lengthOf("marin", 1), await lengthOf("cedar", 1));
});

test("SpeechService.render() speaks English when the language is unknown", async () => {
  const manner = { language: "xx", voice: "marin", speed: 1 };
  assert.ok((await speech.render("Hello there.", manner)).length > 20_000);
});

for (const text of ["How much is it?", "Et combien ça coûte, à peu près ?"])
  test(`ToneReader.push() reads "${text}" when it comes as tones through the codec`, async () => {
    const reader = await createToneReader();
    const arrived = await transmit(
      await renderLearnerAudio([
        { type: "silence", durationMs: 200 },
        { type: "tones", text },
        { type: "silence", durationMs: 400 },
      ]),
    );
    const read: string[] = [];
    for (let start = 0; start < arrived.length; start += FRAME_SAMPLES) {
      const heard = reader.push(arrived.subarray(start, start + FRAME_SAMPLES));
      if (heard !== null) read.push(heard);
    }
    reader.free();
    assert.deepEqual(read, [text]);
  });

test("createToneReader() leaves the process's crash handlers alone when it loads the library", async () => {
  const before = process.listenerCount("uncaughtException");
  const readers = await Promise.all(Array.from({ length: 6 }, () => createToneReader()));
  assert.equal(process.listenerCount("uncaughtException"), before);
  for (const reader of readers) reader.free();
});
