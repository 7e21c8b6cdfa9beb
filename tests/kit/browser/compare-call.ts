import type { MeasuredCall } from "./play-measured-call.ts";
import { findStretches, measureStretches } from "./measure-recording.ts";

/** One figure, as it was recorded and as the report has it. */
export interface ComparedFigure {
  readonly name: string;
  readonly recorded: number | null;
  readonly reported: number | null;
  readonly isNear: boolean;
}

const SHARE = 0.05;
const TOLERANCE_SECONDS = 0.15;

/**
 * Holds a report's figures against the recording. The server hears the learner later than the page sends, and the
 * page hears the persona later than the server sends: what it takes for the time of an answer has this way in it.
 */
export function compareCall({ recording, delivery, transcript }: MeasuredCall): ComparedFigure[] {
  const stretches = findStretches(recording);
  const heard = measureStretches(stretches, recording.ways);
  const speech = transcript.filter(({ startedAtMs, endedAtMs }) => endedAtMs !== startedAtMs);
  return [
    compare("talk share", heard.talkShare, delivery.talkShare, 0),
    compare(
      "longest speech",
      heard.longestSeconds,
      delivery.longestMonologueSeconds,
      TOLERANCE_SECONDS,
    ),
    compare("response", heard.responseSeconds, delivery.responseSeconds, TOLERANCE_SECONDS),
    compare("turns", stretches.length, speech.length, 0),
  ];
}

/** The largest difference between the browser's account and ours in how long a turn was heard. */
export function measureDisagreement({ transcript, reported }: MeasuredCall): number {
  const lasted = new Map(
    reported.map((turn) => [turn.itemId, (turn.endedAtMs ?? 0) - turn.startedAtMs]),
  );
  return Math.max(
    0,
    ...transcript.map((turn) => {
      const ours = (turn.endedAtMs ?? 0) - turn.startedAtMs;
      return Math.abs(ours - (lasted.get(turn.itemId) ?? ours));
    }),
  );
}

function compare(
  name: string,
  recorded: number | null,
  reported: number | null,
  tolerance: number,
): ComparedFigure {
  const isNear =
    recorded === null || reported === null
      ? recorded === reported
      : Math.abs(recorded - reported) <= Math.max(tolerance, recorded * SHARE);
  return { name, recorded, reported, isNear };
}
