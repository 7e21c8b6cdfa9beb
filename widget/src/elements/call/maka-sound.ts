import { css, html, nothing, svg } from "lit";
import type { TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { DuringCallWords } from "../../locales/language.ts";
import { barStyles } from "./bar-styles.ts";
import { icon } from "../kit/icons.ts";
import { askPractice } from "../kit/practice-request.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { listRealDevices, renderDevices } from "../kit/render-devices.ts";

/** A loudspeaker. */
const speakerIcon = icon(
  svg`<path d="M3 7.5v5h3l4.5 4v-13L6 7.5zM13.5 7a4 4 0 0 1 0 6M15.8 4.5a7.5 7.5 0 0 1 0 11"/>`,
);

/** Where the volume goes when the persona is heard again and nothing else is known. */
const FULL = 1;

/**
 * A button that opens a small menu over the controls: which microphone, which loudspeaker, how loud. It closes
 * with Escape, by a click elsewhere, or when the focus leaves it, and moves nothing below it.
 * @element maka-sound
 * @fires maka-practice-request - The learner chooses a device or a volume.
 * @csspart sound-button
 */
export class MakaSound extends CoachElement {
  static override styles = [
    controls,
    callControls,
    barStyles,
    css`
      :host {
        display: contents;
      }
      .menu {
        position: absolute;
        z-index: 1;
        inset-block-end: calc(100% - 8px);
        inset-inline-start: 16px;
        display: grid;
        gap: 12px;
        inline-size: min(320px, 100% - 32px);
        max-block-size: calc(100svh - 180px);
        overflow-y: auto;
        padding: 16px;
        border: 1px solid var(--_hairline);
        border-radius: 16px;
        background: var(--_surface);
        box-shadow: 0 4px 24px rgb(0 0 0 / 0.18);
      }
      label {
        display: grid;
        gap: 4px;
        font-size: 13px;
        font-weight: 600;
      }
      select,
      [type="range"] {
        inline-size: 100%;
        min-inline-size: 0;
        min-block-size: 44px;
        font: inherit;
        font-size: 16px;
        font-weight: 400;
        accent-color: var(--_accent);
      }
      select {
        padding: 8px 12px;
        border: 1px solid var(--_line);
        border-radius: 14px;
        background: var(--_surface);
        color: inherit;
        text-overflow: ellipsis;
      }
    `,
  ];

  @property({ attribute: false }) texts!: DuringCallWords;
  @property({ attribute: false }) state: SessionState | null = null;
  /** What the persona is called. */
  @property() name = "";
  @property() locale = "en";
  @state() private open = false;
  /** The volume before the persona was silenced. */
  #loudness = FULL;

  constructor() {
    super();
    new KeptFocusController(this);
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".open")?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listen(false);
  }

  override render(): TemplateResult {
    return html`<div @keydown=${this.#onKeydown} @focusout=${this.#onFocusout}>
      <button
        type="button"
        class="tool open"
        part="sound-button"
        aria-expanded=${this.open}
        aria-controls="menu"
        @click=${this.#toggle}
      >
        ${speakerIcon} <span class="word">${this.texts.sound}</span>
      </button>
      <div class="menu" id="menu" role="group" aria-label=${this.texts.sound} ?hidden=${!this.open}>
        ${this.open && this.state ? this.#renderMenu(this.state) : nothing}
      </div>
    </div>`;
  }

  #renderMenu({ input, microphone, output }: SessionState): TemplateResult {
    const { texts } = this;
    const isSilent = output.volume === 0;
    const percent = new Intl.NumberFormat(
      this.locale,
      withoutPrototype({ style: "percent" }),
    ).format(output.volume);
    return html`
      ${
        input === "text" || listRealDevices(microphone.devices).length < 2
          ? nothing
          : html`<label
              >${texts.microphone}
              <select @change=${this.#chooseMicrophone}>
                ${renderDevices(microphone.devices, microphone.deviceId, {
                  device: texts.microphone,
                  standard: texts.standard,
                })}
              </select></label
            >`
      }
      ${output.choosable ? this.#renderOutputs(output) : nothing}
      <label
        >${texts.voice(this.name)}
        <input
          type="range"
          min="0"
          max="1"
          step="0.05"
          aria-valuetext=${percent}
          .value=${output.volume.toString()}
          @input=${this.#chooseVolume}
        />
      </label>
      <button type="button" @click=${this.#silence}>
        ${isSilent ? texts.hearAgain(this.name) : texts.silence(this.name)}
      </button>
    `;
  }

  #renderOutputs({ devices, deviceId }: SessionState["output"]): TemplateResult {
    const { texts } = this;
    return html`<label
      >${texts.speaker}
      <select @change=${this.#chooseOutput}>
        <option value="" .selected=${deviceId === null || deviceId === ""}>
          ${texts.standard}
        </option>
        ${renderDevices(listRealDevices(devices), deviceId, {
          device: texts.speaker,
          standard: texts.standard,
        })}
      </select></label
    >`;
  }

  #toggle(): void {
    this.#show(!this.open);
  }

  #show(open: boolean): void {
    this.open = open;
    this.#listen(open);
  }

  #listen(isOpen: boolean): void {
    const { ownerDocument } = this;
    if (isOpen) ownerDocument.addEventListener("pointerdown", this.#onPointerdown, true);
    else ownerDocument.removeEventListener("pointerdown", this.#onPointerdown, true);
  }

  readonly #onPointerdown = (event: PointerEvent): void => {
    if (!event.composedPath().includes(this)) this.#show(false);
  };

  #onKeydown(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.open) return;
    // What surrounds the menu, such as a dialog of the page, stays open.
    event.stopPropagation();
    event.preventDefault();
    this.#show(false);
    this.focus();
  }

  #onFocusout({ relatedTarget }: FocusEvent): void {
    const isInside = relatedTarget instanceof Node && this.renderRoot.contains(relatedTarget);
    if (relatedTarget !== null && !isInside) this.#show(false);
  }

  #chooseMicrophone(event: Event): void {
    const id = valueOf(event);
    askPractice(this, (practice) => {
      practice.chooseMicrophone(id);
    });
  }

  #chooseOutput(event: Event): void {
    const id = valueOf(event);
    askPractice(this, (practice) => {
      practice.chooseOutput(id);
    });
  }

  #chooseVolume(event: Event): void {
    const volume = Number(valueOf(event));
    askPractice(this, (practice) => {
      practice.setVolume(volume);
    });
  }

  #silence(): void {
    const volume = this.state?.output.volume ?? FULL;
    if (volume > 0) this.#loudness = volume;
    const wanted = volume > 0 ? 0 : this.#loudness;
    askPractice(this, (practice) => {
      practice.setVolume(wanted);
    });
  }
}

function valueOf({ currentTarget }: Event): string {
  return currentTarget instanceof HTMLSelectElement || currentTarget instanceof HTMLInputElement
    ? currentTarget.value
    : "";
}
