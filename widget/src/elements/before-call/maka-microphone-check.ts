import { css, html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import type { VoiceLevels } from "../../domain/state/practice.ts";
import { judgeHearing, UNHEARD } from "../../domain/state/judge-hearing.ts";
import type { HearingVerdict } from "../../domain/state/judge-hearing.ts";
import type { MicrophoneState, SessionState } from "../../domain/state/session-state.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { askPractice } from "../kit/practice-request.ts";
import { listRealDevices, renderDevices } from "../kit/render-devices.ts";
import { shortNameOf } from "../kit/short-name.ts";

const BARS = 24;
/** Fifteen bars a second: the meter shows the last second and a half. */
const BAR_MS = 66;

/**
 * Shows what is heard of the learner and says in words whether it will do, before the call.
 * @element maka-microphone-check
 * @fires maka-practice-request - The learner calls, inside the click, which unlocks sound; chooses another microphone;
 *   or goes back.
 * @csspart call-button
 */
export class MakaMicrophoneCheck extends CoachElement {
  static override styles = [
    controls,
    callControls,
    css`
      .hearing {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      /* As much room as the longest verdict takes: what is below must not move under a finger. */
      .said {
        display: grid;
        flex: 1 1 200px;
      }
      .said > * {
        grid-area: 1 / 1;
      }
      .room {
        visibility: hidden;
      }
      .meter {
        display: flex;
        align-items: center;
        gap: 2px;
        block-size: 40px;
      }
      .meter span {
        inline-size: 4px;
        block-size: 100%;
        border-radius: 2px;
        background: var(--_accent);
        transform: scaleY(0.1);
      }
      @media (prefers-reduced-motion: reduce) {
        .meter {
          display: none;
        }
      }
      .trouble {
        color: var(--_warning);
        font-weight: 600;
      }
      label {
        display: grid;
        gap: 4px;
        font-size: 15px;
        font-weight: 600;
      }
      select {
        min-block-size: 44px;
        max-inline-size: 100%;
        padding: 8px 12px;
        border: 1px solid var(--_line);
        border-radius: 10px;
        background: var(--_surface);
        color: inherit;
        font: inherit;
        font-weight: 400;
        text-overflow: ellipsis;
      }
      @media (forced-colors: active) {
        .meter span {
          background: CanvasText;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  /** Null for English. */
  @property({ attribute: false }) texts!: CallTexts;
  @property({ attribute: false }) state: SessionState | null = null;
  @property({ attribute: false }) levels: VoiceLevels | null = null;
  /** The persona's name. */
  @property() name = "";
  @state() private verdict: HearingVerdict = "waiting";
  #hearing = UNHEARD;
  #heights: number[] = Array<number>(BARS).fill(0);
  #frame = 0;
  #drawnAtMs = 0;
  #isStill = false;

  constructor() {
    super();
    new KeptFocusController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#frame = requestAnimationFrame(this.#listen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
  }

  override focus(): void {
    this.renderRoot.querySelector("h2")?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("state")?.microphone.deviceId;
    if (changed.has("state") && before !== this.state?.microphone.deviceId) {
      this.#hearing = UNHEARD;
      this.verdict = "waiting";
    }
  }

  override render(): TemplateResult {
    const { state, name } = this;
    const { texts } = this;
    if (!state) return html``;
    const { microphone } = state;
    const { status } = microphone;
    return html`
      <h2 tabindex="-1">${texts.checkTitle}</h2>
      <div class="hearing">
        <div class="meter" aria-hidden="true">${this.#heights.map(() => html`<span></span>`)}</div>
        <div class="said" translate="no">
          <p role="status" class=${microphone.trouble ? "trouble" : ""}>
            ${this.#describe(microphone)}
          </p>
          ${Object.values(texts.hearing).map((words) => html`<p class="room">${words}</p>`)}
        </div>
      </div>
      ${listRealDevices(microphone.devices).length > 1 ? this.#renderChoice(microphone) : nothing}
      <p class="muted">${texts.headphones}</p>
      <div class="row">
        <button
          type="button"
          class="primary"
          part="call-button"
          ?disabled=${status !== "open"}
          @click=${this.#call}
        >
          ${texts.call(shortNameOf(name))}
        </button>
        <button type="button" class="quiet" @click=${this.#leave}>${texts.back}</button>
      </div>
    `;
  }

  #describe({ status, trouble }: MicrophoneState): string {
    const { texts } = this;
    if (status === "closed") return texts.allowMicrophone;
    if (status === "replacing") return texts.microphoneReplaced;
    if (trouble !== null) return texts.failures[trouble].join(". ");
    return texts.hearing[this.verdict];
  }

  #renderChoice({ devices, deviceId }: MicrophoneState): TemplateResult {
    const { texts } = this;
    return html`<label
      >${texts.microphone}
      <select @change=${this.#choose}>
        ${renderDevices(devices, deviceId, { device: texts.microphone, standard: texts.standard })}
      </select></label
    >`;
  }

  /** Bars are moved here and not by rendering: nothing else changes fifteen times a second. */
  readonly #listen = (now: number): void => {
    this.#frame = requestAnimationFrame(this.#listen);
    const elapsedMs = now - this.#drawnAtMs;
    if (elapsedMs < BAR_MS || this.state?.microphone.status !== "open") return;
    this.#drawnAtMs = now;
    const level = this.levels?.learner() ?? 0;
    this.#hearing = judgeHearing(this.#hearing, level, elapsedMs);
    this.verdict = this.#hearing.verdict;
    if (!this.#isStill) this.#draw(level);
  };

  #draw(level: number): void {
    this.#heights = [...this.#heights.slice(1), level];
    this.renderRoot.querySelectorAll<HTMLElement>(".meter span").forEach((bar, index) => {
      const height = Math.min(1, 0.1 + (this.#heights[index] ?? 0) * 1.5);
      bar.style.transform = `scaleY(${height.toFixed(2)})`;
    });
  }

  #choose(event: Event): void {
    const { value } = event.currentTarget as HTMLSelectElement;
    askPractice(this, (practice) => {
      practice.chooseMicrophone(value);
    });
  }

  #call(): void {
    askPractice(this, (practice) => {
      practice.call();
    });
  }

  #leave(): void {
    askPractice(this, (practice) => {
      practice.stop();
    });
  }
}
