import { deriveSecret, toBase64 } from "./derive-secret.ts";

const IV_BYTES = 12;

/**
 * Seals a text with a secret of `masterKey`, so that a copy of the database opens none. `label` says what it is for, its
 * purpose first: sealed for one thing, it opens for no other.
 */
export async function sealText(
  masterKey: string,
  label: readonly string[],
  text: string,
): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await keyOf(masterKey, label);
  const bytes = new TextEncoder().encode(text);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes);
  return `${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`;
}

/** Opens what was sealed. @throws {Error} where `masterKey` or `label` is not the one that it was sealed with. */
export async function openText(
  masterKey: string,
  label: readonly string[],
  sealed: string,
): Promise<string> {
  const [iv = "", text = ""] = sealed.split(".");
  const key = await keyOf(masterKey, label);
  const bytes = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: fromBase64(iv) },
    key,
    fromBase64(text),
  );
  return new TextDecoder().decode(bytes);
}

async function keyOf(masterKey: string, label: readonly string[]): Promise<CryptoKey> {
  const secret = await deriveSecret(masterKey, label);
  return crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
