import assert from "node:assert/strict";
import { ObservationLog } from "../../supabase/functions/_shared/observation/observation-log.ts";
import { TamperWatch } from "../../supabase/functions/_shared/observation/tamper-watch.ts";
import { readSidebandEvent } from "../../supabase/functions/_shared/providers/openai/realtime/read-sideband-event.ts";
import {
  findDifference,
  toWatchedSettings,
} from "../../supabase/functions/_shared/providers/openai/realtime/session-settings.ts";
import type { SidebandEvent } from "../../supabase/functions/_shared/providers/sideband.ts";
import { toCallTools } from "../../supabase/functions/_shared/tools/call-tools.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";
import { SESSION } from "./kit/scripted-provider.ts";

interface Recording {
  readonly about: string;
  readonly expected: readonly { itemId: string; speaker: string; status: string; text: string }[];
  readonly events: readonly Record<string, unknown>[];
}

const FOLDER = new URL("../fixtures/realtime/", import.meta.url);
const MODELS = { model: "gpt-realtime-2.1", transcriptionModel: "gpt-live-transcribe" };
const EXPECTED = toWatchedSettings(SESSION);

async function loadRecordings(): Promise<[string, Recording][]> {
  const recordings: [string, Recording][] = [];
  for await (const { name } of Deno.readDir(FOLDER)) {
    if (name.endsWith(".json")) {
      recordings.push([name, JSON.parse(await Deno.readTextFile(new URL(name, FOLDER)))]);
    }
  }
  return recordings.sort(([left], [right]) => left.localeCompare(right));
}

function read(event: unknown): SidebandEvent | null {
  return readSidebandEvent(JSON.stringify(event), EXPECTED);
}

/** The turns of a recording as a segment would write them down, in the order of its chain. */
function toTurns(events: readonly unknown[]) {
  const log = new ObservationLog(MODELS);
  events.forEach((event, index) => {
    const heard = read(event);
    if (heard !== null) log.note(heard, index * 10);
  });
  const { items } = log.take(true);
  const byPrevious = new Map(items.map((item) => [item.previousItemId ?? null, item]));
  const ordered = [];
  for (let item = byPrevious.get(null); item; item = byPrevious.get(item.itemId)) {
    ordered.push(item);
  }
  return ordered
    .filter(({ author, text }) => author === "learner" || (author === "persona" && Boolean(text)))
    .map(({ itemId, author, text, state, isInterrupted }) => ({
      itemId,
      speaker: author,
      text,
      state: state === "final" && isInterrupted ? "interrupted" : state,
    }));
}

for (const [name, { expected, events }] of await loadRecordings()) {
  Deno.test(`a segment writes down the turns of ${name}`, () => {
    // A turn that was cut before its first word is none.
    const wanted = expected.filter(({ speaker, text }) => speaker === "learner" || text !== "");
    const found = toTurns(events);
    assert.deepEqual(
      found.map(({ itemId, speaker }) => [itemId, speaker]),
      wanted.map(({ itemId, speaker }) => [itemId, speaker]),
    );
    found.forEach((turn, index) => {
      const { status, text } = wanted[index] ?? {};
      if (status === "final") assert.deepEqual([turn.state, turn.text], ["final", text]);
      if (status === "interrupted") assert.equal(turn.state, "interrupted");
    });
  });

  Deno.test(`no event of ${name} is taken for an offence`, () => {
    const watch = new TamperWatch(true);
    const hasTools = events.some((event) => JSON.stringify(event).includes("function_call"));
    const tools = hasTools ? [{ type: "function", name: "any" }] : [];
    // Recordings were made with other instructions and modalities than ours.
    const settings = { tools };
    for (const [index, event] of events.entries()) {
      const heard = readSidebandEvent(JSON.stringify(event), settings);
      const context = { nowMs: 10_000 + index * 500, attachedAtMs: 0 };
      if (heard !== null && !name.startsWith("seeded")) {
        assert.equal(watch.judge(heard, context), null, JSON.stringify(event).slice(0, 200));
      }
    }
  });
}

Deno.test("readSidebandEvent() passes over fragments, noise and what it does not know", () => {
  const fragment = { type: "response.output_audio_transcript.delta", item_id: "a", delta: "x" };
  assert.equal(read(fragment), null);
  // Not even parsed: what follows the type is no JSON.
  assert.equal(readSidebandEvent('{"type":"response.output_text.delta", broken', {}), null);
  for (const text of ["", "nonsense", "[]", "null", "7", '{"type":7}', '{"type":"x.y"}']) {
    assert.equal(readSidebandEvent(text, {}), null, text);
  }
  assert.equal(
    read({ type: "conversation.item.added", item: { id: "bad id", type: "message" } }),
    null,
  );
});

Deno.test("readSidebandEvent() meters cached tokens apart from the rest of the input", () => {
  const usage = {
    input_token_details: {
      ...{ text_tokens: 150, audio_tokens: 50, cached_tokens: 120 },
      cached_tokens_details: { text_tokens: 100, audio_tokens: 20 },
    },
    output_token_details: { text_tokens: 20, audio_tokens: 80 },
  };
  const event = read({ type: "response.done", response: { id: "resp_1", usage } });
  assert.ok(event?.type === "reply-ended");
  assert.deepEqual(event.usage, {
    ...{ input_text: 50, cached_text: 100, output_text: 20 },
    ...{ input_audio: 30, cached_audio: 20, output_audio: 80 },
  });
});

