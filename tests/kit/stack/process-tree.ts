import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 50;

/** A process as the system lists it. */
export interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  /** Tells this process from a later one with the same number. */
  readonly startedAt: string;
  readonly command: string;
}

/** Whether processes can be listed: only where there is a /proc. */
export function canListProcesses(): boolean {
  return process.platform === "linux";
}

/** Every process that descends from this one, living ones only. */
export function listDescendants(root: number): ListedProcess[] {
  const all = listProcesses();
  const found: ListedProcess[] = [];
  let parents = new Set([root]);
  while (parents.size > 0) {
    const children = all.filter((one) => parents.has(one.parent));
    found.push(...children);
    parents = new Set(children.map((one) => one.pid));
  }
  return found;
}

/** Waits until none of them lives and returns those that still do when the time is over. */
export async function awaitEnd(
  processes: readonly ListedProcess[],
  timeoutMs: number,
): Promise<readonly ListedProcess[]> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const living = new Set(listProcesses().map(identify));
    const left = processes.filter((one) => living.has(identify(one)));
    if (left.length === 0 || performance.now() > deadline) return left;
    await delay(POLL_MS);
  }
}

function identify({ pid, startedAt }: ListedProcess): string {
  return `${pid} ${startedAt}`;
}

function listProcesses(): ListedProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
}

function readProcess(pid: number): ListedProcess[] {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold anything; what follows the last one is numbers.
    const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
    const [state, parent, startedAt] = [fields[0], Number(fields[1]), fields[19] ?? ""];
    if (state === "Z" || state === "X") return [];
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return [{ pid, parent, startedAt, command }];
  } catch {
    return []; // It ended while it was being read.
  }
}
