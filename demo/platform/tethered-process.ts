import { spawn } from "node:child_process";
import { OutputLog } from "./output-log.ts";

const KILL_AFTER_MS = 10_000;
const NOT_STARTED_CODE = 127;

/**
 * Runs the command in the background and waits for end of file on its own standard input, which
 * only the parent holds open: even a parent that was killed outright leaves no process behind.
 */
const TETHER = `exec 3<&0
"$@" </dev/null 3<&- & child=$!
(read -r line <&3; kill -"$TETHER_SIGNAL" "$child") 2>/dev/null & watcher=$!
wait "$child"; code=$?
kill "$watcher" 2>/dev/null
exit "$code"`;

/** What to run, and as whom. */
export interface TetheredCommand {
  /** Appears in messages: "Postgres", "The gateway". */
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly directory?: string;
  readonly identity?: { readonly uid: number; readonly gid: number } | undefined;
  /** How the process is asked to stop. */
  readonly stopSignal?: "INT" | "TERM";
  /** Receives everything the process prints. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** A child process that ends when it is stopped or when its parent does. */
export interface TetheredProcess {
  readonly name: string;
  /** Resolves with the exit code, stopped or not. */
  readonly exited: Promise<number>;
  readonly log: OutputLog;
  /** Asks it to stop, kills it after ten seconds, returns when it is gone. Safe twice. */
  readonly stop: () => Promise<void>;
}

/** Starts a process in its own group, so that Ctrl-C reaches the parent alone. */
export function spawnTethered(options: TetheredCommand): TetheredProcess {
  const child = spawn("/bin/sh", ["-c", TETHER, "sh", ...options.command], {
    cwd: options.directory ?? "/",
    env: { ...options.environment, TETHER_SIGNAL: options.stopSignal ?? "TERM" },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
    ...options.identity,
  });
  const exited = new Promise<number>((resolve) => {
    child.once("close", (code) => {
      resolve(code ?? 1);
    });
    child.once("error", () => {
      resolve(NOT_STARTED_CODE);
    });
  });
  const log = new OutputLog(options.name, exited);
  const collect = (text: string): void => {
    log.append(text);
    options.onOutput?.(text);
  };
  child.stdout.setEncoding("utf8").on("data", collect);
  child.stderr.setEncoding("utf8").on("data", collect);
  // The pipe breaks when the process is gone already; `exited` tells that.
  child.stdin.on("error", () => undefined);
  child.once("error", (error) => {
    collect(error.message);
  });

  const stop = async (): Promise<void> => {
    child.stdin.end();
    const timer = setTimeout(() => {
      killGroup(child.pid);
    }, KILL_AFTER_MS);
    await exited;
    clearTimeout(timer);
  };
  return { name: options.name, exited, log, stop };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group ended between the timer and the signal, which is what was wanted.
  }
}
