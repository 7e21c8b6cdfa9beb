import { expect, oneEvent, waitUntil } from "@open-wc/testing";
import { keepPlaying } from "../../../../widget/src/adapters/call/keep-playing.ts";
import {
  borrowSoundContext,
  measureLevel,
} from "../../../../widget/src/adapters/call/level-meter.ts";

/** The persona's sound, and what stops it like a telephone does. */
class Phone {
  readonly call = new AbortController();
  readonly audio = new Audio();
  readonly #context = new AudioContext();

  constructor() {
    this.audio.srcObject = this.#context.createMediaStreamDestination().stream;
  }

  async hangUp(): Promise<void> {
    this.call.abort();
    this.audio.srcObject = null;
    await this.#context.close();
  }
}

describe("keepPlaying()", () => {
  let phone: Phone;

  beforeEach(() => {
    phone = new Phone();
  });

  afterEach(async () => {
    await phone.hangUp();
  });

  it("keepPlaying() plays again when the system pauses the persona for another app (twilio/twilio-video.js#1232)", async () => {
    const { audio, call } = phone;
    await audio.play();
    keepPlaying(audio, call.signal);
    const again = oneEvent(audio, "play");
    audio.pause();
    await again;
    expect(audio.paused).to.equal(false);
  });

  it("keepPlaying() plays again when the page is shown again (twilio/twilio-video.js#1232)", () => {
    const { audio, call } = phone;
    keepPlaying(audio, call.signal);
    expect(audio.paused).to.equal(true);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(audio.paused).to.equal(false);
  });

  it("keepPlaying() uses the learner's next click where the page may not play, whoever handles that", () => {
    const { audio, call } = phone;
    const button = document.body.appendChild(document.createElement("button"));
    button.addEventListener("click", (event) => {
      event.stopImmediatePropagation();
    });
    keepPlaying(audio, call.signal);
    button.click();
    button.remove();
    expect(audio.paused).to.equal(false);
  });

  it("keepPlaying() wakes the meters too, which do not call a device dead while they sleep", async () => {
    const { audio, call } = phone;
    const context = borrowSoundContext(call.signal);
    const level = measureLevel(new MediaStream([createSilence(call.signal)]), call.signal);
    await waitUntil(() => level() === 0, "silence is measured");
    await context?.suspend();
    expect(level()).to.be.greaterThan(0).and.to.be.below(1e-9);
    keepPlaying(audio, call.signal);
    document.dispatchEvent(new Event("visibilitychange"));
    await waitUntil(() => context?.state === "running", "the context runs again");
    await waitUntil(() => level() === 0, "silence is measured again");
  });

  it("keepPlaying() lets go of page and sound when the call is over", async () => {
    const { audio, call } = phone;
    await audio.play();
    keepPlaying(audio, call.signal);
    call.abort();
    const paused = oneEvent(audio, "pause");
    audio.pause();
    await paused;
    document.body.click();
    document.dispatchEvent(new Event("visibilitychange"));
    expect(audio.paused).to.equal(true);
  });
});

/** A device that another app holds: its track lives and gives zeros. */
function createSilence(signal: AbortSignal): MediaStreamTrack {
  const context = new AudioContext();
  signal.addEventListener("abort", () => void context.close());
  const [track] = context.createMediaStreamDestination().stream.getAudioTracks();
  if (track === undefined) throw new Error("There is no track.");
  return track;
}
