import { expect } from "@open-wc/testing";
import { browserMicrophone } from "../../../../widget/src/adapters/call/browser-microphone.ts";
import { soundOutput } from "../../../../widget/src/adapters/call/sound-output.ts";

describe("soundOutput", () => {
  const call = new AbortController();

  before(async () => {
    // Browsers name no loudspeaker to a page without a microphone.
    await browserMicrophone.open({
      deviceId: null,
      signal: call.signal,
      onVanished: () => undefined,
    });
  });

  after(() => {
    call.abort();
  });

  it("choose() sends the persona to another loudspeaker, and back to the default (LK#1836, livekit/components-js#1216)", async () => {
    const devices = await soundOutput.list();
    const chosen = devices.find(({ id }) => id !== "default")?.id ?? "";
    expect(chosen).to.not.equal("");
    const audio = new Audio();
    expect(soundOutput.choosable).to.equal(true);
    expect(await soundOutput.choose(audio, chosen)).to.equal(true);
    expect(audio.sinkId).to.equal(chosen);
    expect(await soundOutput.choose(audio, "")).to.equal(true);
    expect(audio.sinkId).to.equal("");
  });

  it("choose() says so, and changes nothing, when the loudspeaker is gone", async () => {
    const audio = new Audio();
    expect(await soundOutput.choose(audio, "unplugged")).to.equal(false);
    expect(audio.sinkId).to.equal("");
  });

  it("watch() tells when something is plugged in, until the signal aborts", () => {
    const watching = new AbortController();
    let changes = 0;
    soundOutput.watch(watching.signal, () => (changes += 1));
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    watching.abort();
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    expect(changes).to.equal(1);
  });
});
