import assert from "node:assert/strict";
import { test } from "node:test";
import { say, TestSession } from "../kit/provider/test-session.ts";

test("CallSession greets the channel with the whole session when it opens", () => {
  const call = new TestSession();
  const { session } = call.one("session.created");
  assert.equal(call.events.length, 1);
  assert.deepEqual(Object.keys(session).sort(), [
    "audio",
    "expires_at",
    "id",
    "include",
    "instructions",
    "max_output_tokens",
    "model",
    "object",
    "output_modalities",
    "prompt",
    "tool_choice",
    "tools",
    "tracing",
    "truncation",
    "type",
  ]);
  call.check();
});

test("CallSession greets no sideband when one attaches, and shows it what comes next", () => {
  const call = new TestSession();
  const seen: string[] = [];
  call.session.attachSideband((event) => seen.push(event.type));
  call.send({ type: "session.update", session: { type: "realtime", instructions: "Be kind." } });
  assert.deepEqual(seen, ["session.updated"]);
});

for (const [model, silenceMs, voice] of [
  ["gpt-realtime", 200, "alloy"],
  ["gpt-realtime-2.1", 500, "marin"],
  ["gpt-realtime-2.1-mini", 500, "marin"],
])
  test(`CallSession has the recorded defaults when the model is ${model}`, () => {
    const call = new TestSession({ session: { model } });
    const { session } = call.one("session.created");
    assert.deepEqual(session.audio, {
      input: {
        format: { type: "audio/pcm", rate: 24000 },
        transcription: null,
        noise_reduction: null,
        turn_detection: {
          type: "server_vad",
          threshold: 0.5,
          prefix_padding_ms: 300,
          silence_duration_ms: silenceMs,
          idle_timeout_ms: null,
          create_response: true,
          interrupt_response: true,
        },
      },
      output: { format: { type: "audio/pcm", rate: 24000 }, voice, speed: 1 },
    });
  });

test("CallSession merges an update into the session when it is valid", () => {
  const call = new TestSession({
    session: {
      instructions: "Be kind.",
      audio: { input: { transcription: { model: "gpt-transcribe" } } },
    },
  });
  const detection = { type: "server_vad", silence_duration_ms: 700 };
  call.send({
    type: "session.update",
    session: { type: "realtime", audio: { input: { turn_detection: detection } } },
  });
  const { session } = call.one("session.updated");
  const input = session.audio?.input;
  assert.equal(session.instructions, "Be kind.");
  assert.deepEqual(input?.transcription, { model: "gpt-transcribe", language: null, prompt: null });
  assert.ok(input.turn_detection?.type === "server_vad");
  assert.equal(input.turn_detection.silence_duration_ms, 700);
  assert.equal(input.turn_detection.prefix_padding_ms, 300);
  call.check();
});

test("CallSession clears transcription and detection when an update sets them to null", () => {
  const call = new TestSession({
    session: { audio: { input: { transcription: { model: "gpt-transcribe" } } } },
  });
  call.send({
    type: "session.update",
    session: { type: "realtime", audio: { input: { transcription: null, turn_detection: null } } },
  });
  const { session } = call.one("session.updated");
  assert.equal(session.audio?.input?.transcription, null);
  assert.equal(session.audio.input.turn_detection, null);
});

const REFUSED: readonly [string, Record<string, unknown>, string, string][] = [
  ["has no type", { instructions: "x" }, "missing_required_parameter", "session.type"],
  [
    "has an unknown field",
    { type: "realtime", voice: "ash" },
    "unknown_parameter",
    "session.voice",
  ],
  [
    "changes the model",
    { type: "realtime", model: "gpt-realtime" },
    "invalid_value",
    "session.model",
  ],
  [
    "names an unknown voice",
    { type: "realtime", audio: { output: { voice: "bob" } } },
    "invalid_value",
    "session.audio.output.voice",
  ],
  [
    "gives hints to a model that takes none",
    {
      type: "realtime",
      audio: { input: { transcription: { model: "gpt-realtime-whisper", keywords: ["devis"] } } },
    },
    "invalid_value",
    "session.audio.input.transcription.keywords",
  ],
  [
    "sets the speed out of range",
    { type: "realtime", audio: { output: { speed: 3 } } },
    "invalid_value",
    "session.audio.output.speed",
  ],
  [
    "asks for text and audio",
    { type: "realtime", output_modalities: ["text", "audio"] },
    "invalid_value",
    "session.output_modalities",
  ],
  [
    "sets an idle timeout too short",
    {
      type: "realtime",
      audio: { input: { turn_detection: { type: "server_vad", idle_timeout_ms: 100 } } },
    },
    "invalid_value",
    "session.audio.input.turn_detection.idle_timeout_ms",
  ],
  ["is no session", { type: "realtime", tools: "none" }, "invalid_type", "session.tools"],
];

for (const [what, session, code, param] of REFUSED)
  test(`CallSession refuses an update whole when it ${what}`, () => {
    const call = new TestSession();
    const before = call.session.settings;
    call.send({
      type: "session.update",
      event_id: "mine",
      session: { ...session, instructions: "Changed." },
    });
    const { error } = call.one("error");
    assert.equal(error.code, code);
    assert.equal(error.param, param);
    assert.equal(error.event_id, "mine");
    assert.equal(call.all("session.updated").length, 0);
    assert.deepEqual(call.session.settings, before);
    call.check();
  });

test("CallSession refuses another voice when the persona has been heard", async () => {
  const call = new TestSession({ replies: [say("Good morning.")] });
  const update = {
    type: "session.update",
    session: { type: "realtime", audio: { output: { voice: "ash" } } },
  };
  call.send(update);
  assert.equal(call.all("session.updated").length, 1);
  call.send({ type: "response.create" });
  await call.run(3000);
  const again = { ...update.session, audio: { output: { voice: "cedar" } } };
  call.send({ ...update, session: again });
  assert.equal(call.one("error").error.code, "cannot_update_voice");
  call.send(update);
  assert.equal(call.all("session.updated").length, 2);
});

test("CallSession plays another scene when the instructions change", async () => {
  const call = new TestSession({ replies: [say("Good morning."), say("Never said.")] });
  call.send({ type: "response.create" });
  await call.run(3000);
  call.send({ type: "session.update", session: { type: "realtime", instructions: "Other." } });
  call.send({ type: "response.create" });
  await call.run(3000);
  const said = call.all("response.output_audio_transcript.done").map((event) => event.transcript);
  assert.deepEqual(said, ["Good morning.", "Good morning."]);
});

test("CallSession says session_expired and ends when its time is over", async () => {
  const call = new TestSession({ faults: { sessionSeconds: 3 } });
  await call.run(2900);
  assert.equal(call.isExpired, false);
  await call.run(200);
  assert.equal(call.isExpired, true);
  assert.equal(call.one("error").error.code, "session_expired");
});

test("CallSession is mute when it is closed", async () => {
  const call = new TestSession();
  call.send({ type: "response.create" });
  await call.run(100);
  call.session.close();
  const before = call.events.length;
  call.send({ type: "response.create" });
  await call.run(1000);
  call.session.close();
  assert.equal(call.events.length, before);
});
