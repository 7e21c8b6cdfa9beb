import { html } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { Brief } from "#contract/brief.ts";
import type { Report } from "#contract/report.ts";
import type { CoachErrorCode } from "../../domain/state/coach-error.ts";
import type { Phase } from "../../domain/state/session-state.ts";
import type { Turn } from "../../domain/state/turn.ts";
import type { TagTexts } from "../../locales/en/tag.ts";
import { ENGLISH, loadTexts, resolveLocale } from "../../locales/texts.ts";
import type { Texts } from "../../locales/language.ts";
import type { BriefRefusal } from "../../ports/brief-source.ts";
import type { BriefRequestEvent } from "../kit/brief-request.ts";
import { controls } from "../kit/controls.ts";
import { readTraits } from "../kit/persona-traits.ts";
import type { GetLearnerToken, PracticeSetup } from "../kit/practice-setup.ts";
import type { CallDownload, CoachServices } from "./coach-services.ts";
import { MakaErrorEvent, MakaReadyEvent } from "./events.ts";
import type { MakaPractice } from "./maka-practice.ts";
import { renderNotice } from "../kit/render-notice.ts";
import { shell } from "./shell.ts";
import { tokens } from "../kit/tokens.ts";

const KEY_EVENTS = ["keydown", "keyup", "keypress"];
/** Tab and Escape are for who traps the focus around us, shortcuts with a modifier for everybody. */
const KEY_KEEPER = {
  handleEvent(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (!ctrlKey && !metaKey && !altKey && !/^(Tab|Escape)$/.test(key)) event.stopPropagation();
  },
};

/**
 * A spoken practice with an AI customer, and a report that quotes what was said.
 *
 * @element maka-voice-coach
 * @summary Brief, consent, spoken call with captions, and report, in the place where the tag stands.
 * @slot launcher - What the launcher's button shows, in place of its words.
 * @fires {MakaReadyEvent} maka-ready - The brief is there.
 * @fires {MakaPhaseChangedEvent} maka-phase-changed - The practice moved on.
 * @fires {MakaSessionStartedEvent} maka-session-started - The call was answered.
 * @fires {MakaVoiceActivityEvent} maka-voice-activity - One side began or stopped speaking.
 * @fires {MakaTurnCompletedEvent} maka-turn-completed - A turn will not change any more.
 * @fires {MakaStepReachedEvent} maka-step-reached - The learner reached a step or an objective.
 * @fires {MakaWarningEvent} maka-warning - The learner was told of something while the call went on.
 * @fires {MakaSessionEndedEvent} maka-session-ended - The call is over.
 * @fires {MakaReportReadyEvent} maka-report-ready - The report is on screen.
 * @fires {MakaLimitReachedEvent} maka-limit-reached - An allowance refused the practice.
 * @fires {MakaErrorEvent} maka-error - The practice cannot go on.
 * @csspart card - The box that holds everything.
 * @csspart launcher - The launcher's button.
 * @csspart start-button - Leaves the brief.
 * @csspart consent-button - Agrees and calls.
 * @csspart call-button - Leaves the microphone check for the call.
 * @csspart talk-button - Lets the persona hear the learner, with push-to-talk.
 * @csspart mute-button - Mutes and unmutes.
 * @csspart text-input - Where the learner types.
 * @csspart sound-button - Opens the menu of devices and volume.
 * @csspart objectives - What to aim for, ticked off during the call.
 * @csspart card-form - A form of the learner's screen.
 * @csspart resume-button - Goes on with an interrupted practice.
 * @csspart end-button - Ends the call.
 * @csspart retry-button - Tries again, after a failure or a report.
 * @csspart transcript - What was said, during the call and below the report.
 * @csspart caption - One turn of the captions.
 * @csspart report - The report.
 * @csspart score - The total.
 * @csspart criterion - One criterion of the report.
 * @cssprop --maka-accent - The one colour that stands out; darkened or lightened where it is too weak.
 * @cssprop --maka-persona - The tone of the persona's figure and stage; otherwise it follows from the name.
 * @cssprop --maka-surface - Background of the card.
 * @cssprop --maka-raised - Background of what lies on it.
 * @cssprop --maka-ink - Text.
 * @cssprop --maka-muted - Text of less weight.
 * @cssprop --maka-line - Borders of controls.
 * @cssprop --maka-hairline - Lines that only divide.
 * @cssprop --maka-learner - Background of what the learner gave, such as a field that the call filled in.
 * @cssprop --maka-danger - What ends something.
 * @cssprop --maka-warning - The last minute, a weak connection.
 * @cssprop --maka-z-index - Where a launcher lies.
 * @cssstate brief - The brief, or why there is none.
 * @cssstate consent - The learner is asked for consent.
 * @cssstate interrupted - A practice that was left running is offered again.
 * @cssstate microphone-check - The learner tries the microphone.
 * @cssstate requesting-microphone - The browser asks for the microphone.
 * @cssstate connecting - The call is being made.
 * @cssstate in-call - The call goes on.
 * @cssstate ending - The call is being ended.
 * @cssstate report-pending - The report is being written.
 * @cssstate report-ready - The report is on screen.
 * @cssstate not-scored - There is no score for this call.
 * @cssstate report-failed - The report did not come.
 * @cssstate failed - The practice cannot go on.
 * @cssstate learner-speaking - During a call: the learner is heard.
 * @cssstate thinking - During a call: the persona is about to answer.
 * @cssstate persona-speaking - During a call: the persona speaks.
 * @cssstate idle - Nobody speaks.
 * @cssstate muted - The persona hears nothing.
 */
