import { LitElement, html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { LevelController } from "../controllers/level-controller.ts";
import type { VoiceLevels } from "../domain/practice.ts";
import type { SessionState } from "../domain/session-state.ts";
import type { CallTexts } from "../locales/english-call.ts";
import { announceCall, describeActivity, isTroubled } from "./call-words.ts";
import { callControls } from "./call-controls.ts";
import { callStyles } from "./call-styles.ts";
import { controls } from "./controls.ts";
import { formatClock } from "./format-clock.ts";
import { clockIcon, keyboardIcon, microphoneIcon, mutedIcon } from "./icons.ts";
import { monogramOf } from "./monogram.ts";
import { shortNameOf } from "./short-name.ts";

/** Ending a call this early is asked about once. */
const EARLY_SECONDS = 10;
/** From here on the time left is said in words and in the warning colour. */
const SHORT_SECONDS = 60;

/**
 * The call, from the browser's question for the microphone until it ends.
 * @element maka-call
 * @fires maka-mute-request - The learner mutes or unmutes.
 * @fires {CustomEvent<boolean>} maka-talk-request - The learner begins, or with false ends, to talk.
 * @fires maka-stop-request - The learner hangs up.
 * @fires {CustomEvent<string>} maka-say-request - The learner says something in writing.
 * @csspart end-button
 * @csspart mute-button
 * @csspart talk-button
 * @csspart text-input
 */
export class MakaCall extends LitElement {
  static override styles = [controls, callControls, callStyles];

  @property({ attribute: false }) texts!: CallTexts;
  @property({ attribute: false }) state: SessionState | null = null;
  @property({ attribute: false }) levels: VoiceLevels | null = null;
  @property() locale = "en";
  /** The persona's name and the language that is spoken. */
  @property() name = "";
  @property() language = "";
  /** The sentence that says a stand-in plays; empty in a real call. */
  @property() rehearsal = "";
  @property({ type: Boolean }) captions = false;
  @state() private typing = false;
  #firstSeconds: number | null = null;

  constructor() {
    super();
    new LevelController(this, () => this.levels);
  }

  override focus(): void {
    this.renderRoot.querySelector("h2")?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("state") || !this.state) return;
    const { input, remainingSeconds, microphone } = this.state;
    this.#firstSeconds ??= remainingSeconds;
    if (input === "text" || microphone.status === "lost") this.typing = true;
  }

  override render(): TemplateResult {
    const { texts, state } = this;
    if (!state) return html``;
    const { phase, activity, turns } = state;
    const isLive = phase === "in-call";
    const isSpeaking = activity === "persona-speaking";
    return html`
      <header class=${isSpeaking ? "speaking" : ""}>
        <span class="face" aria-hidden="true">
          <span class="monogram">${monogramOf(this.name)}</span>
        </span>
        <div>
          <h2 tabindex="-1">${this.name}</h2>
          <p class=${isTroubled(state) ? "warning" : "muted"}>${describeActivity(state, texts)}</p>
        </div>
        ${this.#renderTime()}
      </header>
      ${this.rehearsal ? html`<p class="banner">${this.rehearsal}</p>` : nothing}
      ${
        isLive && this.captions
          ? html`<maka-captions
              exportparts="transcript, caption"
              .texts=${texts}
              .turns=${turns}
              name=${shortNameOf(this.name)}
              language=${this.language}
              ?quiet=${isSpeaking}
            ></maka-captions>`
          : nothing
      }
      ${phase === "connecting" ? html`<p class="small late">${texts.slow}</p>` : nothing}
      ${isLive && this.typing ? this.#renderTypeBox() : nothing}
      ${state.turnsStored ? nothing : html`<p class="small">${texts.notStored}</p>`}
      ${phase === "ending" ? nothing : this.#renderControls(isLive, state)}
      <p class="unseen" role="status">${announceCall(state, texts, shortNameOf(this.name))}</p>
      ${this.#renderDialog()}
    `;
  }

  #renderTime(): TemplateResult | typeof nothing {
    const seconds = this.state?.remainingSeconds ?? null;
    if (seconds === null) return nothing;
    const isShort = seconds <= SHORT_SECONDS;
    const time = formatClock(seconds, this.locale);
    return html`<p class="time ${isShort ? "short" : ""}" role="timer" aria-live="off">
      ${clockIcon} ${this.texts.timeLeft(time)}
      ${isShort ? html`<span class="word">· ${this.texts.timeShort}</span>` : nothing}
    </p>`;
  }

  #renderControls(isLive: boolean, { input, muted, talking }: SessionState): TemplateResult {
    const { texts } = this;
    const end = html`<button type="button" class="end" part="end-button" @click=${this.#hangUp}>
      ${isLive ? texts.endCall : texts.hangUp}
    </button>`;
    if (!isLive || input === "text") return html`<footer>${end}</footer>`;
    return html`<footer>
      ${input === "voice" ? this.#renderMute(muted) : this.#renderTalk(talking)}
      <button type="button" aria-expanded=${this.typing} @click=${this.#toggleTyping}>
        ${keyboardIcon} <span>${texts.type}</span>
      </button>
      ${end}
    </footer>`;
  }

  #renderMute(isMuted: boolean): TemplateResult {
    const { texts } = this;
    return html`<button
      type="button"
      class="microphone ${isMuted ? "off" : ""}"
      part="mute-button"
      @click=${this.#toggleMute}
    >
      ${isMuted ? mutedIcon : microphoneIcon}
      <span>${isMuted ? texts.unmute : texts.mute}</span>
    </button>`;
  }

  #renderTalk(isTalking: boolean): TemplateResult {
    return html`<maka-talk-button
      exportparts="talk-button"
      .texts=${this.texts}
      ?talking=${isTalking}
      @maka-talk-request=${this.#talk}
    ></maka-talk-button>`;
  }

  #renderTypeBox(): TemplateResult {
    const { texts } = this;
    return html`<form @submit=${this.#say}>
      <input
        part="text-input"
        aria-label=${texts.typeLabel}
        placeholder=${texts.typeLabel}
        lang=${this.language}
        dir="auto"
        autocomplete="off"
        maxlength="2000"
        enterkeyhint="send"
        @keydown=${this.#onKeydown}
      />
      <button type="submit">${texts.send}</button>
    </form>`;
  }

  #renderDialog(): TemplateResult {
    const { texts } = this;
    return html`<dialog aria-labelledby="confirm-title">
      <h2 id="confirm-title">${texts.confirmTitle}</h2>
      <p>${texts.confirmHelp}</p>
      <form method="dialog" class="row">
        <button class="primary">${texts.keepTalking}</button>
        <button class="end" @click=${this.#stop}>${texts.endCall}</button>
      </form>
    </dialog>`;
  }

  protected override updated(): void {
    if (this.state?.phase !== "in-call") this.#dialog?.close();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  #hangUp(): void {
    const left = this.state?.remainingSeconds ?? null;
    const isEarly =
      this.#firstSeconds !== null && left !== null && this.#firstSeconds - left < EARLY_SECONDS;
    if (isEarly && this.state?.phase === "in-call") this.#dialog?.showModal();
    else this.#stop();
  }

  #stop(): void {
    this.dispatchEvent(new Event("maka-stop-request"));
  }

  #talk(event: CustomEvent<boolean>): void {
    this.dispatchEvent(new CustomEvent("maka-talk-request", { detail: event.detail }));
  }

  #toggleMute(): void {
    this.dispatchEvent(new Event("maka-mute-request"));
  }

  async #toggleTyping(): Promise<void> {
    this.typing = !this.typing;
    await this.updateComplete;
    if (this.typing) this.renderRoot.querySelector("input")?.focus();
  }

  /** Enter that only confirms a composed word, as in Japanese, must not send. */
  #onKeydown(event: KeyboardEvent): void {
    if (event.key === "Enter" && event.isComposing) event.preventDefault();
  }

  #say(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector("input");
    const words = input?.value.trim();
    if (!input || !words) return;
    this.dispatchEvent(new CustomEvent("maka-say-request", { detail: words }));
    input.value = "";
  }
}
