import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { ScenarioBrief } from "#contract/brief.ts";
import type { Practice } from "../../domain/state/practice.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import type { DuringCallWords } from "../../locales/language.ts";
import type { PracticeSetup } from "../kit/practice-setup.ts";
import { chevronIcon } from "./call-icons.ts";
import { duringCallStyles } from "./during-call-styles.ts";

type Drawn = TemplateResult | typeof nothing;

/** What a call hands to what is drawn for it. */
export interface DuringCallSetting {
  readonly state: SessionState;
  readonly texts: CallTexts;
  /** What the persona is called. */
  readonly name: string;
  /** The persona waits for the learner's first word. */
  readonly awaitsLearner: boolean;
  /** The scenario's language. */
  readonly language: string;
  /** BCP 47, for numbers. */
  readonly locale: string;
  readonly objectives: ScenarioBrief["objectives"];
  /** Why the learner calls. */
  readonly situation: string;
  /** The sentence that says a stand-in plays; empty in a real call. */
  readonly rehearsal: string;
  /** The persona takes one line of the stage. */
  readonly flat: boolean;
  /** The brief is open over the talk. */
  readonly reading: boolean;
  /** Opens and closes it. */
  readonly onRead: () => void;
  /** In a narrow call the learner's screen stands where the talk was. */
  readonly filing: boolean;
  /** Brings the other one to the front. */
  readonly onFile: () => void;
}

/** Draws what helps during a call, each part for its place in the call's view. */
export class DuringCallViews {
  readonly styles = duringCallStyles;
  readonly #texts: DuringCallWords;

  constructor(texts: DuringCallWords) {
    this.#texts = texts;
  }

  renderConnection({ state }: DuringCallSetting): Drawn {
    const { phase, connectionQuality, recovery } = state;
    if (phase !== "in-call" || connectionQuality === null || recovery !== "none") return nothing;
    return html`<maka-connection
      .texts=${this.#texts}
      .grade=${connectionQuality}
    ></maka-connection>`;
  }

  renderConfirm({ state }: DuringCallSetting): Drawn {
    if (state.phase !== "in-call" || state.recovery === "offered") return nothing;
    return html`<maka-confirm
      .texts=${this.#texts}
      .remainingSeconds=${state.remainingSeconds}
    ></maka-confirm>`;
  }

  renderNotice({ state, name }: DuringCallSetting): Drawn {
    if (state.phase !== "in-call") return nothing;
    return html`<maka-connection-notice
      .texts=${this.#texts}
      .state=${state}
      name=${name}
    ></maka-connection-notice>`;
  }

  renderCard({ state, language }: DuringCallSetting): Drawn {
    if (state.card.tools.length === 0) return nothing;
    return html`<maka-card
      exportparts="card-form"
      .texts=${this.#texts}
      .card=${state.card}
      language=${language}
    ></maka-card>`;
  }

  renderObjectives(setting: DuringCallSetting): Drawn {
    const { state, objectives, language, flat, reading, onRead } = setting;
    const hasCard = state.card.tools.length > 0;
    return html`<maka-objectives
        exportparts="objectives"
        .texts=${this.#texts}
        .objectives=${objectives}
        .reached=${state.progress.objectives}
        language=${language}
        ?line=${flat}
        ?reading=${reading}
        .onRead=${onRead}
      ></maka-objectives>
      ${hasCard ? renderTabs(setting, this.#texts) : nothing}`;
  }

  renderBrief({ state, objectives, ...setting }: DuringCallSetting): Drawn {
    return html`<maka-sheet
      .texts=${this.#texts}
      .objectives=${objectives}
      .reached=${state.progress.objectives}
      .onClose=${setting.onRead}
      situation=${setting.situation}
      language=${setting.language}
      rehearsal=${setting.rehearsal}
    ></maka-sheet>`;
  }

  renderSound({ state, name, locale }: DuringCallSetting): Drawn {
    return html`<maka-sound
      exportparts="sound-button"
      .texts=${this.#texts}
      .state=${state}
      name=${name}
      locale=${locale}
    ></maka-sound>`;
  }

  /** What stands for a call that goes on while it is folded away. */
  renderFolded(
    { brief, locale }: PracticeSetup,
    state: SessionState,
    practice: Practice,
  ): TemplateResult {
    return html`<maka-folded
      .texts=${this.#texts}
      .state=${state}
      .practice=${practice}
      name=${brief.scenario.persona.name}
      locale=${locale}
    ></maka-folded>`;
  }

  /** The view of a practice that was left running. */
  renderInterrupted({ brief, locale }: PracticeSetup, state: SessionState): TemplateResult {
    return html`<maka-interrupted
      class="view edge"
      .texts=${this.#texts}
      .failure=${state.failure}
      .interruption=${state.interruption}
      name=${brief.scenario.persona.name}
      locale=${locale}
    ></maka-interrupted>`;
  }
}

/** The talk and the learner's screen, of which a narrow call shows one, and the way to the brief. */
function renderTabs(
  { state, filing, onFile, reading, onRead }: DuringCallSetting,
  texts: DuringCallWords,
): Drawn {
  const count = Object.keys(state.card.details).length;
  return html`<div class="tabs">
    <button class="tab" aria-pressed=${!filing} @click=${filing ? onFile : null}>
      ${texts.conversation}
    </button>
    <button class="tab" aria-pressed=${filing} @click=${filing ? null : onFile}>
      ${texts.screen} ${count > 0 ? html`<span class="count">${count}</span>` : nothing}
    </button>
    <button aria-label=${texts.briefAgain} aria-expanded=${reading} @click=${onRead}>
      ${chevronIcon}
    </button>
  </div>`;
}
