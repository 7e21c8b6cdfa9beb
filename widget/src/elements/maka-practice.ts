import { LitElement, html } from "lit";
import type { TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { ViewFocusController } from "../controllers/view-focus-controller.ts";
import type { Practice } from "../domain/practice.ts";
import { isHolding } from "../domain/session-state.ts";
import type { Phase, SessionState } from "../domain/session-state.ts";
import { announceNotice } from "./announce-notice.ts";
import { callControls } from "./call-controls.ts";
import type { PracticeSetup } from "./call-download.ts";
import { describeEnd } from "./call-words.ts";
import { controls } from "./controls.ts";
import type { MakaVoiceCoach } from "./maka-voice-coach.ts";
import type { CallAids } from "./render-aids.ts";
import { renderNotice } from "./render-notice.ts";
import { shortNameOf } from "./short-name.ts";

/** How long a removed practice waits before it hangs up: pages move elements by removing and adding them. */
const LEAVE_DELAY_MS = 1000;
const REPORT_PHASES: readonly Phase[] = [
  "report-pending",
  "report-ready",
  "not-scored",
  "report-failed",
];

/**
 * Owns one practice and draws it, from consent to report.
 * @element maka-practice
 */
export class MakaPractice extends LitElement {
  static override styles = [controls, callControls];

  /** What happens now, as the practice says. */
  state: SessionState | null = null;
  practice: Practice | null = null;
  @state() private hasReport = false;
  @state() private hasCheck = false;
  /** What stands before a call and in its place: null while on its way, false where it could not be fetched. */
  @state() private hasAround: boolean | null = null;
  /** Null while the aids of a call are on their way; false where they could not be fetched. */
  @state() private aids: CallAids | false | null = null;
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
      this.#show(state);
      for (const notice of notices) announceNotice(setup.host, notice);
    });
    practice.begin();
    this.#show(practice.state);
  }

  /** Ends and frees the practice; the tag shows its brief again. */
  release(): void {
    this.practice?.dispose();
    this.practice = null;
    this.#show(null);
  }

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

  /** True while a microphone or a call is, or is about to be, open. */
  get isHolding(): boolean {
    return this.state !== null && isHolding(this.state.phase);
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
    if (state.phase === "microphone-check") return this.#renderCheck(setup, state);
    if (REPORT_PHASES.includes(state.phase)) return this.#renderReport(setup, state);
    return this.#renderCall(setup, state);
  }

  #renderInterrupted(setup: PracticeSetup, state: SessionState): TemplateResult {
    const { brief, texts, locale } = setup;
    if (!this.aids) return this.#renderWait(setup, this.aids === false);
    const { name } = brief.scenario.persona;
    return this.aids.renderInterrupted({ state, aids: texts.aids, name, locale });
  }

  /** Stands for a view that is on its way, or that could not be fetched. */
  #renderWait({ texts }: PracticeSetup, isLost: boolean): TemplateResult {
    if (!isLost) return html`<p role="status">${texts.aids.working}</p>`;
    return renderNotice("server_unreachable", texts.tag, () => {
      this.#fetchAgain();
    });
  }

  #renderConsent(setup: PracticeSetup, state: SessionState): TemplateResult {
    const { brief, texts } = setup;
    if (!this.hasAround) return this.#renderWait(setup, this.hasAround === false);
    return html`<maka-consent
      class="view"
      exportparts="consent-button"
      .texts=${texts.call}
      .state=${state}
      .retentionDays=${brief.consent.retentionDays}
      ?facts=${brief.consent.facts === true}
      name=${brief.scenario.persona.name}
    ></maka-consent>`;
  }

  #renderCheck({ brief, texts }: PracticeSetup, state: SessionState): TemplateResult {
    if (!this.hasCheck) return html`<p role="status">${texts.call.allowMicrophone}</p>`;
    return html`<maka-microphone-check
      class="view"
      exportparts="call-button"
      .texts=${texts.call}
      .state=${state}
      .levels=${this.practice?.levels ?? null}
      name=${brief.scenario.persona.name}
    ></maka-microphone-check>`;
  }

  #renderCall({ brief, texts, locale, host }: PracticeSetup, state: SessionState): TemplateResult {
    const { persona, language, objectives } = brief.scenario;
    return html`<maka-call
      class="view"
      exportparts="transcript, caption, end-button, talk-button, mute-button, text-input, sound-button, objectives, card-form"
      .texts=${texts}
      .aids=${this.aids || null}
      .state=${state}
      .levels=${this.practice?.levels ?? null}
      locale=${locale}
      name=${persona.name}
      language=${language}
      .objectives=${objectives}
      rehearsal=${state.rehearsal ? texts.tag.rehearsal : ""}
      ?captions=${host.captions !== "off"}
    ></maka-call>`;
  }

  #renderFailure(setup: PracticeSetup, { failure }: SessionState): TemplateResult {
    const { texts, locale } = setup;
    if (!this.hasAround) return this.#renderWait(setup, this.hasAround === false);
    return html`<maka-failure
      class="view"
      exportparts="retry-button"
      .texts=${texts.call}
      .failure=${failure}
      retry=${texts.tag.tryAgain}
      locale=${locale}
      @maka-retry-request=${this.#retry}
      @maka-leave-request=${this.#leave}
    ></maka-failure>`;
  }

  #renderReport({ brief, texts, locale }: PracticeSetup, state: SessionState): TemplateResult {
    const { name } = brief.scenario.persona;
    const end =
      state.phase === "report-pending" &&
      describeEnd(state, { aids: texts.aids, name: shortNameOf(name) });
    const banner = end ? html`<p class="banner">${end}</p>` : "";
    if (!this.hasReport)
      return html`${banner}
        <p role="status">${texts.call.reportLoading}</p>`;
    return html`${banner}<maka-report
        class="view"
        exportparts="report, score, criterion, transcript, retry-button"
        .texts=${texts.report}
        .state=${state}
        locale=${locale}
        .personaName=${name}
        .speechLanguage=${brief.scenario.language}
        .scenario=${brief.scenario.id}
        .practice=${this.practice}
        @maka-retry-request=${this.#retry}
      ></maka-report>`;
  }

  #show(state: SessionState | null): void {
    this.state = state;
    const phase = state?.phase ?? "brief";
    this.#fetch(state, phase);
    this.#showStates(phase);
    this.requestUpdate();
    if (this.#setup) this.#handOver(this.#setup.host, phase === "brief");
  }

  /** Fetches what the practice will need next. */
  #fetch(state: SessionState | null, phase: Phase): void {
    if (state?.input === "push-to-talk") void loadTalkButton();
    if (state) void this.#loadAround();
    if (phase === "in-call" || phase === "interrupted") void this.#loadAids();
    if (state?.checkDue || phase === "microphone-check") void this.#loadCheck();
    if (phase === "ending" || REPORT_PHASES.includes(phase)) void this.#loadReport();
  }

  /** The tag draws either its brief or this; what it draws next takes the focus if the other had it. */
  #handOver(host: MakaVoiceCoach, toBrief: boolean): void {
    const isSwap = toBrief === this.isConnected;
    const hadFocus = isSwap && host.matches(":focus-within");
    host.requestUpdate();
    if (!hadFocus) return;
    void host.updateComplete.then(() => {
      if (toBrief) host.renderRoot.querySelector("h2")?.focus();
      else this.focus();
    });
  }

  #showStates(phase: Phase): void {
    const { activity, muted } = this.state ?? {};
    const states: Set<string> | undefined = this.#setup?.internals.states;
    // Absent in Safari before 17.4, where a page has no states to style by.
    states?.clear();
    for (const name of [phase, activity, muted && "muted"]) if (name) states?.add(name);
  }

  async #loadReport(): Promise<void> {
    if (this.hasReport) return;
    await import("../report.ts");
    this.hasReport = true;
  }

  /** A call goes on without its aids; an interrupted one says that they could not be fetched. */
  async #loadAids(): Promise<void> {
    if (this.aids !== null) return;
    try {
      this.aids = (await import("../aid-views.ts")).callAids;
    } catch {
      this.aids = false;
    }
  }

  async #loadAround(): Promise<void> {
    if (this.hasAround !== null) return;
    try {
      await import("../around-call.ts");
      this.hasAround = true;
    } catch {
      this.hasAround = false;
    }
  }

  #fetchAgain(): void {
    this.aids ||= null;
    this.hasAround ||= null;
    this.#fetch(this.state, this.state?.phase ?? "brief");
  }

  /** A check that cannot be fetched must not stand before the call. */
  async #loadCheck(): Promise<void> {
    if (this.hasCheck) return;
    try {
      await import("../microphone-check.ts");
      this.hasCheck = true;
    } catch {
      if (this.state?.phase === "microphone-check") this.practice?.call();
    }
  }

  #retry(): void {
    this.practice?.retry();
  }

  #leave(): void {
    const previous = this.state?.phase ?? "brief";
    const host = this.#setup?.host;
    this.release();
    if (host) announceNotice(host, { type: "phase-changed", phase: "brief", previous });
  }
}

/** Who cannot get the button can still type, and the next state asks for it again. */
async function loadTalkButton(): Promise<void> {
  await import("../push-to-talk.ts").catch(() => undefined);
}
