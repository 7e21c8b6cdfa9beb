import type { CallHolder, CallSlot } from "../../ports/call-slot.ts";

/** A slot that nobody holds yet. */
export function createCallSlot(): CallSlot {
  let current: CallHolder | null = null;
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