export class MakaVoiceCoach extends CoachElement {
  /** What the tag takes from the outside; `entries/tag.ts` sets it, tests replace it. */
  static services: CoachServices;
  static override styles = [tokens, controls, shell];

  /** Base URL of the functions, such as `https://PROJECT.supabase.co/functions/v1`. */
  @property() api = "";
  /** Names the site that embeds the tag. */
  @property({ attribute: "embed-key" }) embedKey = "";
  /** The scenario's id. */
  @property() scenario = "";
  /** A signed token that says who practises; anonymous where it is empty. Each start needs a fresh one. */
  @property({ attribute: "learner-token" }) learnerToken = "";
  /** Asked for a fresh token when one is needed; `learnerToken` is then what it answers. */
  @property({ attribute: false }) getLearnerToken?: GetLearnerToken | null;
  /** What the persona may call the learner. */
  @property({ attribute: "learner-name" }) learnerName = "";
  /** Language of the interface; otherwise the page's, then the browser's. */
  @property() locale = "";
  /** `launcher` floats a button that opens the practice above it; `panel` opens it at the side of the page. */
  @property({ reflect: true }) variant: "inline" | "launcher" | "panel" = "inline";
  /** The corner of the page that a launcher takes, and the side of a panel. */
  @property({ reflect: true }) placement: "bottom-end" | "bottom-start" = "bottom-end";
  /** `auto` follows the device. */
  @property({ reflect: true }) theme: "auto" | "light" | "dark" = "auto";
  /** `off` shows no captions during the call. */
  @property() captions: "on" | "off" = "on";
  /** `push-to-talk`: heard while a button is held. `text`: typed, and no microphone is asked for. */
  @property() input: "voice" | "push-to-talk" | "text" = "voice";
  /** JSON object of scenario variables. */
  @property() variables = "";
  /** No practice can be started. */
  @property({ type: Boolean }) disabled = false;

  @state() private open = false;
  @state() private starting = false;
  @state() private brief: Brief | null = null;
  /** What the report says to practise this time; empty for the whole call. */
  @state() private focusNote = "";
  /** Why there is no brief, or no call download. */
  @state() private failure: CoachErrorCode | null = null;
  @state() private texts: Texts | null = null;
  /** Draws and owns the practice once one was started. */
  @state() private view: MakaPractice | null = null;

  readonly #internals = this.attachInternals();
  #attempt = new AbortController();
  #loading: Promise<CallDownload> | null = null;
  /** What the words and numbers follow, such as `fr-CA`. */
  #locale = "en";
  /** True once somebody showed interest; until then a launcher asks nothing of the server. */
  #wanted = false;
  #asked = false;
  /** False while a practice goes on, and before the first words. */
  #isResting = false;

