import { readFileSync } from "node:fs";

const PERIOD_MS = 500;

/**
 * Calls back when npm, which started this process through a shell, is gone: a killed npm passes no
 * signal on. Without npm nothing is watched, so that a background start outlives its terminal.
 *
 * @returns a function that stops watching.
 */
export function watchNpm(onGone: () => void): () => void {
  if (process.env["npm_lifecycle_event"] === undefined) return () => undefined;
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && parentOf(parent) === grandparent) return;
    clearInterval(timer);
    onGone();
  }, PERIOD_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

/** The parent's parent where the parent is npm's shell; undefined where the system does not say. */
function parentOf(pid: number): number | undefined {
  try {
    const [, state] = readFileSync(`/proc/${pid}/stat`, "utf8").split(/\) /);
    const name = readFileSync(`/proc/${pid}/comm`, "utf8").trim();
    const parent = Number(state?.split(" ")[1]);
    return /^(?:sh|dash|bash)$/.test(name) && parent > 1 ? parent : undefined;
  } catch {
    return undefined; // No /proc here: the parent alone is watched.
  }
}
