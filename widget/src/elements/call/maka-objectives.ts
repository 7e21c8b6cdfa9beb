import { css, html } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { ScenarioBrief } from "#contract/brief.ts";
import type { DuringCallTexts } from "../../locales/en/during-call.ts";
import { checkIcon, openIcon } from "./call-icons.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";

/**
 * The objectives of the brief, ticked off as they are reached. Each is announced once, when it is.
 * @element maka-objectives
 * @csspart objectives
 */
export class MakaObjectives extends CoachElement {
  static override styles = [
    controls,
    callControls,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 16px;
        font-size: 13px;
        color: var(--_muted);
      }
      li {
        display: flex;
        align-items: start;
        gap: 4px;
      }
      svg {
        inline-size: 14px;
        block-size: 14px;
        margin-block-start: 3px;
      }
      .reached {
        color: var(--_ink);
      }
      .reached svg {
        padding: 2px;
        border-radius: 50%;
        background: var(--_accent);
        color: var(--_on-accent);
        stroke-width: 3;
      }
      @media (prefers-reduced-motion: no-preference) {
        .reached svg {
          animation: tick 160ms ease-out;
        }
      }
      @keyframes tick {
        from {
          opacity: 0;
          transform: scale(0.5);
        }
      }
      @media (forced-colors: active) {
        .reached svg {
          background: none;
          color: CanvasText;
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

  override render(): TemplateResult {
    const { texts, language } = this;
    return html`
      <ul aria-label=${texts.objectives} part="objectives">
        ${this.objectives.map(({ id, text }) => {
          const isReached = this.reached.includes(id);
          return html`<li class=${isReached ? "reached" : ""}>
            ${isReached ? checkIcon : openIcon}
            <span lang=${language} dir="auto">${text}</span>
            <span class="unseen">, ${isReached ? texts.reached : texts.notReached}</span>
          </li>`;
        })}
      </ul>
      <p class="unseen" role="status">${this.news}</p>
    `;
  }
}
