import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK } from "jose";
import { deriveSecret, toBase64 } from "./derive-secret.ts";

/** The one algorithm that learning platforms take. */
export const TOOL_ALGORITHM = "RS256";

/** A key with which this tool signs for learning platforms, as the database keeps it. */
export interface ToolKey {
  readonly kid: string;
  readonly publicJwk: JWK;
  /** The private key, sealed. */
  readonly sealedKey: string;
}

const IV_BYTES = 12;

/** Makes a key, and seals its private half with a secret of `masterKey`: a copy of the database opens none. */
export async function createToolKey(masterKey: string): Promise<ToolKey> {
  const kid = crypto.randomUUID();
  const pair = await generateKeyPair(TOOL_ALGORITHM, { modulusLength: 2_048, extractable: true });
  const { kty = "RSA", n = "", e = "" } = await exportJWK(pair.publicKey);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = new TextEncoder().encode(await exportPKCS8(pair.privateKey));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv },
    await sealOf(masterKey, kid),
    text,
  );
  return {
    kid,
    publicJwk: { kty, n, e, kid, alg: TOOL_ALGORITHM, use: "sig" },
    sealedKey: `${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`,
  };
}

/** Opens a private key, to sign with. @throws {Error} where `masterKey` is not the one that it was sealed with. */
export async function openToolKey(
  masterKey: string,
  { kid, sealedKey }: Pick<ToolKey, "kid" | "sealedKey">,
): ReturnType<typeof importPKCS8> {
  const [iv = "", sealed = ""] = sealedKey.split(".");
  const text = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: fromBase64(iv) },
    await sealOf(masterKey, kid),
    fromBase64(sealed),
  );
  return importPKCS8(new TextDecoder().decode(text), TOOL_ALGORITHM);
}

async function sealOf(masterKey: string, kid: string): Promise<CryptoKey> {
  const secret = await deriveSecret(masterKey, ["lti-key", kid]);
  return crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
