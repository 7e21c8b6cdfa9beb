// Makes the secrets of a deployment, once: `npm run secrets -- [<file>]`. Run again, it adds what is missing and
// changes nothing else. Only the owner may read the file.
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { CommandError } from "../command.ts";
import { runMain, writeLine } from "../run-main.ts";
import { makeSecrets } from "./make-secrets.ts";

const DEFAULT_FILE = ".env.production";
const PROJECT_FILE = "supabase/.temp/project-ref";
const OWNER_ONLY = 0o600;

/** @throws {CommandError} when the arguments or the file cannot be used. */
function secrets(): void {
  process.chdir(new URL("../../..", import.meta.url).pathname);
  const [file = DEFAULT_FILE, ...extra] = process.argv.slice(2);
  if (extra.length > 0 || file.startsWith("-")) {
    throw new CommandError("Usage: npm run secrets -- [<file>]", 2);
  }
  const { text, made, kept, open } = makeSecrets(read(file), read(PROJECT_FILE));
  writePrivately(file, text);
  if (made.length > 0) writeLine(`Made: ${made.join(", ")}.`);
  if (kept.length > 0) writeLine(`Kept as they are: ${kept.join(", ")}.`);
  if (open.length > 0) writeLine(`Fill in yourself: ${open.join(", ")}.`);
  writeLine(
    `They stand in ${file}, which only you may read. Keep a copy where you keep passwords.`,
  );
}

function read(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** Beside it and moved into its place: whoever interrupts this keeps the file that was there. */
function writePrivately(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, text, { mode: OWNER_ONLY, flag: "wx" });
  chmodSync(beside, OWNER_ONLY);
  renameSync(beside, file);
}

await runMain(secrets);
