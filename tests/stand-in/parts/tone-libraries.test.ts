import assert from "node:assert/strict";
import { test } from "node:test";
import { ToneLibraries, loadToneLibrary } from "../../../demo/stand-in/hearing/tone-libraries.ts";
import { createToneReader, renderTones } from "../../../demo/stand-in/hearing/tones.ts";

function countLoads() {
  let loads = 0;
  const libraries = new ToneLibraries(() => {
    loads += 1;
    return loadToneLibrary();
  });
  return { libraries, loads: () => loads };
}

const open = (libraries: ToneLibraries, count: number) =>
  Promise.all(Array.from({ length: count }, () => libraries.open("RX")));

test("ToneLibraries.open() shares one library when calls come one after another", async () => {
  const { libraries, loads } = countLoads();
  let bytes = 0;
  for (let call = 0; call < 8; call++) {
    const instance = await libraries.open("RX");
    bytes ||= instance.library.HEAP8.length;
    assert.equal(instance.id, 0);
    assert.equal(instance.library.HEAP8.length, bytes);
    instance.free();
  }
  assert.equal(loads(), 1);
});

test("ToneLibraries.open() loads a second library when a fifth instance is open, and forgets it after", async () => {
  const { libraries, loads } = countLoads();
  const first = await open(libraries, 5);
  assert.equal(loads(), 2);
  for (const instance of first) instance.free();
  for (const instance of await open(libraries, 4)) instance.free();
  assert.equal(loads(), 2);
  await open(libraries, 5);
  assert.equal(loads(), 3);
});

test("ToneInstance.free() takes nothing from the next owner when it is called twice", async () => {
  const { libraries } = countLoads();
  const first = await libraries.open("RX");
  first.free();
  const second = await libraries.open("RX");
  assert.equal(second.id, first.id);
  first.free();
  assert.notEqual((await libraries.open("RX")).id, second.id);
});

test("ToneLibraries.open() fails when the library cannot be loaded, and tries again", async () => {
  let isBroken = true;
  const libraries = new ToneLibraries(() =>
    isBroken ? Promise.reject(new Error("broken")) : loadToneLibrary(),
  );
  await assert.rejects(libraries.open("RX"), /broken/);
  isBroken = false;
  assert.equal((await libraries.open("RX")).id, 0);
});

test("ToneReader.push() reads its own tones when another reader of the same library listens too", async () => {
  const texts = ["Good morning.", "How much is it?"];
  const sounds = await Promise.all(texts.map(renderTones));
  const readers = await Promise.all(texts.map(createToneReader));
  const read: string[][] = texts.map(() => []);
  const longest = Math.max(...sounds.map(({ length }) => length)) + 48_000 / 2;
  for (let start = 0; start < longest; start += 960)
    for (const [index, reader] of readers.entries()) {
      const frame = new Int16Array(960);
      frame.set(sounds[index]?.subarray(start, start + 960) ?? []);
      const text = reader.push(frame);
      if (text !== null) read[index]?.push(text);
    }
  for (const reader of readers) reader.free();
  assert.deepEqual(
    read,
    texts.map((text) => [text]),
  );
});

test("ToneReader.push() hears nothing when the reader is freed", async () => {
  const reader = await createToneReader();
  reader.free();
  assert.equal(reader.push(await renderTones("Good morning.")), null);
});
