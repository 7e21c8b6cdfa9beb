import { expect } from "@open-wc/testing";
import { browserMicrophone } from "../../../../widget/src/adapters/call/browser-microphone.ts";
import type { Microphone, MicrophoneWish } from "../../../../widget/src/ports/microphone.ts";
import { settle } from "../../../unit/session/fake-clock.ts";
import { loadInFrame } from "../../kit/frame.ts";

/** A frame's own microphone adapter, over whatever `getUserMedia` the test gives it. */
async function loadMicrophone(
  getUserMedia: ((constraints?: MediaStreamConstraints) => Promise<MediaStream>) | null,
  allow?: string,
) {
  const frame = await loadInFrame(
    "adapters/call/browser-microphone.ts",
    (window) => {
      if (getUserMedia !== null) window.navigator.mediaDevices.getUserMedia = getUserMedia;
    },
    allow,
  );
  const microphone: unknown = Reflect.get(frame.exports, "browserMicrophone");
  if (!isMicrophone(microphone)) throw new Error("The frame exports no microphone.");
  return { frame, microphone };
}

function isMicrophone(value: unknown): value is Microphone {
  return typeof value === "object" && value !== null && "open" in value;
}

/** A wish for the browser's default. */
function wish(signal: AbortSignal, onVanished = () => undefined): MicrophoneWish {
  return { deviceId: null, signal, onVanished };
}

/** A device that can be taken away: to the page its track ends by itself, as no synthetic event does it everywhere. */
async function plugIn() {
  const [far, near] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const agree = async (): Promise<void> => {
    await far.setLocalDescription();
    await near.setRemoteDescription(bare(far.localDescription));
    await near.setLocalDescription();
    await far.setRemoteDescription(bare(near.localDescription));
  };
  const transceiver = far.addTransceiver("audio");
  await agree();
  const stream = new MediaStream(near.getReceivers().map(({ track }) => track));
  const unplug = async (): Promise<void> => {
    transceiver.stop();
    await agree();
    far.close();
    near.close();
  };
  return { stream, unplug };
}

function bare(description: RTCSessionDescription | null): RTCSessionDescriptionInit {
  return { type: description?.type ?? "offer", sdp: description?.sdp ?? "" };
}

/** The code of the failure, read across realms. */
async function codeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (thrown) {
    return Reflect.get(Object(thrown), "code");
  }
  return "none";
}

const LISTS: Readonly<Record<string, unknown>> = {
  "is missing": undefined,
  rejects: () => Promise.reject(new Error("no")),
  throws: () => {
    throw new Error("no");
  },
  "gives nothing": () => Promise.resolve(undefined),
};

describe("browserMicrophone without a list of devices", () => {
  for (const [what, enumerateDevices] of Object.entries(LISTS)) {
    it(`list() is empty where enumerateDevices ${what}`, async () => {
      const { frame, microphone } = await loadMicrophone(null);
      Object.defineProperty(frame.window.navigator.mediaDevices, "enumerateDevices", {
        value: enumerateDevices,
      });
      expect(await microphone.list()).to.have.length(0);
      frame.remove();
    });
  }
});

