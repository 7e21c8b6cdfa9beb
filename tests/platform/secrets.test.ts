import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { parseEnv, promisify } from "node:util";
import fc from "fast-check";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { makeSecrets } from "../../supabase/cli/deploy/make-secrets.ts";
import { readSettings } from "../../supabase/cli/read-settings.ts";
import { createScratchFolder } from "../kit/stack/scratch-folder.ts";

const SECRETS = [
  ...["SESSION_TOKEN_SECRET", "LEARNER_HASH_SECRET", "LEARNER_TOKEN_KEY"],
  ...["METRICS_KEY", "SCHEDULE_KEY"],
];

test("makeSecrets() draws five different secrets and leaves a line for what only a person knows", () => {
  const { text, made, kept, open } = makeSecrets(null, "abcdefghijklmnopqrst\n");
  const settings = parseEnv(text);
  assert.deepEqual([made, kept], [SECRETS, []]);
  assert.deepEqual(open, ["OPENAI_API_KEY", "SUPABASE_SECRET_KEYS"]);
  assert.equal(settings["SUPABASE_URL"], "https://abcdefghijklmnopqrst.supabase.co");
  const drawn = SECRETS.map((name) => settings[name] ?? "");
  assert.ok(drawn.every((secret) => /^[0-9a-f]{64}$/.test(secret)));
  assert.equal(new Set(drawn).size, SECRETS.length);
});

test("makeSecrets() changes nothing that has a value, whatever stands in the file", () => {
  const Line = fc.oneof(
    fc.constantFrom("# a comment", "", "OTHER='with spaces'", "OPENAI_API_KEY="),
    fc
      .tuple(
        fc.constantFrom(...SECRETS, "OPENAI_API_KEY", "SUPABASE_URL"),
        fc.constantFrom("", "export "),
        fc.constantFrom("v".repeat(40), `"${"w$&".repeat(15)}"`, ""),
      )
      .map(([name, before, value]) => `${before}${name}=${value}`),
  );
  fc.assert(
    fc.property(fc.array(Line, { maxLength: 12 }), fc.boolean(), (lines, ends) => {
      const before = lines.join("\n") + (ends ? "\n" : "");
      const first = makeSecrets(before, null);
      const after = parseEnv(first.text);
      for (const [name, value] of Object.entries(parseEnv(before))) {
        if (value !== "") assert.equal(after[name], value);
      }
      for (const name of SECRETS) assert.ok((after[name] ?? "").length >= 32, name);
      assert.equal(makeSecrets(first.text, null).text, first.text, "a second run adds nothing");
    }),
  );
});

test("makeSecrets() refuses a secret that is too short instead of replacing it", () => {
  assert.throws(() => makeSecrets("METRICS_KEY=short", null), {
    message: /^METRICS_KEY has 5 characters and needs 32\. Nothing was changed/,
  });
});

test("npm run secrets keeps its file from other users and prints no secret", async () => {
  const folder = await createScratchFolder();
  const file = path.join(folder.path, "settings");
  const run = () =>
    promisify(execFile)(process.execPath, [projectPath("supabase/cli/deploy/secrets.ts"), file]);
  try {
    const first = await run();
    const text = await readFile(file, "utf8");
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    await writeFile(file, text, { mode: 0o644 });
    const second = await run();
    assert.equal(await readFile(file, "utf8"), text);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.match(first.stdout, /^Made: SESSION_TOKEN_SECRET, /);
    assert.match(second.stdout, /^Kept as they are: SESSION_TOKEN_SECRET, /);
    assert.ok(!/[0-9a-f]{64}/.test(first.stdout + second.stdout));
  } finally {
    await folder.remove();
  }
});

test("readSettings() reads .env for npm start and .env.production for a deployment, the environment first", () => {
  const read = (file: string) => `FROM=${path.basename(file)}\nSET=file\nEMPTY=file\nOPEN=`;
  const environment = { SET: "environment", EMPTY: "" };
  for (const [isLocal, from] of [
    [true, ".env"],
    [false, ".env.production"],
  ] as const) {
    assert.deepEqual(readSettings(environment, { isLocal }, read), {
      ...{ FROM: from, SET: "environment", EMPTY: "file" },
    });
  }
  assert.equal(readSettings({}, { isLocal: false, file: "b.env" }, read)["FROM"], "b.env");
});

test("readSettings() says so when a file that was named is missing, and does without the usual one", () => {
  const nothing = () => null;
  assert.deepEqual(readSettings({ A: "1" }, { isLocal: false }, nothing), { A: "1" });
  assert.throws(() => readSettings({}, { isLocal: true, file: "staging" }, nothing), {
    message: "There is no file staging.",
  });
});
