import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import postgres from "postgres";
import { copyPreparedData } from "../kit/database/prepared-data.ts";
import { freePort } from "../kit/stack/free-port.ts";
import { awaitEnd, canListProcesses, listDescendants } from "../kit/stack/process-tree.ts";
import { createScratchFolder, type ScratchFolder } from "../kit/stack/scratch-folder.ts";
import {
  freePorts,
  runStart,
  type StartCommand,
  type StartSettings,
} from "../kit/stack/start-command.ts";

const END_TIMEOUT_MS = 15_000;
const processes = { skip: canListProcesses() ? false : "needs /proc" };

let folder: ScratchFolder;
let settings: StartSettings;
const started = new Set<StartCommand>();

before(async () => {
  folder = await createScratchFolder();
  settings = { ports: await freePorts(), stateFolder: `${folder.path}/state` };
  // The start that makes its data is the one with `--fresh`.
  await mkdir(settings.stateFolder);
  await copyPreparedData(`${settings.stateFolder}/postgres`);
});

after(async () => {
  for (const command of started) command.kill("SIGTERM");
  await Promise.all([...started].map((command) => command.exited));
  await folder.remove();
});

function start(...parameters: Parameters<typeof runStart>): StartCommand {
  const command = runStart(...parameters);
  started.add(command);
  void command.exited.then(() => started.delete(command));
  return command;
}

/** The start that an earlier test left running, otherwise a new one: each costs seconds. */
async function current(): Promise<StartCommand> {
  const command = [...started].at(-1) ?? start(settings);
  await command.ready();
  return command;
}

/** What the failing command says, and that it ended with code 1. */
async function failureOf(command: StartCommand): Promise<string> {
  assert.equal(await command.exited, 1, command.stdout.text);
  assert.equal(command.stdout.text, "");
  return command.stderr.text;
}

async function query<Row>(
  run: (sql: postgres.Sql) => Promise<Row>,
  port = settings.ports.database,
): Promise<Row> {
  const sql = postgres(`postgresql://postgres:postgres@127.0.0.1:${port}/postgres`, {
    max: 1,
    onnotice: () => undefined,
  });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}

test(
  "start --once prints one ready line, exits with 0 and leaves no process",
  processes,
  async () => {
    const command = start(settings, ["--once"]);
    await command.ready();
    const family = command.descendants();
    assert.equal(await command.exited, 0, command.stderr.text);
    assert.match(command.stdout.text, /^ready http:\/\/127\.0\.0\.1:\d+ [^\n]*$/);
    assert.deepEqual(await awaitEnd(family, END_TIMEOUT_MS), []);
  },
);

test("start serves pages, widget, functions and the seeded site", async () => {
  const command = await current();
  const url = await command.ready();
  const page = await (await fetch(`${url}/lesson.html`)).text();
  const api = `http://127.0.0.1:${settings.ports.api}/functions/v1`;
  assert.ok(page.includes(`api="${api}"`));
  const widget = await fetch(`${url}/widget/maka-voice-coach.js`);
  assert.equal(widget.status, 200);
  const brief = await fetch(`${api}/coach/brief?scenario=website-sales-fr`, {
    headers: { "x-embed-key": "mk_demo", origin: url },
  });
  assert.equal(brief.status, 200, await brief.text());
  const foreign = await fetch(`${api}/coach/brief?scenario=website-sales-fr`, {
    headers: { "x-embed-key": "mk_demo", origin: "https://elsewhere.example" },
  });
  assert.equal(foreign.status, 403, await foreign.text());
});

test("start keeps the data over a restart, and --fresh begins anew", async () => {
  const first = await current();
  await query((sql) => sql`create table public.kept as select 'kept' as word`);
  first.kill("SIGINT");
  assert.equal(await first.exited, 0);

  const second = start(settings);
  await second.ready();
  const rows = await query((sql) => sql<{ word: string }[]>`select word from public.kept`);
  assert.deepEqual([...rows], [{ word: "kept" }]);
  second.kill("SIGINT");
  assert.equal(await second.exited, 0);

  const third = start(settings, ["--fresh"]);
  await third.ready();
  const gone = await query((sql) => sql`select to_regclass('public.kept') is null as gone`);
  assert.deepEqual([...gone], [{ gone: true }]);
});

