import { createHashLearner } from "../../functions/_shared/identity/learner-key.ts";
import { CommandError } from "../command.ts";
import type { AdminContext } from "./admin-command.ts";

/** As what limits and records know the learner of a token's `sub`. @throws {CommandError} without the secret. */
export function hashSubject({ environment }: AdminContext, subject: string): string {
  const secret = environment["LEARNER_HASH_SECRET"] ?? "";
  if (secret.length < 32) {
    throw new CommandError(
      "LEARNER_HASH_SECRET is missing: without it no learner is found by `sub`. Set it as in the " +
        "functions' secrets, or name the learner by id or session id.",
    );
  }
  return createHashLearner(secret)("token", subject);
}
