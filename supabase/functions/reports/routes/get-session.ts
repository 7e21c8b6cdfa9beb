import { z } from "zod";
import type { Result } from "../../_shared/contract/result.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import type { ResultFunctions } from "../../_shared/store/results.ts";
import { keyUnknown, readKeyHash, tooManyRequests } from "../read-key.ts";

const SessionId = z.uuid();

/** `GET /reports/sessions/:id`: one session, from its start on. Another site's is answered as one that never was. */
export function createGetSession(store: ResultFunctions) {
  return async (request: Request, sessionId: string): Promise<Response> => {
    const keyHash = readKeyHash(request);
    if (!SessionId.safeParse(sessionId).success) throw sessionUnknown();
    const found = await store.getResult(keyHash, sessionId);
    switch (found.outcome) {
      case "ok": {
        const result: Result = found.result;
        return Response.json(result);
      }
      case "session_unknown":
        throw sessionUnknown();
      case "key_unknown":
        throw keyUnknown();
      case "too_many_requests":
        throw tooManyRequests(found.retryAfterSeconds);
    }
  };
}

function sessionUnknown(): ProblemError {
  return new ProblemError("not_found", "The site of this key has no such session.");
}
