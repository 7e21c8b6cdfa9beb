import { readFile } from "node:fs/promises";
import { createEnglishSynthesiser } from "../../demo/stand-in/voice/flite.ts";
import { ModelEar } from "../../demo/stand-in/hearing/ear.ts";
import { readLibrary } from "../kit/scenarios/library.ts";
import { type OwnWords, playOwnWords, readOwnWords } from "../kit/scenarios/own-words.ts";
import { fetchHumanSpeech, type HumanSpeech } from "../kit/speech/human-speech.ts";
import { joinFrames, transmit } from "../kit/speech/transmit.ts";
import { countWordErrors, toComparedWords } from "../kit/speech/word-errors.ts";
import { createScratchFolder } from "../kit/stack/scratch-folder.ts";

const MOST_WORD_ERRORS = { wide: 0.08, narrow: 0.09, others: 0.08 };
const MOST_PROCESSOR_SHARE = 0.2;
const SAMPLES_PER_SECOND = 48_000;
const TURNS = 20;
const GAP_SECONDS = 1.5;
const SILENCE_MS = 500;
const WANTED_TALKS = 20;
const WANTED_AFTER = 10;
/** One talk may turn on a word that was misheard. */
const MOST_TALKS_MISHEARD = 2;

/**
 * The stand-in's ear on people's recordings from Debian's packages, through the codec of a call; its ends of turns; and
 * twenty talks in other words than the scripts, typed and, those in English, spoken.
 */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const folder = await createScratchFolder();
  const ear = new ModelEar();
  try {
    const sets = await fetchHumanSpeech(folder.path);
    await load(ear);
    const wide = await measure(ear, "16 kHz", sets.wide);
    const narrow = await measure(ear, "8 kHz", sets.narrow);
    const others = await measure(ear, "other voices", sets.others);
    const ends = await findEnds(ear, sets.wide.slice(0, TURNS));
    const typed = await tryTalks(
      (line) => Promise.resolve(line),
      () => true,
    );
    const spoken = await tryTalks(await createSpeaker(ear), isEnglish);
    const share = Math.max(wide.share, narrow.share, others.share);
    return {
      figure:
        `word error ${percent(wide.errors)} of ${wide.words} words at 16 kHz, ${percent(narrow.errors)} at 8 kHz,` +
        ` ${percent(others.errors)} of ${others.words} by other voices; ${share.toFixed(3)} s of processor time a second of speech;` +
        ` ${ends} of ${TURNS} ends of turns found; ${typed.right} of ${typed.all} talks in own words reach what they should,` +
        ` ${spoken.right} of ${spoken.all} when spoken`,
      passed:
        wide.errors <= MOST_WORD_ERRORS.wide &&
        narrow.errors <= MOST_WORD_ERRORS.narrow &&
        others.errors <= MOST_WORD_ERRORS.others &&
        share <= MOST_PROCESSOR_SHARE &&
        ends === TURNS &&
        typed.all >= WANTED_TALKS &&
        typed.after >= WANTED_AFTER &&
        typed.right === typed.all &&
        spoken.all - spoken.right <= MOST_TALKS_MISHEARD,
    };
  } finally {
    await ear.stop();
    await folder.remove();
  }
}

async function load(ear: ModelEar): Promise<void> {
  const [before, processor, startedAtMs] = [
    await residentMegabytes(),
    process.cpuUsage(),
    performance.now(),
  ];
  await ear.recognise(new Int16Array(SAMPLES_PER_SECOND));
  if (!ear.isAwake) throw new Error("The ear does not wake up.");
  const { user, system } = process.cpuUsage(processor);
  console.log(
    `loading: ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor time,` +
      ` ${(await residentMegabytes()) - before} MB`,
  );
}

async function residentMegabytes(): Promise<number> {
  const pages = Number((await readFile("/proc/self/statm", "utf8")).split(" ")[1]);
  return Math.round((pages * 4096) / 1e6);
}

interface Measure {
  readonly words: number;
  /** Share of the words that are wrong. */
  readonly errors: number;
  /** Seconds of processor time for a second of speech. */
  readonly share: number;
}

