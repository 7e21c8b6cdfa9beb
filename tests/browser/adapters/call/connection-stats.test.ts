import { expect } from "@open-wc/testing";
import { createConnectionStats } from "../../../../widget/src/adapters/call/connection-stats.ts";

/** A peer whose statistics a test writes. */
function peerWith(entries: () => readonly object[]): RTCPeerConnection {
  const peer = new RTCPeerConnection();
  Object.defineProperty(peer, "getStats", {
    value: () => Promise.resolve(new Map(entries().map((entry, index) => [index, entry]))),
  });
  return peer;
}

const pair = (bytesReceived: number, seconds = 0.08): object => ({
  type: "candidate-pair",
  nominated: true,
  bytesReceived,
  responsesReceived: 4,
  currentRoundTripTime: seconds,
});
const inbound = (packetsReceived: number, packetsLost: number): object => ({
  type: "inbound-rtp",
  packetsReceived,
  packetsLost,
  jitter: 0.012,
});

describe("ConnectionStats", () => {
  it("read() tells what was lost since the read before, in either direction", async () => {
    let entries = [pair(1_000), inbound(100, 0)];
    const peer = peerWith(() => entries);
    const stats = createConnectionStats();
    expect((await stats.read(peer))?.sample).to.deep.equal({
      roundTripMs: 80,
      jitterMs: 12,
      lossPercent: 0,
    });
    entries = [pair(2_000), inbound(190, 10)];
    expect((await stats.read(peer))?.sample?.lossPercent).to.equal(10);
    entries = [pair(3_000), inbound(290, 10), { type: "remote-inbound-rtp", fractionLost: 0.2 }];
    expect((await stats.read(peer))?.sample?.lossPercent).to.equal(20);
    peer.close();
  });

  it("read() says that a connection is dead on which nothing more arrives", async () => {
    let received = 1_000;
    const peer = peerWith(() => [pair(received), { ...pair(9), nominated: false }]);
    const stats = createConnectionStats();
    expect((await stats.read(peer))?.alive).to.equal(true);
    expect((await stats.read(peer))?.alive).to.equal(false);
    received = 1_100;
    expect((await stats.read(peer))?.alive).to.equal(true);
    peer.close();
  });

  it("read() begins anew with another connection", async () => {
    const first = peerWith(() => [pair(9_000), inbound(900, 90)]);
    const second = peerWith(() => [pair(10), inbound(10, 0)]);
    const stats = createConnectionStats();
    await stats.read(first);
    const reading = await stats.read(second);
    expect([reading?.alive, reading?.sample?.lossPercent]).to.deep.equal([true, 0]);
    first.close();
    second.close();
  });

  it("read() has no sample where the browser tells no round trip, and nothing where it refuses", async () => {
    const bare = new RTCPeerConnection();
    const stats = createConnectionStats();
    expect(await stats.read(bare)).to.deep.equal({ alive: true, sample: null });
    Object.defineProperty(bare, "getStats", { value: () => Promise.reject(new Error("closed")) });
    expect(await stats.read(bare)).to.equal(null);
    bare.close();
  });
});
