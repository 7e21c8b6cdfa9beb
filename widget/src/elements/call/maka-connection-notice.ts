import { css, html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import type { Recovery, SessionState } from "../../domain/state/session-state.ts";
import type { DuringCallWords } from "../../locales/language.ts";
import { askPractice } from "../kit/practice-request.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";

/** How long the sentence stays that says that the connection is back. */
const BACK_MS = 8_000;

/**
 * What happens to a connection that broke, and the way on where it did not come back by itself; a hint where it is
 * only poor, in the first such spell of a call, or where it stands and the service behind it fails.
 * @element maka-connection-notice
 * @fires maka-practice-request - The learner calls again, or finishes with what there is.
 */
export class MakaConnectionNotice extends CoachElement {
  static override styles = [
    controls,
    callControls,
    css`
      :host(:not([shown])) {
        display: none;
      }
      .banner.trouble {
        color: var(--_warning);
        font-weight: 600;
      }
      h3 {
        margin-block-end: 8px;
      }
      section {
        display: grid;
        gap: 12px;
        padding: 16px;
        border: 1px solid var(--_line);
        border-radius: 10px;
      }
    `,
  ];

  @property({ attribute: false }) texts!: DuringCallWords;
  @property({ attribute: false }) state: SessionState | null = null;
  /** What the persona is called. */
  @property() name = "";
  @state() private isBack = false;
  /** A hint is shown through the first poor spell and then no more. */
  #hint: "due" | "shown" | "given" = "due";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new KeptFocusController(this);
  }

  override focus(): void {
    this.renderRoot.querySelector("h3")?.focus();
  }

  /** The offer took the place of the controls; who used one was brought to the heading of the call meanwhile. */
  protected override updated(changed: PropertyValues<this>): void {
    const isNew = changed.has("state") && changed.get("state")?.recovery !== "offered";
    if (!isNew || this.state?.recovery !== "offered") return;
    const call = this.getRootNode();
    if (call instanceof ShadowRoot && call.activeElement?.localName === "h2") this.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("state") || !this.state) return;
    const { recovery, connectionQuality, replyTrouble } = this.state;
    if (recovery !== "none") this.isBack = false;
    else if ((changed.get("state")?.recovery ?? "none") !== "none") this.#sayBack();
    this.#weigh(recovery === "none" && connectionQuality === "poor");
    const isTroubled = recovery !== "none" || replyTrouble !== "none";
    this.toggleAttribute("shown", isTroubled || this.isBack || this.#hint === "shown");
  }

  #weigh(isPoor: boolean): void {
    if (isPoor && this.#hint === "due") this.#hint = "shown";
    else if (!isPoor && this.#hint === "shown") this.#hint = "given";
  }

  override render(): TemplateResult {
    const { texts, name } = this;
    const recovery = this.state?.recovery ?? "none";
    if (recovery === "offered") return this.#renderOffer();
    if (recovery === "calling-again")
      return html`<p class="banner trouble">${texts.callingAgain(name)} ${texts.kept}</p>`;
    if (this.isBack) return html`<p class="banner">${texts.connectedAgain(name)}</p>`;
    return html`<p class="banner" role="status">${this.#renderHint(recovery)}</p>`;
  }

  /** That the service fails is worse than a poor line, which may be its cause or not. */
  #renderHint(recovery: Recovery): string | typeof nothing {
    const { texts, name, state } = this;
    if (recovery === "none" && state && state.replyTrouble !== "none")
      return texts.replyFailed(name);
    return this.#hint === "shown" ? texts.poorHelp : nothing;
  }

  #renderOffer(): TemplateResult {
    const { texts } = this;
    return html`<section aria-labelledby="gone">
      <div role="alert">
        <h3 id="gone" tabindex="-1">${texts.connectionGone}</h3>
        <p>${texts.kept} ${texts.connectionGoneHelp}</p>
      </div>
      <div class="row">
        <button type="button" class="primary" @click=${this.#callAgain}>
          ${texts.callAgain(this.name)}
        </button>
        <button type="button" @click=${this.#finish}>${texts.finish}</button>
      </div>
    </section>`;
  }

  #sayBack(): void {
    this.isBack = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.isBack = false;
      const isTroubled = (this.state?.replyTrouble ?? "none") !== "none";
      this.toggleAttribute("shown", isTroubled || this.#hint === "shown");
    }, BACK_MS);
  }

  #callAgain(): void {
    askPractice(this, (practice) => {
      practice.callAgain();
    });
  }

  #finish(): void {
    askPractice(this, (practice) => {
      practice.finish();
    });
  }
}
