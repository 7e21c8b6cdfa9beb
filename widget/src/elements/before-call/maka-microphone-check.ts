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
import { microphoneIcon } from "../kit/icons.ts";
import { askPractice } from "../kit/practice-request.ts";
import { listRealDevices, renderDevices } from "../kit/render-devices.ts";
import { renderFigure } from "../kit/render-figure.ts";
import { shortNameOf } from "../kit/short-name.ts";
import { screenStyles } from "./screen-styles.ts";

/** Fifteen times a second are enough to judge by. */
const HEARING_MS = 66;

/**
 * Before the call the ring round the persona's figure moves with the learner, and words say whether they are heard well.
 * @element maka-microphone-check
 * @fires maka-practice-request - The learner calls, inside the click, which unlocks sound; chooses another microphone;
 *   or goes back.
 * @csspart call-button
 */
export class MakaMicrophoneCheck extends CoachElement {
  static override styles = [
    controls,
    callControls,
    screenStyles,
    css`
      .stage {
        --_size: 168px;
        display: grid;
        place-items: center;
        padding: 16px;
        background: var(--_tint);
      }
      .main {
        align-content: center;
        gap: 12px;
      }
      h2 {
        font-size: 22px;
      }
      /* As much room as the longest verdict takes: what is below must not move under a finger. */
      .said {
        display: grid;
      }
      .said > * {
        grid-area: 1 / 1;
      }
      .room {
        visibility: hidden;
      }
      .trouble {
        color: var(--_warning);
        font-weight: 600;
      }
      label {
        display: grid;
        gap: 4px;
        font-size: 13px;
        font-weight: 600;
      }
      select {
        min-block-size: 44px;
        max-inline-size: 100%;
        padding: 8px 14px;
        border: 1px solid var(--_line);
        border-radius: 14px;
        background: var(--_surface);
        color: inherit;
        font: inherit;
        font-size: 16px;
        font-weight: 400;
        text-overflow: ellipsis;
      }
      @container (min-width: 560px) {
        :host {
          grid-template-columns: 248px minmax(0, 1fr);
        }
        .main {
          min-block-size: 320px;
          padding: 28px;
        }
      }
    `,
  ];

  @property({ attribute: false }) texts!: CallTexts;
  @property({ attribute: false }) state: SessionState | null = null;
  @property({ attribute: false }) levels: VoiceLevels | null = null;
  /** The persona's name. */
  @property() name = "";
  @state() private verdict: HearingVerdict = "waiting";
  #hearing = UNHEARD;
  #frame = 0;
  #heardAtMs = 0;

  constructor() {
    super();
    new KeptFocusController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
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
      <div class="stage">${renderFigure(name, { state: "listening", levels: this.levels })}</div>
      <div class="main">
        <h2 tabindex="-1">${texts.checkTitle}</h2>
        <div class="said" translate="no">
          <p role="status" class=${microphone.trouble ? "trouble" : ""}>
            ${this.#describe(microphone)}
          </p>
          ${Object.values(texts.hearing).map((words) => html`<p class="room">${words}</p>`)}
        </div>
        ${listRealDevices(microphone.devices).length > 1 ? this.#renderChoice(microphone) : nothing}
        <p class="muted">${texts.headphones}</p>
        <div class="go">
          <button
            type="button"
            class="primary"
            part="call-button"
            ?disabled=${status !== "open"}
            @click=${this.#call}
          >
            ${microphoneIcon} ${texts.call(shortNameOf(name))}
          </button>
          <button type="button" class="quiet" @click=${this.#leave}>${texts.back}</button>
        </div>
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

  readonly #listen = (now: number): void => {
    this.#frame = requestAnimationFrame(this.#listen);
    const elapsedMs = now - this.#heardAtMs;
    if (elapsedMs < HEARING_MS || this.state?.microphone.status !== "open") return;
    this.#heardAtMs = now;
    this.#hearing = judgeHearing(this.#hearing, this.levels?.learner() ?? 0, elapsedMs);
    this.verdict = this.#hearing.verdict;
  };

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
