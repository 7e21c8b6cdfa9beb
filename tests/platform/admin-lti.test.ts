import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { z } from "zod";
import { hashSecret } from "../../supabase/functions/_shared/identity/secrets.ts";
import { openToolKey } from "../../supabase/functions/_shared/identity/tool-keys.ts";
import { type AdminStage, startAdminStage } from "../kit/stack/admin-stage.ts";

const PAGE = "https://lms.example/lti.html";
const ADDRESSES =
  "--auth-url https://moodle.example/auth --token-url https://moodle.example/token --jwks-url https://moodle.example/certs";
const MOODLE = `--name Moodle --issuer https://moodle.example --client-id c1 ${ADDRESSES} --page ${PAGE}`;

const Saved = z.looseObject({ platform_id: z.uuid() });
const Listed = z.looseObject({
  platforms: z.array(z.looseObject({ name: z.string(), deployments: z.array(z.string()) })),
  keys: z.array(z.looseObject({ kid: z.string(), is_current: z.boolean() })),
});

let stage: AdminStage;

before(async () => {
  stage = await startAdminStage();
});

after(() => stage.stop());

const listed = (embedKey: string) => stage.adminJson(`lti list --site ${embedKey}`, Listed);

/** A site whose learners bring tokens, as launches need. */
async function createTokenSite(name: string): Promise<string> {
  const { embedKey } = await stage.createSite(name);
  await stage.admin(`site tokens ${embedKey} --mode optional`);
  return embedKey;
}

test("lti add registers a platform, prints what to enter there, and makes this tool's first key", async () => {
  const embedKey = await createTokenSite("Add");
  const printed = await stage.admin(`lti add ${embedKey} ${MOODLE}`);
  assert.match(printed, /functions\/v1\/lti\/login/);
  assert.match(printed, /tool or target link +https:\/\/lms\.example\/lti\.html$/m);
  assert.match(printed, /has no deployment yet/);
  const { platforms, keys } = await listed(embedKey);
  assert.deepEqual(
    platforms.map(({ name, deployments }) => ({ name, deployments })),
    [{ name: "Moodle", deployments: [] }],
  );
  assert.deepEqual(
    keys.map((key) => key.is_current),
    [true],
  );
  assert.match(await stage.admin("lti list"), /none: no launch is admitted/);
});

test("lti add changes a platform that is there, and adds deployments to those it has", async () => {
  const embedKey = await createTokenSite("Again");
  const platform = MOODLE.replace("--client-id c1", "--client-id c2");
  const first = await stage.adminJson(`lti add ${embedKey} ${platform} --deployment 1`, Saved);
  const renamed = platform.replace("--name Moodle", "--name Campus");
  const second = await stage.adminJson(`lti add ${embedKey} ${renamed} --deployment 2`, Saved);
  assert.equal(second.platform_id, first.platform_id);
  await stage.admin(`lti deploy ${first.platform_id} 3`);
  const [found] = (await listed(embedKey)).platforms;
  assert.deepEqual([found?.name, found?.deployments], ["Campus", ["1", "2", "3"]]);
});

test("lti add says which option is missing or wrong, and what to do", async () => {
  const embedKey = await createTokenSite("Wrong");
  const refusal = (options: string) => stage.refusal(`lti add ${embedKey} ${options}`);
  assert.match(await refusal("--name Moodle"), /Add --token-url: where the platform gives/);
  assert.match(await refusal(MOODLE.replace(PAGE, "lti.html")), /--page lti\.html is no address/);
  const elsewhere = MOODLE.replace(PAGE, "https://else.example/lti.html");
  assert.match(
    await refusal(elsewhere),
    /does not admit .*site origins .* --add https:\/\/else\.example/,
  );
  const inside = MOODLE.replace("https://moodle.example/certs", "http://10.0.0.1/certs");
  assert.match(await refusal(inside), /An address cannot be called/);
  assert.match(
    await refusal(MOODLE.replace("--name Moodle", `--name ${"n".repeat(201)}`)),
    /--name/,
  );
  assert.match(await stage.refusal(`lti add mk_nobody ${MOODLE}`), /mk_nobody/);
  const other = await createTokenSite("Other");
  await stage.admin(`lti add ${other} ${MOODLE.replace("--client-id c1", "--client-id c3")}`);
  assert.match(await refusal(MOODLE.replace("--client-id c1", "--client-id c3")), /another site/);
  const { embedKey: closed } = await stage.createSite("Closed");
  assert.match(await stage.refusal(`lti add ${closed} ${MOODLE}`), /takes no learner tokens/);
  assert.match(
    await stage.refusal(`lti add ${embedKey} ${MOODLE}`, { LEARNER_TOKEN_KEY: "" }),
    /LEARNER_TOKEN_KEY/,
  );
});

test("lti remove takes a platform away, once somebody said yes", async () => {
  const embedKey = await createTokenSite("Remove");
  const line = `lti add ${embedKey} ${MOODLE.replace("--client-id c1", "--client-id c4")}`;
  const { platform_id: id } = await stage.adminJson(line, Saved);
  assert.match(await stage.refusal(`lti remove ${id}`), /Nothing was deleted/);
  assert.equal((await listed(embedKey)).platforms.length, 1);
  await stage.admin(`lti remove ${id} --yes`);
  assert.deepEqual((await listed(embedKey)).platforms, []);
  for (const gone of [
    `lti remove ${id} --yes`,
    `lti deploy ${id} 1`,
    "lti remove nonsense --yes",
  ]) {
    assert.match(await stage.refusal(gone), /There is no platform/, gone);
  }
});

test("lti invite prints a link once, of which the database holds a hash", async () => {
  const embedKey = await createTokenSite("Invite");
  const printed = await stage.admin(`lti invite ${embedKey} --page ${PAGE} --valid 2d`);
  const [, secret = ""] =
    /^https:\/\/lms\.example\/lti\.html\?invite=([\w-]{43})$/m.exec(printed) ?? [];
  const [kept] = await stage.sql`
    select expires_at > now() + interval '47 hours' as is_long from coach.lti_invites
    where secret_hash = ${hashSecret(secret)}
  `;
  assert.equal(kept?.["is_long"], true);
  const refusal = (options: string) => stage.refusal(`lti invite ${embedKey} ${options}`);
  assert.match(await refusal(`--page ${PAGE} --valid 31d`), /30d at most/);
  assert.match(await refusal("--valid 1d"), /Add --page/);
});

test("lti rotate-keys publishes a key that signs from tomorrow, and no second one meanwhile", async () => {
  const embedKey = await createTokenSite("Rotate");
  await stage.admin(`lti add ${embedKey} ${MOODLE.replace("--client-id c1", "--client-id c5")}`);
  assert.match(await stage.admin("lti rotate-keys"), /is published, and signs from/);
  assert.match(await stage.refusal("lti rotate-keys"), /not used yet/);
  const { keys } = await listed(embedKey);
  assert.deepEqual(keys.map((key) => key.is_current).sort(), [false, true]);
  const [row] =
    await stage.sql`select kid, sealed_key from coach.lti_keys order by not_before limit 1`;
  const sealed = z.object({ kid: z.string(), sealed_key: z.string() }).parse(row);
  const key = { kid: sealed.kid, sealedKey: sealed.sealed_key };
  await openToolKey(stage.environment.LEARNER_TOKEN_KEY, key);
  await assert.rejects(openToolKey("another-key-another-key-another-key-another", key));
});
