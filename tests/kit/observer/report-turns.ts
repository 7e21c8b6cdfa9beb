import type { ObservedBackend, Practice } from "../stack/observed-backend.ts";

const MOST_AT_ONCE = 40;

/** Reports what was said since the first `reported` turns, as a browser does; returns how many are reported then. */
export async function reportTurns(
  backend: ObservedBackend,
  practice: Practice,
  reported: number,
): Promise<number> {
  const { said } = practice.call;
  const turns = said.slice(reported, reported + MOST_AT_ONCE).map((turn, index) => ({
    ...turn,
    sequence: reported + index + 1,
    previousItemId: said[reported + index - 1]?.itemId ?? null,
    startedAtMs: (reported + index) * 500,
    endedAtMs: (reported + index) * 500 + 400,
  }));
  if (turns.length === 0) return reported;
  const status = await backend.send(practice, "turns", { turns });
  return status === 200 ? reported + turns.length : reported;
}
