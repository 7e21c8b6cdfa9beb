import type { CallResponse, SessionResponse } from "../_shared/contract/session.ts";

/** Nothing on the way may hold the first line back, as whatever compresses or collects does. */
const HEADERS = {
  "content-type": "application/json",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
} as const;

/**
 * The `201` of a call. Its JSON is sent at once, as one line, and the body ends when the call is listened to: a
 * page sets its connection up meanwhile, and lets the customer speak when both are there.
 */
export function answerCall(
  body: SessionResponse | CallResponse,
  watched: Promise<void> | null,
): Response {
  if (watched === null) return Response.json(body, { status: 201 });
  const text = new TextEncoder().encode(`${JSON.stringify(body)}\n`);
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(text);
      await watched;
      controller.close();
    },
  });
  return new Response(stream, { status: 201, headers: HEADERS });
}
