import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { z } from "zod";
import { callRaceFunction, openRaceSession, type RaceSite } from "../kit/database/race-site.ts";
import { type AdminStage, SiteAnswer, startAdminStage } from "../kit/stack/admin-stage.ts";

let stage: AdminStage;
before(async () => {
  stage = await startAdminStage();
});
after(() => stage.stop());

const ORIGIN = "https://lms.example";

async function createSite(name: string, organization: string): Promise<RaceSite & { id: string }> {
  const line = `site create ${name} --organization ${organization} --origin ${ORIGIN}`;
  const { id, embed_key: embedKey } = await stage.adminJson(line, SiteAnswer);
  return { id, embedKey, scenario: "" };
}

function publish(id: string, changes: Readonly<Record<string, unknown>> = {}) {
  const text = { id, title: id, language: "en", difficulty: "easy", content_hash: "hash-of-one" };
  const scenario = { ...text, duration_seconds: 60, public: {}, private: {}, ...changes };
  return callRaceFunction(stage.sql, "publish_scenario", { p_scenario: scenario });
}

/** What a site's pages are listed, of the scenarios of this file's. */
async function listed({ embedKey }: RaceSite, prefix: string): Promise<string[]> {
  const site = { p_embed_key: embedKey, p_origin: ORIGIN };
  const answer = await callRaceFunction(stage.sql, "list_scenarios", site);
  const Listed = z.array(z.object({ id: z.string() }));
  return Listed.parse(answer["scenarios"])
    .map(({ id }) => id)
    .filter((id) => id.startsWith(prefix));
}

let learners = 0;
async function start(site: RaceSite, scenario: string): Promise<unknown> {
  learners += 1;
  const asked = { learner_key: `learner-${learners}`, address_key: `address-${learners}` };
  return (await openRaceSession(stage.sql, { ...site, scenario }, asked))["outcome"];
}

test("a scenario of an organization is listed to its sites and starts at no other", async () => {
  await stage.admin("organization create Owner");
  await stage.admin("organization create Other");
  const [own, other] = [await createSite("A", "Owner"), await createSite("B", "Other")];
  await publish("own-open");
  await publish("own-private", { organization: "Owner" });
  assert.deepEqual(await listed(own, "own-"), ["own-open", "own-private"]);
  assert.deepEqual(await listed(other, "own-"), ["own-open"]);
  assert.equal(await start(own, "own-private"), "granted");
  assert.equal(await start(other, "own-private"), "scenario_unknown");
  assert.equal(await start(other, "own-open"), "granted");

  await publish("own-private", { content_hash: "hash-of-two" });
  assert.deepEqual(await listed(other, "own-"), ["own-open"], "a new version stays private");
  assert.match(
    await stage.admin("scenario list --organization Owner"),
    /own-private +en +own-private +Owner/,
  );
  await stage.admin("scenario give own-private --everybody");
  assert.equal((await listed(other, "own-")).length, 2);
  await stage.admin("scenario give own-open --organization Owner");
  assert.equal(await start(other, "own-open"), "scenario_unknown");

  assert.match(await stage.refusal("scenario give own-open"), /Say whose it is/);
  assert.match(await stage.refusal("scenario give own-open --organization No"), /No organization/);
  assert.match(await stage.refusal("scenario give own-none --everybody"), /No scenario own-none/);
  const unknown = await publish("own-lost", { organization: "Nobody" });
  assert.equal(unknown["outcome"], "organization_unknown");
  assert.deepEqual(await listed(own, "own-lost"), []);
});

test("site scenarios narrows what a site offers, and to nothing where nothing is left", async () => {
  await stage.admin("organization create Choice");
  const site = await createSite("C", "Choice");
  for (const id of ["choice-a", "choice-b", "choice-c"]) await publish(id);
  const choose = (options: string) => stage.admin(`site scenarios ${site.id} ${options}`);
  assert.equal(await stage.admin(`site scenarios ${site.id}`), "Every scenario that it may use.");
  await choose("--add choice-a --add choice-b");
  assert.deepEqual(await listed(site, "choice-"), ["choice-a", "choice-b"]);
  assert.equal(await start(site, "choice-c"), "scenario_unknown");
  await choose("--remove choice-a --remove choice-b");
  assert.equal(await stage.admin(`site scenarios ${site.id}`), "None.");
  assert.deepEqual(await listed(site, "choice-"), []);
  await choose("--all");
  assert.equal((await listed(site, "choice-")).length, 3);
  assert.match(
    await stage.refusal(`site scenarios ${site.id} --add nothing`),
    /was ever published/,
  );
  assert.match(await stage.refusal(`site scenarios ${site.id} --remove choice-a`), /not chosen/);
  assert.match(await stage.refusal(`site scenarios ${site.id} --all --add choice-a`), /not both/);
  await stage.admin("organization create Others");
  await stage.admin("scenario give choice-b --organization Others");
  assert.match(
    await stage.refusal(`site scenarios ${site.id} --add choice-b`),
    /choice-b is of Others, and the site of Choice/,
  );
});

