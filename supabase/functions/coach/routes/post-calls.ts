import { CallRequest, type CallResponse, MAX_BODY_BYTES } from "../../_shared/contract/session.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import type { RequestContext } from "../../_shared/runtime/http/serve.ts";
import { answerCall } from "../answer-call.ts";
import { assertOffer } from "../assert-offer.ts";
import { assertCaller } from "../caller.ts";
import type { CoachWorld } from "../coach-world.ts";
import { replaceCall } from "../replace-call.ts";

/**
 * `POST /coach/sessions/:id/calls`: a further call of a running session, after its connection broke or its page was
 * loaded again. Minutes and deadline stay as they are, and the body ends when the call is listened to. `409` with `retryAfterSeconds` where it comes too soon,
 * without where the session takes no more.
 */
export function createPostCalls(world: CoachWorld) {
  return async (
    request: Request,
    sessionId: string,
    { requestId }: RequestContext,
  ): Promise<Response> => {
    const body = await readJson(request, CallRequest, MAX_BODY_BYTES.session);
    await assertCaller(world.tokens, request, body.sessionToken, sessionId);
    assertOffer(body.offer);
    const replaced = await replaceCall(world, sessionId, body);
    const { talk, reached, isReplayed, watched, ...call } = replaced;
    const { remainingSeconds } = call;
    const turnCount = talk.transcript.length;
    world.log("info", "call_replaced", {
      ...{ requestId, sessionId, turnCount, remainingSeconds },
      replayed: isReplayed,
    });
    const response: CallResponse = {
      handshake: "relay",
      ...call,
      transcript: talk.transcript,
      lastSequence: talk.lastSequence,
      progress: reached.progress,
      ...(reached.tools === undefined ? {} : { tools: [...reached.tools] }),
    };
    return answerCall(response, watched);
  };
}
