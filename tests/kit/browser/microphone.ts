import type { Frame, Page } from "playwright-core";
import {
  type LearnerSound,
  renderLearnerAudio,
} from "../../../demo/stand-in/voice/learner-audio.ts";
import { toWaveFile } from "../../../demo/stand-in/voice/wave-file.ts";

interface MicrophoneWindow {
  /** Plays a wave file, in Base64, into the microphone that was opened last; fulfils at its end. */
  speakIntoMicrophone(wave: string): Promise<void>;
}

/**
 * Runs in every document before its own scripts, and before the probe's: once the browser has allowed its
 * microphone, one takes its place that is silent until the test speaks.
 */
function install(): void {
  // A page without a secure context has no devices; such a page is a test of its own.
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (devices === undefined) return;
  const ask = devices.getUserMedia.bind(devices);
  const Sound = AudioContext;
  let context: AudioContext | null = null;
  let opened: MediaStreamAudioDestinationNode | null = null;
  devices.getUserMedia = async (constraints) => {
    const native = await ask(constraints);
    for (const track of native.getTracks()) track.stop();
    context ??= new Sound();
    opened = context.createMediaStreamDestination();
    return opened.stream;
  };
  (globalThis as unknown as MicrophoneWindow).speakIntoMicrophone = async (wave) => {
    if (context === null || opened === null) throw new Error("no microphone is open");
    const bytes = Uint8Array.from(atob(wave), (letter) => letter.charCodeAt(0));
    const speech = context.createBufferSource();
    speech.buffer = await context.decodeAudioData(bytes.buffer);
    speech.connect(opened);
    await new Promise((resolve) => {
      speech.addEventListener("ended", resolve);
      speech.start();
    });
  };
}

/** Puts a microphone that speaks when the test says so into every document that the page will load. */
export async function installMicrophone(page: Page): Promise<void> {
  await page.addInitScript(install);
}

/** Renders a sound, which takes a while, for `speakWave`. */
export async function renderSpeech(sound: LearnerSound): Promise<string> {
  return toWaveFile(await renderLearnerAudio([sound])).toString("base64");
}

/** Speaks into the microphone of a prepared page what `renderSpeech` gave; returns at its end. */
export async function speakWave(page: Page | Frame, wave: string): Promise<void> {
  await page.evaluate(
    (text) => (globalThis as unknown as MicrophoneWindow).speakIntoMicrophone(text),
    wave,
  );
}

/** Speaks a text into the microphone of a prepared page, as the stand-in understands it; returns at its end. */
export async function speak(page: Page | Frame, sound: LearnerSound): Promise<void> {
  await speakWave(page, await renderSpeech(sound));
}
