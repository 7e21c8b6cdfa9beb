import { setTimeout as delay } from "node:timers/promises";
import type { ObservedBackend, Practice } from "../stack/observed-backend.ts";
import { HONEST_TALKS, type HonestTalk } from "./honest-talks.ts";
import { type Meddling, MEDDLINGS } from "./meddlings.ts";
import { reportTurns } from "./report-turns.ts";

/** What became of one call of a kind. */
export interface PlayedKind {
  readonly kind: string;
  readonly evidence: string;
  /** Whether our server ended the call before its page did. */
  readonly isHungUp: boolean;
  /** Whether nothing of it may be missing. */
  readonly isWhole: boolean;
}

const CALLS_AT_ONCE = 20;
/** What arrives with the attachment may have begun before it; honest learners have said something by then. */
const SETTLED_MS = 2_600;
/** Nobody answers sooner. */
const PAUSE_MS = 1_300;
const CLOSING_MS = 60_000;
/** A busy machine needs most of it to start a function. */
const LISTENER_MS = 30_000;

/** Lets a page meddle with each call, in every kind that there is. */
export async function playMeddlings(backend: ObservedBackend): Promise<PlayedKind[]> {
  const late = MEDDLINGS.filter(({ when }) => when === "before");
  const others = MEDDLINGS.filter(({ when }) => when !== "before");
  return [
    ...(await playAll(backend, late, true, meddle)),
    ...(await playAll(backend, others, false, meddle)),
  ];
}

/** Lets happen to each call what happens to honest learners. */
export async function playHonestTalks(backend: ObservedBackend): Promise<PlayedKind[]> {
  const late = HONEST_TALKS.filter(({ isJoinedLate }) => isJoinedLate === true);
  const others = HONEST_TALKS.filter(({ isJoinedLate }) => isJoinedLate !== true);
  return [
    ...(await playAll(backend, late, true, live)),
    ...(await playAll(backend, others, false, live)),
  ];
}

interface AnyKind {
  readonly kind: string;
  readonly when?: string;
  readonly isWhole?: boolean;
}

type Play<Kind> = (backend: ObservedBackend, practice: Practice, kind: Kind) => unknown;

/** @param isJoinedLate whether nobody listens until what happens has happened. */
async function playAll<Kind extends AnyKind>(
  backend: ObservedBackend,
  kinds: readonly Kind[],
  isJoinedLate: boolean,
  play: Play<Kind>,
): Promise<PlayedKind[]> {
  const played: PlayedKind[] = [];
  for (let index = 0; index < kinds.length; index += CALLS_AT_ONCE) {
    const group = kinds.slice(index, index + CALLS_AT_ONCE);
    backend.provider.isDeaf = isJoinedLate;
    const begun = await Promise.all(
      group.map(async (kind) => {
        const practice = await backend.start();
        if (!isJoinedLate) practice.call.personaSays("Good day!");
        if (isJoinedLate) await play(backend, practice, kind);
        return { kind, practice };
      }),
    );
    backend.provider.isDeaf = false;
    const ends = begun.map(async ({ kind, practice }) => {
      await awaitListener(practice);
      await talk(backend, practice);
      if (!isJoinedLate) {
        await delay(SETTLED_MS);
        await play(backend, practice, kind);
        await awaitListener(practice);
      }
      const { isWhole = false } = kind;
      return { kind: toName(kind), isWhole, ...(await finish(backend, practice)) };
    });
    played.push(...(await Promise.all(ends)));
    console.log(`${played.length} of ${kinds.length} kinds played`);
  }
  return played;
}

function toName({ kind, when }: AnyKind): string {
  return when === undefined ? kind : `${when}: ${kind}`;
}

function meddle(_backend: ObservedBackend, { call }: Practice, { when, sends }: Meddling): void {
  const events = sends(call);
  if (when === "unwatched") call.cutLines();
  for (const event of events) call.receive(event);
}

async function live(
  backend: ObservedBackend,
  practice: Practice,
  { happens }: HonestTalk,
): Promise<void> {
  await happens(practice, backend);
}

/** @throws {Error} when a call that goes on is not watched in time: then nothing that follows would prove anything. */
async function awaitListener({ call }: Practice): Promise<void> {
  const untilMs = performance.now() + LISTENER_MS;
  while (call.listenerCount === 0 && !call.isOver) {
    if (performance.now() > untilMs) throw new Error("Nobody listens to a call that goes on.");
    await delay(20);
  }
}

async function talk(backend: ObservedBackend, { call, ...practice }: Practice): Promise<void> {
  for (let turn = 1; turn <= 2; turn += 1) {
    if (!call.isOver) call.learnerSays(`Question ${turn}?`);
    await delay(PAUSE_MS / 4);
    if (!call.isOver) call.personaSays(`Answer ${turn}.`);
    await delay(PAUSE_MS);
  }
  await reportTurns(backend, { call, ...practice }, 0);
}

/** Goes on for a while, as if nothing had happened, and ends the practice. */
async function finish(
  backend: ObservedBackend,
  practice: Practice,
): Promise<Pick<PlayedKind, "evidence" | "isHungUp">> {
  await talk(backend, practice);
  await delay(1_500);
  const [row] = await backend.sql<{ status: string; reason: string | null }[]>`
    select status, end_reason as reason from coach.sessions where id = ${practice.sessionId}`;
  const isHungUp = row?.reason === "tampered";
  while ((await backend.send(practice, "end", { reason: "learner" })) !== 200) await delay(250);
  return { evidence: await awaitEvidence(backend, practice), isHungUp };
}

async function awaitEvidence(
  { sql, reap }: ObservedBackend,
  { sessionId }: Practice,
): Promise<string> {
  const untilMs = performance.now() + CLOSING_MS;
  while (performance.now() < untilMs) {
    const [row] = await sql<{ evidence: string; isOpen: boolean }[]>`
      select coach.evidence_of(${sessionId}) as evidence, exists (
        select from coach.observations where session_id = ${sessionId} and closed_at is null
      ) as "isOpen"`;
    if (row !== undefined && !row.isOpen) return row.evidence;
    await delay(500);
    await reap();
  }
  return "open";
}
