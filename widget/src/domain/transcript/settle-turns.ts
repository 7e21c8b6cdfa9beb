import type { ReportedTurn } from "#contract/turn.ts";
import { MAX_TURN_CHARACTERS } from "#contract/limits.ts";
import type { Sound } from "#contract/sound-times.ts";
import { orderItems } from "./order-items.ts";
import {
  isClosed,
  isSilent,
  isTurn,
  type Item,
  type Reply,
  type Transcript,
} from "./transcript.ts";
import { isFinished, type Turn, type TurnStatus } from "../state/turn.ts";

/** How long after a reply's end its last words and the beginning of its playback may still come. */
export const LATE_EVENTS_MS = 3_000;
/** How long a reply without a word keeps its place; it was stopped before it said any. */
const SILENT_REPLY_MS = 30_000;

/** A transcript after its turns were settled, and the records that became reportable by it. */
export interface Settlement {
  readonly transcript: Transcript;
  readonly reported: readonly ReportedTurn[];
}

/**
 * Finishes every turn whose end is certain and numbers it for the server. `closing`: the call is over, so
 * whatever is open ends as it stands.
 */
export function settleTurns(transcript: Transcript, atMs: number, closing: boolean): Settlement {
  const items = new Map(transcript.items);
  for (const item of items.values()) {
    if (isClosed(item)) continue;
    const reply = item.replyId === null ? undefined : transcript.replies.get(item.replyId);
    const status = judgeItem(item, reply, atMs) ?? (closing ? judgeOpenItem(item, reply) : null);
    if (status === "forming" || status === "awaiting") items.set(item.itemId, { ...item, status });
    else if (status !== null) {
      const isOver = closing || status === "interrupted";
      const heard = dateSound(transcript.sounds.get(item.itemId), atMs) ?? {
        endedAtMs: isSoundless(item, reply, isOver) ? item.startedAtMs : null,
      };
      items.set(item.itemId, closeItem({ ...item, ...heard }, status));
    }
  }
  return report({ ...transcript, items }, closing);
}

/** The turns to show, in conversation order. Unchanged turns keep their identity from `before`. */
export function listTurns(transcript: Transcript, before: readonly Turn[]): readonly Turn[] {
  const { history, items } = transcript;
  const shared = countShared(history.turns, before);
  const known = new Map(before.slice(shared).map((turn) => [turn.itemId, turn]));
  const turns = [...history.turns];
  for (const item of orderItems(items, history.places)) {
    if (!isTurn(item)) continue;
    const turn: Turn = {
      itemId: item.itemId,
      previousItemId: turns.at(-1)?.itemId ?? null,
      speaker: item.speaker,
      status: item.status,
      text: item.text,
      startedAtMs: item.startedAtMs,
      endedAtMs: item.endedAtMs,
    };
    const same = known.get(item.itemId);
    turns.push(same !== undefined && isSameTurn(same, turn) ? same : turn);
  }
  const isUnchanged = turns.length === before.length && countShared(turns, before) === turns.length;
  return isUnchanged ? before : turns;
}

/** The turns of `after` that were not finished in `before`. */
export function listCompleted(before: readonly Turn[], after: readonly Turn[]): readonly Turn[] {
  const shared = countShared(before, after);
  const finished = new Set(
    before
      .slice(shared)
      .filter(isFinished)
      .map((turn) => turn.itemId),
  );
  return after.slice(shared).filter((turn) => isFinished(turn) && !finished.has(turn.itemId));
}

/** How many turns two lists have in common from their beginning on. */
function countShared(left: readonly Turn[], right: readonly Turn[]): number {
  let count = 0;
  while (count < left.length && left[count] === right[count]) count += 1;
  return count;
}

/** What is certain of an open item; null while nothing changed. */
function judgeItem(item: Item, reply: Reply | undefined, atMs: number): TurnStatus | null {
  return item.speaker === "learner" ? judgeLearner(item) : judgePersona(item, reply, atMs);
}

/** Its words may be whole before its speech has ended. */
function judgeLearner(item: Item): TurnStatus | null {
  if (item.speech === "open") return null;
  if (item.settled) return isSilent(item) ? "unrecognized" : "final";
  if (item.failed) return "unrecognized";
  return item.speech === "ended" && item.status === "forming" ? "awaiting" : null;
}

