import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import tokenizer from "llama-tokenizer-js";
import { findEarModels } from "../../../demo/stand-in/hearing/ear-models.ts";
import { toSixteenKilohertz } from "../../../demo/stand-in/hearing/resample.ts";
import { splitLongSpeech } from "../../../demo/stand-in/hearing/split-speech.ts";
import { toTokenLines } from "../../../demo/stand-in/hearing/vocabulary.ts";

const TOKENS_HASH = "c9c3699b5683d821681c0e61df25b765c7e7a5caaebba0b50437ca0488cb0cfa";

test("toTokenLines() writes the tokens that were measured, since wrong ones end the process", () => {
  const lines = toTokenLines(tokenizer.vocabById);
  assert.equal(createHash("sha256").update(lines).digest("hex"), TOKENS_HASH);
});

test("findEarModels() finds the weights in the packages and knows them again", async () => {
  const models = await findEarModels(2_000);
  assert.match(models.encoder, /quantized.encoder_model\.onnx$/);
});

test("findEarModels() refuses when memory is short, and says so", async () => {
  await assert.rejects(findEarModels(600), /600 MB of memory are free, and it needs 1000/);
});

test("toSixteenKilohertz() keeps a voice's tones and drops those above its reach", () => {
  const loudness = (hertz: number) => {
    const tone = Int16Array.from(
      { length: 48_000 },
      (_, index) => 10_000 * Math.sin((2 * Math.PI * hertz * index) / 48_000),
    );
    const heard = toSixteenKilohertz(tone).subarray(100, 15_900);
    return Math.sqrt(heard.reduce((sum, value) => sum + value * value, 0) / heard.length);
  };
  const voice = loudness(300);
  assert.ok(Math.abs(voice - 10_000 / 32_768 / Math.SQRT2) < 0.01, String(voice));
  assert.ok(Math.abs(loudness(3000) / voice - 1) < 0.05);
  assert.ok(loudness(11_000) / voice < 0.02, String(loudness(11_000) / voice));
});

test("splitLongSpeech() cuts at the pause when speech is too long, and loses nothing", () => {
  const hertz = 1000;
  const samples = new Float32Array(30 * hertz).fill(0.5);
  samples.fill(0, 15 * hertz, 15.4 * hertz);
  const parts = splitLongSpeech(samples, hertz);
  assert.deepEqual(
    parts.map(({ length }) => Math.round(length / hertz)),
    [15, 15],
  );
  assert.equal(
    parts.reduce((sum, { length }) => sum + length, 0),
    samples.length,
  );
  assert.deepEqual(splitLongSpeech(samples.subarray(0, 5000), hertz).length, 1);
});
