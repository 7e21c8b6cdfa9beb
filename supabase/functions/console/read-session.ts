import { hashSecret } from "../_shared/identity/secrets.ts";
import { readBearer } from "../_shared/runtime/http/read-bearer.ts";
import { signedOut } from "./refusals.ts";

const FORM = /^[\w-]{43}$/;

/** As what the database knows the session of a request. @throws {ProblemError} caller_unauthorized without one. */
export function readSessionHash(request: Request): string {
  const token = readBearer(request);
  if (!FORM.test(token)) throw signedOut();
  return hashSecret(token);
}
