import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { SoundOutput } from "../../ports/recovery-ports.ts";
import { listDevices, mediaDevices } from "../page/platform.ts";

const STORAGE_KEY = "maka-volume";

/** The loudspeakers that the learner's browser lets a page choose between. */
export const soundOutput: SoundOutput = {
  choosable: "setSinkId" in HTMLMediaElement.prototype,
  list: () => listDevices("audiooutput"),
  watch(signal, listener) {
    mediaDevices?.addEventListener("devicechange", listener, withoutPrototype({ signal }));
  },
  async choose(audio, deviceId) {
    try {
      await audio.setSinkId(deviceId);
      return true;
    } catch {
      // The device is gone, or the page's policy forbids the choice.
      return false;
    }
  },
  recallVolume() {
    try {
      const kept = localStorage.getItem(STORAGE_KEY);
      const volume = Number(kept);
      return kept !== null && volume >= 0 && volume <= 1 ? volume : null;
    } catch {
      // Every access of storage may throw, as in a sandboxed frame.
      return null;
    }
  },
  rememberVolume(volume) {
    try {
      localStorage.setItem(STORAGE_KEY, String(volume));
    } catch {
      // The next call begins at full volume.
    }
  },
};
