import type { LineHolder, PageLine } from "../../ports/call-slot.ts";

/** A line that nobody holds yet. */
export function createPageLine(): PageLine {
  let current: LineHolder | null = null;
  return {
    get holder() {
      return current;
    },
    hold(holder) {
      current = holder;
    },
    release(holder) {
      if (current === holder) current = null;
    },
  };
}
