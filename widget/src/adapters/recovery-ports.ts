import { bag } from "../domain/without-prototype.ts";
import type { AidPorts } from "../ports/recovery-ports.ts";
import { browserClock } from "./page/browser-clock.ts";
import { outbox } from "./browser-ports.ts";
import { createAidApi } from "./network/fetch-recovery-api.ts";
import { keepAwake } from "./page/keep-awake.ts";
import { keepPlaying } from "./call/keep-playing.ts";
import { createLineGauge } from "./call/connection-stats.ts";
import { createSessionKeeper } from "./storage/session-keeper.ts";
import { soundOutput } from "./call/sound-output.ts";
import { createTabLine } from "./page/session-lock.ts";

/** The browser's side of everything that the aids need beside the ports of a practice. */
export const browserAidPorts: AidPorts = {
  api: createAidApi(browserClock),
  keeper: createSessionKeeper(outbox),
  tabs: createTabLine(browserClock),
  output: soundOutput,
  createGauge: createLineGauge,
  keepAwake,
  keepPlaying,
  watchNetwork(signal, listener) {
    const returned = (): void => {
      listener("returned");
    };
    window.addEventListener("online", returned, bag({ signal }));
    window.addEventListener(
      "offline",
      () => {
        listener("left");
      },
      bag({ signal }),
    );
    // Known to Chromium alone: the device went from one network to another.
    const connection: unknown = Reflect.get(navigator, "connection");
    if (connection instanceof EventTarget) {
      connection.addEventListener("change", returned, bag({ signal }));
    }
  },
  watchTrack(stream, signal, listener) {
    for (const track of stream.getAudioTracks()) {
      track.addEventListener("unmute", listener, bag({ signal }));
    }
  },
};
