import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ObservationLog } from "../../../supabase/functions/_shared/observation/observation-log.ts";
import { readSidebandEvent } from "../../../supabase/functions/_shared/providers/openai/realtime/read-sideband-event.ts";
import { createRealtimeDialect } from "../../../widget/src/protocol/openai-realtime/realtime-dialect.ts";
import { timeSounds } from "../../../widget/src/session/recovery/time-sounds.ts";
import { FakeClock } from "../session/fake-clock.ts";
import { Replay } from "./recordings.ts";
import { drawnTalk, LONGEST_DELAY_MS, type Talk, type WireEvent } from "./drawn-talk.ts";

/** When a turn was heard, as one account of a call has it. */
interface HeardTurn {
  readonly itemId: string;
  readonly speaker: "learner" | "persona";
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
}

const MODELS = { model: "gpt-realtime-2.1", transcriptionModel: "gpt-live-transcribe" };

/** What a page with its extension reports of the events, each of which arrived at its time. */
function reportTurns(events: readonly WireEvent[], endMs: number): HeardTurn[] {
  const dialect = createRealtimeDialect(() => undefined);
  const replay = new Replay().connect();
  const follow = timeSounds({
    clock: new FakeClock(),
    signal: new AbortController().signal,
    level: null,
  });
  for (const { atMs, event } of events) {
    replay.atMs = atMs;
    for (const heard of dialect.hear(JSON.stringify(event)).events) {
      replay.model = follow(replay.model, { ...heard, atMs });
      replay.feed(heard);
    }
  }
  replay.atMs = endMs;
  replay.feed({ type: "stop-requested" });
  return replay.reported.map(({ itemId, speaker, startedAtMs, endedAtMs }) => ({
    itemId,
    speaker,
    startedAtMs,
    endedAtMs,
  }));
}

/** What our server writes down of the same events, put together as the database does. */
function observeTurns(events: readonly WireEvent[], endMs: number): HeardTurn[] {
  const log = new ObservationLog(MODELS);
  for (const { atMs, event } of events) {
    const heard = readSidebandEvent(JSON.stringify(event), {});
    if (heard !== null) log.note(heard, atMs);
  }
  log.noteEnd(endMs);
  const { items, replies } = log.take(true);
  const played = new Map(replies.map((reply) => [reply.replyId, reply]));
  return items.flatMap((item): HeardTurn[] => {
    const { itemId, author, text } = item;
    if (author === "learner") {
      const { soundStartedAtMs = 0, soundEndedAtMs = null } = item;
      return [
        { itemId, speaker: author, startedAtMs: soundStartedAtMs, endedAtMs: soundEndedAtMs },
      ];
    }
    if (author !== "persona" || !text) return [];
    const { soundStartedAtMs = 0, soundEndedAtMs = null } = played.get(item.replyId ?? "") ?? {};
    return [{ itemId, speaker: author, startedAtMs: soundStartedAtMs, endedAtMs: soundEndedAtMs }];
  });
}

function assertOrdered(turns: readonly HeardTurn[]): void {
  for (const speaker of ["learner", "persona"] as const) {
    let untilMs = 0;
    const own = turns
      .filter((turn) => turn.speaker === speaker)
      .sort((left, right) => left.startedAtMs - right.startedAtMs);
    for (const { itemId, startedAtMs, endedAtMs } of own) {
      assert.ok(endedAtMs !== null, `${itemId} was measured`);
      assert.ok(startedAtMs >= untilMs, `${itemId} begins after ${untilMs}: ${startedAtMs}`);
      assert.ok(endedAtMs >= startedAtMs, `${itemId} ends after its start`);
      untilMs = endedAtMs;
    }
  }
}

function assertTrue(talk: Talk, turns: readonly HeardTurn[]): void {
  const found = new Map(turns.map((turn) => [turn.itemId, turn]));
  for (const sound of talk.sounds) {
    const turn = found.get(sound.itemId);
    assert.ok(turn !== undefined, `${sound.itemId} is a turn`);
    for (const [name, is, was] of [
      ["start", turn.startedAtMs, sound.fromMs],
      ["end", turn.endedAtMs ?? Number.NaN, sound.toMs],
    ] as const) {
      const late = is - was;
      assert.ok(
        late >= -1 && late <= LONGEST_DELAY_MS + 1,
        `${name} of ${sound.itemId}: ${late} ms late`,
      );
    }
  }
}

