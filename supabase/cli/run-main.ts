import { CommandError } from "./command.ts";
import { toPrintable } from "./to-printable.ts";

/** Runs a tool to its end: what is meant for the person is printed as it is, and the exit code says how it went. */
export async function runMain(run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof CommandError ? toPrintable(error.message) : error);
    process.exitCode = error instanceof CommandError ? error.exitCode : 1;
  }
}

/** Prints one line, whoever wrote what stands in it. */
export function writeLine(line: string): void {
  process.stdout.write(`${toPrintable(line)}\n`);
}
