import type { CallPlan, LearnerInput } from "../_shared/providers/realtime-provider.ts";
import type { ObservationPlan } from "../_shared/providers/sideband.ts";
import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import type { OpenSessionAnswer } from "../_shared/store/sessions.ts";
import type { CoachWorld } from "./coach-world.ts";
import { toCallPlan } from "./to-call-plan.ts";

type GrantedSession = Extract<OpenSessionAnswer, { outcome: "granted" }>;

/** What of a start request shapes the call. */
export interface CallWishes {
  readonly offer: string;
  readonly input: LearnerInput;
  readonly variables: Readonly<Record<string, string>>;
  readonly learnerName: string | null;
}

/** Fulfils when somebody listens to a call, or when that takes too long; null where nobody will. */
export type Watched = Promise<void> | null;

/** A call that is billed from now on, and what its browser needs to join it. */
export type StartedCall = {
  readonly deadline: string;
  readonly limitSeconds: number;
  /** Whether other sessions wait for somebody who clears them away. */
  readonly isSweepDue: boolean;
} & (
  | { readonly handshake: "relay"; readonly answer: string; readonly watched: Watched }
  | {
      readonly handshake: "ephemeral";
      readonly clientSecret: string;
      readonly callsUrl: string;
      readonly watched: null;
    }
);

/** A call as the provider made it, on its way to the database. */
interface RelayedCall {
  readonly provider: string;
  readonly providerCallId: string;
  readonly answer: string;
  /** What the watch over the call compares it with; null where calls are not observed. */
  readonly plan: ObservationPlan | null;
}

/**
 * The customer speaks when somebody listens, so that not even the first word is missed. A start that had to wait
 * longer goes on, and is not scored where the customer spoke before anybody listened.
 */
const ATTACH_PATIENCE_MS = 3_000;
/** Between tries to end a call that no row of the database knows. */
const ORPHAN_RETRY_MS = [0, 1_000, 2_000, 4_000];

/**
 * Makes the call of a session that holds its minutes: at the provider, then in the database, where billing
 * begins. Whatever fails on the way gives the minutes back, and a call that exists is hung up.
 */
export async function startCall(
  world: CoachWorld,
  session: GrantedSession,
  wishes: CallWishes,
): Promise<StartedCall> {
  const { sessionId } = session;
  try {
    const plan = toCallPlan({ ...session, ...wishes });
    if (session.handshake === "ephemeral") return await mintSecret(world, sessionId, plan);
    const order = { sessionId, plan, offer: wishes.offer };
    const attached = await relayOffer(world, order, async (call) => {
      const stored = await world.store.attachCall({ sessionId, ...call });
      if (stored.outcome === "gone") throw sessionGone();
      const { deadline, limitSeconds, isSweepDue, callId = null } = stored;
      return { callId, deadline, limitSeconds, isSweepDue, answer: call.answer };
    });
    return { ...attached, handshake: "relay" };
  } catch (error) {
    world.background("undo_start", () => undoStart(world, sessionId), { sessionId });
    throw error;
  }
}

/**
 * Has the provider answer an offer, lets `attach` write the call down, and begins to watch it, for which nothing
 * here waits. Where `attach` throws, the call is hung up.
 */
export async function relayOffer<Attached extends { readonly callId: string | null }>(
  world: CoachWorld,
  order: { readonly sessionId: string; readonly plan: CallPlan; readonly offer: string },
  attach: (call: RelayedCall) => Promise<Attached>,
): Promise<Omit<Attached, "callId"> & { readonly watched: Watched }> {
  const { provider } = world;
  const { sessionId, plan, offer } = order;
  const { providerCallId, answer } = await provider.createCall(plan, offer);
  try {
    const described = world.watchCall === null ? null : provider.describePlan(plan);
    const call = { provider: provider.name, providerCallId, answer, plan: described };
    const { callId, ...attached } = await attach(call);
    const watched = described === null || callId === null ? null : watch(world, callId);
    return { ...attached, watched };
  } catch (error) {
    world.background("hang_up_orphan", () => hangUpOrphan(world, providerCallId), { sessionId });
    throw error;
  }
}

/** Says that a call came too late for its session. */
export function sessionGone(): ProblemError {
  return new ProblemError(
    "conflict",
    "The session ended while its call was being made. Try again.",
  );
}

/** Where the answer of `attach_call` was lost, billing has begun, so that it must be ended instead. */
async function undoStart({ store }: CoachWorld, sessionId: string): Promise<void> {
  const { outcome } = await store.releaseSession(sessionId, "start_failed");
  if (outcome === "unchanged") await store.endSession(sessionId, "start_failed");
}

/** The browser opens the call itself, unseen by us: hence the low cap and no score. */
async function mintSecret(
  world: CoachWorld,
  sessionId: string,
  plan: CallPlan,
): Promise<StartedCall> {
  const { value, callsUrl } = await world.provider.mintClientSecret(plan);
  const { name } = world.provider;
  const call = { sessionId, provider: name, providerCallId: null, answer: null, plan: null };
  const attached = await world.store.attachCall(call);
  if (attached.outcome === "gone") throw sessionGone();
  const { deadline, limitSeconds, isSweepDue } = attached;
  const secret = { clientSecret: value, callsUrl, watched: null };
  return { deadline, limitSeconds, isSweepDue, handshake: "ephemeral", ...secret };
}

/** A watch that did not begin is begun again at the next heartbeat. */
function watch(world: CoachWorld, callId: string): Promise<void> {
  const patience = world.wait(ATTACH_PATIENCE_MS);
  return new Promise((resolve) => {
    void patience.then(resolve);
    world.background("begin_watch", async () => {
      await world.watchCall?.(callId).finally(resolve);
    });
  });
}

async function hangUpOrphan(world: CoachWorld, providerCallId: string): Promise<void> {
  let failure: unknown;
  for (const delayMs of ORPHAN_RETRY_MS) {
    if (delayMs > 0) await world.wait(delayMs);
    try {
      await world.provider.hangUp(providerCallId);
      return;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