test("scenario unpublish ends starts, leaves what runs, and publishing brings it back", async () => {
  await stage.admin("organization create Unpublish");
  const site = await createSite("U", "Unpublish");
  await publish("gone-en");
  assert.equal(await start(site, "gone-en"), "granted");
  assert.match(await stage.admin("scenario unpublish gone-en"), /not published any more/);
  assert.equal(await start(site, "gone-en"), "scenario_unknown");
  assert.equal(
    await stage.count(
      "coach.sessions as s join coach.scenario_versions as v on v.id = s.scenario_version_id where v.scenario_id = 'gone-en' and s.lapses_at is not null",
    ),
    1,
  );
  assert.match(await stage.admin("scenario list"), /gone-en .*not published/);
  assert.match(await stage.refusal("scenario unpublish gone-en"), /No scenario gone-en/);
  await publish("gone-en");
  assert.equal(await start(site, "gone-en"), "granted");
});

test("two sites of one organization never share a name", async () => {
  await stage.admin("organization create Names");
  await stage.admin("organization create Elsewhere");
  const site = await createSite("North", "Names");
  const again = `site create North --organization Names --origin ${ORIGIN}`;
  assert.match(await stage.refusal(again), /has a site of this name already/);
  await createSite("North", "Elsewhere");
  const south = await createSite("South", "Names");
  assert.match(await stage.refusal(`site rename ${south.id} North`), /has a site of this name/);
  assert.match(await stage.admin(`site rename ${site.id} West`), /is called West \(Names\) now/);
  assert.match(await stage.admin(`site rename ${south.id} North`), /is called North/);
  assert.match(await stage.admin(`site limits ${south.id} --day 2h`), /North \(Names\)/);
});

test("site delete removes a paused site with its records and leaves the books", async () => {
  const site = await stage.createSite("Leaving", "--calls 5");
  const stays = await stage.createSite("Staying");
  for (const learner of ["ann", "bob"]) await stage.practise(site, learner);
  await stage.practise(stays, "ann");
  const live = await stage.practise(site, "cy", true);
  const books = `coach.ledger_entries where site_id = '${site.id}'`;
  assert.equal(await stage.count(books), 2);
  assert.match(await stage.refusal(`site delete ${site.id} --yes`), /Pause it first/);
  await stage.admin(`site pause ${site.id}`);
  assert.match(await stage.refusal(`site delete ${site.id} --yes`), /call of the site still runs/);
  await callRaceFunction(stage.sql, "end_session", { p_session_id: live, p_reason: "learner" });
  assert.match(await stage.refusal(`site delete ${site.id}`), /Nothing was deleted/);
  assert.equal(await stage.admin(`site delete ${site.id} --yes`), "Deleted: Leaving.");
  for (const table of ["sessions", "learners", "used_tokens", "site_costs", "kept_costs"]) {
    assert.equal(await stage.count(`coach.${table} where site_id = '${site.id}'`), 0, table);
  }
  assert.equal(await stage.count(books), 3);
  assert.equal(await stage.count(`coach.sessions where site_id = '${stays.id}'`), 1);
  assert.match(await stage.refusal(`site show ${site.id}`), /No site has/);
  assert.match(await stage.admin("audit"), /delete_site/);
});

test("organizations are renamed, and deleted once nothing is theirs any more", async () => {
  await stage.admin("organization create Before");
  const site = await createSite("Only", "Before");
  assert.match(await stage.refusal("organization rename Before Staying"), /already/);
  await stage.admin("organization rename Before After");
  assert.match(await stage.admin(`site show ${site.id}`), /Only \(After\)/);
  assert.match(
    await stage.refusal("organization rename Before Again"),
    /No organization is called/,
  );
  assert.match(await stage.refusal("organization delete After --yes"), /has sites or scenarios/);
  await stage.admin(`site pause ${site.id}`);
  await stage.admin(`site delete ${site.id} --yes`);
  assert.equal(await stage.admin("organization delete After --yes"), "Deleted: After.");
  assert.match(await stage.refusal("organization delete After --yes"), /No organization is called/);
});
