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
import { announceCall, describeActivity, describeTrouble, toFigureState } from "./call-words.ts";
import { callControls } from "../kit/call-controls.ts";
import { callStyles } from "./call-styles.ts";
import { controls } from "../kit/controls.ts";
import { barStyles } from "./bar-styles.ts";
import { chevronIcon, endIcon } from "./call-icons.ts";
import { formatClock } from "../kit/format-clock.ts";
import { keyboardIcon, microphoneIcon, mutedIcon } from "../kit/icons.ts";
import type { MakaConfirm } from "./maka-confirm.ts";
import { renderFigure } from "../kit/render-figure.ts";
import { askPractice } from "../kit/practice-request.ts";
import type { DuringCallSetting, DuringCallViews } from "./during-call-views.ts";
import { shortNameOf } from "../kit/short-name.ts";

/** From here on the time left stands in the warning colour. */
const SHORT_SECONDS = 60;
/** From this width on the persona has a column; below this height there is only a line for one in a narrow call. */
const WIDE_PIXELS = 560;
const LOW_PIXELS = 520;
/** Below this height there is only a line in a wide one, too, once something else wants room. */
const VERY_LOW_PIXELS = 420;
/** The persona fills the stage until as many turns were begun. */
const OPENING_TURNS = 3;

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
  static override styles = [controls, callControls, barStyles, callStyles];

  @property({ attribute: false }) texts!: CallTexts;
  /** What helps during a call, once it is loaded. */
  @property({ attribute: false }) duringCall: DuringCallViews | null = null;
  @property({ attribute: false }) state: SessionState | null = null;
  @property({ attribute: false }) levels: VoiceLevels | null = null;
  @property() locale = "en";
  /** The persona's name and the language that is spoken. */
  @property() name = "";
  @property() language = "";
  /** Why the learner calls: it stands where the talk will be. */
  @property() situation = "";
  /** The sentence that says a stand-in plays; empty in a real call. */
  @property() rehearsal = "";
  /** It floats above a page, and can be folded away. */
  @property({ type: Boolean }) floats = false;
  @property({ type: Boolean }) captions = false;
  @property() opens: ScenarioBrief["opens"] = "persona";
  @property({ attribute: false }) objectives: ScenarioBrief["objectives"] = [];
  @state() private typing = false;
  /** The brief is open over the talk. */
  @state() private reading = false;
  /** In a narrow call the learner's screen is in front. */
  @state() private filing = false;
  /** A column, and one of so little height that the persona takes one line of it. */
  @state() private narrow = false;
  @state() private low: "no" | "yes" | "very" = "no";
  #sizes: ResizeObserver | null = null;
  /** True once a broken connection was restored. */
  #isBack = false;
  /** What the time began with. */
  #fullSeconds = 1;

  constructor() {
    super();
    new KeptFocusController(this);
    new LevelController(this, () => this.levels);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const view = this.ownerDocument.defaultView;
    if (!view) return;
    // The observer of the document that this is in, which may be a frame's.
    this.#sizes = new view.ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      // Not at once: what is drawn anew is of another size, of which its observers could not hear any more.
      view.requestAnimationFrame(() => {
        this.narrow = width < WIDE_PIXELS;
        this.low = height < VERY_LOW_PIXELS ? "very" : height < LOW_PIXELS ? "yes" : "no";
      });
    });
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
  }

  /** On a small screen the controls would else begin below its edge. */
  override focus(): void {
    this.renderRoot.querySelector("h2")?.focus();
    this.scrollIntoView(withoutPrototype({ block: "nearest" }));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { duringCall } = this;
    if (duringCall && !MakaCall.elementStyles.includes(duringCall.styles)) {
      MakaCall.elementStyles.push(duringCall.styles);
      this.adoptedCallback();
    }
    if (!changed.has("state") || !this.state) return;
    const { input, microphone, recovery, remainingSeconds } = this.state;
    this.#fullSeconds = Math.max(this.#fullSeconds, remainingSeconds ?? 0);
    if (recovery !== "none") this.#isBack = true;
    if (input === "text" || microphone.status === "lost") this.typing = true;
  }

  override render(): TemplateResult {
    const { state } = this;
    if (!state) return html``;
    const setting = this.#describe(state);
    const isLive = state.phase === "in-call";
    const news = announceCall(state, setting, this.#isBack);
    return html`<div class=${this.#describeLayout(state)}>
        <div class="line" aria-hidden="true"></div>
        ${this.#renderStage(setting)}
        ${this.duringCall?.renderObjectives(setting) ?? html`<div class="aims"></div>`}
        ${this.#renderTalk(setting)}
        ${isLive && this.typing ? this.#renderTypeBox(setting) : nothing}
        ${this.#renderControls(isLive, setting)}
        ${this.reading ? this.duringCall?.renderBrief(setting) : nothing}
      </div>
      <p class="unseen" role="status" translate="no">${news}</p>
      ${this.duringCall?.renderConfirm(setting)}`;
  }

  /** One line is left for the persona: a file is on the screen, or there is little room. */
  get #isFlat(): boolean {
    const { narrow, low, typing, reading, state } = this;
    const isTight = narrow || low === "very";
    const isCovered = isTight && (typing || reading);
    return Boolean(state?.card.tools.length) || isCovered || (narrow && low !== "no");
  }

  #describeLayout({ card, turns, remainingSeconds }: SessionState): string {
    const hasCard = card.tools.length > 0;
    const classes = {
      call: true,
      opening: turns.length < OPENING_TURNS,
      flat: this.#isFlat,
      card: hasCard,
      filing: this.filing,
      short: (remainingSeconds ?? Infinity) <= SHORT_SECONDS,
    };
    return Object.entries(classes)
      .flatMap(([name, isOn]) => (isOn ? name : []))
      .join(" ");
  }

  protected override updated(): void {
    const left = (this.state?.remainingSeconds ?? this.#fullSeconds) / this.#fullSeconds;
    const call = this.renderRoot.querySelector<HTMLElement>(".call");
    call?.style.setProperty("--_left", left.toFixed(3));
  }

  #renderStage(setting: DuringCallSetting): TemplateResult {
    const { state, texts } = setting;
    const { muted, progress, connectionWeak, connectionQuality } = state;
    return html`<header translate="no">
      <div class="corner">
        ${
          this.floats
            ? html`<button aria-label=${texts.fold} @click=${this.#fold}>${chevronIcon}</button>`
            : nothing
        }
        ${this.rehearsal ? html`<span class="tag">${texts.rehearsal}</span>` : nothing}
      </div>
      ${renderFigure(this.name, {
        state: toFigureState(state),
        muted,
        weak: connectionWeak || connectionQuality === "poor",
        levels: this.levels,
        cheers: progress.objectives.length,
      })}
      <h2 tabindex="-1">${this.name}</h2>
      <p class=${describeTrouble(state, setting) ? "warning" : "muted"}>
        ${describeActivity(state, setting)}
      </p>
      ${this.#renderTime(setting)}
    </header>`;
  }

  #describe(state: SessionState): DuringCallSetting {
    const { texts, language, locale, objectives, situation, rehearsal, reading } = this;
    const name = shortNameOf(this.name);
    const awaitsLearner = this.opens === "learner" && state.turns.length === 0;
    return {
      state,
      texts,
      name,
      awaitsLearner,
      language,
      locale,
      objectives,
      situation,
      rehearsal,
      flat: this.#isFlat,
      reading,
      onRead: this.#read,
      filing: this.filing,
      onFile: this.#file,
    };
  }

  /** What was said, with the connection's troubles, and beside it what the learner looks things up in. */
  #renderTalk(setting: DuringCallSetting): TemplateResult {
    const { state, texts, name } = setting;
    const before = html`<div class="before muted">
      <p class="cue">${setting.awaitsLearner ? texts.youBegin : texts.picksUp(name)}</p>
      <p lang=${this.language} dir="auto">${this.situation}</p>
      ${
        // Somebody else has to answer, and may take long.
        state.phase === "connecting" ? html`<p class="late">${texts.slow}</p>` : nothing
      }
    </div>`;
    return html`<div class="talk">
        <slot></slot>
        ${this.duringCall?.renderNotice(setting)}
        ${state.turnsStored ? nothing : html`<p class="small">${texts.notStored}</p>`}
        ${
          this.captions
            ? html`<maka-captions
                exportparts="transcript, caption"
                .texts=${texts}
                .turns=${state.turns}
                name=${name}
                language=${this.language}
                ?quiet=${state.activity === "persona-speaking"}
                >${before}</maka-captions
              >`
            : state.turns.length > 0
              ? nothing
              : before
        }
      </div>
      ${this.duringCall?.renderCard(setting)}`;
  }

  #renderTime(setting: DuringCallSetting): TemplateResult {
    const seconds = this.state?.remainingSeconds ?? null;
    return html`<p class="time">
      ${this.duringCall?.renderConnection(setting)}
      ${
        seconds === null
          ? nothing
          : html`<span role="timer"
              >${setting.texts.timeLeft(formatClock(seconds, this.locale))}</span
            >`
      }
    </p>`;
  }

  /** The same places from the click to the end; until the call is answered, only the way out works. */
  #renderControls(isLive: boolean, setting: DuringCallSetting): TemplateResult | typeof nothing {
    const { texts, state } = setting;
    const { recovery, input, muted, talking } = state;
    if (recovery === "offered" && this.duringCall) return nothing;
    const end = isLive ? texts.end : texts.hangUp;
    return html`<footer translate="no" class=${input === "push-to-talk" ? "held" : ""}>
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
        ${this.duringCall?.renderSound(setting) ?? html`<span class="tool"></span>`}
      </div>
      <button
        class="tool wide end"
        part="end-button"
        aria-label=${isLive ? texts.endCall : end}
        @click=${this.#hangUp}
      >
        <span>${end}</span> ${endIcon}
      </button>
    </footer>`;
  }

  #renderType(texts: CallTexts): TemplateResult {
    return html`<button class="tool" aria-expanded=${this.typing} @click=${this.#toggleTyping}>
      ${keyboardIcon} <span class="word">${texts.type}</span>
    </button>`;
  }

  #renderMute(isMuted: boolean, texts: CallTexts): TemplateResult {
    return html`<button
      class="tool microphone voice ${isMuted ? "off" : ""}"
      part="mute-button"
      @click=${this.#toggleMute}
    >
      ${isMuted ? mutedIcon : microphoneIcon}
      <span class="word">${isMuted ? texts.unmute : texts.mute}</span>
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

  #renderTypeBox({ texts, state, name }: DuringCallSetting): TemplateResult {
    return html`<maka-type-box
      exportparts="text-input"
      .texts=${texts}
      name=${name}
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

  /** Opens the brief over the talk, or closes it; the keyboard goes there and back. */
  readonly #read = (): void => {
    this.reading = !this.reading;
    const next = this.reading ? "maka-sheet" : "maka-objectives";
    void this.updateComplete.then(() => {
      const place = this.renderRoot.querySelector<LitElement>(next);
      if (place) void focusWhenRendered(place);
    });
  };

  readonly #file = (): void => {
    this.filing = !this.filing;
  };

  #fold(): void {
    this.dispatchEvent(
      new Event("maka-fold-request", withoutPrototype({ bubbles: true, composed: true })),
    );
  }

  async #toggleTyping(): Promise<void> {
    this.typing = !this.typing;
    await this.updateComplete;
    const box = this.renderRoot.querySelector<LitElement>("maka-type-box");
    if (box) void focusWhenRendered(box);
  }
}