  constructor() {
    super();
    this.#internals.role = "region";
    this.#internals.ariaLabel = ENGLISH.tag.launcher;
    // Absent in Safari before 17.4; from the first phase on the practice keeps them.
    const states: Set<string> | undefined = this.#internals.states;
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the assignment narrows it
    states?.add("brief");
    this.addEventListener("pointerover", this.#prepare);
    this.addEventListener("focusin", this.#prepare);
    this.addEventListener("maka-fold-request", (event) => void this.#fold(event));
  }

  /** Where the practice stands. */
  get phase(): Phase {
    return this.view?.state?.phase ?? "brief";
  }

  /** What was said so far, in order. */
  get turns(): readonly Turn[] {
    return this.view?.state?.turns ?? [];
  }

  /** The scorecard, once there is one. */
  get report(): Report | null {
    return this.view?.state?.report ?? null;
  }

  /** Seconds left in the call; null outside one. */
  get remainingSeconds(): number | null {
    return this.view?.state?.remainingSeconds ?? null;
  }

  /** Leaves the brief and asks for consent, which only a click of the learner can give. */
  start(): Promise<void> {
    if (!this.disabled) this.open = true;
    return this.#start(true);
  }

  /** Not `asked` for, a practice shows itself only where it was left running. */
  async #start(asked: boolean): Promise<void> {
    if (this.disabled || this.starting || this.phase !== "brief") return;
    this.#wanted = this.starting = true;
    await this.#localize(!this.texts);
    if (!this.brief) await this.#loadBrief();
    try {
      const call = await this.#loadCall();
      if (asked) await this.#identify(call);
      const { brief, texts } = this;
      if (!texts?.practice) throw new Error("no words");
      if (brief && brief === this.brief && this.isConnected)
        this.#begin(call, { asked, brief, texts: { ...texts, ...texts.practice } });
    } catch (error) {
      // Only a download can fail here, of words or of the call; the tag says so and offers to try again.
      this.#loading = null;
      this.#fail({ code: "server_unreachable", requestId: null, detail: String(error) });
    } finally {
      this.starting = false;
    }
  }

  /** What a learner is told before the start may depend on who that is. */
  async #identify(call: CallDownload): Promise<void> {
    if (this.brief?.purpose !== null || this.learnerToken || !this.getLearnerToken) return;
    await call.renewToken(this);
    await this.#loadBrief();
  }

  /** Ends the call and asks for the report; before the call it returns to the brief. */
  stop(): void {
    this.view?.practice?.stop();
  }

  /** Lets the persona hear nothing. */
  mute(): void {
    this.view?.practice?.mute();
  }

  /** Lets the persona hear the learner again. */
  unmute(): void {
    this.view?.practice?.unmute();
  }

  /** Says something in writing; only during a call. */
  sendText(text: string): void {
    this.view?.practice?.sendText(text);
  }

  /** Begins a fresh attempt, or asks again for what failed to load. */
  retry(): void {
    if (this.phase === "brief") this.#reset();
    else this.view?.practice?.retry();
  }

  /** What is typed here is no shortcut of the page. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    for (const type of KEY_EVENTS) root.addEventListener(type, KEY_KEEPER);
    return root;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Blanks come along with what is pasted, and an attribute that is taken away leaves null.
    changed.forEach((_, name) => {
      const value: unknown = Reflect.get(this, name);
      const { state, reflect } = MakaVoiceCoach.elementProperties.get(name) ?? {};
      const isGone = value === null && !state && !reflect;
      if (isGone || typeof value === "string") Reflect.set(this, name, (value ?? "").trim());
    });
    // A practice keeps the language that it began in; the next one follows the page again.
    const isResting = this.phase === "brief" && !this.starting;
    if (isResting && (changed.has("locale") || !this.#isResting)) void this.#localize();
    this.#isResting = isResting;
    // Another scenario is another practice: what runs is ended, and its brief is asked for.
    // So is the brief of a learner whose first token comes late: what is left is told of that learner.
    if (
      changed.has("api") ||
      changed.has("embedKey") ||
      changed.has("scenario") ||
      (changed.get("learnerToken") === "" && !this.starting && !this.view)
    )
      this.#reset();
  }

  protected override update(changed: PropertyValues<this>): void {
    try {
      super.update(changed);
    } catch (error) {
      // A page that requires Trusted Types and allows no name lets nothing be drawn but plain text.
      this.renderRoot.textContent = (this.texts ?? ENGLISH).tag.notSetUp;
      if (!this.failure)
        this.#fail({ code: "configuration_invalid", requestId: null, detail: String(error) });
    }
  }

  override render(): TemplateResult {
    const texts = (this.texts ?? ENGLISH).tag;
    return html`
      ${this.#floats ? this.#renderLauncher(texts) : ""}
      <div
        class="card ${this.view?.isCalling ? "live" : ""}"
        part="card"
        lang=${this.#locale}
        dir=${texts.direction}
        ?hidden=${this.#floats && !this.open}
        @keydown=${this.#onKeydown}
        @maka-brief-request=${this.#readBrief}
      >
        ${this.#renderView(texts)}
      </div>
    `;
  }

  /** A call has its own way to be folded, and something else in this place then. */
  #renderLauncher(texts: TagTexts): TemplateResult | string {
    const { open, view } = this;
    const folded = view?.isCalling ? (open ? "" : view.renderFolded()) : null;
    if (folded !== null) return folded;
    return html`<button
      class="primary launcher"
      translate="no"
      part="launcher"
      aria-expanded=${this.open}
      @click=${this.#toggle}
    >
      <slot name="launcher">${this.open ? texts.close : texts.launcher}</slot>
    </button>`;
  }

