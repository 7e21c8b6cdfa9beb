/**
 * Thirty-two bytes that only a holder of `masterKey` can tell: the secret that belongs to `label`, whose parts
 * name its purpose first. Derived and stored nowhere, so that a copy of the database is worth nothing.
 */
export async function deriveSecret(
  masterKey: string,
  label: readonly string[],
): Promise<Uint8Array<ArrayBuffer>> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(masterKey), algorithm, false, [
    "sign",
  ]);
  const text = encoder.encode(JSON.stringify(label));
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, text));
}

/** Bytes in base64 as RFC 4648 §4 writes it. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