/** A page may have closed a reply that was cut before it is told how much of it was heard. */
function assertSame(theirs: readonly HeardTurn[], ours: readonly HeardTurn[]): void {
  const byItem = new Map(ours.map((turn) => [turn.itemId, turn]));
  assert.equal(theirs.length, ours.length);
  for (const { itemId, startedAtMs, endedAtMs } of theirs) {
    const own = byItem.get(itemId);
    assert.equal(startedAtMs, own?.startedAtMs, itemId);
    const apartMs = Math.abs((endedAtMs ?? 0) - (own?.endedAtMs ?? 0));
    assert.ok(apartMs <= LONGEST_DELAY_MS, `${itemId}: ${apartMs} ms apart`);
  }
}

describe("times of sound", () => {
  it("are those of a recorded turn, whenever its words were made", () => {
    const say = (atMs: number, type: string, rest: object): WireEvent => ({
      atMs,
      event: { type, ...rest },
    });
    const reply = { response_id: "resp_1" };
    const item = {
      id: "item_2",
      type: "message",
      role: "assistant",
      status: "in_progress",
      content: [],
    };
    const spoken = {
      ...item,
      status: "completed",
      content: [{ type: "output_audio", transcript: "Yes?" }],
    };
    const events = [
      // realtime.md §7.2: the voice is counted from 300 ms before it began.
      say(1_850, "input_audio_buffer.speech_started", { item_id: "item_1", audio_start_ms: 1_460 }),
      say(4_356, "input_audio_buffer.speech_stopped", { item_id: "item_1", audio_end_ms: 4_256 }),
      say(4_360, "input_audio_buffer.committed", { item_id: "item_1", previous_item_id: null }),
      say(4_600, "response.created", { response: { id: "resp_1" } }),
      say(4_610, "response.output_item.added", { ...reply, output_index: 0, item }),
      say(4_611, "conversation.item.added", { item, previous_item_id: "item_1" }),
      say(4_800, "output_audio_buffer.started", reply),
      say(5_100, "response.output_item.done", { ...reply, output_index: 0, item: spoken }),
      say(5_110, "response.done", {
        response: { id: "resp_1", status: "completed", output: [spoken] },
      }),
      say(6_900, "conversation.item.input_audio_transcription.completed", {
        item_id: "item_1",
        transcript: "Hello?",
      }),
      say(9_300, "output_audio_buffer.stopped", reply),
    ];
    const expected = [
      { itemId: "item_1", speaker: "learner", startedAtMs: 1_850, endedAtMs: 4_346 },
      { itemId: "item_2", speaker: "persona", startedAtMs: 4_800, endedAtMs: 9_300 },
    ];
    assert.deepEqual(reportTurns(events, 20_000), expected);
    assert.deepEqual(observeTurns(events, 20_000), expected);
  });

  it("end a turn that was cut where it was heard to", () => {
    const events: WireEvent[] = [
      { atMs: 100, event: { type: "response.created", response: { id: "resp_1" } } },
      {
        atMs: 101,
        event: {
          type: "response.output_item.added",
          response_id: "resp_1",
          item: { id: "item_1", type: "message", role: "assistant", content: [] },
        },
      },
      {
        atMs: 102,
        event: {
          type: "conversation.item.added",
          previous_item_id: null,
          item: { id: "item_1", type: "message", role: "assistant", content: [] },
        },
      },
      {
        atMs: 103,
        event: {
          type: "response.output_audio_transcript.delta",
          response_id: "resp_1",
          item_id: "item_1",
          delta: "Well, I",
        },
      },
      { atMs: 200, event: { type: "output_audio_buffer.started", response_id: "resp_1" } },
      {
        atMs: 1_500,
        event: { type: "conversation.item.truncated", item_id: "item_1", audio_end_ms: 1_234 },
      },
      { atMs: 1_504, event: { type: "output_audio_buffer.cleared", response_id: "resp_1" } },
      {
        atMs: 1_505,
        event: {
          type: "response.output_item.done",
          response_id: "resp_1",
          item: {
            ...{ id: "item_1", type: "message", role: "assistant", status: "incomplete" },
            content: [{ type: "output_audio", transcript: "Well, I" }],
          },
        },
      },
      {
        atMs: 1_506,
        event: { type: "response.done", response: { id: "resp_1", status: "cancelled" } },
      },
    ];
    const expected = [{ itemId: "item_1", speaker: "persona", startedAtMs: 200, endedAtMs: 1_500 }];
    assert.deepEqual(reportTurns(events, 5_000), expected);
    assert.deepEqual(observeTurns(events, 5_000), expected);
  });

  it("are ordered, and those of the sound, whatever talk is drawn and however its events are late", () => {
    fc.assert(
      fc.property(drawnTalk, (talk) => {
        const ours = observeTurns(talk.events, talk.endMs);
        const theirs = reportTurns(talk.events, talk.endMs);
        assertOrdered(ours);
        assertOrdered(theirs);
        assertTrue(talk, ours);
        assertTrue(talk, theirs);
        assertSame(theirs, ours);
      }),
      { numRuns: 500 },
    );
  });
});