  #renderView(texts: TagTexts): unknown {
    const missing = this.#missingAttribute;
    if (missing)
      return html`<h2>${texts.notSetUp}</h2>
        <p>${texts.attributeMissing(missing)}</p>`;
    if (this.phase !== "brief") return this.view;
    if (this.failure)
      return renderNotice(this.failure, texts, () => {
        this.retry();
      });
    if (!this.texts || !this.brief) return renderOutline(texts);
    return html`<maka-brief
      exportparts="start-button"
      .texts=${texts}
      .brief=${this.brief}
      .host=${this}
      locale=${this.#locale}
      note=${this.focusNote}
      ?disabled=${this.disabled}
      ?starting=${this.starting}
    ></maka-brief>`;
  }

  protected override updated(): void {
    const { hue } = readTraits(this.brief?.scenario.persona.name ?? "");
    for (const part of this.renderRoot.children)
      if (part instanceof HTMLElement) part.style.setProperty("--_hue", hue.toString());
    const wanted = this.#wanted || !this.#floats;
    if (!this.isConnected || this.#asked || this.#missingAttribute) return;
    const { embedKey, scenario, disabled } = this;
    // What a page left running is gone on with, or ended: the practice itself asks which.
    if (!disabled && MakaVoiceCoach.services.readSessionMarker(embedKey, scenario))
      void this.#start(false);
    else if (wanted) void this.#loadBrief();
  }

  /** A variant that a button opens; any other word is inline. */
  get #floats(): boolean {
    return /^(launcher|panel)$/.test(this.variant);
  }

  get #missingAttribute(): string {
    if (!this.api) return "api";
    if (!this.embedKey) return "embed-key";
    return this.scenario ? "" : "scenario";
  }

  async #localize(anew = true): Promise<void> {
    const { documentElement, defaultView } = this.ownerDocument;
    const host = this.closest<HTMLElement>("[lang]") ?? documentElement;
    const languages = defaultView?.navigator.languages ?? [];
    if (anew) this.#locale = resolveLocale([this.locale, host.lang, ...languages]);
    const locale = this.#locale;
    const texts = await loadTexts(locale, this.starting);
    if (this.#locale !== locale) return;
    this.texts = texts;
    this.#internals.ariaLabel = texts.tag.launcher;
  }

  async #loadBrief(): Promise<void> {
    this.#reset(this.focusNote);
    this.#asked = true;
    const { signal } = this.#attempt;
    const answer = await MakaVoiceCoach.services.loadBrief(this, this.#locale, signal);
    if (signal.aborted) return;
    if ("limits" in answer) this.dispatchEvent(new MakaReadyEvent((this.brief = answer)));
    else this.#fail(answer);
  }

  #loadCall(): Promise<CallDownload> {
    return (this.#loading ??= MakaVoiceCoach.services.loadCall(this));
  }

  #begin(call: CallDownload, found: Pick<PracticeSetup, "asked" | "brief" | "texts">): void {
    this.view?.release();
    this.view = call.openPractice({
      host: this,
      internals: this.#internals,
      locale: this.#locale,
      ...found,
    });
  }

  #reset(focusNote = ""): void {
    this.view?.release();
    this.#attempt.abort();
    this.#attempt = new AbortController();
    this.view = this.brief = this.failure = null;
    this.focusNote = focusNote;
    this.#asked = false;
  }

  /** Leaves a report for its brief, which has counted the attempt. */
  #readBrief(event: BriefRequestEvent): void {
    event.stopPropagation();
    this.#reset(event.focusNote);
  }

  #fail({ code, requestId, detail }: BriefRefusal): void {
    console.warn(`<maka-voice-coach> ${detail}`);
    this.failure = code;
    this.dispatchEvent(new MakaErrorEvent({ code, requestId }));
  }

  /** Somebody shows interest: time to fetch what a practice needs. */
  #prepare(): void {
    this.#wanted = true;
    this.requestUpdate();
    // A failed download is told of when the learner starts; interest alone stays quiet.
    if (!this.disabled) this.#loadCall().catch(() => (this.#loading = null));
  }

  #toggle(): void {
    this.open = !this.open;
    this.#prepare();
  }

  /** A call goes on while it is folded away; the keyboard goes where it went. */
  async #fold(event: Event): Promise<void> {
    event.stopPropagation();
    this.open = !this.open;
    await this.updateComplete;
    (this.open ? this.view : this.renderRoot.querySelector<HTMLElement>("maka-folded"))?.focus();
  }

  /** Who wants out of a floating practice is let out, unless a call would go on unseen. */
  #onKeydown(event: KeyboardEvent): void {
    const launcher = this.renderRoot.querySelector<HTMLElement>(".launcher");
    if (event.key !== "Escape" || !launcher || this.view?.isHolding) return;
    // A dialog of the page around it stays open.
    event.preventDefault();
    event.stopPropagation();
    this.open = false;
    launcher.focus();
  }
}

/** Stands for the brief until it is there. */
function renderOutline(texts: TagTexts): TemplateResult {
  return html`
    <div class="skeleton"></div>
    <div class="skeleton"></div>
    <p class="muted" role="status">${texts.loading}</p>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    "maka-voice-coach": MakaVoiceCoach;
  }
}