/** The words of a reply may be late. If none come it ends unseen: it is no turn. */
function judgePersona(item: Item, reply: Reply | undefined, atMs: number): TurnStatus | null {
  if (reply === undefined) return item.replyId === null && item.settled ? "final" : null;
  if (reply.outcome === null) return null;
  const waitedMs = atMs - (reply.endedAtMs ?? atMs);
  if (isSilent(item)) return waitedMs >= SILENT_REPLY_MS ? "interrupted" : null;
  const isLate = waitedMs >= LATE_EVENTS_MS;
  if (!item.settled && !isLate) return null;
  if (isCut(item, reply)) return "interrupted";
  return isHeard(reply, isLate) ? "final" : null;
}

/** The learner spoke over it, or the service broke it off. */
function isCut(item: Item, reply: Reply): boolean {
  return item.cut || reply.playback === "cleared" || reply.outcome !== "completed";
}

function isHeard(reply: Reply, isLate: boolean): boolean {
  return reply.playback === "stopped" || (isLate && reply.playback === "none");
}

/** How an item ends that the call's end cut short. */
function judgeOpenItem(item: Item, reply: Reply | undefined): TurnStatus {
  if (item.speaker === "learner") return isSilent(item) ? "unrecognized" : "final";
  const said = reply?.playback === "none" && !isCut(item, reply);
  return said ? "final" : "interrupted";
}

function closeItem(item: Item, status: TurnStatus): Item {
  return { ...item, status, text: status === "unrecognized" ? "" : item.text };
}

/** From when to when something was heard that is over at `atMs`; null where nobody measured its beginning. */
function dateSound(
  { startedAtMs, endedAtMs }: Sound = {},
  atMs: number,
): Pick<Item, "startedAtMs" | "endedAtMs"> | null {
  if (startedAtMs === undefined) return null;
  return { startedAtMs, endedAtMs: Math.max(startedAtMs, endedAtMs ?? atMs) };
}

/** It was typed, or never played: it took no time. */
function isSoundless(item: Item, reply: Reply | undefined, isOver: boolean): boolean {
  if (item.speaker === "learner") return item.speech === "none";
  return reply === undefined || (isOver && reply.playback === "none");
}

/** Numbers the finished turns whose place is known; in closing, all of them. */
function report(transcript: Transcript, closing: boolean): Settlement {
  const { history } = transcript;
  const items = new Map(transcript.items);
  const reported: ReportedTurn[] = [];
  let previous = history.turns.at(-1)?.itemId ?? null;
  for (const item of orderItems(transcript.items, history.places)) {
    if (!isTurn(item)) continue;
    const due = item.sequence === null && isClosed(item);
    if (due && (closing || isPlaced(item, transcript))) {
      const sequence = transcript.nextSequence + reported.length;
      items.set(item.itemId, { ...item, sequence });
      reported.push(toReportedTurn(item, sequence, previous));
    }
    previous = item.itemId;
  }
  if (reported.length === 0) return { transcript, reported };
  const nextSequence = transcript.nextSequence + reported.length;
  return { transcript: { ...transcript, items, nextSequence }, reported };
}

/** The turn before it is known, and where that one stands. */
function isPlaced({ previousItemId }: Item, { history, items }: Transcript): boolean {
  if (previousItemId === null || previousItemId === undefined) return previousItemId === null;
  if (history.places.has(previousItemId)) return true;
  return items.get(previousItemId)?.previousItemId !== undefined;
}

/** A finished turn under a number of its own, as the server takes it. */
export function toReportedTurn(
  item: Omit<Turn, "previousItemId">,
  sequence: number,
  previousItemId: string | null,
): ReportedTurn {
  const state =
    item.status === "interrupted" || item.status === "unrecognized" ? item.status : "final";
  return {
    sequence,
    itemId: item.itemId,
    previousItemId,
    speaker: item.speaker,
    state,
    // A cut between the halves of a character leaves neither.
    text: item.text.slice(0, MAX_TURN_CHARACTERS).replace(/\p{Cs}$/u, ""),
    startedAtMs: item.startedAtMs,
    endedAtMs: item.endedAtMs,
  };
}

function isSameTurn(left: Turn, right: Turn): boolean {
  return (
    left.status === right.status &&
    left.text === right.text &&
    left.previousItemId === right.previousItemId &&
    left.startedAtMs === right.startedAtMs &&
    left.endedAtMs === right.endedAtMs
  );
}
