import { html } from "lit";
import type { TemplateResult } from "lit";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { VoiceLevels } from "../../domain/state/practice.ts";
import { monogramOf } from "./monogram.ts";

/** What a persona does, for the eye; words beside the figure say it as well. */
export type FigureState =
  "idle" | "ringing" | "listening" | "thinking" | "speaking" | "open" | "ended";

/** How a figure is drawn. */
export interface FigureSetting {
  /** At rest where nothing is said. */
  readonly state?: FigureState;
  /** The persona does not hear the learner. */
  readonly muted?: boolean;
  /** The line is poor. */
  readonly weak?: boolean;
  /** Where both are in one room: then the learner is the ring. Without it the body takes the room. */
  readonly levels?: VoiceLevels | null;
  /** How many aims are reached; with each new one a wave runs outwards, once. */
  readonly cheers?: number;
}

/**
 * Draws a persona's figure, `--_size` wide and high: two letters, or other `words`, on a disc until `<maka-figure>` is
 * loaded.
 */
export function renderFigure(
  name: string,
  setting: FigureSetting = {},
  words = monogramOf(name),
): TemplateResult {
  return html`<maka-figure
    aria-hidden="true"
    translate="no"
    name=${name}
    .setting=${withoutPrototype(setting)}
    >${words}</maka-figure
  >`;
}
