import { browserAidPorts } from "../adapters/recovery-ports.ts";
import type { Aids, AidsContext } from "../session/extension.ts";
import { CallAids } from "../session/recovery/call-recovery.ts";

/** Builds the aids of a practice on the browser's network, storage and sound. */
export function createAids(context: AidsContext): Aids {
  return new CallAids(context, browserAidPorts);
}
