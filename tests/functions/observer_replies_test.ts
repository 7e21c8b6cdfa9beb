import assert from "node:assert/strict";
import fc from "fast-check";
import { ObservationLog } from "../../supabase/functions/_shared/observation/observation-log.ts";
import { ReplyCredit } from "../../supabase/functions/_shared/observation/reply-credit.ts";
import { ReplyWatch } from "../../supabase/functions/_shared/observation/reply-watch.ts";
import { TamperWatch } from "../../supabase/functions/_shared/observation/tamper-watch.ts";
import { readSidebandEvent } from "../../supabase/functions/_shared/providers/openai/realtime/read-sideband-event.ts";
import { toWatchedSettings } from "../../supabase/functions/_shared/providers/openai/realtime/session-settings.ts";
import type { SidebandEvent } from "../../supabase/functions/_shared/providers/sideband.ts";
import { SESSION } from "./kit/scripted-provider.ts";

const EXPECTED = toWatchedSettings(SESSION);
const MODELS = { model: "gpt-realtime-2.1", transcriptionModel: "gpt-live-transcribe" };

function read(event: unknown): SidebandEvent {
  const heard = readSidebandEvent(JSON.stringify(event), EXPECTED);
  assert.ok(heard);
  return heard;
}

function end(id: string, status: string, details: unknown = null): SidebandEvent {
  return read({ type: "response.done", response: { id, status, status_details: details } });
}

const begin = (id: string): SidebandEvent => read({ type: "response.created", response: { id } });

Deno.test(
  "ReplyWatch.note() tells of a reply that failed or broke off, by the provider's code",
  () => {
    const watch = new ReplyWatch();
    const error = { type: "tokens", code: "rate_limit_exceeded" };
    const reason = "max_output_tokens";
    assert.deepEqual(watch.note(end("r1", "failed", { type: "failed", error }), 0), {
      status: "failed",
      code: "rate_limit_exceeded",
    });
    assert.deepEqual(watch.note(end("r2", "incomplete", { type: "incomplete", reason }), 0), {
      status: "incomplete",
      code: "max_output_tokens",
    });
    assert.deepEqual(watch.note(end("r3", "failed"), 0), { status: "failed", code: "unknown" });
  },
);

Deno.test("ReplyWatch.note() blames nobody for a reply that ended well or was spoken over", () => {
  const watch = new ReplyWatch();
  for (const status of ["completed", "cancelled"]) {
    assert.equal(watch.note(end("r1", status, { reason: "turn_detected" }), 0), null);
  }
});

Deno.test(
  "ReplyWatch.note() takes a refusal for the provider's only where nothing is wrong with the request",
  () => {
    const watch = new ReplyWatch();
    const refuse = (error: object) => watch.note(read({ type: "error", error }), 0);
    assert.deepEqual(refuse({ type: "server_error", code: null, event_id: null }), {
      status: "refused",
      code: "server_error",
    });
    assert.deepEqual(refuse({ type: "tokens", code: "rate_limit_exceeded", event_id: null }), {
      status: "refused",
      code: "rate_limit_exceeded",
    });
    assert.equal(refuse({ type: "invalid_request_error", code: "invalid_value" }), null);
  },
);

Deno.test("ReplyWatch.takeMissing() tells once of a reply that was begun and never went on", () => {
  const watch = new ReplyWatch();
  watch.note(begin("r1"), 0);
  assert.deepEqual(watch.takeMissing(14_999), []);
  assert.deepEqual(watch.takeMissing(15_000), [{ status: "missing", code: "silence" }]);
  assert.deepEqual(watch.takeMissing(60_000), []);
});

Deno.test(
  "ReplyWatch.takeMissing() misses no reply that sounded, ended, or may have ended in a gap",
  () => {
    const watch = new ReplyWatch();
    watch.note(begin("r1"), 0);
    watch.note(read({ type: "output_audio_buffer.started", response_id: "r1" }), 900);
    watch.note(begin("r2"), 0);
    watch.note(end("r2", "cancelled"), 900);
    assert.deepEqual(watch.takeMissing(60_000), []);
    watch.note(begin("r3"), 60_000);
    watch.forget();
    assert.deepEqual(watch.takeMissing(90_000), []);
  },
);

Deno.test("ReplyWatch notes a provider that fails without end twenty times and no more", () => {
  const watch = new ReplyWatch();
  const faults = Array.from({ length: 50 }, () => watch.note(end("r1", "failed"), 0));
  assert.equal(faults.filter((fault) => fault !== null).length, 20);
});

Deno.test("an arrival is the same under both of its names, and told twice it is no offence", () => {
  const items = [
    { id: "u1", type: "message", role: "user", content: [{ type: "input_text", text: "Hello" }] },
    { id: "o1", type: "function_call_output", call_id: "c1", output: '{"ok":false}' },
  ];
  const tools = [{ type: "function", name: "look_up" }];
  for (const item of items) {
    const arrive = (name: string) =>
      readSidebandEvent(
        JSON.stringify({ type: `conversation.item.${name}`, item, previous_item_id: null }),
        { ...EXPECTED, tools },
      );
    assert.deepEqual(arrive("created"), arrive("added"));
    const watch = new TamperWatch(true);
    for (const event of [arrive("added"), arrive("created")]) {
      assert.ok(event);
      assert.equal(watch.judge(event, { nowMs: 9_000, attachedAtMs: 0 }), null);
    }
  }
});

Deno.test("ObservationLog keeps the last words of a turn, however often it is transcribed", () => {
  const words = fc.array(fc.constantFrom("One", "One two", "One two three"), { minLength: 1 });
  fc.assert(
    fc.property(words, fc.boolean(), (texts, isWritten) => {
      const log = new ObservationLog(MODELS);
      const type = "conversation.item.input_audio_transcription.completed";
      const kept: (string | undefined)[] = [];
      for (const transcript of texts) {
        log.note(read({ type, item_id: "u1", transcript }), 100);
        // Whether it was written down between two of them changes nothing.
        if (isWritten) kept.push(log.take(true).items[0]?.text);
      }
      if (!isWritten) kept.push(log.take(true).items[0]?.text);
      assert.equal(kept.at(-1), texts.at(-1));
    }),
  );
});

Deno.test(
  "ReplyCredit lets our page ask again for a reply that it cancelled because it never came",
  () => {
    for (const [endsMs, isOrdered] of [
      [16_000, false],
      [2_000, true],
    ] as const) {
      const credit = new ReplyCredit();
      credit.note(begin("r1"), 0);
      credit.note(end("r1", "cancelled"), endsMs);
      credit.note(begin("r2"), endsMs + 2_000);
      assert.equal(credit.isOverdrawn(endsMs + 4_000), isOrdered);
    }
  },
);
