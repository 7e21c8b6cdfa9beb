import { withoutPrototype } from "../domain/without-prototype.ts";

/** A controller whose signal aborts with `signal`, or earlier. */
export function childOf(signal: AbortSignal): AbortController {
  const child = new AbortController();
  const end = (): void => {
    child.abort();
  };
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, withoutPrototype({ signal: child.signal }));
  return child;
}
