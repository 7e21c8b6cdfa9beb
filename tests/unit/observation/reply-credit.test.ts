import assert from "node:assert/strict";
import { test } from "node:test";
import { ReplyCredit } from "../../../supabase/functions/_shared/observation/reply-credit.ts";
import type { SidebandEvent } from "../../../supabase/functions/_shared/providers/sideband.ts";
import { named, replyEnded, replyStarted } from "./seen-events.ts";

type Moment = readonly [atMs: number, event: SidebandEvent | "asked"];

/** Whether a reply of the opening, and then `moments`, end with one that nothing asked for. */
function isOrdered(...moments: readonly Moment[]): boolean {
  const credit = new ReplyCredit();
  const opening: Moment[] = [
    [0, replyStarted("r0")],
    [500, { type: "playout-started", replyId: "r0" }],
    [900, replyEnded("r0")],
  ];
  const all = [...opening, ...moments];
  for (const [atMs, event] of all) {
    if (event === "asked") credit.ask();
    else credit.note(event, atMs);
  }
  return credit.isOverdrawn((all.at(-1)?.[0] ?? 0) + 1_001);
}

const failed: SidebandEvent = {
  ...{ type: "reply-ended", replyId: "r1", usage: null },
  fault: { status: "failed", code: "server_error" },
};

test("ReplyCredit grants one reply to each thing said", () => {
  assert.equal(isOrdered([5_000, "asked"], [5_100, replyStarted("r1")]), false);
  assert.equal(isOrdered([5_000, replyStarted("r1")]), true);
  assert.equal(
    isOrdered([5_000, "asked"], [5_100, replyStarted("r1")], [9_000, replyStarted("r2")]),
    true,
  );
});

test("ReplyCredit grants two replies to two things said before the first of them, and no third", () => {
  const asked: Moment[] = [
    [5_000, "asked"],
    [6_000, "asked"],
    [7_000, "asked"],
    [7_100, replyStarted("r1")],
    [8_000, replyStarted("r2")],
  ];
  assert.equal(isOrdered(...asked), false);
  assert.equal(isOrdered(...asked, [9_000, replyStarted("r3")]), true);
});

test("ReplyCredit grants no opening to a page whose learner spoke first", () => {
  const credit = new ReplyCredit();
  credit.ask();
  assert.equal(credit.note(replyStarted("r1"), 1_000), true);
  assert.equal(credit.note(replyStarted("r2"), 5_000), false);
});

test("ReplyCredit takes what is told after its reply for its cause, and for no other's", () => {
  const late: Moment[] = [
    [5_000, replyStarted("r1")],
    [5_900, "asked"],
  ];
  assert.equal(isOrdered(...late), false);
  assert.equal(isOrdered([5_000, replyStarted("r1")], ...late), true, "one cause, two replies");
  assert.equal(isOrdered(...late, [9_000, replyStarted("r2")]), true);
});

test("ReplyCredit waits a second for the cause of a reply, and no longer", () => {
  const credit = new ReplyCredit();
  credit.note(replyStarted("r0"), 0);
  credit.note(replyStarted("r1"), 5_000);
  assert.deepEqual(
    [5_000, 6_000, 6_001].map((atMs) => credit.isOverdrawn(atMs)),
    [false, false, true],
  );
});

test("ReplyCredit lets a page ask again for a reply that failed", () => {
  const again = replyStarted("r2");
  assert.equal(
    isOrdered([5_000, "asked"], [5_100, replyStarted("r1")], [6_000, failed], [7_000, again]),
    false,
  );
});

test("ReplyCredit lets a page ask again for a reply that never came, cancelled or open, and for no other", () => {
  const asked: Moment[] = [
    [5_000, "asked"],
    [5_000, replyStarted("r1")],
  ];
  const again = replyStarted("r2");
  assert.equal(isOrdered(...asked, [15_000, again]), false, "still open after ten seconds");
  assert.equal(isOrdered(...asked, [14_999, again]), true);
  assert.equal(isOrdered(...asked, [15_000, replyEnded("r1")], [16_000, again]), false);
  assert.equal(isOrdered(...asked, [14_999, replyEnded("r1")], [16_000, again]), true);
});

test("ReplyCredit takes no reply for lost that was heard, or that went on, before it was cancelled", () => {
  const asked: Moment[] = [
    [5_000, "asked"],
    [5_000, replyStarted("r1")],
  ];
  const end: Moment[] = [
    [16_000, replyEnded("r1")],
    [17_000, replyStarted("r2")],
  ];
  const heard: Moment = [6_000, { type: "playout-started", replyId: "r1" }];
  assert.equal(isOrdered(...asked, heard, ...end), true);
  const goingOn: Moment = [9_000, named("item_1", "r1")];
  assert.equal(isOrdered(...asked, goingOn, ...end), true);
  assert.equal(isOrdered(...asked, heard, goingOn, ...end), true);
});