async function measure(
  ear: ModelEar,
  name: string,
  recordings: readonly HumanSpeech[],
): Promise<Measure> {
  let [words, errors, exact, seconds, microseconds] = [0, 0, 0, 0, 0];
  for (const { text, samples } of recordings) {
    const arrived = joinFrames(await transmit(samples));
    const before = process.cpuUsage();
    const heard = await ear.recognise(arrived);
    const { user, system } = process.cpuUsage(before);
    const said = toComparedWords(text);
    const wrong = countWordErrors(said, toComparedWords(heard ?? ""));
    words += said.length;
    errors += wrong;
    exact += wrong === 0 ? 1 : 0;
    seconds += samples.length / SAMPLES_PER_SECOND;
    microseconds += user + system;
  }
  const found = { words, errors: errors / words, share: microseconds / 1e6 / seconds };
  console.log(
    `${name}: ${recordings.length} recordings, ${words} words, ${percent(found.errors)} wrong, ${exact} without error,` +
      ` ${found.share.toFixed(3)} s of processor time a second`,
  );
  return found;
}

/** Recordings with pauses between them: how many a voice is found to end once, in its own pause. */
async function findEnds(ear: ModelEar, recordings: readonly HumanSpeech[]): Promise<number> {
  const lags: number[] = [];
  for (const { samples } of recordings) {
    const gap = new Int16Array(GAP_SECONDS * SAMPLES_PER_SECOND);
    const frames = await transmit(joinFrames([gap, samples, gap]));
    const ends: number[] = [];
    const detector = ear.attend(SILENCE_MS, (isSpeaking, atMs) => {
      if (!isSpeaking) ends.push(atMs);
    });
    for (const frame of frames) detector.push(frame);
    // Words come after all that was pushed before them.
    await ear.recognise(new Int16Array(SAMPLES_PER_SECOND));
    detector.close();
    const voiceEndMs = (GAP_SECONDS + samples.length / SAMPLES_PER_SECOND) * 1000;
    const [end] = ends;
    if (ends.length === 1 && end !== undefined) lags.push(end - voiceEndMs);
  }
  const sorted = lags.toSorted((a, b) => a - b);
  console.log(
    `ends of turns: ${lags.length} of ${recordings.length}, ${Math.round(sorted[Math.floor(sorted.length / 2)] ?? NaN)} ms after the recording`,
  );
  return lags.length;
}

/** How a line reaches the customer. */
type Speaker = (line: string) => Promise<string>;

/** Says a line with Flite, through the codec, and returns what the ear made of it. */
async function createSpeaker(ear: ModelEar): Promise<Speaker> {
  const voice = await createEnglishSynthesiser();
  return async (line) => {
    const spoken = voice.render(line, { language: "en", voice: "cedar", speed: 1 });
    return (await ear.recognise(joinFrames(await transmit(spoken)))) ?? "";
  };
}

function isEnglish({ scenario }: OwnWords): boolean {
  return scenario.endsWith("-en");
}

async function tryTalks(
  speak: Speaker,
  isTried: (talk: OwnWords) => boolean,
): Promise<{ right: number; all: number; after: number }> {
  const library = await readLibrary();
  const talks = (await readOwnWords()).filter(isTried);
  let right = 0;
  for (const { name, scenario: id, wants, lines, written } of talks) {
    const scenario = library.find((one) => one.id === id);
    if (scenario === undefined) throw new Error(`${name} names no scenario.`);
    const heard: string[] = [];
    for (const line of lines) heard.push(await speak(line));
    const { reached } = await playOwnWords(scenario, heard);
    const isRight = reached.toSorted().join() === wants.toSorted().join();
    if (isRight) right += 1;
    console.log(
      `${isRight ? "ok" : "SHORT"} ${name} (written ${written} the rules): ${reached.join(", ") || "nothing"}` +
        (isRight ? "" : `, not ${wants.join(", ") || "nothing"}\n  ${heard.join("\n  ")}`),
    );
  }
  const after = talks.filter(({ written }) => written === "after").length;
  return { right, all: talks.length, after };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
