import { isResultKey } from "../_shared/identity/result-key.ts";
import { hashSecret } from "../_shared/identity/secrets.ts";
import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import { readBearer } from "../_shared/runtime/http/read-bearer.ts";

/**
 * As what the database knows the key of a request.
 * @throws {ProblemError} caller_unauthorized without a key; origin_forbidden for a page, which must not hold one.
 */
export function readKeyHash(request: Request): string {
  if (request.headers.has("origin")) {
    const message = "A result key belongs on a server. Ask from there, not from a page.";
    throw new ProblemError("origin_forbidden", message);
  }
  const key = readBearer(request);
  if (!isResultKey(key)) throw keyUnknown();
  return hashSecret(key);
}

/** Says that no site is opened by the key. */
export function keyUnknown(): ProblemError {
  const message = 'Send a valid result key, as "Authorization: Bearer mr_…".';
  return new ProblemError("caller_unauthorized", message);
}

/** Says when a key that was used too often may be used again. */
export function tooManyRequests(retryAfterSeconds: number): ProblemError {
  const message = "The result key was used too often within a minute. Wait a moment.";
  return new ProblemError("limit_reached", message, { retryAfterSeconds });
}
