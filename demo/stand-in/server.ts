import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanup } from "node-datachannel";
import { CallRegistry } from "./calls.ts";
import { systemClock } from "./clock.ts";
import { FaultStore } from "./faults/fault-store.ts";
import type { Faults } from "./faults/faults.ts";
import { createGenericScene } from "./generic-scene.ts";
import { createToneReader } from "./hearing/tones.ts";
import type { CreateResponse } from "./http/context.ts";
import { createRequestHandler } from "./http/router.ts";
import { NdcPeer } from "./media/ndc-peer.ts";
import { createOpusCodec } from "./media/opus.ts";
import { createErrorEnvelope } from "./realtime/errors.ts";
import { EphemeralKeys } from "./realtime/ephemeral-keys.ts";
import type { Scene } from "./scene/scene.ts";
import { createCertificate } from "./sideband/certificate.ts";
import { SidebandServer } from "./sideband/sideband-server.ts";
import { SpeechService } from "./voice/speech-service.ts";

/** How a stand-in is started; every option has a default fit for tests. */
export interface StandInOptions {
  /** Address of HTTP, sideband and media. Default 127.0.0.1. */
  readonly host?: string;
  /** Port of plain HTTP and WebSocket; 0, the default, takes a free one. */
  readonly port?: number;
  /** Port of the same over TLS, which the `openai` SDK's sideband demands; default 0. */
  readonly securePort?: number;
  /** The project key that callers must show. Default `sk-standin`. */
  readonly apiKey?: string;
  /** Where the authority's certificate is written; default a new folder that goes at the end. */
  readonly certificateDirectory?: string;
  readonly faults?: Partial<Faults>;
  readonly createScene?: (instructions: string) => Scene;
  readonly createResponse?: CreateResponse;
}

/** A running stand-in. */
export interface StandIn {
  /** Plain HTTP, without `/v1`. */
  readonly url: string;
  /** The same over TLS, for clients that trust `certificateFile`. */
  readonly secureUrl: string;
  /** `wss:` address of the sideband, without its `call_id`. */
  readonly sidebandUrl: string;
  /** PEM file of the authority, for NODE_EXTRA_CA_CERTS or DENO_CERT. */
  readonly certificateFile: string;
  readonly calls: CallRegistry;
  readonly faults: FaultStore;
  stop(): Promise<void>;
}

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_API_KEY = "sk-standin";

let running = 0;

/**
 * Starts a local OpenAI Realtime and waits until it is warm.
 * @throws {Error} where a port is taken or the voice cannot be loaded
 */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const host = options.host ?? DEFAULT_HOST;
  const apiKey = options.apiKey ?? DEFAULT_API_KEY;
  const ownDirectory =
    options.certificateDirectory === undefined ? await mkdtemp(join(tmpdir(), "stand-in-")) : null;
  const certificate = await createCertificate(
    options.certificateDirectory ?? ownDirectory ?? tmpdir(),
    host,
  );
  const speech = await SpeechService.start();
  const calls = new CallRegistry({
    clock: systemClock,
    host,
    voice: speech,
    matcher: speech,
    createScene: options.createScene ?? createGenericScene,
    createPeer: (events) => new NdcPeer(host, events),
  });
  const faults = new FaultStore(options.faults);
  const sideband = new SidebandServer(calls, apiKey);
  const handle = createRequestHandler({
    apiKey,
    calls,
    faults,
    keys: new EphemeralKeys(systemClock),
    createResponse: options.createResponse ?? refuseResponse,
  });
  const plain = createServer(handle);
  const secure = createSecureServer({ key: certificate.key, cert: certificate.cert }, handle);
  for (const server of [plain, secure])
    server.on("upgrade", (request, socket, head) => {
      sideband.upgrade(request, socket, head);
    });
  const stop = async () => {
    calls.endAll();
    sideband.close();
    await Promise.all([closeServer(plain), closeServer(secure), speech.stop()]);
    if (ownDirectory !== null) await rm(ownDirectory, { recursive: true, force: true });
    await releasePeers();
  };
  running += 1;
  try {
    const ports = await Promise.all([
      listen(plain, options.port ?? 0, host),
      listen(secure, options.securePort ?? 0, host),
      warmUp(speech),
    ]);
    return {
      url: `http://${host}:${ports[0]}`,
      secureUrl: `https://${host}:${ports[1]}`,
      sidebandUrl: `wss://${host}:${ports[1]}/v1/realtime`,
      certificateFile: certificate.authorityFile,
      calls,
      faults,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Loads what the first call would otherwise wait for. */
async function warmUp(speech: SpeechService): Promise<void> {
  const [codec, toneReader] = await Promise.all([createOpusCodec(), createToneReader()]);
  codec.free();
  toneReader.free();
  for (const language of ["en", "fr"])
    await speech.render("Bonjour.", { language, voice: "marin", speed: 1 });
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address: AddressInfo | string | null = server.address();
      if (address === null || typeof address === "string")
        reject(new Error("The server has no port."));
      else resolve(address.port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

/** Without this the library's threads keep the process alive; peers close shortly after their call. */
async function releasePeers(): Promise<void> {
  running -= 1;
  await new Promise((resolve) => setTimeout(resolve, PEER_CLOSING_MS));
  if (running === 0) cleanup();
}

const PEER_CLOSING_MS = 200;

function refuseResponse() {
  const message = "This stand-in was started without a scorer: /v1/responses is not served.";
  return { status: 501, body: createErrorEnvelope(message, { code: "not_implemented" }) };
}
