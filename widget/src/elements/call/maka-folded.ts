import { css, html } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { Practice } from "../../domain/state/practice.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { DuringCallWords } from "../../locales/language.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { formatClock } from "../kit/format-clock.ts";
import { microphoneIcon, mutedIcon } from "../kit/icons.ts";
import { renderFigure } from "../kit/render-figure.ts";
import { shortNameOf } from "../kit/short-name.ts";
import { toFigureState } from "./call-words.ts";

/**
 * A call that goes on while it is folded away: who is there, how long, the way back, and the microphone.
 * @element maka-folded
 * @fires maka-fold-request - The learner goes back to the call.
 */
export class MakaFolded extends CoachElement {
  static override styles = [
    controls,
    callControls,
    css`
      /* Inside the element, since the page's reset beats what stands at its host. */
      .pill {
        display: flex;
        align-items: center;
        padding: 6px;
        border: 1px solid var(--_hairline);
        border-radius: 40px;
        background: var(--_surface);
        color: var(--_ink);
        box-shadow: 0 6px 28px #0004;
      }
      button {
        border-radius: 36px;
      }
      .back {
        padding: 0 14px 0 0;
        padding-inline: 0 14px;
        border: 0;
        text-align: start;
        line-height: 1.3;
      }
      .back .small {
        display: block;
        font-weight: 400;
        font-variant-numeric: tabular-nums;
      }
      .mute {
        inline-size: 48px;
        block-size: 48px;
        padding: 0;
      }
      .off {
        border-color: var(--_ink);
        background: var(--_ink);
        color: var(--_surface);
      }
    `,
  ];

  @property({ attribute: false }) texts!: DuringCallWords;
  @property({ attribute: false }) state: SessionState | null = null;
  @property({ attribute: false }) practice: Practice | null = null;
  /** The persona's name. */
  @property() name = "";
  @property() locale = "en";

  override focus(): void {
    this.renderRoot.querySelector("button")?.focus();
  }

  override render(): TemplateResult {
    const { state, practice, name, texts } = this;
    if (!state) return html``;
    const { muted, input, remainingSeconds, progress } = state;
    const left =
      remainingSeconds === null
        ? texts.calling
        : texts.timeLeft(formatClock(remainingSeconds, this.locale));
    return html`<div class="pill">
      <button class="back" @click=${this.#back}>
        ${renderFigure(name, {
          state: toFigureState(state),
          muted,
          levels: practice?.levels ?? null,
          cheers: progress.objectives.length,
        })}
        <span>
          ${texts.backToCall}
          <span class="small">${shortNameOf(name)} · ${muted ? texts.muted : left}</span>
        </span>
      </button>
      ${
        input === "voice"
          ? html`<button
              class="mute ${muted ? "off" : ""}"
              aria-label=${muted ? texts.unmute : texts.mute}
              @click=${this.#toggleMute}
            >
              ${muted ? mutedIcon : microphoneIcon}
            </button>`
          : ""
      }
    </div>`;
  }

  #back(): void {
    this.dispatchEvent(
      new Event("maka-fold-request", withoutPrototype({ bubbles: true, composed: true })),
    );
  }

  #toggleMute(): void {
    if (this.state?.muted) this.practice?.unmute();
    else this.practice?.mute();
  }
}
