// Makes the secrets of a deployment, once: `npm run secrets -- [<file>]`. Run again, it adds what is missing and
// changes nothing else. Only the owner may read the file.
import { chmodSync, renameSync, writeFileSync } from "node:fs";
import { CommandError } from "../command.ts";
import { readIfThere } from "../read-if-there.ts";
import { DEPLOYED_FILE, ROOT } from "../read-settings.ts";
import { runMain, writeLine } from "../run-main.ts";
import { makeSecrets } from "./make-secrets.ts";
import { readLinkedProject } from "./read-linked-project.ts";

const OWNER_ONLY = 0o600;

/** @throws {CommandError} when the arguments or the file cannot be used. */
function secrets(): void {
  process.chdir(ROOT);
  const [file = DEPLOYED_FILE, ...extra] = process.argv.slice(2);
  if (extra.length > 0 || file.startsWith("-")) {
    throw new CommandError("Usage: npm run secrets -- [<file>]", 2);
  }
  const { text, made, kept, open } = makeSecrets(readIfThere(file), readLinkedProject());
  writePrivately(file, text);
  if (made.length > 0) writeLine(`Made: ${made.join(", ")}.`);
  if (kept.length > 0) writeLine(`Kept as they are: ${kept.join(", ")}.`);
  if (open.length > 0) writeLine(`Fill in yourself: ${open.join(", ")}.`);
  writeLine(
    `They stand in ${file}, which only you may read. Keep a copy where you keep passwords.`,
  );
}

/** Beside it and moved into its place: whoever interrupts this keeps the file that was there. */
function writePrivately(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, text, { mode: OWNER_ONLY, flag: "wx" });
  chmodSync(beside, OWNER_ONLY);
  renameSync(beside, file);
}

await runMain(secrets);
