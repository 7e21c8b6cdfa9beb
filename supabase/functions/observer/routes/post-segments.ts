import { z } from "zod";
import { assertBearer } from "../../_shared/runtime/http/assert-bearer.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import type { RequestContext } from "../../_shared/runtime/http/serve.ts";
import { beginSegment, type BegunSegment } from "../../_shared/observation/begin-segment.ts";
import type { ObserverWorld } from "../observer-world.ts";

const MAX_BODY_BYTES = 1_024;
/** Whoever starts a segment waits no longer than this for it to listen. */
const ATTACH_PATIENCE_MS = 2_700;

const SegmentRequest = z.strictObject({
  callId: z.uuid(),
  /** The segment that hands the call over, while it still watches. */
  predecessor: z.nullable(z.uuid()).default(null),
});

/** Whether this request began a segment, or why none is needed. */
export type SegmentResult = Pick<BegunSegment, "outcome">;

/**
 * `POST /observer/segments`: leases one call and watches it in the background for a bounded time. Answers
 * once it listens, or when that takes long.
 */
export function createPostSegments(world: ObserverWorld) {
  return async (request: Request, { requestId }: RequestContext): Promise<Response> => {
    await assertBearer(request, "SUPABASE_SECRET_KEYS", world.serviceKeys);
    const { callId, predecessor } = await readJson(request, SegmentRequest, MAX_BODY_BYTES);
    const { outcome, attached } = await beginSegment(world, { callId, predecessor, requestId });
    const patience = new AbortController();
    await Promise.race([attached, world.clock.wait(ATTACH_PATIENCE_MS, patience.signal)]);
    patience.abort();
    const result: SegmentResult = { outcome };
    return Response.json(result, { status: outcome === "watching" ? 202 : 200 });
  };
}
