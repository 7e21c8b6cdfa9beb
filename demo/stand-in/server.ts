import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanup } from "node-datachannel";
import { CallRegistry, type CallScenes } from "./calls.ts";
import { systemClock } from "./clock.ts";
import { FaultStore } from "./faults/fault-store.ts";
import type { Faults } from "./faults/faults.ts";
import { ModelEar } from "./hearing/ear.ts";
import { createToneReader } from "./hearing/tones.ts";
import type { CreateResponse } from "./http/context.ts";
import { createRequestHandler } from "./http/router.ts";
import { NdcPeer } from "./media/ndc-peer.ts";
import { createOpusCodec } from "./media/opus.ts";
import { EphemeralKeys } from "./realtime/ephemeral-keys.ts";
import { createResponse } from "./responses/create-response.ts";
import { SceneLibrary } from "./scene/scene-library.ts";
import type { Scene } from "./scene/scene.ts";
import { createCertificate } from "./sideband/certificate.ts";
import { SidebandServer } from "./sideband/sideband-server.ts";
import { SpeechService } from "./voice/speech-service.ts";
import type { Voice } from "./voice/voice.ts";

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
  /** How fast every customer speaks, by the pace that its session asks for; default 1. */
  readonly pace?: number;
  /**
   * True lets it understand real English speech, for which it loads a model of 400 MB with the first English call;
   * default false.
   */
  readonly hearing?: boolean;
  /** Default: the scenarios of this repository, chosen by the instructions. */
  readonly createScene?: (instructions: string) => Scene;
  /** Default: the rehearsal's scorer. */
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

/** Peers of this process, which the WebRTC library must be told to let go of once nobody needs them. */
let running = 0;

/**
 * Starts a local OpenAI Realtime and waits until it is warm.
 * @throws {Error} where a port is taken or the voice cannot be loaded
 */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const host = options.host ?? DEFAULT_HOST;
  running += 1;
  const releases: (() => unknown)[] = [releasePeers];
  const stop = async () => {
    for (const release of releases.splice(0).reverse()) await release();
  };
  try {
    const directory = await openCertificateDirectory(options.certificateDirectory, releases);
    const certificate = await createCertificate(directory, host);
    const speech = await SpeechService.start();
    releases.push(() => speech.stop());
    const ear = options.hearing === true ? new ModelEar() : null;
    releases.push(() => ear?.stop());
    const services = await createServices(options, { host, speech, ear });
    releases.push(() => {
      services.calls.endAll();
    });
    const plain = createServer(services.handle);
    const secure = createSecureServer(
      { key: certificate.key, cert: certificate.cert },
      services.handle,
    );
    const port = await listen(plain, options.port ?? 0, { host, services, releases });
    const securePort = await listen(secure, options.securePort ?? 0, { host, services, releases });
    await warmUp(speech);
    return {
      url: `http://${host}:${port}`,
      secureUrl: `https://${host}:${securePort}`,
      sidebandUrl: `wss://${host}:${securePort}/v1/realtime`,
      certificateFile: certificate.authorityFile,
      calls: services.calls,
      faults: services.faults,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Services {
  readonly calls: CallRegistry;
  readonly faults: FaultStore;
  readonly sideband: SidebandServer;
  readonly handle: ReturnType<typeof createRequestHandler>;
}

async function createServices(
  options: StandInOptions,
  { host, speech, ear }: { host: string; speech: SpeechService; ear: ModelEar | null },
): Promise<Services> {
  const apiKey = options.apiKey ?? DEFAULT_API_KEY;
  const calls = new CallRegistry({
    clock: systemClock,
    host,
    voice: quicken(speech, options.pace ?? 1),
    matcher: speech,
    ear,
    ...(await chooseScenes(options)),
    createPeer: (events) => new NdcPeer(host, events),
    createCodec: createOpusCodec,
    createToneReader,
  });
  const faults = new FaultStore(options.faults);
  const handle = createRequestHandler({
    apiKey,
    calls,
    faults,
    keys: new EphemeralKeys(systemClock),
    createResponse:
      options.createResponse ?? ((body) => createResponse(body, Date.now(), faults.current.scorer)),
  });
  return { calls, faults, handle, sideband: new SidebandServer(calls, apiKey) };
}

/** The folder that was asked for, or one of its own that goes at the end. */
async function openCertificateDirectory(
  chosen: string | undefined,
  releases: (() => unknown)[],
): Promise<string> {
  if (chosen !== undefined) return chosen;
  const directory = await mkdtemp(join(tmpdir(), "stand-in-"));
  releases.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** The customers that were given, or those of the scenario files, read once before the first call. */
async function chooseScenes({ createScene }: StandInOptions): Promise<CallScenes> {
  if (createScene) return { createScene, refreshScenes: () => Promise.resolve() };
  const library = new SceneLibrary();
  await library.refresh();
  return {
    createScene: (instructions) => library.createScene(instructions),
    refreshScenes: () => library.refresh(),
  };
}

function quicken(voice: Voice, pace: number): Voice {
  return {
    render: (text, manner) => voice.render(text, { ...manner, speed: manner.speed * pace }),
  };
}

/** Loads what the first call would otherwise wait for. */
async function warmUp(speech: SpeechService): Promise<void> {
  const [codec, toneReader] = await Promise.all([createOpusCodec(), createToneReader()]);
  codec.free();
  toneReader.free();
  for (const language of ["en", "fr"])
    await speech.render("Bonjour.", { language, voice: "marin", speed: 1 });
}

async function listen(
  server: Server,
  port: number,
  { host, services, releases }: { host: string; services: Services; releases: (() => unknown)[] },
): Promise<number> {
  server.on("upgrade", (request, socket, head) => {
    services.sideband.upgrade(request, socket, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  releases.push(() => {
    services.sideband.close();
    return closeServer(server);
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
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
