import { expect } from "@open-wc/testing";
import { browserClock } from "../../../../widget/src/adapters/page/browser-clock.ts";
import { browserMicrophone } from "../../../../widget/src/adapters/call/browser-microphone.ts";
import { measureLevel } from "../../../../widget/src/adapters/call/level-meter.ts";
import { RtcCallOpener } from "../../../../widget/src/adapters/call/rtc-call-opener.ts";
import type { CallEvent } from "../../../../widget/src/domain/state/call-event.ts";
import { CoachError } from "../../../../widget/src/domain/state/coach-error.ts";
import type { ConnectionEvent } from "../../../../widget/src/domain/state/session-event.ts";
import type { Clock } from "../../../../widget/src/ports/clock.ts";
import type { MicrophoneCapture } from "../../../../widget/src/ports/microphone.ts";
import { FakeClock, settle } from "../../../unit/session/fake-clock.ts";
import { Echo } from "../../kit/echo.ts";

/** A tone as the learner's voice, without a device. */
function createTone(context: AudioContext): MediaStream {
  const destination = context.createMediaStreamDestination();
  const tone = context.createOscillator();
  tone.connect(destination);
  tone.start();
  return destination.stream;
}

/** A provider in the same page: answers an offer, speaks a tone, keeps what it is told. */
class Provider {
  readonly peer = new RTCPeerConnection();
  readonly told: unknown[] = [];
  channel: RTCDataChannel | null = null;

  constructor(voice: MediaStream) {
    for (const track of voice.getTracks()) this.peer.addTrack(track, voice);
    this.peer.addEventListener("datachannel", ({ channel }) => {
      this.channel = channel;
      channel.addEventListener("message", ({ data }: MessageEvent<string>) => {
        this.told.push(JSON.parse(data));
      });
    });
  }

  /** The answer with its candidates inside, as the real service gives it. */
  async answer(offer: string): Promise<string> {
    await this.peer.setRemoteDescription({ type: "offer", sdp: offer });
    await this.peer.setLocalDescription(await this.peer.createAnswer());
    await until(() => this.peer.iceGatheringState === "complete");
    return this.peer.localDescription?.sdp ?? "";
  }

  say(event: object): void {
    this.channel?.send(JSON.stringify(event));
  }
}

class Stage {
  readonly context = new AudioContext();
  readonly attempt = new AbortController();
  readonly heard: (CallEvent | ConnectionEvent)[] = [];
  readonly provider = new Provider(createTone(this.context));
  readonly microphone: MicrophoneCapture;
  readonly call;

  constructor(clock: Clock = browserClock) {
    this.microphone = {
      stream: createTone(this.context),
      deviceId: null,
      level: () => 0,
      setOpen: () => undefined,
    };
    this.call = new RtcCallOpener(clock).prepare(this.attempt.signal, (event) =>
      this.heard.push(event),
    );
  }

  async connect(microphone = this.microphone): Promise<void> {
    const offer = await this.call.offer(microphone);
    const answer = await this.provider.answer(offer);
    await this.call.connect({ handshake: "relay", answer });
    await until(() => this.provider.channel?.readyState === "open");
  }

  hasHeard(type: string): boolean {
    return this.heard.some((event) => event.type === type);
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof CoachError) return thrown.code;
    throw thrown;
  }
  return "none";
}

