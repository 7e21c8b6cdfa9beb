import type { EndReason } from "#contract/session.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { DuringCallWords } from "../../locales/language.ts";

/** Why a call ended that the learner did not end, and what follows; null for any other. */
export function describeEnd(
  { endReason, replyTrouble }: SessionState,
  duringCall: DuringCallWords,
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
