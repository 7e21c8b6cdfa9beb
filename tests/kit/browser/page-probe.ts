import type { Frame, Page } from "playwright-core";

/** What the probe saw in a page. Times are milliseconds of `performance.now()`. */
export interface ProbeReading {
  readonly liveTracks: number;
  readonly openPeers: number;
  readonly peersMade: number;
  readonly clickedAt: number | null;
  /** Starts of stretches in which the remote track was louder than silence, at least 1.2 s apart; none where the probe does not listen. */
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

interface ProbeSettings {
  readonly eventNames: readonly string[];
  readonly isListening: boolean;
}

/** Runs in the page before its own scripts: wraps what opens microphones and peers, and listens to the track. */
function install({ eventNames, isListening }: ProbeSettings): void {
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

  const BLOCK = 1_024;
  // As it is now: a page may take it away.
  const Sound = AudioContext;
  const listen = (stream: MediaStream): void => {
    const context = new Sound();
    const analyser = context.createAnalyser();
    // Two thirds of a second: a page that comes to look late has missed nothing.
    analyser.fftSize = 32_768;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const { sampleRate } = context;
    let lookedAt = context.currentTime;
    let lastLoudAt = -Infinity;
    const timer = setInterval(() => {
      const now = performance.now();
      const fresh = Math.ceil((context.currentTime - lookedAt) * sampleRate);
      lookedAt = context.currentTime;
      analyser.getFloatTimeDomainData(samples);
      for (let left = Math.min(fresh, samples.length); left > 0; left -= BLOCK) {
        const end = samples.length - left + BLOCK;
        const block = samples.subarray(end - BLOCK, end);
        const energy = block.reduce((sum, sample) => sum + sample * sample, 0) / block.length;
        if (Math.sqrt(energy) <= 0.01) continue;
        const at = now - ((left - block.length) / sampleRate) * 1_000;
        if (at - lastLoudAt > 1_200) probe.audibleAt.push(at);
        lastLoudAt = at;
      }
      if (stream.getTracks().every((track) => track.readyState === "ended")) {
        clearInterval(timer);
        void context.close();
      }
    }, 50);
  };

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      probe.peers.push(this);
      if (isListening)
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

/**
 * Puts the probe into every document that the page will load.
 *
 * @param isListening Whether it hears the calls, which keeps a processor busy for as long as they last.
 */
export async function installProbe(page: Page, isListening: boolean): Promise<void> {
  await page.addInitScript(install, { eventNames: EVENT_NAMES, isListening });
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
