import { css, html } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { ScenarioBrief } from "#contract/brief.ts";
import type { DuringCallTexts } from "../../locales/en/during-call.ts";
import { aimStyles } from "./aim-styles.ts";
import { chevronIcon } from "./call-icons.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { renderAims, renderTick } from "./render-aims.ts";

/**
 * What to aim for, ticked off as it is reached; each is announced once, when it is. In a narrow call it is one line with
 * the next aim, which opens the brief.
 * @element maka-objectives
 * @csspart objectives
 */
export class MakaObjectives extends CoachElement {
  static override styles = [
    controls,
    callControls,
    aimStyles,
    css`
      [part] {
        display: grid;
        align-content: start;
        gap: 12px;
        block-size: 100%;
        font-size: 15px;
        color: var(--_muted);
        overflow-y: auto;
      }
      .reached {
        color: var(--_ink);
      }
      .line {
        justify-content: start;
        gap: 10px;
        padding-inline: 16px 12px;
        border-width: 0 0 1px;
        border-color: var(--_hairline);
        border-radius: 0;
        font-weight: 400;
        line-height: 1.25;
        text-align: start;
      }
      .line .tick {
        margin-inline-end: -6px;
      }
      .next {
        flex: 1;
        min-inline-size: 0;
        margin-inline-start: 6px;
        color: var(--_ink);
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      ul,
      .again {
        display: none;
      }
      /* On a phone on its side, a list would be cut. */
      @media (min-height: 452px) {
        @container (min-width: 560px) {
          :host(:not([line])) .line {
            display: none;
          }
          :host(:not([line])) [part] {
            padding: 8px 20px 16px;
          }
          :host(:not([line])) :is(ul, .again) {
            display: grid;
          }
          .again {
            justify-self: start;
            padding-inline: 0;
            text-align: start;
          }
        }
      }
    `,
  ];

  @property({ attribute: false }) texts!: DuringCallTexts;
  @property({ attribute: false }) objectives: ScenarioBrief["objectives"] = [];
  /** Ids of those that were reached. */
  @property({ attribute: false }) reached: readonly string[] = [];
  /** The scenario's language. */
  @property() language = "";
  /** One line, however wide the call is. */
  @property({ type: Boolean }) line = false;
  /** The brief is open. */
  @property({ type: Boolean }) reading = false;
  @property({ attribute: false }) onRead: (() => void) | null = null;
  @state() private news = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("reached");
    if (!before) return;
    const added = this.objectives.filter(
      ({ id }) => this.reached.includes(id) && !before.includes(id),
    );
    if (added.length > 0) {
      this.news = added.map(({ text }) => this.texts.objectiveReached(text)).join(" ");
    }
  }

  /** The button that opens the brief: there is one in every layout. */
  override focus(): void {
    const buttons = [...this.renderRoot.querySelectorAll("button")];
    buttons.find((button) => button.offsetParent !== null)?.focus();
  }

  override render(): TemplateResult {
    const { texts, language, objectives, reached } = this;
    const isReached = objectives.map(({ id }) => reached.includes(id));
    const next = objectives[Math.max(0, isReached.indexOf(false))];
    const count = `${isReached.filter(Boolean).length.toString()}/${objectives.length.toString()}`;
    return html`
      <div part="objectives">
        <button type="button" class="line" aria-expanded=${this.reading} @click=${this.onRead}>
          ${isReached.map((each) => renderTick(each))}
          <span class="next">
            <span class="unseen">${texts.objectives} ${count}: </span>
            <span lang=${language} dir="auto">${next?.text}</span>
          </span>
          ${chevronIcon}
        </button>
        ${renderAims(this)}
        <button
          type="button"
          class="quiet again"
          aria-expanded=${this.reading}
          @click=${this.onRead}
        >
          ${texts.briefAgain}
        </button>
      </div>
      <p class="unseen" role="status">${this.news}</p>
    `;
  }
}
