import type { Frame, Page } from "playwright-core";

/** What the probe saw in a page. Times are milliseconds of `performance.now()`. */
export interface ProbeReading {
  readonly liveTracks: number;
  readonly openPeers: number;
  readonly peersMade: number;
  readonly clickedAt: number | null;
  /** Starts of stretches in which the remote track was louder than silence, at least 300 ms apart. */
  readonly audibleAt: readonly number[];
  readonly events: readonly {
    readonly type: string;
    readonly at: number;
    readonly detail: unknown;
  }[];
}

interface ProbeWindow {
  probe: {
    tracks: MediaStreamTrack[];
    peers: RTCPeerConnection[];
    clickedAt: number | null;
    audibleAt: number[];
    events: { type: string; at: number; detail: unknown }[];
  };
}

/** Runs in the page before its own scripts: wraps what opens microphones and peers, and listens to the track. */
function install(eventNames: readonly string[]): void {
  const probe: ProbeWindow["probe"] = {
    tracks: [],
    peers: [],
    clickedAt: null,
    audibleAt: [],
    events: [],
  };
  (globalThis as unknown as ProbeWindow).probe = probe;
  addEventListener("click", () => (probe.clickedAt = performance.now()), true);
  for (const type of eventNames) {
    addEventListener(type, (event) => {
      const detail: unknown = (event as CustomEvent).detail;
      probe.events.push({ type, at: performance.now(), detail });
    });
  }

  // A page without a secure context has no mediaDevices; such a page is a test of its own.
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  const getUserMedia = devices?.getUserMedia.bind(devices);
  if (devices !== undefined && getUserMedia !== undefined) {
    devices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia(constraints);
      probe.tracks.push(...stream.getTracks());
      return stream;
    };
  }

  // As it is now: a page may take it away.
  const Sound = AudioContext;
  const listen = (stream: MediaStream): void => {
    const context = new Sound();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let lastLoudAt = -Infinity;
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const now = performance.now();
      if (Math.sqrt(energy) > 0.01) {
        if (now - lastLoudAt > 1_200) probe.audibleAt.push(now);
        lastLoudAt = now;
      }
      if (stream.getTracks().every((track) => track.readyState === "ended")) {
        clearInterval(timer);
        void context.close();
      }
    }, 20);
  };

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      probe.peers.push(this);
      this.addEventListener("track", (event) => {
        listen(new MediaStream([event.track]));
      });
    }
  };
}

const EVENT_NAMES = [
  "maka-ready",
  "maka-session-started",
  "maka-phase-changed",
  "maka-turn-completed",
  "maka-warning",
  "maka-session-ended",
  "maka-report-ready",
  "maka-limit-reached",
  "maka-error",
];

/** Puts the probe into every document that the page will load. */
export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript(install, EVENT_NAMES);
}

/** Reads what the probe has seen so far in the current document. */
export async function readProbe(page: Page | Frame): Promise<ProbeReading> {
  return await page.evaluate(() => {
    const { probe } = globalThis as unknown as ProbeWindow;
    return {
      liveTracks: probe.tracks.filter((track) => track.readyState === "live").length,
      openPeers: probe.peers.filter((peer) => peer.connectionState !== "closed").length,
      peersMade: probe.peers.length,
      clickedAt: probe.clickedAt,
      audibleAt: probe.audibleAt,
      events: probe.events,
    };
  });
}
