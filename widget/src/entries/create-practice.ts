import type { Practice, PracticeOptions } from "./domain/practice.ts";
import { createBrowserPorts } from "./adapters/browser-ports.ts";
import { PracticeSession } from "./session/practice-session.ts";

/** On one line, since it is found by its pattern where downloads are listed. */
const loadAids = (): Promise<typeof import("./call-aids.ts")> => import("./call-aids.ts");

/** Builds a practice on the browser's microphone, network and storage. Nothing happens before `begin()`. */
export function createPractice(options: PracticeOptions): Practice {
  return new PracticeSession(options, createBrowserPorts(options), loadAids);
}
