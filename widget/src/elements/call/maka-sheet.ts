import { css, html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { ScenarioBrief } from "#contract/brief.ts";
import type { DuringCallTexts } from "../../locales/en/during-call.ts";
import { aimStyles } from "./aim-styles.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { renderAims } from "./render-aims.ts";

/**
 * The brief once more, over the talk and never over the time or the controls.
 * @element maka-sheet
 */
export class MakaSheet extends CoachElement {
  static override styles = [
    controls,
    callControls,
    aimStyles,
    css`
      section {
        display: grid;
        align-content: start;
        gap: 12px;
        padding: 12px 16px;
        background: var(--_surface);
        overflow-y: auto;
      }
      section > div {
        display: flex;
        justify-content: space-between;
        align-items: center;
      }
    `,
  ];

  @property({ attribute: false }) texts!: DuringCallTexts;
  @property() situation = "";
  @property({ attribute: false }) objectives: ScenarioBrief["objectives"] = [];
  /** Ids of those that were reached. */
  @property({ attribute: false }) reached: readonly string[] = [];
  /** The scenario's language. */
  @property() language = "";
  /** The sentence that says a stand-in plays; empty in a real call. */
  @property() rehearsal = "";
  @property({ attribute: false }) onClose: (() => void) | null = null;

  override focus(): void {
    this.renderRoot.querySelector("h3")?.focus();
  }

  override render(): TemplateResult {
    const { texts, language, rehearsal } = this;
    return html`<section aria-labelledby="brief" @keydown=${this.#onKeydown}>
      <div>
        <h3 id="brief" tabindex="-1">${texts.brief}</h3>
        <button type="button" class="quiet" @click=${this.onClose}>${texts.backToCall}</button>
      </div>
      <p lang=${language} dir="auto">${this.situation}</p>
      ${renderAims(this)} ${rehearsal ? html`<p class="small">${rehearsal}</p>` : nothing}
    </section>`;
  }

  #onKeydown(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    // What surrounds it, such as a dialog of the page, stays open.
    event.stopPropagation();
    event.preventDefault();
    this.onClose?.();
  }
}
