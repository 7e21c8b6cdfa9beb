import assert from "node:assert/strict";
import { Brief } from "../../supabase/functions/_shared/contract/brief.ts";
import { CONSENT_VERSION } from "../../supabase/functions/_shared/contract/limits.ts";
import { toNotices } from "../../supabase/functions/coach/to-notices.ts";
import { assertProblem } from "./kit/assert-problem.ts";
import { type CoachHarness, createCoachHarness, startBody } from "./kit/coach-harness.ts";
import { EMBED_KEY, onlySession } from "./kit/fake-store.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";
import { signToken, tokenClaims } from "./kit/sign-token.ts";

const LANGUAGES = ["ar", "de", "en", "es", "fr", "it", "nl", "pt", "rw", "th"];

/** A site with coaches, unless there are none. */
function createSite(coaches: string | null = "Acme"): CoachHarness {
  const harness = createCoachHarness();
  harness.records.site.coaches = coaches;
  return harness;
}

async function readBrief(
  harness: CoachHarness,
  claims: Readonly<Record<string, unknown>> | null,
  locale = "en",
) {
  const token = claims && (await signToken(tokenClaims(harness.clock.nowMs, claims)));
  const query = new URLSearchParams({ scenario: STORED_SCENARIO.id, embedKey: EMBED_KEY, locale });
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const response = await harness.send("GET", `/coach/brief?${String(query)}`, { headers });
  const { purpose, consent } = Brief.parse(await response.json());
  return { purpose, told: consent.told, notices: consent.notices };
}

Deno.test("GET /brief says before the start whether coaches will read the attempt", async () => {
  const harness = createSite();
  const official = await readBrief(harness, { purpose: "official" });
  assert.deepEqual([official.purpose, official.told], ["official", { purpose: "official" }]);
  assert.match(official.notices.join(), /official attempt: the coaches of Acme read/);
  for (const claims of [{}, { purpose: "practice" }, { purpose: null }]) {
    const practice = await readBrief(harness, claims);
    assert.deepEqual([practice.purpose, practice.told], ["practice", {}]);
    assert.deepEqual(practice.notices, ["This is practice: no coach reads it."]);
  }
});

Deno.test("GET /brief knows no purpose before a token says who practises", async () => {
  const { purpose, told, notices } = await readBrief(createSite(), null);
  assert.deepEqual([purpose, told], [null, {}]);
  assert.deepEqual(notices, ["This is practice: no coach reads it."]);
});

Deno.test("GET /brief tells nothing of coaches where there are none", async () => {
  const brief = await readBrief(createSite(null), { purpose: "official" });
  assert.deepEqual(brief, { purpose: "practice", told: {}, notices: [] });
});

Deno.test(
  "GET /brief speaks the page's language, and English where it is none of ours",
  async () => {
    const harness = createSite();
    const [notice] = (await readBrief(harness, { purpose: "official" }, "de-AT")).notices;
    assert.match(notice ?? "", /offizieller Versuch: Die Coaches von Acme/);
    assert.match((await readBrief(harness, {}, "fi")).notices.join(), /^This is practice/);
  },
);

Deno.test("toNotices() has its own words in each of ten languages", () => {
  const all = { results: true, coaches: "Acme" } as const;
  const write = (language: string) => [
    ...toNotices({ ...all, purpose: "official" }, language),
    ...toNotices({ ...all, purpose: "practice" }, language),
  ];
  const sentences = LANGUAGES.flatMap((language) => new Set(write(language)).values().toArray());
  assert.equal(new Set(sentences).size, LANGUAGES.length * 3);
  for (const language of LANGUAGES) assert.match(write(language)[0] ?? "", /Acme/);
  assert.ok(
    write("fr").every((sentence) => !/ [:;!?]/.test(sentence)),
    "French spaces hold",
  );
  assert.deepEqual(write("__proto__"), write("en"));
});

for (const [claimed, told, outcome] of [
  ["official", "official", "official"],
  ["practice", "practice", "practice"],
  ["practice", undefined, "practice"],
  ["official", undefined, null],
  ["official", "practice", null],
  ["practice", "official", null],
  [null, undefined, "practice"],
  [null, "official", null],
] as const) {
  const name = `a token that claims ${String(claimed)} of a learner who was told ${String(told)}`;
  Deno.test(`POST /sessions ${outcome === null ? "refuses" : "takes"} ${name}`, async () => {
    const harness = createSite();
    const claims = tokenClaims(harness.clock.nowMs, claimed === null ? {} : { purpose: claimed });
    const learnerToken = claimed === null ? undefined : await signToken(claims);
    const consent = { version: CONSENT_VERSION, locale: "fr", purpose: told };
    const body = startBody({ learnerToken, consent });
    const response = await harness.send("POST", "/coach/sessions", { body });
    if (outcome === null) {
      await assertProblem(response, { status: 409, code: "conflict", field: "consent.purpose" });
      assert.equal(harness.sessions.size, 0);
      return;
    }
    assert.equal(response.status, 201);
    assert.equal(onlySession(harness.sessions).request.consent.purpose ?? "practice", outcome);
    await response.body?.cancel();
  });
}

Deno.test("POST /sessions refuses a token with a purpose that is none", async () => {
  for (const purpose of ["exam", "", 1, ["official"]]) {
    const harness = createSite();
    const learnerToken = await signToken(tokenClaims(harness.clock.nowMs, { purpose }));
    const body = startBody({ learnerToken });
    const response = await harness.send("POST", "/coach/sessions", { body });
    const problem = { status: 401, code: "caller_unauthorized", field: "learnerToken" };
    const { message } = await assertProblem(response, problem);
    assert.match(message, /another `purpose` than practice or official/);
  }
});
