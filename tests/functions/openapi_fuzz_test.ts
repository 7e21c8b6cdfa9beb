import assert from "node:assert/strict";
import * as z from "zod";
import { HOST_ROUTES, type HostRoute } from "../../supabase/cli/openapi/host-routes.ts";
import { CONSENT_VERSION } from "../../supabase/functions/_shared/contract/limits.ts";
import { Problem, PROBLEM_STATUS } from "../../supabase/functions/_shared/contract/problem.ts";
import { createResultKey } from "../../supabase/functions/_shared/identity/result-key.ts";
import { hashSecret } from "../../supabase/functions/_shared/identity/secrets.ts";
import { createRandom, mutate, oddValue, type Random } from "../kit/attacks/mutate.ts";
import { type CoachPlatform, startCoachPlatform } from "./kit/coach-platform.ts";
import { callFunction } from "./kit/database-site.ts";
import { giveTokenSecret } from "./kit/give-token-secret.ts";
import { practiseOnce } from "./kit/practise-once.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

const ROUNDS = 80;
const DESCRIPTION = z.object({
  paths: z.record(
    z.string(),
    z.object({
      get: z.object({
        operationId: z.string(),
        parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean() })),
        responses: z.record(z.string(), z.object({ description: z.string() })),
      }),
    }),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

let platform: CoachPlatform;
let text = "";
let description: z.infer<typeof DESCRIPTION>;

Deno.test.beforeAll(async () => {
  text = await Deno.readTextFile(new URL("../../docs/openapi.json", import.meta.url));
  description = DESCRIPTION.parse(JSON.parse(text));
  platform = await startCoachPlatform(Deno.env.get("SUPABASE_DB_URL") ?? "");
});

Deno.test.afterAll(async () => {
  await platform.stop();
});

/** A site with one known learner, who practised once; what a sound request of any route is made of. */
async function prepare() {
  const embedKey = await platform.createSite();
  const sign = await giveTokenSecret(platform.sql, embedKey, "optional");
  const key = createResultKey();
  const rotation = { p_site: embedKey, p_key_hash: hashSecret(key), p_overlap_seconds: 0 };
  await callFunction(platform.sql, "rotate_result_key", { ...rotation, p_actor: "test" });
  const consent = { version: CONSENT_VERSION, locale: "fr" };
  const learnerToken = await sign({ sub: "lms-42" });
  // Long enough to count as an attempt.
  const id = await practiseOnce(platform, embedKey, { learnerToken, consent }, 60);
  await platform.sql`
    update coach.reports set finished_at = now() - interval '1 minute' where session_id = ${id}`;
  const query = { embedKey, scenario: STORED_SCENARIO.id };
  const bearers = { resultKey: key, page: "", learner: await sign({ sub: "lms-42" }) };
  return { id, query, bearers };
}
type Prepared = Awaited<ReturnType<typeof prepare>>;

interface Asked {
  path: string;
  query: Record<string, string>;
  bearer: string;
  origin: string | null;
}

function toSound(route: HostRoute, { id, query, bearers }: Prepared): Asked {
  const names = (description.paths[route.path]?.get.parameters ?? []).map(({ name }) => name);
  const known = Object.entries(query).filter(([name]) => names.includes(name));
  return {
    path: route.path.replace("{id}", id),
    query: Object.fromEntries(known),
    bearer: bearers[route.credential],
    origin: route.credential === "resultKey" ? null : "https://lms.example",
  };
}

function oddText(random: Random): string {
  const value = oddValue(random);
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** The name of a parameter that the description knows. */
function drawParameter({ path }: HostRoute, random: Random): string {
  const parameters = description.paths[path]?.get.parameters ?? [];
  const inQuery = parameters.filter(({ in: where }) => where === "query").map(({ name }) => name);
  return inQuery[random(Math.max(inQuery.length, 1))] ?? "unknown";
}

/** Spoils one thing: a parameter that the description names or does not, the session, the credential, the page. */
function spoil(route: HostRoute, sound: Asked, random: Random): Asked {
  const name = drawParameter(route, random);
  const { [name]: value = "2026-12-01T00:00:00Z", ...others } = sound.query;
  switch (random(6)) {
    case 0:
      return { ...sound, query: { ...others, [name]: oddText(random) } };
    case 1:
      return { ...sound, query: { ...others, [name]: mutate(value, random) } };
    case 2:
      return {
        ...sound,
        query: random(2) === 0 ? others : { ...sound.query, [`${name}s`]: value },
      };
    case 3:
      return { ...sound, path: `${sound.path}${encodeURIComponent(mutate("a", random))}` };
    case 4:
      return { ...sound, bearer: mutate(sound.bearer, random).replaceAll(/[^!-~]/g, "") };
    default:
      return { ...sound, origin: ["null", "https://else.example", "x"][random(3)] ?? null };
  }
}

function ask({ path, query, bearer, origin }: Asked) {
  const headers: Record<string, string> =
    bearer === "" ? {} : { authorization: `Bearer ${bearer}` };
  // A lone half of a pair cannot stand in an address.
  const words = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, value.toWellFormed()]),
  );
  return platform.send("GET", `${path}?${words}`, { headers, origin });
}

Deno.test(
  "every route that is described answers as described, and refuses as described",
  async () => {
    const prepared = await prepare();
    for (const route of HOST_ROUTES) {
      const responses = description.paths[route.path]?.get.responses ?? {};
      const sound = toSound(route, prepared);
      const fine = await ask(sound);
      assert.equal(fine.status, 200, `${route.path}: ${fine.text}`);
      z.parse(route.answer[1], fine.body);
      const random = createRandom(route.path.length);
      const seen = new Set<number>();
      for (let round = 0; round < ROUNDS; round += 1) {
        // Limits are not what is asked for here.
        if (round % 50 === 0) await platform.sql`update coach.result_keys set requests = 0`;
        const asked = spoil(route, sound, random);
        const { status, body } = await ask(asked);
        const what = `${status} ${JSON.stringify(asked).slice(0, 300)}`;
        seen.add(status);
        assert.ok(status < 500, what);
        if (status === 200) z.parse(route.answer[1], body);
        else {
          const { code } = Problem.parse(body);
          const isOfPath = asked.path !== sound.path && code === "not_found";
          const said = responses[status]?.description.split(", ") ?? [];
          assert.ok(isOfPath || said.includes(code), `${code} is not described: ${what}`);
        }
      }
      assert.ok(seen.size > 1, route.path);
    }
  },
);

Deno.test(
  "the description names each route of `reports`, and every shape that it refers to",
  async () => {
    const app = await Deno.readTextFile(
      new URL("../../supabase/functions/reports/app.ts", import.meta.url),
    );
    const routes = [...app.matchAll(/routes\.get\("([^"]+)"/g)].map(
      ([, path = ""]) => `/reports${path.replaceAll(/:(\w+)/g, "{$1}")}`,
    );
    const described = Object.keys(description.paths).filter((path) => path.startsWith("/reports"));
    assert.deepEqual(described, routes);
    const shapes = Object.keys(description.components.schemas);
    for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
      assert.ok(shapes.includes(name), name);
    const names = Object.values(description.paths).map(({ get }) => get.operationId);
    assert.equal(new Set(names).size, names.length);
    for (const { get } of Object.values(description.paths))
      for (const [status, { description: codes }] of Object.entries(get.responses)) {
        if (status === "200") continue;
        for (const code of codes.split(", "))
          assert.equal(
            Object.entries(PROBLEM_STATUS).find(([each]) => each === code)?.[1],
            Number(status),
          );
      }
  },
);
