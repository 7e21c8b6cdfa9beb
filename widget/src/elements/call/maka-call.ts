import { html, nothing } from "lit";
import type { LitElement, PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import { LevelController } from "../../controllers/level-controller.ts";
import { focusWhenRendered } from "../../controllers/view-focus-controller.ts";
import type { ScenarioBrief } from "#contract/brief.ts";
import type { VoiceLevels } from "../../domain/state/practice.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import type { PracticeTexts } from "../../locales/language.ts";
import { announceCall, describeActivity, describeTrouble } from "./call-words.ts";
import { callControls } from "../kit/call-controls.ts";
import { callStyles } from "./call-styles.ts";
import { controls } from "../kit/controls.ts";
import { formatClock } from "../kit/format-clock.ts";
import { clockIcon, keyboardIcon, microphoneIcon, mutedIcon } from "../kit/icons.ts";
import type { MakaConfirm } from "./maka-confirm.ts";
import { renderFigure } from "../kit/render-figure.ts";
import { askPractice } from "../kit/practice-request.ts";
import type { DuringCallSetting, DuringCallViews } from "./during-call-views.ts";
import { shortNameOf } from "../kit/short-name.ts";

/** From here on the time left is said in words and in the warning colour. */
const SHORT_SECONDS = 60;

/**
 * The call, from the browser's question for the microphone to its last word. Objectives, connection, sound and the learner's
 * screen are drawn by a later download; until it is there, their places are empty.
 * @element maka-call
 * @fires maka-practice-request - The learner mutes, talks, types or hangs up.
 * @csspart end-button
 * @csspart mute-button
 * @csspart talk-button
 * @csspart text-input
 * @csspart sound-button
 * @csspart objectives
 * @csspart card-form
 */
export class MakaCall extends CoachElement {
  static override styles = [controls, callControls, callStyles];

  @property({ attribute: false }) texts!: PracticeTexts;
  /** What helps during a call, once it is loaded. */
  @property({ attribute: false }) duringCall: DuringCallViews | null = null;
  @property({ attribute: false }) state: SessionState | null = null;
  @property({ attribute: false }) levels: VoiceLevels | null = null;
  @property() locale = "en";
  /** The persona's name and the language that is spoken. */
  @property() name = "";
  @property() language = "";
  /** The sentence that says a stand-in plays; empty in a real call. */
  @property() rehearsal = "";
  @property({ type: Boolean }) captions = false;
  @property() opens: ScenarioBrief["opens"] = "persona";
  @property({ attribute: false }) objectives: ScenarioBrief["objectives"] = [];
  @state() private typing = false;
  /** True once a broken connection was restored. */
  #isBack = false;

  constructor() {
    super();
    new KeptFocusController(this);
    new LevelController(this, () => this.levels);
  }

  /** On a small screen the controls would else begin below its edge. */
  override focus(): void {
    this.renderRoot.querySelector("h2")?.focus();
    this.scrollIntoView(withoutPrototype({ block: "nearest" }));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("state") || !this.state) return;
    const { input, microphone, recovery } = this.state;
    if (recovery !== "none") this.#isBack = true;
    if (input === "text" || microphone.status === "lost") this.typing = true;
  }

  override render(): TemplateResult {
    const { state } = this;
    if (!state) return html``;
    const setting = this.#describe(state);
    const isLive = state.phase === "in-call";
    const news = announceCall(state, setting, this.#isBack);
    return html`
      ${this.#renderHeader(setting)}
      ${this.rehearsal ? html`<p class="banner">${this.rehearsal}</p>` : nothing}
      ${this.#renderTalk(setting)} ${isLive && this.typing ? this.#renderTypeBox(setting) : nothing}
      ${this.duringCall?.renderObjectives(setting) ?? this.#outlineObjectives()}
      ${this.#renderControls(isLive, setting)}
      <p class="unseen" role="status" translate="no">${news}</p>
      ${this.duringCall?.renderConfirm(setting)}
    `;
  }

  #renderHeader(setting: DuringCallSetting): TemplateResult {
    const { state, texts } = setting;
    return html`<header
      translate="no"
      class=${state.activity === "persona-speaking" ? "speaking" : ""}
    >
      <span class="face">${renderFigure(this.name, { state: "speaking", levels: this.levels })}</span>
      <div>
        <h2 tabindex="-1">${this.name}</h2>
        <p class=${describeTrouble(state, setting) ? "warning" : "muted"}>
          ${describeActivity(state, setting)}
        </p>
      </div>
      <span class="side"
        >${this.duringCall?.renderConnection(setting)} ${this.#renderTime(texts)}</span
      >
    </header>`;
  }

  #describe(state: SessionState): DuringCallSetting {
    const { texts, language, locale, objectives } = this;
    const name = shortNameOf(this.name);
    const awaitsLearner = this.opens === "learner" && state.turns.length === 0;
    return {
      state,
      texts: texts.call,
      duringCall: texts.duringCall,
      name,
      awaitsLearner,
      language,
      locale,
      objectives,
    };
  }

  /** The objectives in the place that they will have: nothing moves when what draws them arrives. */
  #outlineObjectives(): TemplateResult {
    return html`<ul class="row small" lang=${this.language} dir="auto">
      ${this.objectives.map(({ text }) => html`<li>○ ${text}</li>`)}
    </ul>`;
  }

  /** What was said, with the connection's troubles, and beside it what the learner looks things up in. */
  #renderTalk(setting: DuringCallSetting): TemplateResult {
    const { state, texts, name } = setting;
    const hasCard = state.card.tools.length > 0;
    // Somebody else has to answer, and may take long.
    const late =
      state.phase === "connecting" ? html`<p class="small late">${texts.slow}</p>` : nothing;
    const said = html`${this.duringCall?.renderNotice(setting)}
    ${
      this.captions
        ? html`<maka-captions
            exportparts="transcript, caption"
            .texts=${texts}
            .turns=${state.turns}
            name=${name}
            language=${this.language}
            ?quiet=${state.activity === "persona-speaking"}
            >${late}</maka-captions
          >`
        : late
    }
    ${state.turnsStored ? nothing : html`<p class="small">${texts.notStored}</p>`}`;
    if (!this.captions && !hasCard) return said;
    return html`<div class=${hasCard ? "beside" : ""}>
      <div class="talk">${said}</div>
      ${this.duringCall?.renderCard(setting)}
    </div>`;
  }

  #renderTime(texts: CallTexts): TemplateResult | typeof nothing {
    const seconds = this.state?.remainingSeconds ?? null;
    if (seconds === null) return nothing;
    const isShort = seconds <= SHORT_SECONDS;
    const time = formatClock(seconds, this.locale);
    return html`<p class="time ${isShort ? "short" : ""}" role="timer">
      ${clockIcon} ${texts.timeLeft(time)}
      ${isShort ? html`<span class="word">· ${texts.timeShort}</span>` : nothing}
    </p>`;
  }

  /** The same places from the click to the end; until the call is answered, only the way out works. */
  #renderControls(isLive: boolean, setting: DuringCallSetting): TemplateResult | typeof nothing {
    const { texts, state, duringCall } = setting;
    const { recovery, input, muted, talking } = state;
    if (recovery === "offered" && this.duringCall) return nothing;
    return html`<footer translate="no">
      <div ?inert=${!isLive}>
        ${
          input === "text"
            ? nothing
            : html`${
                input === "voice"
                  ? this.#renderMute(muted, texts)
                  : this.#renderTalkButton(talking, texts)
              }${this.#renderType(texts)}`
        }
        ${this.duringCall?.renderSound(setting) ?? html`<button disabled>${duringCall.sound}</button>`}
      </div>
      <button class="end" part="end-button" @click=${this.#hangUp}>
        ${isLive ? texts.endCall : texts.hangUp}
      </button>
    </footer>`;
  }

  #renderType(texts: CallTexts): TemplateResult {
    return html`<button aria-expanded=${this.typing} @click=${this.#toggleTyping}>
      ${keyboardIcon} <span>${texts.type}</span>
    </button>`;
  }

  #renderMute(isMuted: boolean, texts: CallTexts): TemplateResult {
    return html`<button
      class="microphone voice ${isMuted ? "off" : ""}"
      part="mute-button"
      @click=${this.#toggleMute}
    >
      ${isMuted ? mutedIcon : microphoneIcon}
      <span>${isMuted ? texts.unmute : texts.mute}</span>
    </button>`;
  }

  #renderTalkButton(isTalking: boolean, texts: CallTexts): TemplateResult {
    return html`<maka-talk-button
      class="voice"
      exportparts="talk-button"
      .texts=${texts}
      ?talking=${isTalking}
      @maka-talk-request=${this.#talk}
    ></maka-talk-button>`;
  }

  #renderTypeBox({ texts, state }: DuringCallSetting): TemplateResult {
    return html`<maka-type-box
      exportparts="text-input"
      .texts=${texts}
      language=${this.language}
      ?disabled=${state.recovery !== "none"}
    ></maka-type-box>`;
  }

  #hangUp(): void {
    const question = this.renderRoot.querySelector<MakaConfirm>("maka-confirm");
    if (!question?.ask()) this.#stop();
  }

  #stop(): void {
    askPractice(this, (practice) => {
      practice.stop();
    });
  }

  #talk(event: CustomEvent<boolean>): void {
    askPractice(this, (practice) => {
      if (event.detail) practice.startTalking();
      else practice.stopTalking();
    });
  }

  #toggleMute(): void {
    askPractice(this, (practice) => {
      if (practice.state.muted) practice.unmute();
      else practice.mute();
    });
  }

  async #toggleTyping(): Promise<void> {
    this.typing = !this.typing;
    await this.updateComplete;
    const box = this.renderRoot.querySelector<LitElement>("maka-type-box");
    if (box) void focusWhenRendered(box);
  }
}
