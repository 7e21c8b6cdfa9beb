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
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = new TextEncoder().encode(masterKey);
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  const label = new TextEncoder().encode(JSON.stringify(["learner-token", siteId, kid]));
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", key, label));
  return btoa(String.fromCharCode(...digest))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
