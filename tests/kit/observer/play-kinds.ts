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
}

const CALLS_AT_ONCE = 20;
/** What arrives with the attachment may have begun before it; honest learners have said something by then. */
const SETTLED_MS = 2_600;
/** Nobody answers sooner. */
const PAUSE_MS = 1_300;
const CLOSING_MS = 60_000;

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

type Play<Kind> = (backend: ObservedBackend, practice: Practice, kind: Kind) => unknown;

/** @param isJoinedLate whether nobody listens until what happens has happened. */
async function playAll<Kind extends { readonly kind: string; readonly when?: string }>(
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
      return finish(backend, practice, toName(kind));
    });
    played.push(...(await Promise.all(ends)));
    console.log(`${played.length} of ${kinds.length} kinds played`);
  }
  return played;
}

function toName({ kind, when }: { readonly kind: string; readonly when?: string }): string {
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

async function awaitListener({ call }: Practice): Promise<void> {
  const untilMs = performance.now() + 15_000;
  while (call.listenerCount === 0 && !call.isOver && performance.now() < untilMs) await delay(20);
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
  kind: string,
): Promise<PlayedKind> {
  await talk(backend, practice);
  await delay(1_500);
  const [row] = await backend.sql<{ status: string; reason: string | null }[]>`
    select status, end_reason as reason from coach.sessions where id = ${practice.sessionId}`;
  const isHungUp = row?.reason === "tampered";
  while ((await backend.send(practice, "end", { reason: "learner" })) !== 200) await delay(250);
  return { kind, evidence: await awaitEvidence(backend, practice), isHungUp };
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
