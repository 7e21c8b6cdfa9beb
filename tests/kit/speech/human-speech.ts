import { execFileSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { toFullRate } from "../../../demo/stand-in/voice/full-rate.ts";
import { decodeG722 } from "./decode-g722.ts";

/** A person's recording, 48 kHz, and the words that are known to be in it. */
export interface HumanSpeech {
  readonly name: string;
  readonly text: string;
  readonly samples: Int16Array;
}

/** Where each set of recordings comes from, and what they are. */
export interface HumanSpeechSets {
  readonly wide: readonly HumanSpeech[];
  readonly narrow: readonly HumanSpeech[];
  readonly others: readonly HumanSpeech[];
}

const PACKAGES = [
  "asterisk-core-sounds-en",
  "asterisk-core-sounds-en-g722",
  "asterisk-core-sounds-en-wav",
  "pocketsphinx-testdata",
  "alsa-utils",
];
const PROMPTS = "usr/share/asterisk/sounds/en_US_f_Allison";
const PROMPT_TEXTS = "usr/share/doc/asterisk-core-sounds-en/core-sounds-en.txt.gz";
const SPHINX = "usr/share/pocketsphinx/test/data";
const CHANNELS = "usr/share/sounds/alsa";
/** Single words say little about a talk. */
const FEWEST_WORDS = 4;

/**
 * Fetches recordings of people from Debian's packages into a folder, without installing them: they may be used but
 * not copied into this repository lightly (CC BY-SA).
 */
export async function fetchHumanSpeech(folder: string): Promise<HumanSpeechSets> {
  const run = (program: string, given: readonly string[]) => {
    execFileSync(program, given, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  };
  run("apt-get", ["update", "-qq"]);
  run("apt-get", ["download", "-qq", ...PACKAGES]);
  for (const file of await readdir(folder))
    if (file.endsWith(".deb")) run("dpkg-deb", ["-x", file, "."]);
  const prompts = await readPrompts(folder);
  return {
    wide: await readAll(prompts, async ({ name, text }) => {
      const bytes = await readFile(path.join(folder, PROMPTS, `${name}.g722`));
      return { name, text, samples: toFullRate(decodeG722(bytes), 16_000) };
    }),
    narrow: await readAll(prompts, ({ name, text }) =>
      readWave(path.join(folder, PROMPTS, `${name}.wav`), text),
    ),
    others: [
      ...(await readSphinx(folder, "librivox", "transcription")),
      ...(await readSphinx(folder, "cards", "cards.transcription")),
      ...(await readChannels(folder)),
    ],
  };
}

interface Prompt {
  readonly name: string;
  readonly text: string;
}

async function readPrompts(folder: string): Promise<Prompt[]> {
  const lines = gunzipSync(await readFile(path.join(folder, PROMPT_TEXTS))).toString("utf8");
  return lines.split("\n").flatMap((line) => {
    const [, name, text] = /^([\w-]+): ([^[\]()]+)$/.exec(line) ?? [];
    if (name === undefined || text === undefined) return [];
    return text.split(/\s+/).length < FEWEST_WORDS ? [] : [{ name, text }];
  });
}

/** Those whose file is there: the list also names prompts of other packages. */
async function readAll(
  prompts: readonly Prompt[],
  read: (prompt: Prompt) => Promise<HumanSpeech>,
): Promise<HumanSpeech[]> {
  const found = await Promise.all(prompts.map((prompt) => read(prompt).catch(() => null)));
  return found.filter((one) => one !== null);
}

async function readSphinx(
  folder: string,
  set: string,
  transcription: string,
): Promise<HumanSpeech[]> {
  const place = path.join(folder, SPHINX, set);
  const lines = (await readFile(path.join(place, transcription), "utf8")).split("\n");
  return Promise.all(
    lines.flatMap((line) => {
      const [, text, name] = /^<s>\s*(.*?)\s*<\/s> \((.+)\)$/.exec(line) ?? [];
      if (name === undefined || text === undefined) return [];
      return [readWave(path.join(place, `${name}.wav`), text)];
    }),
  );
}

/** "Front_Center.wav" is somebody who says so. */
async function readChannels(folder: string): Promise<HumanSpeech[]> {
  const place = path.join(folder, CHANNELS);
  const files = (await readdir(place)).filter((file) =>
    /^[A-Z][a-z]+_[A-Z][a-z]+\.wav$/.test(file),
  );
  return Promise.all(
    files.map((file) => readWave(path.join(place, file), file.slice(0, -4).replace("_", " "))),
  );
}

/** Reads a file of one channel and 16 bits. */
async function readWave(file: string, text: string): Promise<HumanSpeech> {
  const bytes = await readFile(file);
  const data = bytes.indexOf("data") + 8;
  const samples = Int16Array.from({ length: Math.floor((bytes.length - data) / 2) }, (_, index) =>
    bytes.readInt16LE(data + 2 * index),
  );
  const hertz = bytes.readUInt32LE(24);
  return { name: path.basename(file, ".wav"), text, samples: toFullRate(samples, hertz) };
}
