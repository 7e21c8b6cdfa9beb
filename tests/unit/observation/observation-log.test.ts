import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ObservationLog } from "../../../supabase/functions/_shared/observation/observation-log.ts";
import type { SidebandEvent } from "../../../supabase/functions/_shared/providers/sideband.ts";
import { added, named, toItem } from "./seen-events.ts";

function createLog(): ObservationLog {
  return new ObservationLog({ model: "m", transcriptionModel: "t" });
}

/** What is written down of one item after `events`. */
function noteOf(itemId: string, events: readonly SidebandEvent[]) {
  const log = createLog();
  for (const event of events) log.note(event, 10);
  return log.take(true).items.find((item) => item.itemId === itemId);
}

test("ObservationLog keeps what a reply called until it is written down, and no call that none has named", () => {
  const log = createLog();
  const called = added({ itemId: "item_1", tool: { callId: "call_1", output: null } });
  // A page can have made it before anybody listened.
  log.note(called, 0);
  assert.deepEqual(log.take(true).toolCalls, []);
  log.note(named("item_1"), 0);
  log.note(called, 0);
  log.note(added({ itemId: "item_1", tool: { callId: "call_2", output: "an answer" } }), 0);
  assert.equal(log.isEmpty, false);
  const batch = log.take(true);
  assert.deepEqual(batch.toolCalls, ["call_1"]);
  assert.equal(log.isEmpty, true);
  log.putBack(batch);
  assert.deepEqual(log.take(true).toolCalls, ["call_1"]);
  const tool = { callId: "call_3", output: null };
  log.note({ type: "item-finished", item: toItem({ itemId: "item_3", tool }) }, 0);
  assert.deepEqual(log.take(true).toolCalls, ["call_3"], "only a reply finishes an item");
});

test("ObservationLog.putBack() loses nothing of a batch that could not be written", () => {
  const log = createLog();
  const usage = { output_audio: 80 };
  log.note({ type: "reply-ended", replyId: "resp_1", usage }, 10);
  log.noteEvent("reply_failed", {});
  log.note(added({ itemId: "item_1", author: "learner" }, null), 10);
  log.note({ type: "speech-started", itemId: "item_1", audioMs: 10 }, 10);
  log.noteDoubt();
  const first = log.take(true);
  assert.equal(log.isEmpty, true);
  log.note({ type: "item-transcribed", itemId: "item_1", text: "Hello", usage: null }, 900);
  log.putBack(first);
  const again = log.take(true);
  assert.deepEqual(again.usage, first.usage);
  assert.deepEqual(again.events, first.events);
  assert.deepEqual(
    [again.hasArrival, again.hasGap, again.isLearnerActive],
    [true, true, true],
    "what was doubtful stays so",
  );
  const [item] = again.items;
  assert.deepEqual([item?.text, item?.startedAtMs, item?.isLinked], ["Hello", 10, true]);
});

test("ObservationLog is not empty while a gap or a doubt is to be written down, and tells it once", () => {
  for (const method of ["noteGap", "noteDoubt"] as const) {
    const log = createLog();
    log[method]();
    assert.equal(log.isEmpty, false, method);
    assert.deepEqual([log.take(true).hasGap, log.take(true).hasGap], [true, false], method);
  }
});

test("ObservationLog notes a provider that complains without end twenty times and no more", () => {
  const log = createLog();
  for (let complaint = 0; complaint < 50; complaint += 1) {
    log.note({ type: "request-refused", requestId: null, code: "overloaded" }, 0);
  }
  assert.equal(log.take(true).events.length, 20);
});

test("ObservationLog cuts words at 8,000 and never in the middle of a character", () => {
  const said = fc.tuple(fc.nat(3), fc.constantFrom("x", "\u{1f468}", "\ud83d"));
  fc.assert(
    fc.property(said, ([before, character]) => {
      const text = "a".repeat(before) + character.repeat(9_000);
      const note = noteOf("item_1", [
        { type: "item-transcribed", itemId: "item_1", text, usage: null },
      ]);
      assert.ok((note?.text?.length ?? Infinity) <= 8_000);
      assert.ok(note?.text?.isWellFormed());
    }),
  );
});

test("ObservationLog tells the persona's words from the learner's, and by which reply they came", () => {
  const words = toItem({ itemId: "item_1", author: "persona", text: "Hello!" });
  const spoken = noteOf("item_1", [
    named("item_1"),
    added({ ...words, text: null }),
    { type: "item-finished", item: words },
  ]);
  assert.deepEqual(
    [spoken?.author, spoken?.text, spoken?.replyId],
    ["persona", "Hello!", "resp_1"],
  );
  const said = toItem({ itemId: "item_1", author: "learner", text: "Good day." });
  const heard = noteOf("item_1", [
    added({ ...said, text: null }),
    { type: "item-finished", item: said },
  ]);
  assert.deepEqual([heard?.text, heard?.state, heard?.replyId], [undefined, undefined, undefined]);
});

test("ObservationLog remembers that words were written and not said", () => {
  for (const author of ["learner", "persona"] as const) {
    const typed = noteOf("item_1", [
      added({ itemId: "item_1", author, text: "Typed.", isWritten: true }),
    ]);
    assert.deepEqual([typed?.isWritten, typed?.text, typed?.state], [true, "Typed.", "final"]);
  }
  assert.equal(
    noteOf("item_1", [added({ itemId: "item_1", author: "learner" })])?.isWritten,
    undefined,
  );
});
