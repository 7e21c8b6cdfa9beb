import assert from "node:assert/strict";
import { Problem } from "../../../supabase/functions/_shared/contract/problem.ts";

/** Checks a refusal's status, code and field, and that it names its request in body and header alike. */
export async function assertProblem(
  response: Response,
  expected: { readonly status: number; readonly code: string; readonly field?: string },
): Promise<Problem> {
  const text = await response.text();
  assert.equal(response.status, expected.status, text);
  const problem = Problem.parse(JSON.parse(text));
  assert.equal(problem.code, expected.code);
  assert.equal(problem.requestId, response.headers.get("x-request-id"));
  assert.ok(problem.message.length > 10);
  if (expected.field !== undefined) assert.equal(problem.field, expected.field);
  assert.match(
    response.headers.get("access-control-expose-headers") ?? "x-request-id",
    /x-request-id/,
  );
  return problem;
}
