import { deriveSecret, toBase64 } from "./derive-secret.ts";

/**
 * The secret with which a site's backend signs learner tokens (HS256), as text. It is derived and stored
 * nowhere: a copy of the database holds only the name `kid`, which is worth nothing without `masterKey`.
 * @param masterKey LEARNER_TOKEN_KEY of the functions; a new one replaces every site's secrets.
 */
export async function deriveTokenSecret(
  masterKey: string,
  siteId: string,
  kid: string,
): Promise<string> {
  return toBase64(await deriveSecret(masterKey, ["learner-token", siteId, kid]))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
