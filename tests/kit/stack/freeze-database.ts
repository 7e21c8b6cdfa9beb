import { listDescendants } from "./process-tree.ts";

/** Stops every Postgres process below this one as a machine that hangs would, and returns what wakes them. */
export function freezeDatabase(): () => void {
  const frozen = listDescendants(process.pid).filter(({ command }) => /postgres/i.test(command));
  if (frozen.length === 0) throw new Error("no Postgres process was found to freeze");
  const signal = (name: NodeJS.Signals): void => {
    for (const { pid } of frozen) {
      try {
        process.kill(pid, name);
      } catch {
        // It ended in between: a server that is gone is frozen enough.
      }
    }
  };
  signal("SIGSTOP");
  return () => {
    signal("SIGCONT");
  };
}
