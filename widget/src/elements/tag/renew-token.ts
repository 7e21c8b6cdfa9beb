import { CoachError } from "../../domain/state/coach-error.ts";
import type { PracticeHost } from "../kit/practice-setup.ts";

/** How long a page may take to say who practises. */
const TOKEN_PATIENCE_MS = 10_000;

/**
 * Lets the page say anew who practises: its answer is the token from then on.
 * @throws {CoachError} session_rejected when it fails to answer, or takes too long.
 */
export async function renewToken(host: PracticeHost): Promise<void> {
  if (!host.getLearnerToken) return;
  try {
    const late = new Promise<never>((_, refuse) => {
      setTimeout(refuse, TOKEN_PATIENCE_MS, "no answer");
    });
    // A page may answer with anything.
    const token: unknown = await Promise.race([host.getLearnerToken(), late]);
    host.learnerToken = typeof token === "string" ? token : "";
  } catch (error) {
    console.warn(`<maka-voice-coach> getLearnerToken: ${String(error)}`);
    throw new CoachError("session_rejected", "no learner token", { cause: error });
  }
}
