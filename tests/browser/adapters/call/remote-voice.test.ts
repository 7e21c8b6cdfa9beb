import { expect } from "@open-wc/testing";
import type { RemoteVoice } from "../../../../widget/src/adapters/call/remote-voice.ts";
import { loadInFrame } from "../../kit/frame.ts";

function isVoice(value: unknown): value is RemoteVoice {
  return typeof value === "object" && value !== null && "audio" in value && "play" in value;
}

describe("createRemoteVoice()", () => {
  it("createRemoteVoice() plays before it returns, through the one object of the whole call (EL#777, EL#809, OA#543, openai/openai-realtime-agents#109, HumeAI/hume-react-sdk#37)", async () => {
    const played: unknown[] = [];
    const woken: unknown[] = [];
    const frame = await loadInFrame("adapters/call/remote-voice.ts", (window) => {
      window.HTMLMediaElement.prototype.play = function () {
        played.push(this);
        return Promise.resolve();
      };
      window.AudioContext.prototype.resume = function () {
        woken.push(this.state);
        return Promise.resolve();
      };
    });
    const create: unknown = Reflect.get(frame.exports, "createRemoteVoice");
    if (typeof create !== "function") throw new Error("There is no createRemoteVoice.");
    const call = new AbortController();
    const voice: unknown = Reflect.apply(create, undefined, [call.signal]);
    if (!isVoice(voice)) throw new Error("There is no voice.");
    // Nothing was awaited: what the click allows was used.
    expect(played).to.deep.equal([voice.audio]);
    expect(woken).to.have.length(1);
    expect(voice.audio.hasAttribute("playsinline")).to.equal(true);
    expect(voice.audio.isConnected).to.equal(false);
    const context = new AudioContext();
    const { stream } = context.createMediaStreamDestination();
    voice.play(stream, call.signal);
    expect(played).to.deep.equal([voice.audio, voice.audio]);
    expect(voice.audio.srcObject).to.equal(stream);
    call.abort();
    expect(voice.audio.srcObject).to.equal(null);
    await context.close();
    frame.remove();
  });
});
