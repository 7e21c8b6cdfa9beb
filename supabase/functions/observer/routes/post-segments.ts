import { z } from "zod";
import { assertBearer } from "../../_shared/runtime/http/assert-bearer.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import type { RequestContext } from "../../_shared/runtime/http/serve.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import { Segment } from "../../_shared/observation/segment.ts";
import type { ObserverWorld } from "../observer-world.ts";

const MAX_BODY_BYTES = 1_024;
/** Whoever starts a segment waits no longer than this for it to listen. */
const ATTACH_PATIENCE_MS = 2_700;

const SegmentRequest = z.strictObject({
  callId: z.uuid(),
  /** The segment that hands the call over, while it still watches. */
  predecessor: z.nullable(z.uuid()).default(null),
});

const PlanSchema = z.object({
  model: z.string(),
  transcriptionModel: z.string(),
  settings: z.record(z.string(), z.unknown()),
});

/** Whether this request began a segment, or why none is needed. */
export interface SegmentResult {
  readonly outcome: "watching" | "busy" | "over";
}

/**
 * `POST /observer/segments`: leases one call and watches it in the background for a bounded time. Answers
 * once it listens, or when that takes long.
 * Asking twice is harmless: a call is held by one segment, and by two only while it is handed over.
 */
export function createPostSegments(world: ObserverWorld) {
  return async (request: Request, { requestId }: RequestContext): Promise<Response> => {
    await assertBearer(request, "SUPABASE_SECRET_KEYS", world.serviceKeys);
    const { callId, predecessor } = await readJson(request, SegmentRequest, MAX_BODY_BYTES);
    const holder = crypto.randomUUID();
    const claim = await world.store.claimObservation(callId, holder, predecessor);
    if (claim.outcome === "call_unknown") {
      throw new ProblemError("not_found", "There is no such observed call.", { field: "callId" });
    }
    const result: SegmentResult = {
      outcome: claim.outcome === "claimed" ? "watching" : claim.outcome,
    };
    if (claim.outcome === "claimed") {
      const { outcome: _outcome, plan, ...call } = claim;
      const claimed = { callId, holder, ...call, plan: PlanSchema.parse(plan) };
      world.log("info", "segment_started", { requestId, callId, sessionId: call.sessionId });
      const segment = new Segment(world, claimed);
      world.background("watch_call", async () => {
        const outcome = await segment.run(world.leaving());
        world.log("info", "segment_ended", { callId, outcome });
      });
      const patience = new AbortController();
      await Promise.race([segment.attached, world.clock.wait(ATTACH_PATIENCE_MS, patience.signal)]);
      patience.abort();
    }
    return Response.json(result, { status: claim.outcome === "claimed" ? 202 : 200 });
  };
}
