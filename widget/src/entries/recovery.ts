import { browserAidPorts } from "./adapters/browser-aid-ports.ts";
import type { Aids, AidsContext } from "./session/aids.ts";
import { CallAids } from "./session/call-aids.ts";

/** Builds the aids of a practice on the browser's network, storage and sound. */
export function createAids(context: AidsContext): Aids {
  return new CallAids(context, browserAidPorts);
}
