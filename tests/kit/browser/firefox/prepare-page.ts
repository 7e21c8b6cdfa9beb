import type { Page } from "playwright-core";
import { installMicrophone } from "../microphone.ts";

/**
 * Runs in every document before its own scripts, and before the probe's. Firefox checks no line to 127.0.0.1,
 * where the stand-in listens: the offer waits until it holds this machine's addresses, so that the
 * stand-in checks the line to Firefox.
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
}

/**
 * Puts what Firefox needs for a call with the stand-in into every document that the page will load. Its fake
 * microphone is a tone, which never stops speaking: a silent one takes its place.
 */
export async function prepareFirefoxPage(page: Page): Promise<void> {
  await installMicrophone(page);
  await page.addInitScript(install);
}
