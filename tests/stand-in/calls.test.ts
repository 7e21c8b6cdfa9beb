import assert from "node:assert/strict";
import { test } from "node:test";
import { CallRegistry, type CallRequest, type CallTools } from "../../demo/stand-in/calls.ts";
import { createFaults, type Faults } from "../../demo/stand-in/faults/faults.ts";
import type { PeerEvents } from "../../demo/stand-in/media/rtc-peer.ts";
import { createSessionSettings } from "../../demo/stand-in/realtime/session-settings.ts";
import { FakeClock } from "../kit/provider/fake-clock.ts";
import { say } from "../kit/provider/test-session.ts";

const CALL_ID = "rtc_u0_test";

/** Calls without a network, which count what is open. */
class TestCalls {
  readonly clock = new FakeClock();
  readonly open = { codecs: 0, readers: 0, peers: 0 };
  /** Set, it is why no offer can be answered. */
  refusal: Error | null = null;
  peer: PeerEvents | null = null;
  readonly registry = new CallRegistry(this.#createTools());

  async openCall(faults: Partial<Faults> = {}) {
    const request: CallRequest = {
      callId: CALL_ID,
      offer: "v=0",
      settings: createSessionSettings(
        { type: "realtime" },
        { id: "sess_u0_test", expiresAt: 3600 },
      ),
      faults: { ...createFaults(), ...faults },
      isEphemeral: false,
    };
    await this.registry.open(request);
    const call = this.registry.find(CALL_ID);
    assert.ok(call);
    this.peer?.channelOpened();
    this.peer?.state("connected");
    this.peer?.audio({ payload: new Uint8Array(1), sequence: 1 });
    await this.clock.advance(1000);
    return call;
  }

  #createTools(): CallTools {
    return {
      clock: this.clock,
      host: "127.0.0.1",
      voice: { render: () => Promise.resolve(new Int16Array(48_000)) },
      matcher: {
        match: () => Promise.resolve(null),
        prepare: () => undefined,
        findReady: () => [],
      },
      ear: null,
      createScene: () => ({
        language: "en",
        expectedSentences: () => [],
        reply: () => say("Good morning."),
      }),
      refreshScenes: () => Promise.resolve(),
      createPeer: (events) => {
        this.peer = events;
        this.open.peers += 1;
        return {
          answer: () => (this.refusal ? Promise.reject(this.refusal) : Promise.resolve("v=0")),
          sendText: () => true,
          sendAudio: () => undefined,
          close: () => (this.open.peers -= 1),
        };
      },
      createCodec: () => {
        this.open.codecs += 1;
        return Promise.resolve({
          silence: new Uint8Array(1),
          encode: () => new Uint8Array(1),
          decode: () => new Int16Array(960),
          free: () => (this.open.codecs -= 1),
        });
      },
      createToneReader: () => {
        this.open.readers += 1;
        return Promise.resolve({ push: () => null, free: () => (this.open.readers -= 1) });
      },
    };
  }
}

const ALL_OPEN = { codecs: 1, readers: 1, peers: 1 };
const NONE_OPEN = { codecs: 0, readers: 0, peers: 0 };

interface End {
  readonly way: string;
  readonly faults?: Partial<Faults>;
  readonly happen: (calls: TestCalls) => unknown;
}

const ENDS: readonly End[] = [
  {
    way: "it is hung up, even twice",
    happen: ({ registry }) => {
      const call = registry.find(CALL_ID);
      call?.end();
      call?.end();
    },
  },
  { way: "its connection is gone", happen: ({ peer }) => peer?.state("failed") },
  {
    way: "its session expires",
    faults: { sessionSeconds: 5 },
    happen: ({ clock }) => clock.advance(5000),
  },
  {
    way: "a fault drops it",
    faults: { dropAfterMs: 5000 },
    happen: ({ clock }) => clock.advance(5000),
  },
  {
    way: "it is hung up before the fault that drops it",
    faults: { dropAfterMs: 5000 },
    happen: ({ registry }) => registry.find(CALL_ID)?.end(),
  },
];

for (const { way, faults, happen } of ENDS)
  test(`Call frees its codec, its tone reader, its peer and its timers when ${way}`, async () => {
    const calls = new TestCalls();
    await calls.openCall(faults);
    assert.deepEqual(calls.open, ALL_OPEN);
    assert.ok(calls.clock.pendingCount > 0);
    await happen(calls);
    assert.deepEqual(calls.open, NONE_OPEN);
    assert.equal(calls.clock.pendingCount, 0);
    assert.equal(calls.registry.find(CALL_ID), undefined);
  });

test("CallRegistry.open() frees what it made when the offer cannot be answered", async () => {
  const calls = new TestCalls();
  calls.refusal = new Error("no such codec");
  await assert.rejects(calls.openCall(), /no such codec/);
  assert.deepEqual(calls.open, NONE_OPEN);
  assert.equal(calls.clock.pendingCount, 0);
});

test("CallRegistry.findAny() answers as the call did when it is over", async () => {
  const calls = new TestCalls();
  const call = await calls.openCall();
  call.session.receive('{"type":"response.create"}');
  await calls.clock.advance(500);
  const forget = call.addSideband(() => undefined);
  call.end();
  const ended = calls.registry.findAny(CALL_ID);
  assert.ok(ended && ended !== call);
  assert.deepEqual(ended.summarise(), { ...call.summarise(), state: "ended", sidebands: 1 });
  assert.equal(ended.summarise().seconds, 1.5);
  assert.ok(ended.events.some(({ type }) => type === "response.created"));
  forget();
  assert.equal(ended.summarise().sidebands, 0);
  ended.faults = { ...ended.faults, killAudio: true };
  assert.equal(ended.faults.killAudio, true);
  await calls.clock.advance(1000);
  ended.end();
  assert.equal(ended.summarise().seconds, 1.5);
  assert.deepEqual(calls.registry.list(), [ended]);
});
