import path from "node:path";
import { loadSecrets } from "../../../demo/platform/local-secrets.ts";
import type { Platform } from "../../../demo/platform/platform.ts";
import { spawnStandIn, standInReady } from "../../../demo/platform/stand-in-process.ts";
import { openDelayedWay } from "./delayed-way.ts";
import { freePort } from "./free-port.ts";
import { createScratchFolder } from "./scratch-folder.ts";
import { startTestPlatform } from "./test-platform.ts";

/** How far the places are from each other, in milliseconds a round trip, and how long functions take to wake up. */
export interface Distances {
  readonly browserToFunction: number;
  readonly functionToProvider: number;
  readonly browserToProvider: number;
  readonly wakingMs: Readonly<Record<string, number>>;
}

/** The product with its parts as far from each other as they are when it is hosted. */
export interface HostedPlatform {
  readonly platform: Platform;
  /** Origins as a browser sees them. */
  readonly api: string;
  readonly provider: string;
  readonly providerKey: string;
  readonly stop: () => Promise<void>;
}

/** Starts it. Media is as far away as the rest of the provider, in packets that a relay holds back. */
export async function startHostedPlatform(distances: Distances): Promise<HostedPlatform> {
  const release: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const free of release.splice(0).reverse()) await free();
  };
  const openWay = async (port: number, roundTripMs: number): Promise<string> => {
    const way = await openDelayedWay(port, roundTripMs);
    release.push(way.stop);
    return `127.0.0.1:${way.port}`;
  };
  const scratch = await createScratchFolder();
  release.push(scratch.remove);
  try {
    const stateFolder = path.join(scratch.path, "state");
    const certificateFolder = path.join(scratch.path, "stand-in");
    const { providerKey } = await loadSecrets(stateFolder);
    const [port, securePort] = [await freePort(), await freePort()];
    const network = { delayMs: distances.browserToProvider / 2 };
    const standIn = spawnStandIn({
      ...{ port, securePort, certificateFolder, apiKey: providerKey },
      environment: { ...process.env, STANDIN_FAULTS: JSON.stringify({ network }) },
    });
    release.push(standIn.stop);
    await standInReady(standIn, port);
    const { functionToProvider, browserToFunction, browserToProvider, wakingMs } = distances;
    const environment = {
      ...process.env,
      OPENAI_API_KEY: providerKey,
      OPENAI_BASE_URL: `http://${await openWay(port, functionToProvider)}/v1`,
      OPENAI_SIDEBAND_URL: `https://${await openWay(securePort, functionToProvider)}/v1`,
      DENO_CERT: path.join(certificateFolder, "authority.pem"),
      FUNCTIONS_WAKING_MS: JSON.stringify(wakingMs),
      REHEARSAL: "true",
    };
    const platform = await startTestPlatform({ stateFolder, environment });
    release.push(platform.stop);
    const api = await openWay(Number(new URL(platform.urls.api).port), browserToFunction);
    const provider = await openWay(port, browserToProvider);
    return {
      ...{ platform, providerKey, stop },
      api: `http://${api}`,
      provider: `http://${provider}`,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