test("a second start on the same data says so, with and without --fresh, and harms nothing", async () => {
  await current();
  const other = { ...settings, ports: await freePorts() };
  assert.match(await failureOf(start(other)), /^Postgres is already running on \S+: /);
  assert.match(await failureOf(start(other, ["--fresh"])), /^Postgres is already running on \S+: /);
  const rows = await query((sql) => sql`select count(*)::int > 0 as seeded from coach.sites`);
  assert.deepEqual([...rows], [{ seeded: true }]);
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const) {
  test(`start leaves no process behind when it gets ${signal}`, processes, async () => {
    const command = await current();
    const family = command.descendants();
    assert.ok(family.some((one) => one.command.includes("bin/postgres")));
    assert.ok(family.some((one) => one.command.includes("gateway/main.ts")));
    assert.ok(family.some((one) => one.command.includes("stand-in/main.ts")));
    command.kill(signal);
    assert.equal(await command.exited, signal === "SIGKILL" ? 1 : 0);
    assert.deepEqual(await awaitEnd(family, END_TIMEOUT_MS), []);
  });
}

test("start leaves no process behind when npm is killed", processes, async () => {
  const command = start(settings, [], { throughNpm: true });
  await command.ready();
  const family = listDescendants(command.pid);
  command.kill("SIGKILL");
  await command.exited;
  assert.deepEqual(await awaitEnd(family, END_TIMEOUT_MS), []);
});

test("start stops at once when it is interrupted before it is ready", processes, async () => {
  const command = start(settings);
  await awaitChild(command);
  const family = command.descendants();
  command.kill("SIGINT");
  assert.equal(await command.exited, 0);
  assert.equal(command.stdout.text, "");
  assert.deepEqual(await awaitEnd(family, END_TIMEOUT_MS), []);
});

/** Until the first process runs; then the start is in the middle of it. */
async function awaitChild(command: StartCommand): Promise<void> {
  while (command.descendants().length === 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

for (const [part, name] of [
  ["gateway/main.ts", "The functions"],
  ["stand-in/main.ts", "The stand-in"],
  ["bin/postgres", "Postgres"],
] as const) {
  test(`start stops the rest and names ${name} when that dies`, processes, async () => {
    const command = start(settings);
    await command.ready();
    const family = command.descendants();
    const victim = family.find(
      (one) => one.command.includes(part) && !one.command.startsWith("/bin/sh"),
    );
    assert.ok(victim);
    process.kill(victim.pid, "SIGKILL");
    assert.equal(await command.exited, 1);
    assert.match(command.stderr.text, new RegExp(`^${name} stopped unexpectedly`, "m"));
    assert.deepEqual(await awaitEnd(family, END_TIMEOUT_MS), []);
  });
}

for (const [name, variable] of [
  ["demo", "DEMO_PORT"],
  ["api", "API_PORT"],
  ["database", "DB_PORT"],
  ["realtime", "REALTIME_PORT"],
] as const) {
  test(`start names ${variable} when that port is taken`, async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    const ports = { ...settings.ports, [name]: address.port };
    const said = await failureOf(start({ ...settings, ports }));
    server.close();
    assert.match(said, new RegExp(`^Port ${address.port} .* is taken: .* set ${variable} `));
    assert.equal(said.split("\n").length, 1);
  });
}

test("start names the setting when it cannot be used", async () => {
  const port = await freePort();
  const cases: [Record<string, string>, RegExp][] = [
    [{ DEMO_PORT: "eighty" }, /^DEMO_PORT is "eighty", but a port is a number from 1 to 65535\.$/],
    [{ API_PORT: "70000" }, /^API_PORT is "70000"/],
    [{ API_PORT: String(port), DB_PORT: String(port) }, /given to two services: change DB_PORT\.$/],
  ];
  for (const [environment, expected] of cases) {
    assert.match(await failureOf(start(settings, [], { environment })), expected);
  }
  assert.match(await failureOf(start(settings, ["--frsh"])), /^Unknown argument: npm start takes/);
});
