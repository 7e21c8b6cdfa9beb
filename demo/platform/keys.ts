import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from "jose";

/** The local project's API keys, in the form of hosted Supabase. */
export interface PlatformKeys {
  readonly publishableKey: string;
  readonly secretKey: string;
  /** Signs user tokens of the local project. */
  readonly privateJwk: JWK;
  readonly jwks: JSONWebKeySet;
}

/** Makes new random keys and an ES256 key pair for user tokens. */
export async function createKeys(): Promise<PlatformKeys> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const meta = { kid: randomBytes(8).toString("hex"), alg: "ES256", use: "sig" };
  return {
    publishableKey: `sb_publishable_${randomBytes(16).toString("hex")}`,
    secretKey: `sb_secret_${randomBytes(16).toString("hex")}`,
    privateJwk: { ...(await exportJWK(privateKey)), ...meta },
    jwks: { keys: [{ ...(await exportJWK(publicKey)), ...meta }] },
  };
}
