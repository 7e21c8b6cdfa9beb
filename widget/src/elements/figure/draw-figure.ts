import type { FigureSetting } from "../kit/render-figure.ts";

/** The shape of a persona: waves round the body, how deep they are, and how the leaves lie on each other. */
export type FigureShape = readonly [
  lobes: number,
  fine: number,
  depth: number,
  grain: number,
  turn: number,
  twist: number,
];

/**
 * How a figure stands at one moment, from 0 to 1: how far its leaves are open, how near the learner's ring is, the arc
 * that travels round while the persona thinks, the waves of a phone that rings, how much of the body is there, and the
 * loudness of both. Then the seconds that it has moved, and how far the wave of a reached aim has run; from 1 on it is
 * over.
 */
export type FigurePose = [
  open: number,
  near: number,
  arc: number,
  ringing: number,
  presence: number,
  voice: number,
  heard: number,
  seconds: number,
  cheer: number,
];

/** What it is drawn by beside, and the colour of the learner's ring. */
export type FigureInk = readonly [FigureSetting, ring: string];

/** A hair more than a turn, so that the ends of a line meet. */
const FULL_TURN = 6.3;
const { sin, cos } = Math;
const POINTS = 96;

/** Draws a figure over the whole canvas of a pen, in its `fillStyle` and the ring's colour. */
export function drawFigure(
  pen: CanvasRenderingContext2D,
  shape: FigureShape,
  pose: Readonly<FigurePose>,
  [{ muted, weak, levels }, ring]: FigureInk,
): void {
  const unit = pen.canvas.width / 2;
  // Without a ring the body may have its room.
  const scale = unit * (levels ? 1 : 1.15);
  pen.setTransform(scale, 0, 0, scale, unit, unit);
  pen.clearRect(-1, -1, 2, 2);
  pen.strokeStyle = pen.fillStyle;
  pen.lineCap = "round";
  const thin = Math.max(1.25 / unit, 0.022);
  drawBody(pen, shape, pose, weak ? thin : 0);
  const [, near, arc, ringing, , , heard, seconds, cheer] = pose;
  for (const begun of [0, 0.5]) drawWave(pen, (seconds / 2 + begun) % 1, thin, ringing);
  pen.strokeStyle = ring;
  if (cheer < 1) drawWave(pen, cheer, thin * 3, 1);
  if (!levels) return;
  const far = 0.93 - near * 0.05;
  if (muted) {
    pen.strokeStyle = pen.fillStyle;
    pen.setLineDash([0.001, far * 0.24]);
  }
  trace(
    pen,
    (angle) => far * (1 + heard * 0.08 * sin(9 * angle + seconds * 5) * sin(2 * angle + seconds)),
  );
  stroke(pen, thin * (1 + heard * 1.2), near);
  pen.strokeStyle = pen.fillStyle;
  trace(pen, () => far, seconds * 2.4, 0.7);
  stroke(pen, thin * 2.4, arc);
}

function drawBody(
  pen: CanvasRenderingContext2D,
  [lobes, fine, depth, grain, turn, twist]: FigureShape,
  [open, , , , presence, voice, heard, seconds]: Readonly<FigurePose>,
  outline: number,
): void {
  // From the core to the outermost leaf.
  [1, 0.5, 0.28, 0.15].forEach((opacity, leaf) => {
    const wish =
      0.47 +
      leaf * (0.04 + open * 0.045 + voice * 0.05) -
      heard * 0.02 +
      sin(seconds) * 0.02 * leaf;
    // The core wears only a little of the shape, so that two letters stand on it.
    const deep = (leaf ? depth : depth * 0.35) * (0.6 + open * 0.5 + voice * 0.7);
    const spin = turn + leaf * twist + seconds * (leaf % 2 || -1) * 0.1 * (1 + voice);
    const shake = voice * 0.018 * leaf;
    // No leaf leaves the ring.
    const wide = Math.min(wish, 0.86 / (1 + deep + grain + shake));
    trace(
      pen,
      (angle) =>
        wide *
        (1 +
          deep * sin(lobes * angle + spin) +
          grain * sin(fine * angle - spin) +
          shake * sin((lobes * 2 + 1) * angle + seconds * 7)),
    );
    pen.globalAlpha = presence * opacity;
    if (outline && leaf) {
      pen.setLineDash([outline * 3]);
      stroke(pen, outline, presence);
    } else pen.fill();
  });
}

function drawWave(
  pen: CanvasRenderingContext2D,
  way: number,
  width: number,
  opacity: number,
): void {
  trace(pen, () => 0.6 + way * 0.36);
  stroke(pen, width, (1 - way) * opacity);
}

/** Draws the line that was traced; the next one is a whole one again. */
function stroke(pen: CanvasRenderingContext2D, width: number, opacity: number): void {
  pen.lineWidth = width;
  pen.globalAlpha = opacity;
  pen.stroke();
  pen.setLineDash([]);
}

/** A line round the middle, by its radius at each angle; of so many points that nobody sees a corner. */
function trace(
  pen: CanvasRenderingContext2D,
  radiusAt: (angle: number) => number,
  start = 0,
  sweep = FULL_TURN,
): void {
  pen.beginPath();
  for (let point = 0; point <= POINTS; point += 1) {
    const angle = start + (point / POINTS) * sweep;
    const radius = radiusAt(angle);
    pen.lineTo(radius * cos(angle), radius * sin(angle));
  }
}
