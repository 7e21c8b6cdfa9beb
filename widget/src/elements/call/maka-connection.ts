import { css, html, svg } from "lit";
import type { SVGTemplateResult, TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { ConnectionGrade } from "../../domain/state/session-state.ts";
import type { DuringCallTexts } from "../../locales/en/during-call.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";

const BARS: Readonly<Record<ConnectionGrade, number>> = { poor: 1, fair: 2, good: 3 };

/**
 * How good the connection is, as three bars that are named.
 * @element maka-connection
 */
export class MakaConnection extends CoachElement {
  static override styles = [
    controls,
    callControls,
    css`
      :host {
        display: block;
        flex: none;
      }
      svg {
        display: block;
        fill: currentcolor;
        stroke: none;
        color: var(--_muted);
      }
      .poor {
        color: var(--_warning);
      }
      .off {
        opacity: 0.3;
      }
    `,
  ];

  @property({ attribute: false }) texts!: DuringCallTexts;
  @property({ attribute: false }) grade: ConnectionGrade = "good";

  override render(): TemplateResult {
    const { grade } = this;
    const words = this.texts.connection[grade];
    return html`<svg viewBox="0 0 20 20" class=${grade} role="img" aria-label=${words}>
      <title>${words}</title>
      ${[0, 1, 2].map((index) => this.#renderBar(index, index < BARS[grade]))}
    </svg>`;
  }

  #renderBar(index: number, isOn: boolean): SVGTemplateResult {
    const height = 5 + index * 4.5;
    return svg`<rect
      class=${isOn ? "" : "off"}
      x=${2.5 + index * 5.5}
      y=${17 - height}
      width="4"
      height=${height}
      rx="1.5"
    />`;
  }
}
