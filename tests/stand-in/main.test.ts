import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

const MAIN = new URL("../../demo/stand-in/main.ts", import.meta.url).pathname;

let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "stand-in-main-"));
});

after(() => rm(folder, { recursive: true, force: true }));

function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      REALTIME_PORT: "0",
      REALTIME_SECURE_PORT: "0",
      STANDIN_CERTIFICATE_DIR: folder,
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("close", resolve));
}

for (const signal of ["SIGTERM", "SIGINT"] as const)
  test(`main says ready, serves, and stops cleanly when it gets ${signal}`, async () => {
    const { child, output } = start({
      STANDIN_API_KEY: "sk-mine",
      STANDIN_FAULTS: '{"killAudio":true}',
    });
    while (!output().includes("\n"))
      await new Promise((resolve) => child.stdout.once("data", resolve));
    assert.match(
      output(),
      /^ready http:\/\/127\.0\.0\.1:\d+ secure https:\/\/127\.0\.0\.1:\d+ certificate \S+authority\.pem\n$/,
    );
    const url = /http:\S+/.exec(output())?.[0] ?? "";
    const headers = { authorization: "Bearer sk-mine" };
    assert.equal((await fetch(`${url}/v1/models`, { headers })).status, 200);
    const faults = await fetch(`${url}/stand-in/faults`);
    assert.match(await faults.text(), /"killAudio":true/);
    const exit = exitOf(child);
    child.kill(signal);
    assert.equal(await exit, 0);
    assert.equal(output().trim().split("\n").length, 1);
  });

test("main fails in one sentence when its port is taken", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const { child, output } = start({ REALTIME_PORT: String(address.port) });
  assert.equal(await exitOf(child), 1);
  assert.match(output(), /^The realtime stand-in did not start: port \d+ or \d+ is taken; .+\n$/);
  server.close();
});

for (const [name, value, expected] of [
  ["REALTIME_PORT", "many", /^REALTIME_PORT is "many", which is no port number\.\n$/],
  ["STANDIN_FAULTS", '{"explode":true}', /^STANDIN_FAULTS must be JSON .+\n$/],
] as const)
  test(`main fails in one sentence when ${name} is wrong`, async () => {
    const { child, output } = start({ [name]: value });
    assert.equal(await exitOf(child), 1);
    assert.match(output(), expected);
  });
