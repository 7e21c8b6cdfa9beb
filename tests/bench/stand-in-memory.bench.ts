import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { WebSocket } from "ws";
import { z } from "zod";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { renderTones } from "../../demo/stand-in/hearing/tones.ts";
import { NativeCaller } from "../kit/provider/native-caller.ts";

const CALLS = 200;
const MOST_MEGABYTES = 400;
const LOG_EVERY = 50;
const KEY = "sk-bench";
const AUTHORISED = { authorization: `Bearer ${KEY}` };
/** Of each call: long enough that both ends decode. */
const SPOKEN_SAMPLES = 48_000 / 2;

const Ended = z.object({ state: z.literal("ended"), packets: z.record(z.string(), z.number()) });

/** What the stand-in's process holds while 200 real calls come and go, sound both ways and a sideband at each. */
export async function bench(): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "stand-in-memory-"));
  const standIn = spawn(process.execPath, [projectPath("demo/stand-in/main.ts")], {
    env: {
      ...process.env,
      REALTIME_PORT: "0",
      REALTIME_SECURE_PORT: "0",
      STANDIN_API_KEY: KEY,
      STANDIN_CERTIFICATE_DIR: folder,
      STANDIN_HEARING: "off",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = new Promise((resolve) => standIn.once("close", resolve));
  try {
    return await measure(standIn.pid ?? NaN, await readUrl(standIn.stdout));
  } finally {
    standIn.kill();
    await gone;
    await rm(folder, { recursive: true });
  }
}

async function measure(pid: number, url: string): Promise<string[]> {
  const sound = (await renderTones("hello")).subarray(0, SPOKEN_SAMPLES);
  const lines: string[] = [];
  const samples = [await residentMegabytes(pid)];
  for (let done = 1; done <= CALLS; done += 1) {
    await holdCall(url, sound);
    samples.push(await residentMegabytes(pid));
    if (done % LOG_EVERY === 1) lines.push(`after ${done} calls: ${samples.at(-1) ?? NaN} MB`);
  }
  const [last, peak] = [samples.at(-1) ?? NaN, Math.max(...samples)];
  const isSmall = peak <= MOST_MEGABYTES;
  if (!isSmall) process.exitCode = 1;
  return [
    `at start: ${samples[0] ?? NaN} MB`,
    ...lines,
    `stand-in after ${CALLS} calls: ${last} MB (peak ${peak} MB; wanted ≤ ${MOST_MEGABYTES}): ${isSmall ? "ok" : "SHORT"}`,
  ];
}

/** One call as the functions and a page hold it; the customer speaks while the learner does. */
async function holdCall(url: string, sound: Int16Array): Promise<void> {
  const caller = new NativeCaller();
  const created = await fetch(`${url}/v1/realtime/calls`, {
    method: "POST",
    headers: { ...AUTHORISED, "content-type": "application/sdp" },
    body: await caller.createOffer(),
  });
  assert.equal(created.status, 201);
  const callId = created.headers.get("location")?.split("/").at(-1) ?? "";
  await caller.connect(await created.text());
  const sideband = await attach(url, callId);
  const detached = new Promise((resolve) => sideband.once("close", resolve));
  await caller.waitFor("session.created");
  caller.send({ type: "response.create" });
  await caller.waitFor("output_audio_buffer.started");
  await caller.speak(sound);
  await fetch(`${url}/v1/realtime/calls/${callId}/hangup`, { method: "POST", headers: AUTHORISED });
  await detached;
  const { packets } = Ended.parse(await (await fetch(`${url}/stand-in/calls/${callId}`)).json());
  assert.ok((packets["packetsReceived"] ?? 0) > 0 && caller.packetsReceived > 0, "sound both ways");
  caller.close();
}

async function attach(url: string, callId: string): Promise<WebSocket> {
  const address = `${url.replace("http:", "ws:")}/v1/realtime?call_id=${callId}`;
  const socket = new WebSocket(address, { headers: AUTHORISED });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return socket;
}

async function readUrl(output: Readable): Promise<string> {
  let printed = "";
  for await (const chunk of output) {
    printed += String(chunk);
    const url = /^ready (\S+)/.exec(printed)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error("the stand-in did not start");
}

async function residentMegabytes(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Math.round(Number(stdout) / 1024);
}
