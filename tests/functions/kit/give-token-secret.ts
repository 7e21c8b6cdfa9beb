import type postgres from "postgres";
import { deriveTokenSecret } from "../../../supabase/functions/_shared/identity/token-secret.ts";
import { LEARNER_TOKEN_KEY } from "./coach-harness.ts";
import { callFunction } from "./database-site.ts";
import { signToken, tokenClaims } from "./sign-token.ts";

/** Lets the site's backend sign: switches tokens on and returns what signs one for a learner. */
export async function giveTokenSecret(
  sql: postgres.Sql,
  embedKey: string,
  mode: "optional" | "required",
) {
  const changes = { learner_token_mode: mode };
  await callFunction(sql, "update_site", { p_site: embedKey, p_changes: changes, p_actor: "test" });
  const parameters = { p_site: embedKey, p_overlap_seconds: 0, p_actor: "test" };
  const { site_id: siteId, kid } = await callFunction(sql, "rotate_token_key", parameters);
  const secret = await deriveTokenSecret(LEARNER_TOKEN_KEY, String(siteId), String(kid));
  return (changes: Readonly<Record<string, unknown>> = {}) =>
    signToken(tokenClaims(Date.now(), { iss: embedKey, ...changes }), { kid }, secret);
}
