import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { importJWK, SignJWT } from "jose";
import { gatewayReady, spawnGateway } from "../../../demo/platform/gateway-process.ts";
import { createKeys, type PlatformKeys } from "../../../demo/platform/keys.ts";
import { freePort } from "./free-port.ts";
import { createScratchFolder } from "./scratch-folder.ts";

/** The gateway on a free port, with functions that the test brought. */
export interface TestGateway {
  readonly url: string;
  readonly keys: PlatformKeys;
  /** What it printed. */
  readonly log: () => string;
  /** Signs a user token of the local project. */
  readonly sign: (claims: Record<string, unknown>, expiresAt?: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the gateway before a database.
 *
 * @param functions Source text of each function's `index.ts`.
 */
export async function startTestGateway(
  databaseUrl: string,
  functions: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<TestGateway> {
  const folder = await createScratchFolder();
  for (const [name, source] of Object.entries(functions)) {
    await mkdir(path.join(folder.path, name));
    await writeFile(path.join(folder.path, name, "index.ts"), source);
  }
  const keys = await createKeys();
  const gateway = await spawnGateway({
    port: await freePort(),
    databaseUrl,
    keys,
    environment: { ...process.env, GREETING: "bonjour", ...environment },
    functionsFolder: folder.path,
  });
  const stop = async (): Promise<void> => {
    await gateway.stop();
    await folder.remove();
  };
  try {
    const url = await gatewayReady(gateway);
    return { url, keys, log: () => gateway.log.text, sign: createSigner(keys, url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function createSigner(keys: PlatformKeys, url: string): TestGateway["sign"] {
  return async (claims, expiresAt = "1h") =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: keys.privateJwk.kid ?? "", typ: "JWT" })
      .setSubject("00000000-0000-0000-0000-00000000000a")
      .setAudience("authenticated")
      .setIssuer(`${url}/auth/v1`)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(await importJWK(keys.privateJwk, "ES256"));
}
