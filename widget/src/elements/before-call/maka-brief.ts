import { html } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import type { Brief } from "#contract/brief.ts";
import type { TagTexts } from "../../locales/en/tag.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { microphoneIcon } from "../kit/icons.ts";
import type { PracticeHost } from "../kit/practice-setup.ts";
import { renderFigure } from "../kit/render-figure.ts";
import { shortNameOf } from "../kit/short-name.ts";
import { briefStyles } from "./brief-styles.ts";
import { screenStyles } from "./screen-styles.ts";
import { formatDuration, formatMoment } from "./format-time.ts";
import { writeInstead } from "./write-instead.ts";

/**
 * Whom the learner calls, why, what to aim for and on what terms; where no call can begin, it says why instead.
 * @element maka-brief
 * @csspart start-button
 */
export class MakaBrief extends CoachElement {
  static override styles = [controls, callControls, screenStyles, briefStyles];

  @property({ attribute: false }) texts!: TagTexts;
  @property({ attribute: false }) brief: Brief | null = null;
  /** The tag, which begins the practice. */
  @property({ attribute: false }) host: PracticeHost | null = null;
  /** The language tag for numbers and names of languages. */
  @property() locale = "en";
  /** What to practise this time; empty for the whole call. */
  @property() note = "";
  @property({ type: Boolean }) disabled = false;
  /** True while the call download is on its way. */
  @property({ type: Boolean }) starting = false;

  constructor() {
    super();
    new KeptFocusController(this);
  }

  override focus(): void {
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector("h2")?.focus();
    });
  }

  override render(): TemplateResult {
    const { brief, texts } = this;
    if (!brief) return html``;
    const { situation, objectives, language } = brief.scenario;
    return html`
      ${this.#renderPerson(brief)}
      <div class="main">
        ${this.note ? this.#renderNote() : ""}
        <p lang=${language} dir="auto">${situation}</p>
        <div>
          <h3>${texts.aimFor}</h3>
          <ul lang=${language} dir="auto">
            ${objectives.map(({ text }) => html`<li>${text}</li>`)}
          </ul>
        </div>
        ${this.#renderTerms(brief)} ${this.#renderStart(brief)}
      </div>
    `;
  }

  #renderPerson({ scenario }: Brief): TemplateResult {
    const { title, persona, language } = scenario;
    return html`<header lang=${language}>
      ${renderFigure(persona.name)}
      <div dir="auto">
        <p class="small">${title}</p>
        <h2 tabindex="-1">${persona.name}</h2>
        <p class="muted">${persona.role}</p>
      </div>
    </header>`;
  }

  #renderNote(): TemplateResult {
    const { texts } = this;
    return html`<div class="note">
      <p dir="auto"><strong>${texts.focus(this.note)}</strong></p>
      <p class="muted">${texts.focusHelp}</p>
    </div>`;
  }

  #renderTerms({ scenario, limits, attempts }: Brief): TemplateResult {
    const { texts, locale } = this;
    const number = (value: number): string => value.toLocaleString(locale);
    const allowed = attempts?.allowed ?? null;
    const most = Math.min(scenario.durationSeconds, limits.sessionSeconds || Infinity);
    const options = withoutPrototype({ type: "language" });
    const spoken = new Intl.DisplayNames(locale, options).of(scenario.language);
    return html`<dl>
      ${renderTerm(texts.thisCall, texts.upTo(formatDuration(most, locale, "long")), texts.spokenIn(spoken ?? scenario.language))}
      ${
        attempts &&
        renderTerm(
          texts.attempts,
          texts.attemptsMade(
            number(attempts.made),
            allowed === null ? "" : number(Math.max(0, allowed - attempts.made)),
          ),
          attempts.best === null ? "" : texts.best(number(attempts.best)),
        )
      }
      ${renderTerm(texts.practiceTime, formatDuration(limits.remainingSeconds, locale), texts.forAllCalls)}
    </dl>`;
  }

  #renderStart(brief: Brief): TemplateResult {
    const { texts, host, starting } = this;
    const refusal = this.#findRefusal(brief);
    const name = shortNameOf(brief.scenario.persona.name);
    const isTyped = host?.input === "text";
    const call = isTyped ? texts.writeTo(name) : texts.call(name);
    return html`<div class="go">
      ${refusal === null ? "" : html`<p class="refusal" role="status">${refusal}</p>`}
      <button
        ?hidden=${!brief.features.voice}
        class="primary"
        part="start-button"
        ?disabled=${this.disabled || refusal !== null}
        @click=${this.#start}
      >
        ${isTyped ? "" : microphoneIcon} ${starting ? texts.loading : call}
      </button>
      ${
        isTyped || refusal !== null || this.disabled
          ? ""
          : html`<button class="quiet" @click=${this.#write}>${texts.ratherType}</button>`
      }
      ${brief.rehearsal ? html`<p class="small">${texts.rehearsal(name)} ${this.#tellHearing(brief)}</p>` : ""}
    </div>`;
  }

  /** Of a rehearsal: how well speech is understood, where a model hears it. */
  #tellHearing({ scenario }: Brief): string {
    return scenario.language.startsWith("en") ? this.texts.rehearsalHearing : "";
  }

  /** Why no practice can begin now; null where one can. */
  #findRefusal({ attempts, features, limits }: Brief): string | null {
    const { texts, locale } = this;
    if (!features.voice) return `${texts.switchedOff}. ${texts.notSetUpHelp}`;
    if (attempts && attempts.made >= (attempts.allowed ?? Infinity)) return texts.attemptsUsed;
    if (limits.sessionSeconds > 0) return null;
    const { resetsAt } = limits;
    if (!resetsAt) return `${texts.limitReached}. ${texts.limitReachedHelp}`;
    return texts.limitUntil(formatMoment(new Date(resetsAt), locale));
  }

  #start(): void {
    void this.host?.start();
  }

  #write(): void {
    if (this.host) void writeInstead(this, this.host);
  }
}

function renderTerm(term: string, value: string, more: string): TemplateResult {
  return html`<div>
    <dt>${term}</dt>
    <dd>${value}${more && html`<span>${more}</span>`}</dd>
  </div>`;
}
