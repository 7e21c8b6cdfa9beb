import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { gatewayReady, spawnGateway } from "../../../demo/platform/gateway-process.ts";
import { createKeys, type PlatformKeys } from "../../../demo/platform/keys.ts";
import { seed } from "../../../demo/platform/seed.ts";
import { startReaperTimer } from "../../../demo/platform/reaper-timer.ts";
import type { TetheredProcess } from "../../../demo/platform/tethered-process.ts";
import { awaitEnd, listDescendants } from "./process-tree.ts";
import { freePort } from "./free-port.ts";
import { createScratchFolder } from "./scratch-folder.ts";
import type { ScriptedCall } from "../provider/scripted-call.ts";
import {
  type ScriptedVoiceService,
  startScriptedVoiceService,
} from "../provider/scripted-voice-service.ts";
import { BACKEND_ORIGIN, post, soundStart } from "./test-backend.ts";
import { startTestDatabase, type TestDatabase } from "../database/test-database.ts";

/** A practice as its browser holds it. */
export interface Practice {
  readonly sessionId: string;
  readonly token: string;
  readonly call: ScriptedCall;
  /** When the browser got its answer, on the clock of `performance.now()`. */
  readonly startedAtMs: number;
}

/** The functions in a process that may be killed, before a real database and scripted calls. */
export interface ObservedBackend {
  readonly sql: postgres.Sql;
  readonly provider: ScriptedVoiceService;
  readonly start: () => Promise<Practice>;
  /** Sends what a browser sends of its session. */
  readonly send: (practice: Practice, action: string, body?: object) => Promise<number>;
  /** Ends the functions at once, as the platform does, and starts them again. */
  readonly kill: () => Promise<void>;
  readonly revive: () => Promise<void>;
  readonly startReaper: () => () => void;
  readonly reap: () => Promise<void>;
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

const GATEWAY = "demo/platform/gateway/main.ts";
const ENDING_MS = 10_000;

/** Starts it; `segmentSeconds` is how long one segment watches a call. */
export async function startObservedBackend(segmentSeconds: number): Promise<ObservedBackend> {
  const release: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const free of release.splice(0).reverse()) await free();
  };
  try {
    const folder = await createScratchFolder();
    release.push(folder.remove);
    const database = await startTestDatabase();
    release.push(database.stop);
    const provider = await startScriptedVoiceService(folder.path);
    release.push(provider.stop);
    const sql = postgres(database.url, { max: 4, onnotice: () => undefined });
    release.push(() => sql.end());
    await seed({ databaseUrl: database.url, origins: [BACKEND_ORIGIN] });
    const keys = await createKeys();
    const functions = createFunctions({ database, provider, keys, segmentSeconds });
    await functions.start();
    release.push(functions.stop);
    return { ...createBrowsers({ functions, provider, sql }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Setting {
  readonly database: TestDatabase;
  readonly provider: ScriptedVoiceService;
  readonly keys: PlatformKeys;
  readonly segmentSeconds: number;
}

interface Functions {
  readonly url: () => string;
  readonly output: () => string;
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const SCHEDULE_KEY = randomBytes(32).toString("hex");

function createFunctions({ database, provider, keys, segmentSeconds }: Setting): Functions {
  const printed: string[] = [];
  const secret = (): string => randomBytes(32).toString("hex");
  const environment = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    SESSION_TOKEN_SECRET: secret(),
    LEARNER_HASH_SECRET: secret(),
    SCHEDULE_KEY,
    OPENAI_API_KEY: "sk-test-scripted-provider",
    OPENAI_BASE_URL: provider.baseUrl,
    DENO_CERT: provider.authorityFile,
    OBSERVER_SEGMENT_SECONDS: String(segmentSeconds),
  };
  let gateway: TetheredProcess | null = null;
  let port: number | null = null;
  return {
    url: () => `http://127.0.0.1:${port ?? 0}`,
    output: () => printed.join(""),
    start: async () => {
      port ??= await freePort();
      const options = { port, databaseUrl: database.url, keys, environment };
      gateway = await spawnGateway({ ...options, onOutput: (text) => void printed.push(text) });
      await gatewayReady(gateway);
    },
    kill: async () => {
      const ours = listDescendants(process.pid).filter(({ command }) => command.includes(GATEWAY));
      for (const { pid } of ours) process.kill(pid, "SIGKILL");
      await awaitEnd(ours, ENDING_MS);
      gateway = null;
    },
    stop: async () => {
      await gateway?.stop();
    },
  };
}

function createBrowsers(stage: {
  readonly functions: Functions;
  readonly provider: ScriptedVoiceService;
  readonly sql: postgres.Sql;
}): Omit<ObservedBackend, "stop"> {
  const { functions, provider, sql } = stage;
  const base = (): string => `${functions.url()}/functions/v1`;
  return {
    sql,
    provider,
    output: functions.output,
    kill: functions.kill,
    revive: functions.start,
    startReaper: () => startReaperTimer(functions.url(), SCHEDULE_KEY, console.log),
    reap: async () => {
      const headers = { authorization: `Bearer ${SCHEDULE_KEY}` };
      await fetch(`${base()}/observer/reap`, { method: "POST", headers });
    },
    start: async () => {
      const { status, body } = await post(base(), "/coach/sessions", soundStart());
      const { sessionId, sessionToken } = body;
      if (status !== 201 || typeof sessionId !== "string" || typeof sessionToken !== "string") {
        throw new Error(`A start was refused: ${status} ${JSON.stringify(body)}`);
      }
      const [row] = await sql<{ id: string }[]>`
        select provider_call_id as id from coach.calls where session_id = ${sessionId}`;
      const call = provider.calls.get(row?.id ?? "");
      if (call === undefined) throw new Error("The session has no call.");
      return { sessionId, token: sessionToken, call, startedAtMs: performance.now() };
    },
    send: async ({ sessionId, token }, action, body = {}) => {
      const path = `/coach/sessions/${sessionId}/${action}`;
      const sent = post(base(), path, { sessionToken: token, ...body });
      return sent.then(
        ({ status }) => status,
        () => 0,
      );
    },
  };
}
