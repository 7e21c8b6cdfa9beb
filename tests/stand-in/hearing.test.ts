import assert from "node:assert/strict";
import { after, test } from "node:test";
import { availableMegabytes } from "../../demo/stand-in/hearing/available-memory.ts";
import { ModelEar } from "../../demo/stand-in/hearing/ear.ts";
import { createEnglishSynthesiser } from "../../demo/stand-in/voice/flite.ts";
import { TestSession } from "../kit/provider/test-session.ts";
import { transmit } from "../kit/speech/transmit.ts";

const SENTENCE = "Before I answer that, what is the number made of on your side?";
const TRANSCRIPTION = { audio: { input: { transcription: { model: "gpt-realtime-whisper" } } } };
const SILENCE_SAMPLES = 48_000;

const ear = new ModelEar();
after(() => ear.stop());

const isSmall = availableMegabytes() < 1_000;
const unless = { skip: isSmall && "the model takes more memory than is free" };

test(
  "CallSession writes down every word when a voice says what no script expects",
  unless,
  async () => {
    const voice = await createEnglishSynthesiser();
    const spoken = voice.render(SENTENCE, { language: "en", voice: "marin", speed: 1 });
    const sound = new Int16Array(spoken.length + 2 * SILENCE_SAMPLES);
    sound.set(spoken, SILENCE_SAMPLES);
    assert.equal(await ear.recognise(new Int16Array(SILENCE_SAMPLES)), null);
    const call = new TestSession({ session: TRANSCRIPTION, heard: null, ear });
    for (const frame of await transmit(sound)) {
      await call.run(20, frame);
      // The ear listens in a thread of its own, by the clock on the wall.
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const isHeard = () =>
      call.types.includes("conversation.item.input_audio_transcription.completed");
    while (!isHeard()) await new Promise((resolve) => setTimeout(resolve, 20));
    const { transcript } = call.one("conversation.item.input_audio_transcription.completed");
    assert.equal(transcript, SENTENCE);
    assert.equal(call.all("input_audio_buffer.speech_started").length, 1);
    const { audio_start_ms: start } = call.one("input_audio_buffer.speech_started");
    assert.ok(start > 500 && start < 1300, `${start} ms`);
  },
);
