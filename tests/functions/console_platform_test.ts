import assert from "node:assert/strict";
import {
  AttemptDetail,
  AttemptsPage,
} from "../../supabase/functions/_shared/contract/console/attempts.ts";
import {
  AuditPage,
  LearnerDetail,
  LearnersPage,
  Overview,
  ScenariosPage,
} from "../../supabase/functions/_shared/contract/console/learners.ts";
import { ConsoleSessionResponse } from "../../supabase/functions/_shared/contract/console/member.ts";
import {
  COACH_TOKEN_AUDIENCE,
  deriveCoachSecret,
} from "../../supabase/functions/_shared/identity/coach-tokens.ts";
import { LEARNER_TOKEN_KEY } from "./kit/coach-harness.ts";
import { type CoachPlatform, startCoachPlatform } from "./kit/coach-platform.ts";
import { callFunction } from "./kit/database-site.ts";
import { giveTokenSecret } from "./kit/give-token-secret.ts";
import { practiseOnce } from "./kit/practise-once.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";
import { signToken, tokenClaims } from "./kit/sign-token.ts";

let platform: CoachPlatform;

Deno.test.beforeAll(async () => {
  platform = await startCoachPlatform(Deno.env.get("SUPABASE_DB_URL") ?? "");
});

Deno.test.afterAll(async () => {
  await platform.stop();
});

type Claims = Readonly<Record<string, unknown>>;

/** A site with a console, what signs tokens of its learners, and what signs those of its coaches. */
async function createConsoleSite(roles = ["coach", "reviewer", "auditor", "admin"]) {
  const embedKey = await platform.createSite({ learnerMaxLive: 2 });
  const signLearner = await giveTokenSecret(platform.sql, embedKey, "optional");
  const settings = { roles, time_zone: "Europe/Paris" };
  const set = { p_site: embedKey, p_settings: settings, p_actor: "test" };
  assert.equal((await callFunction(platform.sql, "set_console", set))["outcome"], "set");
  const [key] = await platform.sql`
    select kid, site_id from coach.token_keys
    where site_id = coach.site_of(${embedKey}) and expires_at is null`;
  const secret = await deriveCoachSecret(LEARNER_TOKEN_KEY, key?.["site_id"], key?.["kid"]);
  const signCoach = (changes: Claims = {}) =>
    signToken(
      tokenClaims(Date.now(), {
        ...{ iss: embedKey, aud: COACH_TOKEN_AUDIENCE, sub: "coach-7", name: "Grace" },
        ...{ roles: ["coach"], ...changes },
      }),
      { kid: key?.["kid"] },
      secret,
    );
  return { embedKey, signLearner, signCoach, secret, kid: String(key?.["kid"]) };
}

type ConsoleSite = Awaited<ReturnType<typeof createConsoleSite>>;

const signIn = (token: string) => platform.send("POST", "/console/sessions", { body: { token } });

/** A member at the console, who asks for paths. */
async function enter({ signCoach }: ConsoleSite, claims: Claims = {}) {
  const { status, text, body } = await signIn(await signCoach(claims));
  assert.equal(status, 201, text);
  const { token, member } = ConsoleSessionResponse.parse(body);
  const headers = { authorization: `Bearer ${token}` };
  return {
    member,
    ask: (path: string, method = "GET") => platform.send(method, `/console/${path}`, { headers }),
  };
}

/** A practice of a learner whose report is there; official where somebody says so. */
async function practise(site: ConsoleSite, sub: string, purpose: "practice" | "official") {
  const learnerToken = await site.signLearner({ sub });
  const sessionId = await practiseOnce(platform, site.embedKey, { learnerToken });
  assert.equal((await platform.reap()).status, 200);
  await platform.drain();
  await platform.sql`update coach.sessions set purpose = ${purpose} where id = ${sessionId}`;
  await platform.sql`select coach.record_official_attempt(${sessionId})`;
  return sessionId;
}

