import type { EndReason } from "#contract/session.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { DuringCallTexts } from "../../locales/en/during-call.ts";

/** Why a call ended that the learner did not end, and what follows; null for any other. */
export function describeEnd(
  { endReason, replyTrouble }: SessionState,
  duringCall: DuringCallTexts,
  name: string,
): string | null {
  const reasons: Partial<Record<EndReason, string>> = {
    deadline: duringCall.timeOver,
    persona: duringCall.personaEnded(name),
    failed: replyTrouble === "given-up" ? duringCall.serviceFailed : duringCall.connectionBroken,
    cost: duringCall.costReached,
  };
  const reason = endReason && reasons[endReason];
  return reason ? `${reason} ${duringCall.reportFollows}` : null;
}
