import type { ToolResponse } from "../../../supabase/functions/_shared/contract/progress.ts";
import type { ProgressEvent } from "../../../supabase/functions/_shared/tools/progress-event.ts";
import type { ProgressState } from "../../../supabase/functions/_shared/tools/progress-state.ts";
import type { StoredScenario } from "../../../supabase/functions/_shared/store/scenarios.ts";
import type { Store } from "../../../supabase/functions/_shared/store/store.ts";

const MAXIMUM_CALLS = 200;

interface KnownSession {
  readonly status: string;
  readonly request: { readonly variables: Readonly<Record<string, string>> };
}

interface Kept {
  version: number;
  state: ProgressState | null;
  readonly answers: Map<string, ToolResponse>;
  readonly events: ProgressEvent[];
}

/** The functions of a talk's progress, in memory beside the sessions of the fake store. */
export function createFakeProgress(
  sessions: ReadonlyMap<string, KnownSession>,
  scenario: StoredScenario,
) {
  const kept = new Map<string, Kept>();
  /** What a test may have otherwise. */
  const stage = { elapsedSeconds: 30, scenario };
  const keptOf = (sessionId: string): Kept => {
    const known = kept.get(sessionId);
    if (known !== undefined) return known;
    const fresh: Kept = { version: 0, state: null, answers: new Map(), events: [] };
    kept.set(sessionId, fresh);
    return fresh;
  };

  const functions: Pick<Store, "getProgress" | "saveProgress" | "checkOutput"> = {
    getProgress(sessionId, callId) {
      const session = sessions.get(sessionId);
      if (session === undefined) return Promise.resolve({ outcome: "session_unknown" });
      const { version, state, answers } = keptOf(sessionId);
      return Promise.resolve({
        outcome: "ok",
        isActive: session.status === "active",
        elapsedSeconds: stage.elapsedSeconds,
        scenario: stage.scenario,
        seed: 7,
        variables: { ...session.request.variables },
        version,
        state,
        answer: answers.get(callId ?? "") ?? null,
      });
    },
    checkOutput(sessionId, callId, output) {
      const isGenuine = keptOf(sessionId).answers.get(callId)?.output === output;
      return Promise.resolve({ outcome: isGenuine ? "genuine" : "forged" });
    },
    saveProgress(sessionId, { version, state, call, events }) {
      const session = sessions.get(sessionId);
      if (session === undefined) return Promise.resolve({ outcome: "session_unknown" });
      if (session.status !== "active") return Promise.resolve({ outcome: "over" });
      const known = keptOf(sessionId);
      const answer = known.answers.get(call.id);
      if (answer !== undefined) return Promise.resolve({ outcome: "repeated", answer });
      if (known.version !== version) return Promise.resolve({ outcome: "stale" });
      if (known.answers.size >= MAXIMUM_CALLS) return Promise.resolve({ outcome: "exhausted" });
      known.version += 1;
      known.state = state;
      known.answers.set(call.id, call.answer);
      known.events.push(...events);
      return Promise.resolve({ outcome: "saved" });
    },
  };
  return { functions, stage, keptOf };
}