Deno.test("a coach sees who made official attempts, and no practice anywhere", async () => {
  const site = await createConsoleSite();
  const practice = await practise(site, "ada", "practice");
  const official = await practise(site, "ada", "official");
  const { ask, member } = await enter(site);
  assert.deepEqual(
    [member.name, member.roles, member.timeZone],
    ["Grace", ["coach"], "Europe/Paris"],
  );

  const attempts = AttemptsPage.parse((await ask("attempts")).body);
  assert.deepEqual(
    attempts.items.map(({ id }) => id),
    [official],
  );
  assert.deepEqual([attempts.total, attempts.next], [1, null]);
  const [row] = attempts.items;
  assert.ok(row !== undefined);
  assert.equal(row.scenario.id, STORED_SCENARIO.id);
  assert.deepEqual([row.attempt, row.status, row.withheld], [1, "ready", false]);
  assert.match(row.learner.name, /^Learner [0-9a-f]{4}$/);

  const overview = Overview.parse((await ask("overview")).body);
  assert.deepEqual([overview.counts.attempts, overview.counts.learners], [1, 1]);
  const learners = LearnersPage.parse((await ask("learners")).body);
  assert.deepEqual(
    learners.items.map((each) => each.attempts),
    [1],
  );
  const detail = LearnerDetail.parse((await ask(`learners/${row.learner.id}`)).body);
  assert.deepEqual(detail.attempts.items, attempts.items);
  const [scenario] = ScenariosPage.parse(
    (await ask(`scenarios?scenario=${STORED_SCENARIO.id}`)).body,
  ).items;
  assert.deepEqual([scenario?.attempts, scenario?.learners, scenario?.mean], [1, null, null]);

  const attempt = AttemptDetail.parse((await ask(`attempts/${official}`)).body);
  assert.ok(attempt.turns.length > 0 && attempt.criteria.length > 0);
  assert.ok(attempt.criteria.every(({ ai, anchors }) => ai !== null && anchors.length === 6));
  assert.equal((await ask(`attempts/${practice}`)).status, 404);
});

Deno.test("a reviewer sees no score of what waits, and every look is written down", async () => {
  const site = await createConsoleSite();
  const sessionId = await practise(site, "ada", "official");
  await platform.sql`update coach.official_attempts set review_advised = true where session_id = ${sessionId}`;
  const reviewer = await enter(site, {
    roles: ["coach", "reviewer"],
    sub: "reviewer-1",
    name: "Rosa",
  });
  const [row] = AttemptsPage.parse((await reviewer.ask("attempts?review=waiting")).body).items;
  assert.deepEqual([row?.total, row?.passed, row?.withheld], [null, null, true]);
  for (const outcome of ["passed", "not_passed"]) {
    const found = AttemptsPage.parse((await reviewer.ask(`attempts?outcome=${outcome}`)).body);
    assert.deepEqual(found.items, [], "no filter tells what is withheld");
  }
  const look = await reviewer.ask(`attempts/${sessionId}`);
  assert.ok(AttemptDetail.parse(look.body).criteria.every(({ ai }) => ai === null));
  assert.deepEqual(look.body.timeline, null);

  const auditor = await enter(site, { roles: ["auditor"], sub: "auditor-1", name: "Otto" });
  const { items } = AuditPage.parse((await auditor.ask("audit")).body);
  const looks = items.filter(({ action }) => action === "read_attempt");
  assert.deepEqual(
    looks.map(({ by, subject }) => [by, subject]),
    [["Rosa", sessionId]],
  );
  assert.equal((await auditor.ask(`attempts/${sessionId}`)).status, 403);
  assert.equal((await reviewer.ask("audit")).body.code, "role_missing");
});

Deno.test("nobody sees another site's learners, nor more cohorts than a token names", async () => {
  const [site, other] = [await createConsoleSite(), await createConsoleSite()];
  const sessionId = await practise(site, "ada", "official");
  const stranger = await enter(other);
  assert.equal((await stranger.ask(`attempts/${sessionId}`)).status, 404);
  assert.equal(AttemptsPage.parse((await stranger.ask("attempts")).body).total, 0);

  const named = await signIn(await site.signCoach({ cohorts: ["North"] }));
  assert.match(named.body.message, /names no cohort/);
  const [learner] =
    await platform.sql`select learner_id from coach.sessions where id = ${sessionId}`;
  const [cohort] = await platform.sql`
    insert into coach.cohorts (organization_id, name)
    select organization_id, unnest(array['North', 'South']) from coach.sites where embed_key = ${site.embedKey}
    returning id`;
  const north = await enter(site, { cohorts: ["North"] });
  assert.equal(AttemptsPage.parse((await north.ask("attempts")).body).total, 0);
  await platform.sql`insert into coach.roster (learner_id, name, cohort_id)
    values (${learner?.["learner_id"]}, 'Ada Lovelace', ${cohort?.["id"]})`;
  const [seen] = AttemptsPage.parse((await north.ask("attempts?q=LOVE")).body).items;
  assert.deepEqual([seen?.learner.name, seen?.learner.cohort], ["Ada Lovelace", "North"]);
  const south = await enter(site, { cohorts: ["South"] });
  assert.equal((await south.ask(`attempts/${sessionId}`)).status, 404);
  assert.equal((await south.ask(`learners/${learner?.["learner_id"]}`)).status, 404);
});

