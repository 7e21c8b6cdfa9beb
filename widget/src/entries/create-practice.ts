import type { Practice, PracticeOptions } from "../domain/state/practice.ts";
import { createBrowserPorts } from "../adapters/browser-ports.ts";
import { PracticeSession } from "../session/practice-session.ts";

/** On one line, since it is found by its pattern where downloads are listed. */
const loadExtension = (): Promise<typeof import("./recovery.ts")> => import("./recovery.ts");

/** Builds a practice on the browser's microphone, network and storage. Nothing happens before `begin()`. */
export function createPractice(options: PracticeOptions): Practice {
  return new PracticeSession(options, createBrowserPorts(options), loadExtension);
}
