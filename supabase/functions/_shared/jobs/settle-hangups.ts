import type { Store } from "../store/store.ts";
import type { RealtimeProvider } from "../providers/realtime-provider.ts";

/** A hang-up that waits in the database until the provider confirmed it. */
export interface QueuedHangup {
  readonly id: number;
  readonly providerCallId: string;
}

/** What hanging up needs of the world. */
export interface HangupWorld {
  readonly store: Store;
  readonly provider: RealtimeProvider;
}

/** How many hang-ups were confirmed, and how many wait for another attempt. */
export interface SettledHangups {
  readonly done: number;
  readonly queued: number;
}

/** Longer than the provider's timeout, so that no two callers hang up the same call at once. */
const LEASE_SECONDS = 30;

/** Hangs up each call at the provider and notes the result. All at once: a batch is small. */
export async function settleHangups(
  { store, provider }: HangupWorld,
  hangups: readonly QueuedHangup[],
): Promise<SettledHangups> {
  const results = await Promise.all(
    hangups.map(async ({ id, providerCallId }) => {
      const error = await hangUp(provider, providerCallId);
      await store.settleHangup(id, { done: error === null, error });
      return error === null;
    }),
  );
  const done = results.filter(Boolean).length;
  return { done, queued: results.length - done };
}

/** Takes up to `batch` hang-ups that are due from the queue and settles them. */
export async function drainHangups(world: HangupWorld, batch: number): Promise<SettledHangups> {
  const { hangups } = await world.store.claimHangups(batch, LEASE_SECONDS);
  return settleHangups(world, hangups);
}

/** The reason of a failure, without the provider's text; null when the call is gone. */
async function hangUp(provider: RealtimeProvider, providerCallId: string): Promise<string | null> {
  try {
    await provider.hangUp(providerCallId);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : "unknown";
  }
}
