import { css, html } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import { barStyles } from "./bar-styles.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { microphoneIcon } from "../kit/icons.ts";

/** A press that is shorter is a tap: the learner goes on talking until the next one. */
const TAP_MS = 300;
/** People let go with the last syllable, which would be cut. */
const TAIL_MS = 150;
/** Where the space bar has a meaning of its own. */
const OWN_SPACE = "button:not(.talk), input, textarea, select, a, dialog, [tabindex='0']";

/**
 * Push-to-talk by pointer and space bar: held, or tapped on and off. The space bar works wherever in the call
 * the focus is and has nothing else to do. It is let go at once when the keyboard, the window or the page goes
 * elsewhere, since nobody hears the release then.
 * @element maka-talk-button
 * @fires {CustomEvent<boolean>} maka-talk-request - The learner begins, or with false ends, to talk.
 * @csspart talk-button
 */
export class MakaTalkButton extends CoachElement {
  static override styles = [
    controls,
    callControls,
    barStyles,
    css`
      :host {
        flex: 1;
        min-inline-size: 44px;
      }
      .tool.wide {
        inline-size: 100%;
        min-inline-size: 0;
        padding-inline: 4px;
        border-color: var(--_accent);
        line-height: 1.15;
        touch-action: none;
        user-select: none;
        -webkit-touch-callout: none;
      }
      span {
        display: -webkit-box;
        font-size: 13px;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
      }
      @container (max-width: 339px) or ((min-width: 560px) and (max-width: 659px)) {
        span {
          display: none;
        }
      }
      @media (forced-colors: active) {
        .primary.primary {
          border: 3px solid Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false }) texts!: CallTexts;
  /** As the practice says. */
  @property({ type: Boolean }) talking = false;
  #life = new AbortController();
  /** True from the request to talk to the request to end it. */
  #isAsked = false;
  #isLatched = false;
  #isKeyDown = false;
  #pressedAtMs: number | null = null;
  #tail: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#life = new AbortController();
    const { signal } = this.#life;
    const { ownerDocument } = this;
    const call = this.getRootNode();
    const window = ownerDocument.defaultView;
    call.addEventListener("keydown", this.#onKeydown, withoutPrototype({ signal }));
    call.addEventListener("keyup", this.#onKeyup, withoutPrototype({ signal }));
    call.addEventListener("focusout", this.#onFocusout, withoutPrototype({ signal }));
    window?.addEventListener("pointerup", this.#onPointerup, withoutPrototype({ signal }));
    window?.addEventListener("pointercancel", this.#letGo, withoutPrototype({ signal }));
    window?.addEventListener("blur", this.#letGo, withoutPrototype({ signal }));
    ownerDocument.addEventListener("visibilitychange", this.#letGo, withoutPrototype({ signal }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#letGo();
    this.#life.abort();
  }

  override render(): TemplateResult {
    const { texts, talking } = this;
    return html`<button
      type="button"
      class="tool wide talk ${talking ? "primary" : ""}"
      part="talk-button"
      translate="no"
      aria-pressed=${talking}
      aria-label=${talking ? texts.talking : texts.talk}
      @pointerdown=${this.#onPointerdown}
      @click=${this.#onClick}
      @contextmenu=${this.#onContextmenu}
    >
      ${microphoneIcon} <span>${talking ? texts.talking : texts.talk}</span>
    </button>`;
  }

  #onPointerdown(event: PointerEvent): void {
    if (event.button === 0) this.#press(event.timeStamp);
  }

  /** A click without a pointer, as Enter or a screen reader makes it, turns talking on and off. */
  #onClick(event: MouseEvent): void {
    if (event.detail > 0) return;
    this.#press(event.timeStamp);
    this.#release(event.timeStamp);
  }

  /** A long touch must not open a menu over the call. */
  #onContextmenu(event: Event): void {
    event.preventDefault();
  }

  readonly #onKeydown = (event: Event): void => {
    if (!isFreeSpace(event)) return;
    // Neither a click of the button nor a scroll of the page.
    event.preventDefault();
    if (event.repeat) return;
    this.#isKeyDown = true;
    this.#press(event.timeStamp);
  };

  readonly #onKeyup = (event: Event): void => {
    if (!isFreeSpace(event)) return;
    event.preventDefault();
    this.#isKeyDown = false;
    this.#release(event.timeStamp);
  };

  readonly #onPointerup = (event: PointerEvent): void => {
    this.#release(event.timeStamp);
  };

  /** The release of a key goes where the focus went. A pointer moves the focus itself. */
  readonly #onFocusout = (): void => {
    if (this.#isKeyDown) this.#letGo();
  };

  #press(atMs: number): void {
    if (this.#pressedAtMs !== null) return;
    if (this.#isLatched) {
      this.#stopSoon();
      return;
    }
    clearTimeout(this.#tail);
    this.#pressedAtMs = atMs;
    if (!this.#isAsked) this.#ask(true);
  }

  #release(atMs: number): void {
    if (this.#pressedAtMs === null) return;
    const isTap = atMs - this.#pressedAtMs < TAP_MS;
    this.#pressedAtMs = null;
    if (isTap) this.#isLatched = true;
    else this.#stopSoon();
  }

  #stopSoon(): void {
    this.#isLatched = false;
    clearTimeout(this.#tail);
    this.#tail = setTimeout(this.#letGo, TAIL_MS);
  }

  readonly #letGo = (): void => {
    clearTimeout(this.#tail);
    this.#pressedAtMs = null;
    this.#isKeyDown = false;
    this.#isLatched = false;
    if (this.#isAsked) this.#ask(false);
  };

  #ask(talking: boolean): void {
    this.#isAsked = talking;
    this.dispatchEvent(new CustomEvent("maka-talk-request", withoutPrototype({ detail: talking })));
  }
}

function isFreeSpace(event: Event): event is KeyboardEvent {
  if (!(event instanceof KeyboardEvent) || event.key !== " ") return false;
  const [target] = event.composedPath();
  return !(target instanceof Element && target.closest(OWN_SPACE));
}
