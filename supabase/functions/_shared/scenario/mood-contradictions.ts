import type { Move, Mood } from "./blocks.ts";
import { unknownName, type Contradiction } from "./contradiction.ts";
import { idsOf, type CrossReferencedParts } from "./parts.ts";

type Path = (string | number)[];

/** Everything in which the moods contradict one another, or what moves the persona between them. */
export function findMoodContradictions(scenario: CrossReferencedParts): Contradiction[] {
  return [
    ...windowContradictions(scenario),
    ...scenario.phases.flatMap(({ moves }, index) =>
      (moves ?? []).flatMap((move, position) =>
        moveContradictions(move, index, ["phases", index, "moves", position], scenario),
      ),
    ),
    ...unreachedMoods(scenario.phases),
  ];
}

function windowContradictions({ phases, durationSeconds }: CrossReferencedParts): Contradiction[] {
  return phases.flatMap(({ window }, index) => {
    const path = ["phases", index, "window"];
    if (window.toSeconds <= window.fromSeconds)
      return [{ path: [...path, "toSeconds"], message: "not after fromSeconds; make it larger" }];
    if (window.toSeconds > durationSeconds) {
      const message = `after the call's end (${durationSeconds} s); lower it or raise durationSeconds`;
      return [{ path: [...path, "toSeconds"], message }];
    }
    const before = phases[index - 1];
    return before !== undefined && window.fromSeconds < before.window.fromSeconds
      ? [{ path: [...path, "fromSeconds"], message: "earlier than the phase before; reorder them" }]
      : [];
  });
}

function moveContradictions(
  move: Move,
  from: number,
  path: Path,
  scenario: CrossReferencedParts,
): Contradiction[] {
  const { phases } = scenario;
  const to = phases.findIndex(({ id }) => id === move.to);
  if (to === -1) return [unknownName([...path, "to"], "phase", move.to, idsOf(phases))];
  if (Math.abs(to - from) !== 1) {
    const beside = [phases[from - 1], phases[from + 1]].flatMap((phase) => phase?.id ?? []);
    const message = `"${move.to}" is not beside this phase; one act moves one phase, so write ${beside.join(" or ")}`;
    return [{ path: [...path, "to"], message }];
  }
  return [
    ...causeContradictions(move, path, scenario),
    ...tensionContradictions(move, phases[from], phases[to], path),
  ];
}

function causeContradictions(
  { on, id }: Move,
  path: Path,
  scenario: CrossReferencedParts,
): Contradiction[] {
  const known = knownCauses(on, scenario);
  if (known === null)
    return id === undefined
      ? []
      : [{ path: [...path, "id"], message: `means nothing with on: ${on}; remove it` }];
  if (id === undefined) {
    const choice = known.length === 0 ? "an id" : `one of ${known.join(", ")}`;
    return [{ path, message: `names nothing that is ${on}; add id: and ${choice}` }];
  }
  return known.includes(id) ? [] : [unknownName([...path, "id"], CAUSE_NAMES[on], id, known)];
}

const CAUSE_NAMES = {
  "objection-settled": "objection",
  "objective-marked": "objective",
  deescalation: "de-escalation point",
  escalation: "escalation",
  "latest-second": "second",
} as const;

/** Null where a cause needs no name. */
function knownCauses(on: Move["on"], scenario: CrossReferencedParts): string[] | null {
  switch (on) {
    case "objection-settled":
      return idsOf(scenario.objections);
    case "objective-marked":
      return idsOf(scenario.brief.objectives);
    case "deescalation":
      return idsOf(scenario.deescalationPoints);
    case "escalation":
    case "latest-second":
      return null;
  }
}

function tensionContradictions(
  { on }: Move,
  from: Mood | undefined,
  to: Mood | undefined,
  path: Path,
): Contradiction[] {
  const rise = (to?.intensity ?? 0) - (from?.intensity ?? 0);
  if (on === "latest-second" && rise < 0) {
    const message = "leads to a calmer phase, and time alone calms nobody; write another cause";
    return [{ path: [...path, "on"], message }];
  }
  if (on === "deescalation" && rise > 0) {
    const message = "leads to a tenser phase, though the act calms; write another cause or phase";
    return [{ path: [...path, "on"], message }];
  }
  if (on === "escalation" && rise <= 0) {
    const message =
      "leads to a phase that is no tenser; write another phase, or raise its intensity";
    return [{ path: [...path, "to"], message }];
  }
  return [];
}

/** Where any mood says how it is left, every mood after the first must be led to. */
function unreachedMoods(moods: readonly Mood[]): Contradiction[] {
  if (moods.every(({ moves }) => moves === undefined)) return [];
  const targets = new Set(moods.flatMap(({ moves }) => (moves ?? []).map(({ to }) => to)));
  return moods.flatMap(({ id }, index) => {
    if (index === 0 || targets.has(id)) return [];
    const before = moods[index - 1]?.id ?? "";
    const message = `no move leads to "${id}"; add one with to: ${id} under the phase ${before}`;
    return [{ path: ["phases", index, "id"], message }];
  });
}
