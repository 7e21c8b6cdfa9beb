import { bag } from "../domain/bag.ts";
import type { AidPorts } from "../ports/aid-ports.ts";
import { browserClock } from "./browser-clock.ts";
import { outbox } from "./browser-ports.ts";
import { createAidApi } from "./fetch-aid-api.ts";
import { keepAwake } from "./keep-awake.ts";
import { keepPlaying } from "./keep-playing.ts";
import { createLineGauge } from "./line-gauge.ts";
import { createSessionKeeper } from "./session-keeper.ts";
import { soundOutput } from "./sound-output.ts";
import { createTabLine } from "./tab-line.ts";

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
