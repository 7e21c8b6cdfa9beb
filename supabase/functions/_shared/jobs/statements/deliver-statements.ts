import { openAuthorization } from "../../identity/record-store-credentials.ts";
import type { Log } from "../../runtime/telemetry/log.ts";
import type { ClaimedStatements, StatementStore } from "../../store/statements.ts";
import {
  type Attempt,
  type SettledDeliveries,
  settleDeliveries,
} from "../deliveries/settle-deliveries.ts";
import {
  assertWebhookTarget,
  type ResolveHost,
  WebhookTargetError,
} from "../webhooks/webhook-target.ts";
import { explainRecordFault } from "./explain-record-fault.ts";
import { putStatement, type RecordStore, type Told } from "./record-store.ts";
import { type Statement, toStatements } from "./to-statements.ts";

/** What telling record stores needs of the world. */
export interface StatementWorld {
  readonly store: StatementStore;
  /** LEARNER_TOKEN_KEY, which credentials are sealed with; null where it is not set. */
  readonly masterKey: string | null;
  /** True where a store may be on this machine. */
  readonly allowLocal: boolean;
  readonly fetch: RecordStore["fetch"];
  readonly resolveHost: ResolveHost;
  readonly now: () => Date;
  readonly log: Log;
}

/** All that one delivery may take; its lease is longer, so that nobody sends it beside. */
const DELIVERY_MS = 60_000;
const LEASE_SECONDS = 90;
/** A practice has some twenty statements: so few deliveries go at once, and of each so few statements. */
const ROUND = 10;
const AT_ONCE = 4;
/** No further round is begun after this. */
const ROUNDS_MS = 40_000;

/** Takes up to `batch` deliveries of practices from the queue, and tells each site's record store. */
export async function deliverStatements(
  world: StatementWorld,
  batch: number,
): Promise<SettledDeliveries> {
  const total = { done: 0, queued: 0, failed: 0 };
  const lastStartMs = world.now().getTime() + ROUNDS_MS;
  for (let left = batch; left > 0 && world.now().getTime() <= lastStartMs; left -= ROUND) {
    const { deliveries } = await world.store.claimStatements(Math.min(left, ROUND), LEASE_SECONDS);
    if (deliveries.length === 0) break;
    const waits = new Map<string, number>();
    const settled = await settleDeliveries(world, deliveries, {
      send: async (delivery) => {
        const { waitSeconds, ...attempt } = await tell(world, delivery);
        if (waitSeconds !== undefined) waits.set(delivery.id, waitSeconds);
        return attempt;
      },
      givenUp: "statements_given_up",
      explain: explainRecordFault,
    });
    for (const [id, seconds] of waits) await world.store.postponeDelivery(id, seconds);
    total.done += settled.done;
    total.queued += settled.queued;
    total.failed += settled.failed;
  }
  return total;
}

type TellingAttempt = Attempt & Pick<Told, "waitSeconds">;

async function tell(world: StatementWorld, delivery: ClaimedStatements): Promise<TellingAttempt> {
  const { endpoint, sealedCredentials, siteId } = delivery;
  if (endpoint === null || sealedCredentials === null)
    return { error: "switched_off", retry: false };
  if (world.masterKey === null) return { error: "no_key", retry: true };
  const { masterKey, fetch, resolveHost, allowLocal } = world;
  const authorization = await openAuthorization(masterKey, siteId, sealedCredentials).catch(
    () => null,
  );
  if (authorization === null) return { error: "credentials_sealed", retry: true };
  try {
    await assertWebhookTarget(endpoint, resolveHost, allowLocal);
  } catch (error) {
    return { error: toReason(error), retry: true };
  }
  const signal = AbortSignal.timeout(DELIVERY_MS);
  return await tellAll({ endpoint, authorization, fetch, signal }, toStatements(delivery));
}

/** A few at a time. What would come after one that stops is left for the next attempt; what was taken is known by its id. */
async function tellAll(
  store: RecordStore,
  statements: readonly Statement[],
): Promise<TellingAttempt> {
  let worst: Told = { error: null, retry: false, stops: false };
  for (let from = 0; from < statements.length && !worst.stops; from += AT_ONCE) {
    const few = statements.slice(from, from + AT_ONCE);
    const told = await Promise.all(few.map((statement) => tellOne(store, statement)));
    worst = [worst, ...told].reduce((one, other) => (weigh(other) > weigh(one) ? other : one));
  }
  const { stops: _stops, ...attempt } = worst;
  return attempt;
}

async function tellOne(store: RecordStore, statement: Statement): Promise<Told> {
  try {
    return await putStatement(store, statement);
  } catch (error) {
    return { error: toReason(error), retry: true, stops: true };
  }
}

/** What may still be taken goes again, whatever else was refused: the refusal comes again too. */
function weigh({ error, retry, stops }: Told): number {
  if (error === null) return 0;
  return 1 + (retry ? 1 : 0) + (stops ? 2 : 0);
}

function toReason(error: unknown): string {
  if (error instanceof WebhookTargetError) return error.message;
  return error instanceof DOMException && error.name === "TimeoutError" ? "timeout" : "unreachable";
}
