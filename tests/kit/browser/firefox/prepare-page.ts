import type { Frame, Page } from "playwright-core";

interface MicrophoneWindow {
  /** Plays a wave file, in Base64, into the microphone that was opened last; fulfils at its end. */
  speakIntoMicrophone(wave: string): Promise<void>;
}

/**
 * Runs in every document before its own scripts, and before the probe's. Firefox checks no line to 127.0.0.1,
 * where the stand-in listens: the offer waits until it holds this machine's addresses, so that the
 * stand-in checks the line to Firefox. Its fake microphone is a tone, which never stops speaking: a silent
 * one takes its place once the browser has allowed it.
 */
function install(): void {
  const { prototype } = RTCPeerConnection;
  const describe: unknown = Reflect.get(prototype, "setLocalDescription");
  if (typeof describe !== "function") throw new Error("This browser has no WebRTC.");
  const describeAndGather = async function (
    this: RTCPeerConnection,
    ...given: unknown[]
  ): Promise<void> {
    await Reflect.apply(describe, this, given);
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.iceGatheringState === "complete" || this.signalingState === "closed") resolve();
      };
      this.addEventListener("icegatheringstatechange", look);
      look();
    });
  };
  Reflect.set(prototype, "setLocalDescription", describeAndGather);

  // A page without a secure context has no devices; such a page is a test of its own.
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (devices === undefined) return;
  const ask = devices.getUserMedia.bind(devices);
  const Sound = AudioContext;
  let context: AudioContext | null = null;
  let opened: MediaStreamAudioDestinationNode | null = null;
  devices.getUserMedia = async (constraints) => {
    const tone = await ask(constraints);
    for (const track of tone.getTracks()) track.stop();
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

/** Puts what Firefox needs for a call with the stand-in into every document that the page will load. */
export async function prepareFirefoxPage(page: Page): Promise<void> {
  await page.addInitScript(install);
}

/** Speaks a wave file into the microphone of a prepared page. */
export async function speakInFirefox(frame: Frame, wave: Uint8Array): Promise<void> {
  await frame.evaluate(
    (text) => (globalThis as unknown as MicrophoneWindow).speakIntoMicrophone(text),
    Buffer.from(wave).toString("base64"),
  );
}
