import { withoutPrototype } from "../domain/without-prototype.ts";
import type { RecoveryPorts } from "../ports/recovery-ports.ts";
import { browserClock } from "./page/browser-clock.ts";
import { outbox } from "./browser-ports.ts";
import { createRecoveryApi } from "./network/fetch-recovery-api.ts";
import { keepAwake } from "./page/keep-awake.ts";
import { keepPlaying } from "./call/keep-playing.ts";
import { createConnectionStats } from "./call/connection-stats.ts";
import { createSessionKeeper } from "./storage/session-keeper.ts";
import { soundOutput } from "./call/sound-output.ts";
import { createSessionLock } from "./page/session-lock.ts";

/** The browser's side of everything that the extension needs beside the ports of a practice. */
export const browserRecoveryPorts: RecoveryPorts = {
  api: createRecoveryApi(browserClock),
  keeper: createSessionKeeper(outbox),
  lock: createSessionLock(browserClock),
  output: soundOutput,
  createConnectionStats,
  keepAwake,
  keepPlaying,
  watchNetwork(signal, listener) {
    const returned = (): void => {
      listener("returned");
    };
    window.addEventListener("online", returned, withoutPrototype({ signal }));
    window.addEventListener(
      "offline",
      () => {
        listener("left");
      },
      withoutPrototype({ signal }),
    );
    // Known to Chromium alone: the device went from one network to another.
    const connection: unknown = Reflect.get(navigator, "connection");
    if (connection instanceof EventTarget) {
      connection.addEventListener("change", returned, withoutPrototype({ signal }));
    }
  },
  watchTrack(stream, signal, listener) {
    for (const track of stream.getAudioTracks()) {
      track.addEventListener("unmute", listener, withoutPrototype({ signal }));
    }
  },
};