Deno.test("readSidebandEvent() takes tools for foreign where the call has none", () => {
  const item = { id: "item_1", type: "function_call_output", call_id: "c", output: "{}" };
  const text = JSON.stringify({ type: "conversation.item.added", item, previous_item_id: null });
  const without = readSidebandEvent(text, { tools: [] });
  const having = readSidebandEvent(text, { tools: [{ type: "function", name: "x" }] });
  assert.ok(without?.type === "item-added" && having?.type === "item-added");
  assert.deepEqual([without.item.isForeign, having.item.isForeign], [true, false]);
});

Deno.test("findDifference() excuses what the provider fills in, and names what changed", () => {
  const shown = (changes: Record<string, unknown>) =>
    toWatchedSettings({
      ...SESSION,
      audio: {
        input: {
          transcription: { model: "gpt-live-transcribe", language: "fr", prompt: null },
          turn_detection: {
            ...{ type: "semantic_vad", eagerness: "low" },
            ...{ create_response: true, interrupt_response: true },
          },
        },
      },
      ...changes,
    });
  assert.equal(findDifference(EXPECTED, shown({})), null);
  assert.equal(
    findDifference(EXPECTED, shown({ instructions: ` ${SESSION.instructions}\n` })),
    null,
  );
  assert.equal(findDifference(EXPECTED, shown({ instructions: "" })), "instructions");
  assert.equal(findDifference(EXPECTED, shown({ tools: [] })), "tools");
  assert.equal(
    findDifference(EXPECTED, shown({ output_modalities: ["text"] })),
    "output_modalities",
  );
  const both = shown({ output_modalities: ["audio", "text"] });
  assert.equal(findDifference(EXPECTED, both), "output_modalities");
  assert.equal(findDifference(EXPECTED, shown({ max_output_tokens: "inf" })), "max_output_tokens");
  const untranscribed = { audio: { input: { transcription: null, turn_detection: null } } };
  assert.equal(findDifference(EXPECTED, shown(untranscribed)), "turn_detection");
  for (const [name, changes] of Object.entries({
    voice: { audio: { ...SESSION.audio, output: { voice: "cedar" } } },
    speed: { audio: { ...SESSION.audio, output: { voice: "marin", speed: 1.5 } } },
    noise_reduction: { audio: { input: { ...SESSION.audio.input, noise_reduction: null } } },
    transcription: {
      audio: { input: { ...SESSION.audio.input, transcription: { model: "whisper-1" } } },
    },
    transcription_prompt: {
      audio: {
        input: {
          ...SESSION.audio.input,
          transcription: { ...SESSION.audio.input.transcription, prompt: "Yes" },
        },
      },
    },
    truncation: { truncation: "disabled" },
    tool_choice: { tool_choice: "none" },
    prompt: { prompt: { id: "pmpt_1" } },
    tracing: { tracing: { workflow_name: "mine" } },
    include: { include: ["item.input_audio_transcription.logprobs"] },
    idle_timeout: {
      audio: {
        input: {
          ...SESSION.audio.input,
          turn_detection: { ...SESSION.audio.input.turn_detection, idle_timeout_ms: 5_000 },
        },
      },
    },
  }))
    assert.equal(findDifference(EXPECTED, shown(changes)), name);
});

Deno.test("findDifference() excuses tools that the provider shows with more to them", () => {
  const tools = toCallTools(STORED_SCENARIO).map((tool) => ({ type: "function", ...tool }));
  const expected = toWatchedSettings({ ...SESSION, tools });
  const echoed = tools.map((tool) => ({
    ...tool,
    strict: false,
    parameters: { ...tool.parameters, description: null },
  }));
  assert.equal(findDifference(expected, toWatchedSettings({ ...SESSION, tools: echoed })), null);
  const [first, ...rest] = echoed;
  const loaded = (changes: object) => ({
    ...first,
    parameters: { ...first?.parameters, ...changes },
  });
  for (const changed of [
    rest,
    [...rest, first],
    [...echoed, first],
    [{ ...first, description: "Agree." }, ...rest],
    [{ ...first, note: "Agree." }, ...rest],
    [loaded({ description: "Agree." }), ...rest],
    [loaded({ minProperties: 1 }), ...rest],
  ]) {
    assert.equal(
      findDifference(expected, toWatchedSettings({ ...SESSION, tools: changed })),
      "tools",
    );
  }
});

Deno.test(
  "ObservationLog.soundingItems knows in every recording whose words were being played",
  async () => {
    let played = 0;
    for (const [name, { events }] of await loadRecordings()) {
      const log = new ObservationLog(MODELS);
      for (const [index, event] of events.entries()) {
        const heard = read(event);
        if (heard !== null) log.note(heard, index * 10);
        const isStart = event["type"] === "output_audio_buffer.started";
        if (isStart) assert.ok(log.soundingItems.length > 0, name);
        played += isStart ? 1 : 0;
      }
      assert.deepEqual(log.soundingItems, [], name);
    }
    assert.ok(played > 5, `${played} replies were played`);
  },
);
