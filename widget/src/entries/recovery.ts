import { browserRecoveryPorts } from "../adapters/recovery-ports.ts";
import type { Extension, ExtensionContext } from "../session/extension.ts";
import { CallRecovery } from "../session/recovery/call-recovery.ts";

/** Builds the extension of a practice on the browser's network, storage and sound. */
export function createExtension(context: ExtensionContext): Extension {
  return new CallRecovery(context, browserRecoveryPorts, () => import("./sound-times.ts"));
}
