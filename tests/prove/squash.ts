import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { globSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { migrate } from "../../demo/platform/migrate.ts";
import { PROJECT_FOLDER, projectPath } from "../../demo/platform/project-paths.ts";
import { runPgtapText } from "../kit/database/pgtap.ts";
import { type Catalog, readCatalog } from "../kit/database/read-catalog.ts";
import { startTestDatabase } from "../kit/database/test-database.ts";

/** The last commit with the 43 migrations that grew day by day. */
const BEFORE = "b8712c8";

/** Functions that were renamed to be wrapped: each is folded into what wrapped it, whose answers are the same. */
const MERGED: Readonly<Record<string, string>> = {
  "coach.assert_first_settings(jsonb)": "one list of settings in coach.assert_settings",
  "coach.write_first_settings(jsonb, text[])": "one update in coach.write_site, now in plain SQL",
  "coach.brief_minutes(text, text, text, text, text, boolean)":
    "public.get_brief; it looks up the learner once (both look-ups agree unless p_is_anonymous is null, which nobody sends)",
  "coach.lease_report(uuid, integer)": "public.claim_report says facts_wanted by itself",
  "coach.export_first_records(coach.sessions)": "one object in coach.export_session",
  "coach.gauges_of_calls()": "one object in coach.gauges",
  "coach.record_sightings(uuid, uuid, jsonb)":
    "public.record_observation; calls of tools are noted by coach.note_heard_tools, with the rest of what was seen",
};
/** Those that wrapped them, or came of it. */
const MERGING = [
  "coach.assert_settings(jsonb)",
  "coach.write_site(jsonb, text[])",
  "public.get_brief(text, text, text, text, text, boolean)",
  "public.claim_report(uuid, integer)",
  "coach.export_session(coach.sessions)",
  "coach.gauges()",
  "public.record_observation(uuid, uuid, jsonb)",
  "coach.note_heard_tools(coach.observations, jsonb)",
];
/** What is new on purpose: new objects start closed, and functions are opened by one. */
const ADDED = /^(default privileges postgres |function coach\.expose\(regprocedure\[\]\)$)/;

/**
 * Compares what the 43 migrations built with what the schema by topics builds, object by object, and runs
 * the pgTAP suite of then on both and that of today on the new one.
 */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const folder = await mkdtemp(path.join(tmpdir(), "maka-squash-"));
  try {
    for (const file of filesOf("supabase/migrations")) {
      await writeFile(path.join(folder, path.basename(file)), textOf(file));
    }
    const catalogs = { equal: 0, merged: 0, added: 0, reworded: 0, changed: 0 };
    for (const defaultGrants of [true, false]) {
      const before = await build(folder, defaultGrants, readCatalog);
      const after = await build(projectPath("supabase/migrations"), defaultGrants, readCatalog);
      for (const outcome of compare(before, after)) catalogs[outcome] += 1;
    }
    const then = filesOf("supabase/tests").map((file) => ({ file, text: textOf(file) }));
    const today = globSync("supabase/tests/*.sql", { cwd: PROJECT_FOLDER }).map((file) => ({
      file,
      text: readFileSync(projectPath(file), "utf8"),
    }));
    const oldOnOld = await build(folder, true, (sql) => runSuite(sql, then));
    const rest = then.filter(({ file }) => !file.includes("grants"));
    const oldOnNew = await build(projectPath("supabase/migrations"), true, (sql) =>
      runSuite(sql, rest, "alter default privileges grant execute on functions to public"),
    );
    const newOnNew = await build(projectPath("supabase/migrations"), true, (sql) =>
      runSuite(sql, today),
    );
    const { equal, merged, added, reworded, changed } = catalogs;
    const failed = oldOnOld.failed + oldOnNew.failed + newOnNew.failed;
    return {
      figure:
        `pgTAP: suite of then ${oldOnOld.passed} on the old, ${oldOnNew.passed} on the new (without its list of grants),` +
        ` suite of today ${newOnNew.passed} on the new, ${failed} failed;` +
        ` with and without default grants ${equal + merged + added + reworded + changed} objects compared,` +
        ` ${equal} equal, ${merged} renamed or merged, ${added} added to close what is made later,` +
        ` ${reworded} comments reworded, ${changed} changed`,
      passed: changed === 0 && failed === 0 && equal > 1500,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function git(...words: string[]): string {
  return execFileSync("git", words, { cwd: PROJECT_FOLDER, encoding: "utf8" });
}

function filesOf(folder: string): string[] {
  return git("ls-tree", "--name-only", BEFORE, `${folder}/`).trim().split("\n");
}

function textOf(file: string): string {
  return git("show", `${BEFORE}:${file}`);
}

async function build<T>(
  folder: string,
  defaultGrants: boolean,
  read: (sql: Sql) => Promise<T>,
): Promise<T> {
  const database = await startTestDatabase({ defaultGrants, migrations: false });
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined, fetch_types: false });
  try {
    await migrate(database.url, folder);
    return await read(sql);
  } finally {
    await sql.end();
    await database.stop();
  }
}

function* compare(
  before: Catalog,
  after: Catalog,
): Generator<"equal" | "merged" | "added" | "reworded" | "changed"> {
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [left, right] = [before.get(name), after.get(name)];
    if (normalise(left) === normalise(right)) {
      yield "equal";
      continue;
    }
    const subject = name.replace(/^comment on /, "");
    const called = subject.replace(/^function /, "");
    const outcome =
      called in MERGED || MERGING.includes(called)
        ? "merged"
        : ADDED.test(subject)
          ? "added"
          : name.startsWith("comment on ")
            ? "reworded"
            : "changed";
    const reason = MERGED[called];
    console.log(`${outcome}: ${name}${reason === undefined ? "" : `: ${reason}`}`);
    if (outcome === "changed") console.log(`--- before\n${left}\n--- after\n${right}`);
    yield outcome;
  }
}

/** Without what no reader of a function sees: layout and comments. */
function normalise(definition: string | undefined): string | undefined {
  return definition?.replaceAll(/--[^\n]*/g, "").replaceAll(/\s+/g, " ");
}

async function runSuite(
  sql: Sql,
  suite: readonly { readonly file: string; readonly text: string }[],
  before = "",
): Promise<{ passed: number; failed: number }> {
  await sql.unsafe("create extension if not exists pgtap with schema extensions");
  let passed = 0;
  let failed = 0;
  for (const { file, text } of suite) {
    const result = await runPgtapText(sql, text, before);
    for (const failure of result.failures) console.log(`${file}: ${failure}`);
    passed += result.passed;
    failed += result.failures.length;
  }
  return { passed, failed };
}
