import { css, html } from "lit";
import type { TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { Report } from "#contract/report.ts";
import { ViewFocusController } from "../../controllers/view-focus-controller.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { Practice, PracticeNotice } from "../../domain/state/practice.ts";
import { isHolding } from "../../domain/state/session-state.ts";
import type { Phase, SessionState } from "../../domain/state/session-state.ts";
import { announceNotice } from "./announce-notice.ts";
import { callControls } from "../kit/call-controls.ts";
import type { PracticeSetup } from "../kit/practice-setup.ts";
import { controls } from "../kit/controls.ts";
import type { LaterTexts } from "../../locales/language.ts";
import type { DuringCallViews } from "../call/during-call-views.ts";
import { renderNotice } from "../kit/render-notice.ts";
import { shortNameOf } from "../kit/short-name.ts";

/** How long a removed practice waits before it hangs up: pages move elements by removing and adding them. */
const LEAVE_DELAY_MS = 1000;
const REPORT_PHASES: readonly Phase[] = [
  "ending",
  "report-pending",
  "report-ready",
  "not-scored",
  "report-failed",
];

type View = "beforeCall" | "pushToTalk" | "duringCall" | "report" | "popOut";
/** What is drawn after the answer, or by another window: its words are fetched with it. */
const LATER: readonly View[] = ["duringCall", "report", "popOut"];

/** Fetches what a practice needs, when it needs it; what is for during a call brings its views. */
export type ViewLoaders = Readonly<
  Record<View, () => Promise<{ readonly DuringCallViews?: typeof DuringCallViews }>>
>;

/**
 * Owns one practice and draws it, from consent to report.
 * @element maka-practice
 */
export class MakaPractice extends CoachElement {
  /** Where its views come from; `entries/call.ts` sets it. */
  static loaders: ViewLoaders;
  static override styles = [
    controls,
    callControls,
    css`
      :host {
        gap: 0;
      }
      .banner {
        margin-block-end: 16px;
      }
      /* A view from edge to edge of the card. */
      .edge {
        margin: calc(-1 * var(--_pad));
      }
      maka-prompt-help {
        margin: var(--_pad) calc(-1 * var(--_pad)) calc(-1 * var(--_pad));
      }
      :host {
        position: relative;
      }
      /* A call has its height: what helps with a question lies on it. */
      maka-call + maka-prompt-help {
        position: absolute;
        inset: auto 16px 92px;
        margin: 0;
        background: var(--_surface);
      }
    `,
  ];

  /** What happens now, as the practice says. */
  state: SessionState | null = null;
  practice: Practice | null = null;
  /** What was fetched so far. Null: on its way. False: it could not be fetched. */
  @state() private views: Readonly<Partial<Record<View, boolean | null>>> = withoutPrototype({});
  #duringCall: DuringCallViews | null = null;
  #later: LaterTexts | null = null;
  readonly #focus = new ViewFocusController(this);
  #setup: PracticeSetup | null = null;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    // Asked and granted within one click, which unlocks sound.
    this.addEventListener("maka-practice-request", (event) => {
      event.stopPropagation();
      if (this.practice) event.ask(this.practice);
    });
  }

  /** Takes a practice over and begins it. */
  open(setup: PracticeSetup, practice: Practice): void {
    this.#setup = setup;
    this.practice = practice;
    practice.subscribe((state, notices) => {
      const before = this.state;
      if (!setup.asked) {
        // Nothing was left running after all: who asked for nothing is asked nothing.
        if (before?.phase === "interrupted" && state.phase === "consent") {
          this.release();
          return;
        }
        if (state.interruption && !before?.interruption) void setup.host.start();
      }
      this.#show(state);
      notices.forEach(this.#announce);
    });
    practice.begin();
    this.#show(practice.state);
  }

  /** Ends and frees the practice; the tag shows its brief again, and the page is told. */
  release(): void {
    this.practice?.dispose();
    this.practice = null;
    const previous = this.state?.phase ?? "brief";
    this.#show(null);
    if (previous !== "brief") this.#announce({ type: "phase-changed", phase: "brief", previous });
  }

  /** Tells the page. */
  readonly #announce = (notice: PracticeNotice): void => {
    if (this.#setup) announceNotice(this.#setup.host, notice);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    clearTimeout(this.#leaving);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leaving = setTimeout(() => {
      this.release();
    }, LEAVE_DELAY_MS);
  }

  /** True while a call is being made or goes on. */
  get isCalling(): boolean {
    return /^(requesting-microphone|connecting|in-call)$/.test(this.state?.phase ?? "");
  }

  /** What a floating tag shows in place of a call that was folded away. */
  renderFolded(): TemplateResult | null {
    const { state, practice } = this;
    if (!this.#setup || !state || !practice) return null;
    return this.#duringCall?.renderFolded(this.#setup, state, practice) ?? null;
  }

  /** True while a microphone or a call is, or is about to be, open. */
  get isHolding(): boolean {
    return this.state !== null && isHolding(this.state.phase);
  }

  /** Each view passes on what it has of the parts that a page may style. */
  protected override updated(): void {
    const parts = this.getAttribute("exportparts") ?? "";
    this.renderRoot.querySelector(".view")?.setAttribute("exportparts", parts);
  }

  override focus(): void {
    void this.updateComplete.then(() => {
      this.#focus.focusView();
    });
  }

  override render(): TemplateResult {
    const setup = this.#setup;
    const { state } = this;
    if (!setup || !state) return html``;
    if (state.phase === "failed") return this.#renderFailure(setup, state);
    if (state.phase === "interrupted") return this.#renderInterrupted(setup, state);
    if (state.phase === "consent") return this.#renderConsent(setup, state);
    if (REPORT_PHASES.includes(state.phase)) return this.#renderReport(setup, state);
    return html`${state.phase === "microphone-check" ? this.#renderCheck(setup, state) : this.#renderCall(setup, state)}
      <maka-prompt-help
        .texts=${setup.texts.call}
        .state=${state}
        .host=${setup.host}
        @maka-leave-request=${this.#leave}
      ></maka-prompt-help>`;
  }

  #renderInterrupted(setup: PracticeSetup, state: SessionState): TemplateResult {
    const views = state.interruption && this.#duringCall;
    return views?.renderInterrupted(setup, state) ?? this.#renderWait(setup, "duringCall");
  }

  /** Stands for a view that is on its way, or that could not be fetched. */
  #renderWait({ texts }: PracticeSetup, view: View): TemplateResult {
    if (this.views[view] !== false) {
      const words = view === "report" ? texts.call.reportLoading : texts.call.working;
      return html`<p role="status">${words}</p>`;
    }
    return renderNotice("server_unreachable", texts.tag, this.#loadAgain);
  }

  #renderConsent(setup: PracticeSetup, state: SessionState): TemplateResult {
    const { brief, texts } = setup;
    if (!this.views.beforeCall) return this.#renderWait(setup, "beforeCall");
    return html`<maka-consent
      class="view edge"
      .texts=${texts.call}
      .state=${state}
      .asks=${brief.consent}
      name=${brief.scenario.persona.name}
    ></maka-consent>`;
  }

  #renderCheck({ brief, texts }: PracticeSetup, state: SessionState): TemplateResult {
    return html`<maka-microphone-check
      class="view edge"
      .texts=${texts.call}
      .state=${state}
      .levels=${this.practice?.levels ?? null}
      name=${brief.scenario.persona.name}
    ></maka-microphone-check>`;
  }

  #renderCall({ brief, texts, locale, host }: PracticeSetup, state: SessionState): TemplateResult {
    const { persona, language, objectives, opens, situation } = brief.scenario;
    const isLacking = this.views.duringCall === false || this.views.pushToTalk === false;
    return html`<maka-call
      class="view"
      .texts=${texts.call}
      .duringCall=${this.#duringCall}
      .state=${state}
      .levels=${this.practice?.levels ?? null}
      locale=${locale}
      name=${persona.name}
      language=${language}
      .objectives=${objectives}
      opens=${opens}
      rehearsal=${state.rehearsal ? texts.tag.rehearsal(shortNameOf(persona.name)) : ""}
      situation=${situation}
      ?floats=${host.variant !== "inline"}
      ?captions=${host.captions !== "off"}
      >${isLacking ? this.#renderLack(texts) : ""}</maka-call
    >`;
  }

  /** A download that failed takes controls with it, which must not go unsaid. */
  #renderLack({ call, tag }: PracticeSetup["texts"]): TemplateResult {
    return html`<div class="banner row" role="alert">
      ${call.lacking}
      <button @click=${this.#loadAgain}>${tag.tryAgain}</button>
    </div>`;
  }

  #renderFailure(setup: PracticeSetup, { failure }: SessionState): TemplateResult {
    const { brief, texts, locale, host } = setup;
    if (!this.views.beforeCall) return this.#renderWait(setup, "beforeCall");
    const windowed = this.#needsWindow && this.views.popOut === true;
    return html`<maka-failure
      class="view edge"
      .texts=${texts.call}
      .failure=${failure}
      name=${brief.scenario.persona.name}
      retry=${texts.tag.tryAgain}
      locale=${locale}
      ?windowed=${windowed}
      .host=${host}
      @maka-leave-request=${this.#leave}
      >${windowed ? html`<maka-pop-out .setup=${setup} .texts=${this.#later?.report.popOut} .announce=${this.#announce} @maka-adopt-request=${this.#adopt}></maka-pop-out>` : ""}</maka-failure
    >`;
  }

  #renderReport(setup: PracticeSetup, state: SessionState): TemplateResult {
    const { brief, locale } = setup;
    const words = this.#later;
    if (!this.views.report || !words) return this.#renderWait(setup, "report");
    return html`<maka-report
      class="view"
      .texts=${words.report}
      .duringCall=${words.duringCall}
      .state=${state}
      locale=${locale}
      .personaName=${brief.scenario.persona.name}
      .speechLanguage=${brief.scenario.language}
      .scenario=${brief.scenario.id}
      .practice=${this.practice?.state.report === state.report ? this.practice : null}
      @maka-retry-request=${this.#retry}
      @maka-leave-request=${this.#leave}
    ></maka-report>`;
  }

  #show(state: SessionState | null): void {
    this.state = state;
    this.#fetch(state);
    this.#showStates(state?.phase ?? "brief");
    this.requestUpdate();
    // The tag draws either its brief or this.
    this.#setup?.host.requestUpdate();
  }

  /** The page keeps the microphone to itself, and the operator has a page that does not. */
  get #needsWindow(): boolean {
    const isBlocked = this.state?.failure?.code === "mic_blocked_by_page";
    return isBlocked && Boolean(this.#setup?.brief.practiceUrl);
  }

  /** Fetches what the practice will need next. */
  #fetch(state: SessionState | null): void {
    if (!state) return;
    const { phase, input } = state;
    void this.#load("beforeCall");
    if (input === "push-to-talk") void this.#load("pushToTalk");
    if (phase === "in-call" || phase === "interrupted") void this.#load("duringCall");
    if (this.#needsWindow) void this.#load("popOut");
    if (REPORT_PHASES.includes(phase)) void this.#load("report");
  }

  readonly #loadAgain = (): void => {
    this.views = withoutPrototype({});
    this.#fetch(this.state);
  };

  /** A call goes on without what helps during it. */
  async #load(view: View): Promise<void> {
    if (this.views[view] !== undefined) return;
    this.#settle(view, null);
    try {
      const [{ DuringCallViews }, words] = await Promise.all([
        MakaPractice.loaders[view](),
        LATER.includes(view) ? this.#setup?.texts.loadLater() : null,
      ]);
      if (words) this.#later = words;
      if (words && DuringCallViews) this.#duringCall = new DuringCallViews(words.duringCall);
      this.#settle(view, true);
    } catch {
      this.#settle(view, false);
    }
  }

  #settle(view: View, outcome: boolean | null): void {
    this.views = withoutPrototype({ ...this.views, [view]: outcome });
  }

  #showStates(phase: Phase): void {
    const { activity, muted } = this.state ?? {};
    const states: Set<string> | undefined = this.#setup?.internals.states;
    // Absent in Safari before 17.4, where a page has no states to style by.
    states?.clear();
    for (const name of [phase, activity, muted && "muted"]) if (name) states?.add(name);
  }

  /** Shows the report of a practice in another window, which this one can neither rate nor repeat. */
  #adopt({ detail }: CustomEvent<Report>): void {
    const { sessionId } = detail;
    if (this.state)
      this.#show({
        ...this.state,
        phase: "report-ready",
        report: detail,
        sessionId,
        failure: null,
      });
  }

  #retry(): void {
    this.practice?.retry();
  }

  #leave(): void {
    const isRejected = this.state?.failure?.code === "session_rejected";
    this.release();
    // Whoever was not accepted begins with what the brief says now.
    if (isRejected) this.#setup?.host.retry();
  }
}
