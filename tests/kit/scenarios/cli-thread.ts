// The thread of run-cli.ts: what a process has of its own (arguments, environment, streams, exit code), a
// thread has too, so that the tool's file runs unchanged, once a message.
import { Readable } from "node:stream";
import { parentPort } from "node:worker_threads";
import { z } from "zod";

const CLI = new URL("../../../scenarios/cli.ts", import.meta.url);

const Call = z.object({
  parameters: z.array(z.string()),
  input: z.string(),
  environment: z.record(z.string(), z.string()),
});

let calls = 0;

async function run(message: unknown): Promise<void> {
  const { parameters, input, environment } = Call.parse(message);
  process.argv = [process.execPath, CLI.pathname, ...parameters];
  process.env = environment;
  process.exitCode = undefined;
  Object.defineProperty(process, "stdin", { value: Readable.from([input]), configurable: true });
  const stdout = collect(process.stdout);
  const stderr = collect(process.stderr);
  // The query makes it another module, which runs again; what it imports stays loaded.
  calls += 1;
  await import(`${CLI.href}?call=${calls}`);
  parentPort?.postMessage({
    status: exitCode(),
    stdout: stdout.join(""),
    stderr: stderr.join(""),
  });
}

function exitCode(): number {
  return typeof process.exitCode === "number" ? process.exitCode : 0;
}

/** Keeps what is written to the stream from now on. */
function collect(stream: NodeJS.WriteStream): string[] {
  const written: string[] = [];
  stream.write = (chunk: string | Uint8Array) => {
    written.push(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    return true;
  };
  return written;
}

parentPort?.on("message", (message: unknown) => void run(message));
