import type { EndReason } from "#contract/session.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { AidTexts } from "../../locales/en/during-call.ts";

/** Why a call ended that the learner did not end, and what follows; null for any other. */
export function describeEnd(
  { endReason }: SessionState,
  aids: AidTexts,
  name: string,
): string | null {
  const reasons: Partial<Record<EndReason, string>> = {
    deadline: aids.timeOver,
    persona: aids.personaEnded(name),
    failed: aids.lineBroken,
  };
  const reason = endReason && reasons[endReason];
  return reason ? `${reason} ${aids.reportFollows}` : null;
}
