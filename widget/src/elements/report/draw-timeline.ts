import { html, svg } from "lit";
import type { SVGTemplateResult, TemplateResult } from "lit";
import type { Timeline } from "#contract/timeline.ts";

/** A band of the picture. */
export type BandName = "mood" | "doubts" | "talk" | "aims";

/** Draws the bands that a timeline has data for, from top to bottom. */
export type DrawTimeline = (
  timeline: Timeline,
  isRightToLeft: boolean,
) => readonly (readonly [BandName, TemplateResult])[];

const MINUTE_MS = 60_000;
/** The mood's box is this wide, and is drawn out to its column. */
const WIDTH = 1_000;
const MOOD_HEIGHT = 72;
/** A mood changes within this share of the call, so that the curve shows when. */
const TURNING = 0.03;

/**
 * Each band is an SVG of its own whose x is a share of the call, so that it follows its column without a line of script.
 * Right to left it runs the other way. A mark with `data-turn` leads to that turn.
 */
export const drawTimeline: DrawTimeline = (timeline, isRightToLeft) => {
  const { durationMs, turns, mood, doubts, aims } = timeline;
  const share = (ms: number): number => {
    const way = Math.min(100, (ms / durationMs) * 100);
    return isRightToLeft ? 100 - way : way;
  };
  const at = (ms: number): string => `${share(ms).toFixed(2)}%`;
  const minutes = Array.from({ length: Math.ceil(durationMs / MINUTE_MS) - 1 }, (_, index) => {
    const x = at((index + 1) * MINUTE_MS);
    return svg`<line class="minute" x1=${x} x2=${x} y2="100%"></line>`;
  });
  const band = (name: BandName, height: number, data: readonly unknown[], picture: unknown) =>
    data.length === 0
      ? []
      : [
          [
            name,
            html`<svg class="band" height=${height} aria-hidden="true">${minutes}${picture}</svg>`,
          ] as const,
        ];
  /** Drawn round 0 in an svg that is moved by a share. */
  const mark = (ms: number, y: number, turn: string | null, shape: SVGTemplateResult) =>
    svg`<svg x=${at(ms)} y=${y} class="mark" data-turn=${turn ?? ""}><circle r="14" class="touch"></circle>${shape}</svg>`;
  const rhombus = (name: string) => svg`<path class=${name} d="M0-6L6 0 0 6-6 0Z"></path>`;
  const reached = aims.filter(({ atMs }) => atMs !== null);
  return [
    ...band("mood", MOOD_HEIGHT, mood, drawMood(timeline, share)),
    ...band(
      "doubts",
      doubts.length * 16 + 4,
      doubts,
      doubts.map(({ raisedMs, settledMs, turn }, index) => {
        const y = index * 16 + 10;
        return svg`<line class=${settledMs === null ? "doubt stays" : "doubt"} x1=${at(raisedMs)} x2=${at(settledMs ?? durationMs)} y1=${y} y2=${y}></line>
          ${mark(raisedMs, y, turn, rhombus("raised"))}${settledMs === null ? "" : mark(settledMs, y, turn, rhombus("settled"))}`;
      }),
    ),
    ...band(
      "talk",
      30,
      // Whoever typed has no band to be heard on.
      turns.filter(({ speaker }) => speaker === "learner"),
      turns.map(({ speaker, startMs, endMs }) => {
        const [from = 0, to = 0] = [share(startMs), share(endMs)].sort((a, b) => a - b);
        return svg`<rect class=${speaker} x="${from.toFixed(2)}%" width="${Math.max(0.5, to - from).toFixed(2)}%" y=${speaker === "persona" ? 2 : 16} height="12" rx="3"></rect>`;
      }),
    ),
    ...band(
      "aims",
      26,
      reached,
      reached.map(({ atMs, turn }) =>
        mark(
          atMs ?? 0,
          13,
          turn,
          svg`<circle r="10" class="aim"></circle><path class="tick" d="M-4.5 .3l3 3 5.5-6.5"></path>`,
        ),
      ),
    ),
  ];
};

/** A mood holds until the next one: level, with a bend where it turned. */
function drawMood(
  { mood, durationMs }: Timeline,
  share: (ms: number) => number,
): SVGTemplateResult {
  const points = mood.flatMap(({ atMs, open }, index) => {
    const until = mood[index + 1]?.atMs ?? durationMs;
    const bend = index === mood.length - 1 ? 0 : Math.min(durationMs * TURNING, (until - atMs) / 2);
    return [atMs, until - bend].map(
      (ms) => [(share(ms) * WIDTH) / 100, MOOD_HEIGHT - 2 - open * (MOOD_HEIGHT - 6)] as const,
    );
  });
  const [first = [0, 0] as const] = points;
  let [x0, y0] = first;
  let curve = `M${x0} ${y0}`;
  for (const [x, y] of points) {
    const middle = (x0 + x) / 2;
    curve += `C${middle} ${y0} ${middle} ${y} ${x} ${y}`;
    [x0, y0] = [x, y];
  }
  return svg`<svg width="100%" height=${MOOD_HEIGHT} viewBox="0 0 ${WIDTH} ${MOOD_HEIGHT}" preserveAspectRatio="none">
    <path class="area" d="${curve}V${MOOD_HEIGHT}H${first[0]}Z"></path><path class="curve" d=${curve}></path></svg>`;
}
