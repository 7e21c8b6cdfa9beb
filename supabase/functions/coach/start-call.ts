import type { LearnerInput, CallPlan } from "../_shared/providers/realtime-provider.ts";
import { ProblemError } from "../_shared/http/problem-error.ts";
import { compileInstructions } from "../_shared/scenario/instructions.ts";
import { PrivatePart, PublicPart } from "../_shared/scenario/schema.ts";
import type { OpenSessionAnswer, StoredScenario } from "../_shared/store/answers.ts";
import type { CoachWorld } from "./coach-world.ts";

type GrantedSession = Extract<OpenSessionAnswer, { outcome: "granted" }>;

/** What of a start request shapes the call. */
export interface CallWishes {
  readonly offer: string;
  readonly input: LearnerInput;
  readonly variables: Readonly<Record<string, string>>;
  readonly learnerName: string | null;
  readonly learnerKey: string;
}

/** A call that is billed from now on, and what its browser needs to join it. */
export type StartedCall = { readonly deadline: string; readonly limitSeconds: number } & (
  | { readonly handshake: "relay"; readonly answer: string }
  | { readonly handshake: "ephemeral"; readonly clientSecret: string; readonly callsUrl: string }
);

/**
 * The browser gets its answer when the observer listens, so that not even the first word is missed. A start
 * that had to wait longer goes on: the observer then says what it could not see.
 */
const ATTACH_PATIENCE_MS = 1_500;
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
  try {
    const plan = toPlan(session.scenario, session.seed, wishes);
    return session.handshake === "relay"
      ? await relayOffer(world, session.sessionId, plan, wishes.offer)
      : await mintSecret(world, session.sessionId, plan);
  } catch (error) {
    const { sessionId } = session;
    world.background("undo_start", () => undoStart(world, sessionId), { sessionId });
    throw error;
  }
}

/** Where the answer of `attach_call` was lost, billing has begun, so that it must be ended instead. */
async function undoStart({ store }: CoachWorld, sessionId: string): Promise<void> {
  const { outcome } = await store.releaseSession(sessionId, "start_failed");
  if (outcome === "unchanged") await store.endSession(sessionId, "start_failed");
}

async function relayOffer(
  world: CoachWorld,
  sessionId: string,
  plan: CallPlan,
  offer: string,
): Promise<StartedCall> {
  const { provider } = world;
  const { providerCallId, answer } = await provider.createCall(plan, offer);
  try {
    const watched = world.startSegment === null ? null : provider.describePlan(plan);
    const call = { sessionId, provider: provider.name, providerCallId, answer, plan: watched };
    return { ...(await attach(world, call)), handshake: "relay", answer };
  } catch (error) {
    world.background("hang_up_orphan", () => hangUpOrphan(world, providerCallId), { sessionId });
    throw error;
  }
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
  return {
    ...(await attach(world, call)),
    handshake: "ephemeral",
    clientSecret: value,
    callsUrl,
  };
}

async function attach(world: CoachWorld, call: Parameters<CoachWorld["store"]["attachCall"]>[0]) {
  const attached = await world.store.attachCall(call);
  if (attached.outcome === "active") {
    const { deadline, limitSeconds, callId } = attached;
    const { startSegment } = world;
    if (startSegment !== null && call.plan !== null && typeof callId === "string") {
      const started = startSegment(callId, null);
      world.background("watch_call", async () => void (await started));
      await Promise.race([started, world.wait(ATTACH_PATIENCE_MS)]);
    }
    return { deadline, limitSeconds };
  }
  throw new ProblemError("conflict", "The session ended while its call was being made. Try again.");
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

function toPlan(scenario: StoredScenario, seed: number, wishes: CallWishes): CallPlan {
  const hidden = PrivatePart.parse(scenario.private);
  const shown = PublicPart.parse(scenario.public);
  const { variables, learnerName } = wishes;
  return {
    instructions: compileInstructions(
      { language: scenario.language, public: shown, private: hidden },
      { scenarioId: scenario.id, variables, seed, learnerName },
    ),
    voice: hidden.persona.voice,
    language: scenario.language,
    input: wishes.input,
    safetyIdentifier: wishes.learnerKey,
  };
}
