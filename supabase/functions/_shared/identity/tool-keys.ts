import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK } from "jose";
import { openText, sealText } from "./seal.ts";

/** The one algorithm that learning platforms take. */
export const TOOL_ALGORITHM = "RS256";

/** A key with which this tool signs for learning platforms, as the database keeps it. */
export interface ToolKey {
  readonly kid: string;
  readonly publicJwk: JWK;
  /** The private key, sealed. */
  readonly sealedKey: string;
}

/** Makes a key, and seals its private half with a secret of `masterKey`: a copy of the database opens none. */
export async function createToolKey(masterKey: string): Promise<ToolKey> {
  const kid = crypto.randomUUID();
  const pair = await generateKeyPair(TOOL_ALGORITHM, { modulusLength: 2_048, extractable: true });
  const { kty = "RSA", n = "", e = "" } = await exportJWK(pair.publicKey);
  return {
    kid,
    publicJwk: { kty, n, e, kid, alg: TOOL_ALGORITHM, use: "sig" },
    sealedKey: await sealText(masterKey, toLabel(kid), await exportPKCS8(pair.privateKey)),
  };
}

/** Opens a private key, to sign with. @throws {Error} where `masterKey` is not the one that it was sealed with. */
export async function openToolKey(
  masterKey: string,
  { kid, sealedKey }: Pick<ToolKey, "kid" | "sealedKey">,
): ReturnType<typeof importPKCS8> {
  return importPKCS8(await openText(masterKey, toLabel(kid), sealedKey), TOOL_ALGORITHM);
}

function toLabel(kid: string): readonly string[] {
  return ["lti-key", kid];
}