describe("browserMicrophone", () => {
  it("open() gives a live stream that is heard and cleaned of echo, and stops it when the signal aborts", async () => {
    const attempt = new AbortController();
    const capture = await browserMicrophone.open(wish(attempt.signal));
    const [track] = capture.stream.getAudioTracks();
    expect(track?.readyState).to.equal("live");
    expect(track?.getConstraints()).to.include({ echoCancellation: true });
    const loudest = await listen(() => capture.level());
    expect(loudest).to.be.greaterThan(0);
    expect(loudest).to.be.at.most(1);
    attempt.abort();
    expect(track?.readyState).to.equal("ended");
    expect(capture.level()).to.equal(0);
  });

  it("setOpen() sends silence without closing the device", async () => {
    const attempt = new AbortController();
    const capture = await browserMicrophone.open(wish(attempt.signal));
    const [track] = capture.stream.getAudioTracks();
    capture.setOpen(false);
    expect([track?.enabled, track?.readyState]).to.deep.equal([false, "live"]);
    capture.setOpen(true);
    expect(track?.enabled).to.equal(true);
    attempt.abort();
  });

  it("open() gives the default when the wished device is gone, and says which it is", async () => {
    const attempt = new AbortController();
    const { signal } = attempt;
    const capture = await browserMicrophone.open({ ...wish(signal), deviceId: "unplugged" });
    const devices = await browserMicrophone.list();
    expect(devices.map(({ id }) => id)).to.include(capture.deviceId);
    expect(devices[0]?.label).to.not.equal("");
    const other = devices.at(-1)?.id ?? "";
    const chosen = await browserMicrophone.open({ ...wish(signal), deviceId: other });
    expect(chosen.deviceId).to.equal(other);
    attempt.abort();
  });

  it("open() still wishes for the chosen device where a telephone refuses every exact wish (EL#391)", async () => {
    const wishes: unknown[] = [];
    let frameException = DOMException;
    const { frame, microphone } = await loadMicrophone((constraints) => {
      const audio: unknown = constraints?.audio;
      const deviceId: unknown = Reflect.get(Object(audio), "deviceId");
      wishes.push(deviceId);
      return typeof deviceId === "string"
        ? navigator.mediaDevices.getUserMedia({ audio: true })
        : Promise.reject(new frameException("no", "OverconstrainedError"));
    });
    frameException = frame.window.DOMException;
    const attempt = new AbortController();
    const capture = await microphone.open({ ...wish(attempt.signal), deviceId: "headset" });
    expect(JSON.parse(JSON.stringify(wishes))).to.deep.equal([{ exact: "headset" }, "headset"]);
    expect(capture.stream.active).to.equal(true);
    attempt.abort();
    frame.remove();
  });

  it("open() tells when the device vanishes, and no more once it was released", async () => {
    const vanished: string[] = [];
    for (const name of ["kept", "released"]) {
      const device = await plugIn();
      const { microphone, frame } = await loadMicrophone(() => Promise.resolve(device.stream));
      const attempt = new AbortController();
      const onVanished = (): number => vanished.push(name);
      await microphone.open({ ...wish(attempt.signal), onVanished });
      if (name === "released") attempt.abort();
      await device.unplug();
      attempt.abort();
      frame.remove();
    }
    expect(vanished).to.deep.equal(["kept"]);
  });

  it("watch() calls back when something is plugged in, until the signal aborts", () => {
    const attempt = new AbortController();
    let changes = 0;
    browserMicrophone.watch(attempt.signal, () => (changes += 1));
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    attempt.abort();
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    expect(changes).to.equal(1);
  });

  it("watch() calls back when the permission is given again, until the signal aborts (EL#473)", async () => {
    const permission = Object.assign(new EventTarget(), { state: "denied" });
    const frame = await loadInFrame("adapters/call/browser-microphone.ts", (window) => {
      window.navigator.permissions.query = () => Promise.resolve(permission as PermissionStatus);
    });
    const microphone: unknown = Reflect.get(frame.exports, "browserMicrophone");
    if (!isMicrophone(microphone)) throw new Error("The frame exports no microphone.");
    const attempt = new AbortController();
    let changes = 0;
    microphone.watch(attempt.signal, () => (changes += 1));
    await settle();
    permission.dispatchEvent(new Event("change"));
    attempt.abort();
    permission.dispatchEvent(new Event("change"));
    expect(changes).to.equal(1);
    frame.remove();
  });

  it("watch() does without permissions where a browser knows none", async () => {
    const frame = await loadInFrame("adapters/call/browser-microphone.ts", (window) => {
      Object.defineProperty(window.navigator, "permissions", { value: undefined });
    });
    const microphone: unknown = Reflect.get(frame.exports, "browserMicrophone");
    if (!isMicrophone(microphone)) throw new Error("The frame exports no microphone.");
    microphone.watch(new AbortController().signal, () => undefined);
    await settle();
    frame.remove();
  });

  it("recall() gives what remember() kept, and null before it", () => {
    localStorage.removeItem("maka-microphone");
    expect(browserMicrophone.recall()).to.equal(null);
    for (const deviceId of [null, "headset"]) {
      browserMicrophone.remember(deviceId);
      expect(browserMicrophone.recall()).to.deep.equal({ deviceId });
    }
    localStorage.removeItem("maka-microphone");
  });

  it("open() stops a stream that arrives after the signal aborted", async () => {
    const streams: MediaStream[] = [];
    const { frame, microphone } = await loadMicrophone(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      streams.push(stream);
      attempt.abort();
      return stream;
    });
    const attempt = new AbortController();
    expect(await codeOf(microphone.open(wish(attempt.signal)))).to.equal("aborted");
    expect(
      streams.flatMap((stream) => stream.getTracks()).map((track) => track.readyState),
    ).to.deep.equal(["ended"]);
    frame.remove();
  });

  it("open() does not ask when the attempt is over already", async () => {
    expect(await codeOf(browserMicrophone.open(wish(AbortSignal.abort())))).to.equal("aborted");
  });

  it("open() fails with mic_blocked_by_page, unasked, when the page's policy forbids it", async () => {
    let asked = 0;
    const { frame, microphone } = await loadMicrophone(() => {
      asked += 1;
      return Promise.reject(new DOMException("no", "NotAllowedError"));
    }, "microphone 'none'");
    const live = new AbortController().signal;
    expect(await codeOf(microphone.open(wish(live)))).to.equal("mic_blocked_by_page");
    expect(asked).to.equal(0);
    frame.remove();
  });

  it("Teams tab (microsoft/o365-moodle#2686): open() takes a denial in a frame, where no policy can be asked, for the page's", async () => {
    const frame = await loadInFrame("adapters/call/browser-microphone.ts", (window) => {
      Object.defineProperty(window.document, "featurePolicy", { value: undefined });
      window.navigator.permissions.query = () =>
        Promise.resolve(Object.assign(new EventTarget(), { state: "denied" }) as PermissionStatus);
    });
    const microphone: unknown = Reflect.get(frame.exports, "browserMicrophone");
    const opening = isMicrophone(microphone)
      ? microphone.open(wish(new AbortController().signal))
      : Promise.resolve();
    expect(await codeOf(opening)).to.equal("mic_blocked_by_page");
    frame.remove();
  });

  for (const [name, code] of [
    ["NotAllowedError", "mic_denied"],
    ["NotFoundError", "mic_missing"],
    ["OverconstrainedError", "mic_missing"],
    ["NotReadableError", "mic_busy"],
    ["AbortError", "mic_busy"],
    ["InvalidStateError", "internal"],
  ] as const) {
    it(`open() fails with ${code} when the browser throws ${name}`, async () => {
      let frameException = DOMException;
      const { frame, microphone } = await loadMicrophone(() =>
        Promise.reject(new frameException("no", name)),
      );
      frameException = frame.window.DOMException;
      const live = new AbortController().signal;
      expect(await codeOf(microphone.open(wish(live)))).to.equal(code);
      frame.remove();
    });
  }

  it("open() fails with browser_unsupported when pages get no devices at all", async () => {
    const frame = await loadInFrame("adapters/call/browser-microphone.ts", (window) => {
      Object.defineProperty(window.navigator, "mediaDevices", { value: undefined });
    });
    const microphone: unknown = Reflect.get(frame.exports, "browserMicrophone");
    const opening = isMicrophone(microphone)
      ? microphone.open(wish(new AbortController().signal))
      : Promise.resolve();
    expect(await codeOf(opening)).to.equal("browser_unsupported");
    frame.remove();
  });

  it("open() fails with page_insecure when the page is not secure", async () => {
    const frame = await loadInFrame("adapters/call/browser-microphone.ts", (window) => {
      Object.defineProperty(window, "isSecureContext", { value: false });
    });
    const microphone: unknown = Reflect.get(frame.exports, "browserMicrophone");
    const opening = isMicrophone(microphone)
      ? microphone.open(wish(new AbortController().signal))
      : Promise.resolve();
    expect(await codeOf(opening)).to.equal("page_insecure");
    frame.remove();
  });
});

/** The loudest moment until something is heard; the fake microphone beeps once a second. */
async function listen(level: () => number): Promise<number> {
  for (let look = 0; look < 300; look += 1) {
    const heard = level();
    if (heard > 0.01) return heard;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return 0;
}
