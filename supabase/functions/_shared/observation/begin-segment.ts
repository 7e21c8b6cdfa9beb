import { z } from "zod";
import type { Background } from "../runtime/http/background.ts";
import { ProblemError } from "../runtime/http/problem-error.ts";
import { Segment, type SegmentWorld } from "./segment.ts";

/** What a function needs in which segments run. */
export interface WatchWorld extends SegmentWorld {
  readonly background: Background;
  /** Aborts when this worker is about to go. */
  readonly leaving: () => AbortSignal;
}

/** Which call, and who has watched it until now. */
export interface SegmentOrder {
  readonly callId: string;
  /** The segment that hands the call over, while it still watches; null for the first one. */
  readonly predecessor: string | null;
  readonly requestId?: string;
}

/** Whether a segment was begun, or why none is needed. */
export interface BegunSegment {
  readonly outcome: "watching" | "busy" | "over";
  /** Fulfils once the segment listens, or has given up trying. */
  readonly attached: Promise<void>;
}

/** Begins to watch a call where this function runs; fulfils once it listens, or nothing came of it. */
export type WatchCall = (callId: string) => Promise<void>;

const PlanSchema = z.object({
  model: z.string(),
  transcriptionModel: z.string(),
  settings: z.record(z.string(), z.unknown()),
});

/**
 * Leases one call and watches it in the background for a bounded time. Asking twice is harmless: a call is held by
 * one segment, and by two only while it is handed over.
 * @throws {ProblemError} not_found where there is no such observed call
 */
export async function beginSegment(world: WatchWorld, order: SegmentOrder): Promise<BegunSegment> {
  const { callId, predecessor, requestId } = order;
  const holder = crypto.randomUUID();
  const claim = await world.store.claimObservation(callId, holder, predecessor);
  if (claim.outcome === "call_unknown") {
    throw new ProblemError("not_found", "There is no such observed call.", { field: "callId" });
  }
  if (claim.outcome !== "claimed") return { outcome: claim.outcome, attached: Promise.resolve() };
  const { outcome: _outcome, plan, ...call } = claim;
  const segment = new Segment(world, { callId, holder, ...call, plan: PlanSchema.parse(plan) });
  world.log("info", "segment_started", { requestId, callId, sessionId: call.sessionId });
  world.background("watch_call", async () => {
    const outcome = await segment.run(world.leaving());
    world.log("info", "segment_ended", { callId, outcome });
  });
  return { outcome: "watching", attached: segment.attached };
}
