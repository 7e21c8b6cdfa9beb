import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { toStatements } from "../../../supabase/functions/_shared/jobs/statements/to-statements.ts";
import {
  EXTENSIONS,
  toProfile,
  VERBS,
} from "../../../supabase/functions/_shared/jobs/statements/xapi-profile.ts";
import { claimed } from "../../kit/lms/stated-practice.ts";
import { StatementSchema } from "../../kit/lms/statement-schema.ts";

const docs = (name: string): Promise<string> =>
  readFile(new URL(`../../../docs/${name}`, import.meta.url), "utf8");

test("docs/xapi-profile.jsonld is the profile that statements are made by", async () => {
  assert.deepEqual(JSON.parse(await docs("xapi-profile.jsonld")), toProfile());
});

test("docs/xapi.md shows a statement as it is sent, and names each verb", async () => {
  const text = await docs("xapi.md");
  const sample: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? "null");
  StatementSchema.parse(sample);
  const [, passed] = toStatements(claimed());
  assert.deepEqual(sample, passed);
  for (const verb of Object.keys(VERBS)) assert.ok(text.includes(`\`${verb}\``), verb);
});

test("toProfile() describes every extension that a statement has", () => {
  const profile = JSON.stringify(toProfile());
  for (const id of Object.values(EXTENSIONS)) assert.ok(profile.includes(id), id);
});
