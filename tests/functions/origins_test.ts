import assert from "node:assert/strict";
import {
  isBrowserOrigin,
  readOriginSpelling,
} from "../../supabase/functions/_shared/identity/read-origin-spelling.ts";
import { callFunction, connectDatabase, createSite } from "./kit/database-site.ts";
import { REFUSED_SPELLINGS, SPELLINGS } from "./kit/origin-spellings.ts";

/** What a site that lists `spellings` admits, asked for each of `headers` through the SQL function. */
async function admittedBy(spellings: readonly string[], headers: readonly string[]) {
  const sql = connectDatabase(4);
  try {
    const site = await createSite(sql);
    await callFunction(sql, "save_site", {
      p_site: {
        ...{ organization: site.organization, name: "Lessons", embed_key: site.embedKey },
        origins: spellings,
      },
    });
    const admitted: string[] = [];
    for (const header of headers) {
      const parameters = { p_embed_key: site.embedKey, p_scenario: site.scenario };
      const brief = await callFunction(sql, "get_brief", {
        ...{ ...parameters, p_origin: header, p_learner_key: null },
      });
      if (isBrowserOrigin(header) && brief["outcome"] === "ok") admitted.push(header);
    }
    return admitted;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

Deno.test("readOriginSpelling() reads 200 spellings without a wrong acceptance or refusal", () => {
  const wrong: string[] = [];
  for (const [spelling, wanted] of SPELLINGS) {
    const reading = readOriginSpelling(spelling);
    const found = "origin" in reading ? reading.origin : null;
    if (found !== wanted) wrong.push(`${JSON.stringify(spelling)} → ${String(found)}`);
  }
  for (const spelling of REFUSED_SPELLINGS) {
    const reading = readOriginSpelling(spelling);
    if ("origin" in reading) wrong.push(`${JSON.stringify(spelling)} → ${reading.origin}`);
  }
  assert.deepEqual(wrong, []);
  const count = new Set([...SPELLINGS.map(([spelling]) => spelling), ...REFUSED_SPELLINGS]).size;
  assert.ok(count >= 200, `only ${count} spellings`);
});

Deno.test("readOriginSpelling() says what to change when it refuses", () => {
  const reasonOf = (spelling: string) => {
    const reading = readOriginSpelling(spelling);
    return "refusal" in reading ? reading.refusal : "";
  };
  assert.match(reasonOf(" "), /it is empty/);
  assert.match(reasonOf("null"), /sandboxed frame/);
  assert.match(reasonOf("https://*.lms.example"), /wildcards are not supported/);
  assert.match(reasonOf("lms.example"), /with its scheme, such as https:/);
  assert.match(reasonOf("https://lms.example/course"), /has no path/);
  assert.match(reasonOf("http://lms.example"), /own machine/);
  assert.match(reasonOf("https://lms.example."), /ends with a dot/);
});

Deno.test(
  "isBrowserOrigin() knows an origin byte for byte, and nothing that only means one",
  () => {
    assert.ok(isBrowserOrigin("https://lms.example"));
    for (const header of [
      ...[
        "HTTPS://lms.example",
        "https://LMS.example",
        "https://lms.example/",
        " https://lms.example",
      ],
      ...["https://lms.example:443", "https://b\u00fccher.example", "null", "", "*"],
    ]) {
      assert.equal(isBrowserOrigin(header), false, header);
    }
  },
);

Deno.test("readOriginSpelling() agrees with what the database stores", async () => {
  const canonical = [...new Set(SPELLINGS.map(([, origin]) => origin))];
  assert.deepEqual(await admittedBy(canonical, canonical), canonical);
});

Deno.test("a site admits its origins byte for byte and no other spelling of them", async () => {
  const own = [
    "https://lms.example",
    "https://xn--bcher-kva.example:8443",
    "http://localhost:5173",
  ];
  const spellings = [...SPELLINGS.map(([spelling]) => spelling), ...REFUSED_SPELLINGS, ...own];
  // A NUL cannot be in a header, and Postgres takes none.
  const headers = [...new Set(spellings)].filter((spelling) => !spelling.includes("\u0000"));
  const admitted = await admittedBy(own, headers);
  assert.deepEqual(admitted.toSorted(), own.toSorted());
});

Deno.test("a site without origins admits nobody", async () => {
  assert.deepEqual(await admittedBy([], SPELLINGS.map(([, origin]) => origin).slice(0, 20)), []);
});
