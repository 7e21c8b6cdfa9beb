import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { describe, it, type TestContext } from "node:test";
import {
  openScenarioStore,
  publishScenarios,
} from "../../scenarios/authoring/publish-scenarios.ts";
import { PublishedScenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { readLibrary } from "../kit/scenarios/library.ts";
import { runCli } from "../kit/scenarios/run-cli.ts";

const CLI = new URL("../../scenarios/cli.ts", import.meta.url).pathname;
const NO_PROJECT = { SUPABASE_URL: "", SUPABASE_SECRET_KEYS: "" };

describe("npm run scenarios", () => {
  it("names the scenarios when all are valid", async () => {
    const { status, stdout } = spawn("validate");
    assert.equal(status, 0);
    const ids = (await readLibrary()).map(({ id }) => id);
    assert.equal(stdout.trim(), `${ids.length} scenarios are valid: ${ids.join(", ")}`);
  });

  it("finds the editors' schema fresh when it checks it", async () => {
    const { status, stderr } = await run("schema", "--check");
    assert.equal(status, 0, stderr);
  });

  it("prints what would be published and the instructions when it compiles", async () => {
    const { status, stdout } = await run("compile", "website-sales-fr");
    assert.equal(status, 0);
    const [published = "", instructions = ""] = stdout.split("\n\nScenario: ");
    assert.equal(PublishedScenario.parse(JSON.parse(published)).id, "website-sales-fr");
    assert.match(instructions, /^website-sales-fr\n/);
  });

  it("lists the known names when the scenario is unknown", async () => {
    const { status, stderr } = await run("compile", "nothing");
    assert.equal(status, 1);
    assert.match(stderr, /No scenario "nothing"\. Name one of: .*saas-discovery-en/);
  });

  it("says which setting is missing when it publishes without a project", async () => {
    const { status, stderr } = await run("publish");
    assert.equal(status, 1);
    assert.match(stderr, /SUPABASE_URL is missing/);
  });

  it("prints its commands when called with none", () => {
    const { status, stderr } = spawn();
    assert.equal(status, 2);
    assert.match(stderr, /validate[\s\S]*compile[\s\S]*publish[\s\S]*schema/);
  });
});

describe("openScenarioStore()", () => {
  it("hands every scenario to publish_scenario when the database takes it", async (t) => {
    const seen: { url: string | undefined; key: unknown; body: unknown }[] = [];
    const url = await serve(t, async (request) => {
      seen.push({ url: request.url, key: request.headers["apikey"], body: await json(request) });
      return { status: 200, body: { outcome: "published", version: "v3" } };
    });
    const library = await readLibrary();
    const outcomes = await publishScenarios(library, openScenarioStore(project(url)));
    assert.deepEqual(
      outcomes,
      library.map(({ id }) => ({ id, outcome: "published", version: "v3" })),
    );
    assert.equal(seen[0]?.url, "/rest/v1/rpc/publish_scenario");
    assert.equal(seen[0].key, "sb_secret_x");
    assert.deepEqual(Object.keys(posted(seen[0].body)).sort(), [
      "content_hash",
      "difficulty",
      "duration_seconds",
      "id",
      "language",
      "private",
      "public",
      "title",
    ]);
  });

  it("names the scenario when the database refuses it", async (t) => {
    const url = await serve(t, () =>
      Promise.resolve({ status: 400, body: { message: "no such function", code: "PGRST202" } }),
    );
    const library = await readLibrary();
    await assert.rejects(publishScenarios(library, openScenarioStore(project(url))), {
      message: `${library[0]?.id ?? ""} was not published: no such function`,
    });
  });
});

function run(...parameters: string[]) {
  return runCli(parameters, { environment: NO_PROJECT });
}

/** As a person's shell does it. */
function spawn(...parameters: string[]) {
  return spawnSync(process.execPath, [CLI, ...parameters], { encoding: "utf8" });
}

function project(url: string) {
  return { url, secretKey: "sb_secret_x" };
}

function posted(body: unknown): object {
  assert.ok(typeof body === "object" && body !== null && "p_scenario" in body);
  assert.ok(typeof body.p_scenario === "object" && body.p_scenario !== null);
  return body.p_scenario;
}

type Answer = (request: IncomingMessage) => Promise<{ status: number; body: object }>;

async function serve(t: TestContext, answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return `http://127.0.0.1:${address.port}`;
}