describe("RtcCallOpener", () => {
  const stages: Stage[] = [];
  const start = (clock?: Clock): Stage => {
    const stage = new Stage(clock);
    stages.push(stage);
    return stage;
  };

  afterEach(async () => {
    for (const stage of stages.splice(0)) {
      stage.attempt.abort();
      stage.provider.peer.close();
      await stage.context.close();
    }
  });

  it("offer() describes one audio section and the channel, without waiting for candidates", async () => {
    const offer = await start().call.offer(stages[0]?.microphone ?? never());
    expect(offer.match(/^m=.*$/gm)?.map((line) => line.split(" ")[0])).to.deep.equal([
      "m=audio",
      "m=application",
    ]);
    expect(offer.endsWith("\r\n")).to.equal(true);
    expect(offer).to.not.contain("a=candidate");
  });

  it("connect() opens a channel on which events flow both ways", async () => {
    const stage = start();
    await stage.connect();
    expect(stage.provider.channel?.label).to.equal("oai-events");
    stage.call.send({ type: "invite-persona" });
    await until(() => stage.provider.told.length > 0);
    expect(stage.provider.told[0]).to.include({ type: "response.create" });
    stage.provider.say({ type: "input_audio_buffer.speech_started", item_id: "item_1" });
    await until(() => stage.hasHeard("learner-speech-started"));
  });

  it("connect() waits for a server that is to listen", async () => {
    const stage = start();
    const answer = await stage.provider.answer(await stage.call.offer(stage.microphone));
    let listen: () => void = () => undefined;
    const watched = new Promise<void>((resolve) => (listen = resolve));
    let isConnected = false;
    const connected = stage.call
      .connect({ handshake: "relay", answer, watched })
      .then(() => (isConnected = true));
    await until(() => stage.provider.channel?.readyState === "open");
    expect(isConnected).to.equal(false);
    listen();
    await connected;
  });

  it("offer() only listens when the learner types, and still hears the persona", async () => {
    const stage = start();
    const offer = await stage.call.offer(null);
    // Firefox writes a direction into the channel's section too.
    const audio = offer.slice(offer.indexOf("m=audio"), offer.indexOf("m=application"));
    expect(audio).to.contain("a=recvonly").and.to.not.contain("a=sendrecv");
    const answer = await stage.provider.answer(offer);
    await stage.call.connect({ handshake: "relay", answer });
    await until(() => stage.call.level() > 0.05);
    stage.call.replaceMicrophone(stage.microphone);
  });

  it("replaceMicrophone() sends another track in the same call", async () => {
    const stage = start();
    await stage.connect();
    const stream = createTone(stage.context);
    stage.call.replaceMicrophone({ ...stage.microphone, stream });
    stage.microphone.stream.getTracks().forEach((track) => {
      track.stop();
    });
    const level = measureLevel(
      new MediaStream(stage.provider.peer.getReceivers().map(({ track }) => track)),
      stage.attempt.signal,
    );
    await until(() => level() > 0.05);
    expect(stage.hasHeard("connection-lost")).to.equal(false);
  });

  it("the learner's voice goes as a media track in packets of at most 25 ms, by no message and no worklet (EL#817, EL#193, EL#649, EL#930, EL#943)", async () => {
    const added: unknown[] = [];
    Object.defineProperty(AudioWorklet.prototype, "addModule", {
      value: (url: unknown) => Promise.resolve(added.push(url)),
      configurable: true,
    });
    try {
      const stage = start();
      await stage.connect();
      const first = await readSent(stage, 5);
      const last = await readSent(stage, first.packets + 60);
      // How much sound there was for each packet, however slowly this machine runs.
      const soundMs = (last.seconds - first.seconds) * 1_000;
      expect(soundMs / (last.packets - first.packets)).to.be.at.most(25);
      expect(stage.provider.told).to.deep.equal([]);
      expect(added).to.deep.equal([]);
    } finally {
      Reflect.deleteProperty(AudioWorklet.prototype, "addModule");
    }
  });

  it("a learner who mutes in the middle of a word goes on sending, silence, so that the turn can end, and is heard again (pipecat-ai/pipecat#4124)", async () => {
    const stage = start();
    const { signal } = stage.attempt;
    const onVanished = (): undefined => undefined;
    const microphone = await browserMicrophone.open({ deviceId: null, signal, onVanished });
    await stage.connect(microphone);
    const [receiver] = stage.provider.peer.getReceivers();
    const level = measureLevel(new MediaStream(receiver ? [receiver.track] : []), signal);
    const readPackets = async (): Promise<number> =>
      readStat(await receiver?.getStats(), "inbound-rtp", "packetsReceived");
    await until(() => level() > 0.05);
    microphone.setOpen(false);
    await until(() => level() < 0.01);
    const before = await readPackets();
    let loudest = 0;
    // Longer than the pause between two beeps of the fake microphone.
    while ((await readPackets()) < before + 70) {
      loudest = Math.max(loudest, level());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(loudest).to.be.below(0.01);
    microphone.setOpen(true);
    await until(() => level() > 0.05);
  });

  it("a persona that is interrupted is not faded, and heard at once when it speaks again (EL#692)", async () => {
    const stage = start();
    await stage.connect();
    const { audio } = stage.call.parts;
    await until(() => stage.call.level() > 0.05);
    const [voice] = stage.provider.peer.getSenders();
    const sound = voice?.track ?? null;
    stage.call.send({ type: "silence-persona" });
    stage.provider.say({ type: "output_audio_buffer.cleared", response_id: "resp_1" });
    await voice?.replaceTrack(null);
    await until(() => stage.hasHeard("playback-cleared") && stage.call.level() < 0.01);
    await voice?.replaceTrack(sound);
    await until(() => stage.call.level() > 0.05);
    expect([audio.volume, audio.muted, audio.paused]).to.deep.equal([1, false, false]);
  });

  it("a reply that had to wait is asked for when the earlier one is over", async () => {
    const stage = start();
    await stage.connect();
    stage.provider.say({ type: "response.created", response: { id: "resp_1" } });
    await until(() => stage.hasHeard("reply-started"));
    stage.call.send({ type: "say-text", text: "Hello" });
    await until(() => stage.provider.told.length === 1);
    stage.provider.say({ type: "response.done", response: { id: "resp_1", status: "completed" } });
    await until(() => stage.provider.told.length === 2);
    expect(stage.provider.told[1]).to.include({ type: "response.create" });
  });

  it("level() hears the persona's voice", async () => {
    const stage = start();
    await stage.connect();
    expect(stage.call.level()).to.be.at.most(1);
    await until(() => stage.call.level() > 0.05);
  });

  it("connect() completes a call with a single-use key, straight at the provider", async () => {
    const stage = start();
    const echo = new Echo();
    const offer = await stage.call.offer(stage.microphone);
    const connected = stage.call.connect({
      handshake: "ephemeral",
      clientSecret: "ek_single_use",
      callsUrl: echo.url,
    });
    await echo.answer(201, await stage.provider.answer(offer));
    await connected;
    const [request] = (await echo.log()).filter(({ method }) => method === "POST");
    expect(request?.body).to.equal(offer);
    expect(request?.headers["authorization"]).to.equal("Bearer ek_single_use");
    expect(request?.headers["content-type"]).to.equal("application/sdp");
  });

  it("quota error shown as SDP parse error (OA#1461): connect() says what the provider answered, and takes no refusal for a description", async () => {
    const stage = start();
    const echo = new Echo();
    await echo.answer(429, { error: { code: "insufficient_quota" } });
    await stage.call.offer(stage.microphone);
    const handshake = { handshake: "ephemeral", clientSecret: "ek_1", callsUrl: echo.url } as const;
    const refusal = await stage.call.connect(handshake).catch((thrown: unknown) => thrown);
    expect(refusal).to.be.instanceOf(CoachError);
    expect(refusal).to.include({ code: "connect_failed" });
    expect(String(refusal)).to.contain("429").and.not.contain("SessionDescription");
    expect(stage.call.parts.peer?.remoteDescription).to.equal(null);
  });

  it("connect() fails with connect_failed when the answer is no description", async () => {
    const stage = start();
    await stage.call.offer(stage.microphone);
    const answer = '{"error":{"message":"no"}}';
    expect(await codeOf(stage.call.connect({ handshake: "relay", answer }))).to.equal(
      "connect_failed",
    );
  });

  it("connect() fails with connect_timeout when nothing opens within 20 seconds", async () => {
    const clock = new FakeClock();
    const stage = start(clock);
    const offer = await stage.call.offer(stage.microphone);
    const answer = (await stage.provider.answer(offer)).replace(/^a=candidate.*\r\n/gm, "");
    stage.provider.peer.close();
    const failure = codeOf(stage.call.connect({ handshake: "relay", answer }));
    await settle();
    await clock.pass(20_000);
    expect(await failure).to.equal("connect_timeout");
    expect(clock.pending).to.equal(0);
  });

  it("connect() fails with aborted when the attempt ends meanwhile, and leaves nothing open (LK#226)", async () => {
    const clock = new FakeClock();
    const stage = start(clock);
    const offer = await stage.call.offer(stage.microphone);
    const answer = (await stage.provider.answer(offer)).replace(/^a=candidate.*\r\n/gm, "");
    const failure = codeOf(stage.call.connect({ handshake: "relay", answer }));
    stage.attempt.abort();
    expect(await failure).to.equal("aborted");
    expect(clock.pending).to.equal(0);
  });

  it("offer() fails with aborted when the attempt is over already", async () => {
    const stage = start();
    stage.attempt.abort();
    expect(await codeOf(stage.call.offer(stage.microphone))).to.equal("aborted");
  });

  it("“connected” after a drop (OA#613, OA#620): a call tells each state of its network, also after it was up", async () => {
    const stage = start();
    await stage.connect();
    const { peer } = stage.call.parts;
    for (const [state, type] of [
      ["disconnected", "connection-weakened"],
      ["connected", "connection-recovered"],
      ["failed", "connection-lost"],
    ] as const) {
      stage.heard.splice(0);
      Object.defineProperty(peer, "connectionState", { value: state, configurable: true });
      peer?.dispatchEvent(new Event("connectionstatechange"));
      expect(stage.heard).to.deep.equal([{ type }]);
    }
  });

  it("a call tells that the other side hung up", async () => {
    const stage = start();
    await stage.connect();
    stage.provider.channel?.close();
    await until(() => stage.hasHeard("call-hung-up"));
  });

  it("a call that was given up is closed, silent and deaf", async () => {
    const stage = start();
    await stage.connect();
    const before = stage.heard.length;
    stage.attempt.abort();
    await until(() => stage.provider.channel?.readyState === "closed");
    stage.call.send({ type: "invite-persona" });
    expect(stage.call.level()).to.equal(0);
    expect(stage.heard.length).to.equal(before);
  });

  it("offer() makes way for another connection: the old one is closed, silently, and the sound stays", async () => {
    const stage = new Stage();
    await stage.connect();
    const { peer: first, audio } = stage.call.parts;
    stage.heard.splice(0);
    stage.call.drop();
    expect(stage.call.parts.peer).to.equal(null);
    expect(first?.connectionState).to.equal("closed");
    stage.call.send({ type: "invite-persona" });
    const next = new Provider(createTone(stage.context));
    const answer = await next.answer(await stage.call.offer(stage.microphone));
    await stage.call.connect({ handshake: "relay", answer });
    await until(() => next.channel?.readyState === "open");
    stage.call.send({ type: "invite-persona" });
    await until(() => next.told.length > 0);
    expect(stage.provider.told).to.deep.equal([]);
    expect(stage.call.parts.audio).to.equal(audio);
    expect(stage.hasHeard("call-hung-up")).to.equal(false);
    next.peer.close();
    stage.attempt.abort();
    stage.provider.peer.close();
    await stage.context.close();
  });

  it("connect() gives up when its connection is dropped for another one", async () => {
    const stage = new Stage();
    const offer = await stage.call.offer(stage.microphone);
    const answer = await stage.provider.answer(offer);
    stage.provider.peer.close();
    const connecting = stage.call.connect({ handshake: "relay", answer });
    stage.call.drop();
    const refusal = await connecting.catch((thrown: unknown) => thrown);
    expect(refusal).to.be.instanceOf(CoachError);
    stage.attempt.abort();
    await stage.context.close();
  });
});

/** How much of the learner's sound was taken, and in how many packets it went, once there are so many. */
async function readSent(
  { call }: Stage,
  atLeast: number,
): Promise<{ packets: number; seconds: number }> {
  for (;;) {
    const stats = await call.parts.peer?.getStats();
    const packets = readStat(stats, "outbound-rtp", "packetsSent");
    const seconds = readStat(stats, "media-source", "totalSamplesDuration");
    if (packets >= atLeast) return { packets, seconds };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function readStat(stats: RTCStatsReport | undefined, type: string, field: string): number {
  const entries: unknown[] = [...(stats?.values() ?? [])];
  const found = entries.find((entry) => Reflect.get(Object(entry), "type") === type);
  return Number(Reflect.get(Object(found), field) ?? 0);
}

function never(): never {
  throw new Error("There is no stage.");
}
