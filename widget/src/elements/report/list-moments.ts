import type { Report } from "#contract/report.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { formatClock } from "../kit/format-clock.ts";

/** An aim or a doubt of a call, and what came of it. */
export interface Moment {
  readonly kind: "reached" | "missed" | "settled" | "open";
  /** Null for what never came, or of which nobody knows when. */
  readonly atMs: number | null;
  readonly text: string;
  readonly note: string;
  /** The item id of the turn that it leads to. */
  readonly turn: string | null;
}

/**
 * The moments of a call in their order; what was not reached comes last. Of a report without a timeline, its
 * objectives.
 */
export function listMoments(
  { timeline, objectives = [] }: Report,
  texts: ReportTexts,
  locale: string,
): readonly Moment[] {
  const toAim = (isReached: boolean): Pick<Moment, "kind" | "note"> =>
    isReached
      ? { kind: "reached", note: texts.reached }
      : { kind: "missed", note: texts.notReached };
  if (!timeline)
    return objectives.map(({ text, reached }) => ({
      ...{ atMs: null, text, turn: null },
      ...toAim(reached),
    }));
  const moments: Moment[] = [
    ...timeline.aims.map(({ atMs, text, turn }) => ({
      ...{ atMs, text, turn },
      ...toAim(atMs !== null),
    })),
    ...timeline.doubts.map(({ raisedMs, settledMs, text, turn }) => ({
      kind: settledMs === null ? ("open" as const) : ("settled" as const),
      ...{ atMs: raisedMs, text, turn },
      note:
        settledMs === null
          ? texts.stayedOpen
          : texts.settledAt(formatClock(settledMs / 1000, locale)),
    })),
  ];
  return moments.sort((a, b) => (a.atMs ?? Infinity) - (b.atMs ?? Infinity));
}

/** What stands above them: the call and its length, or what was aimed for. */
export function headMoments({ timeline }: Report, texts: ReportTexts, locale: string): string {
  if (!timeline) return texts.objectives;
  return texts.yourCall(formatClock(timeline.durationMs / 1000, locale));
}