Deno.test("a coach token opens one session, within what its site allows", async () => {
  const site = await createConsoleSite(["coach"]);
  const token = await site.signCoach();
  assert.equal((await signIn(token)).status, 201);
  const refusals: readonly (readonly [string | Promise<string>, RegExp])[] = [
    [token, /was used before/],
    [site.signLearner({ sub: "ada" }), /signature that does not fit/],
    [site.signCoach({ roles: ["admin"] }), /may give coach/],
    [site.signCoach({ roles: ["owner"] }), /no valid `roles/],
    [site.signCoach({ name: undefined }), /no valid `name/],
    [site.signCoach({ exp: Math.floor(Date.now() / 1_000) + 3_600 }), /120 seconds at most/],
    [(await createConsoleSite()).signCoach({ iss: site.embedKey }), /names no secret/],
    ["no token at all, but long enough", /has no embed key/],
  ];
  for (const [given, reason] of refusals) {
    const { status, body } = await signIn(await given);
    assert.ok(status === 401 || status === 403, String(status));
    assert.match(body.message, reason);
  }
  const { ask } = await enter(site, { roles: ["coach", "admin"] });
  assert.equal((await ask("audit")).status, 403, "a claim only narrows");
  const off = { p_site: site.embedKey, p_settings: { roles: [] }, p_actor: "test" };
  await callFunction(platform.sql, "set_console", off);
  assert.equal((await ask("overview")).status, 401, "what a site takes back ends at once");
  assert.equal((await signIn(await site.signCoach())).status, 404);
});

Deno.test(
  "a session ends when its member signs out, and lists take no filter that they do not know",
  async () => {
    const site = await createConsoleSite();
    const { ask } = await enter(site);
    for (const query of [
      "scenarios=x",
      "limit=0",
      "limit=101",
      "after=!",
      "after=e30",
      "cohort=1",
      "q=a&q=b",
    ]) {
      const { status, body } = await ask(`attempts?${query}`);
      assert.deepEqual([status, body.code], [400, "request_invalid"], query);
    }
    for (const query of [
      "q=%00",
      "q=%ED%A0%80",
      "from=0000-01-01T00:00:00Z",
      "before=9999-12-31T23:59:59-23:59",
    ]) {
      assert.ok((await ask(`attempts?${query}`)).status < 500, query);
    }
    assert.equal((await ask("attempts/nonsense")).status, 404);
    assert.equal((await ask("sessions/current", "DELETE")).status, 200);
    assert.equal((await ask("attempts")).status, 401);
    assert.equal((await platform.send("GET", "/console/attempts", {})).status, 401);
  },
);

const SAMPLE = new URL("../../docs/samples/sign-coach-token.mjs", import.meta.url).pathname;

Deno.test("the token of docs/samples/sign-coach-token.mjs opens the console", async () => {
  const { embedKey, secret, kid } = await createConsoleSite();
  const env = { MAKA_COACH_SECRET: secret, MAKA_TOKEN_KID: kid, MAKA_EMBED_KEY: embedKey };
  const run = (...args: string[]) =>
    new Deno.Command("node", { args: [SAMPLE, ...args], env }).output();
  const { stdout } = await run("coach-7", "Grace", "coach", "reviewer");
  const { status, body } = await signIn(new TextDecoder().decode(stdout).trim());
  assert.deepEqual(
    [status, body.member?.roles],
    [201, ["coach", "reviewer"]],
    JSON.stringify(body),
  );
  assert.equal((await run("", "Grace", "coach")).success, false, "nobody is no member");
});
