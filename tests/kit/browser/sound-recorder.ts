import type { Page } from "playwright-core";

/** How loud both sides were in each 10 ms, as root mean squares, from the first sound of either side's stream. */
export interface SoundRecording {
  readonly learner: readonly number[];
  readonly persona: readonly number[];
  readonly ways: readonly WaySample[];
}

/**
 * How long sound is on its way to the page and back at a moment, by the browser's statistics. What waits in the buffer
 * they count up: `waitedSeconds` for all `emitted` samples together.
 */
export interface WaySample {
  /** Blocks that were recorded by then. */
  readonly block: number;
  readonly waitedSeconds: number;
  readonly emitted: number;
  readonly roundTripSeconds: number;
}

/** The length of one block. */
export const BLOCK_MS = 10;

interface RecorderWindow {
  soundRecorder: {
    learner: number[];
    persona: number[];
    ways: WaySample[];
  };
}

/**
 * Runs in every document after the microphone and before its own scripts: records how loud the streams are that
 * the page sends and hears, on the clock of one audio context.
 */
function install(blockMs: number): void {
  const recorder: RecorderWindow["soundRecorder"] = { learner: [], persona: [], ways: [] };
  (globalThis as unknown as RecorderWindow).soundRecorder = recorder;
  const Sound = AudioContext;
  let context: AudioContext | null = null;
  const analysers: Partial<Record<"learner" | "persona", AnalyserNode>> = {};
  const samples = new Float32Array(32_768);
  let readUntil = 0;

  const readBlocks = (side: "learner" | "persona", fresh: number, block: number): void => {
    const analyser = analysers[side];
    if (analyser === undefined) {
      for (let left = fresh; left > 0; left -= block) recorder[side].push(0);
      return;
    }
    analyser.getFloatTimeDomainData(samples);
    for (let left = fresh; left > 0; left -= block) {
      const begin = samples.length - left;
      const part = samples.subarray(begin, begin + block);
      const energy = part.reduce((sum, sample) => sum + sample * sample, 0) / block;
      recorder[side].push(Math.sqrt(energy));
    }
  };
  const read = (sound: AudioContext): void => {
    const block = Math.round((sound.sampleRate * blockMs) / 1_000);
    const now = Math.round(sound.currentTime * sound.sampleRate);
    const longest = Math.floor(samples.length / block) * block;
    // A page that came too late has missed something: that is quiet, and shows in the length of nothing else.
    while (now - readUntil > longest) {
      recorder.learner.push(0);
      recorder.persona.push(0);
      readUntil += block;
    }
    const fresh = Math.floor((now - readUntil) / block) * block;
    readBlocks("learner", fresh, block);
    readBlocks("persona", fresh, block);
    readUntil += fresh;
  };
  const listen = (side: "learner" | "persona", stream: MediaStream): void => {
    if (context === null) {
      const sound = new Sound();
      context = sound;
      readUntil = Math.round(sound.currentTime * sound.sampleRate);
      setInterval(() => {
        read(sound);
      }, 50);
    }
    const analyser = context.createAnalyser();
    analyser.fftSize = samples.length;
    context.createMediaStreamSource(stream).connect(analyser);
    analysers[side] = analyser;
  };

  const sampleWay = async (peer: RTCPeerConnection): Promise<void> => {
    let [waitedSeconds, emitted, roundTripSeconds] = [0, 0, 0];
    for (const [, entry] of await peer.getStats()) {
      const report = entry as Readonly<Record<string, number | string | undefined>>;
      if (report["type"] === "inbound-rtp") {
        waitedSeconds = Number(report["jitterBufferDelay"]);
        emitted = Number(report["jitterBufferEmittedCount"]);
      }
      if (report["type"] === "candidate-pair" && report["state"] === "succeeded") {
        roundTripSeconds = Number(report["currentRoundTripTime"] ?? 0);
      }
    }
    const block = recorder.persona.length;
    recorder.ways.push({ block, waitedSeconds, emitted, roundTripSeconds });
  };

  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    listen("learner", stream);
    return stream;
  };
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      setInterval(() => {
        void sampleWay(this);
      }, 250);
      this.addEventListener("track", (event) => {
        listen("persona", new MediaStream([event.track]));
      });
    }
  };
}

/** Puts a recorder into every document that the page will load; where it has a test microphone, after that. */
export async function installSoundRecorder(page: Page): Promise<void> {
  await page.addInitScript(install, BLOCK_MS);
}

/** What was recorded so far in the current document. */
export async function readSoundRecording(page: Page): Promise<SoundRecording> {
  return await page.evaluate(() => {
    const { learner, persona, ways } = (globalThis as unknown as RecorderWindow).soundRecorder;
    return { learner, persona, ways };
  });
}

/** Fulfils once a side has been audible for `milliseconds` without a pause, beginning from now. */
export async function waitForSound(
  page: Page,
  side: "learner" | "persona",
  milliseconds: number,
): Promise<void> {
  await page.waitForFunction(
    ({ side, blocks }) => {
      const recorder = (globalThis as unknown as RecorderWindow).soundRecorder[side];
      return recorder.slice(-blocks).filter((level) => level > 0.005).length > blocks * 0.6;
    },
    { side, blocks: milliseconds / BLOCK_MS },
    { polling: 20, timeout: 30_000 },
  );
}

/** Fulfils once neither side has been audible for `milliseconds`. */
export async function waitForSilence(page: Page, milliseconds: number): Promise<void> {
  await page.waitForFunction(
    (blocks) => {
      const { learner, persona } = (globalThis as unknown as RecorderWindow).soundRecorder;
      const recent = [...learner.slice(-blocks), ...persona.slice(-blocks)];
      return learner.length >= blocks && recent.every((level) => level <= 0.005);
    },
    milliseconds / BLOCK_MS,
    { polling: 50, timeout: 60_000 },
  );
}
