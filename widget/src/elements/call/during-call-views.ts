import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { ScenarioBrief } from "#contract/brief.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { DuringCallTexts } from "../../locales/en/during-call.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import type { PracticeSetup } from "../kit/practice-setup.ts";

type Drawn = TemplateResult | typeof nothing;

/** What a call hands to what is drawn for it. */
export interface DuringCallSetting {
  readonly state: SessionState;
  readonly texts: CallTexts;
  readonly duringCall: DuringCallTexts;
  /** What the persona is called. */
  readonly name: string;
  /** The persona waits for the learner's first word. */
  readonly awaitsLearner: boolean;
  /** The scenario's language. */
  readonly language: string;
  /** BCP 47, for numbers. */
  readonly locale: string;
  readonly objectives: ScenarioBrief["objectives"];
}

/** Draws what helps during a call, each part for its place in the call's view. */
export const duringCallViews = {
  renderConnection({ state, duringCall }: DuringCallSetting): Drawn {
    const { phase, connectionQuality, recovery } = state;
    if (phase !== "in-call" || connectionQuality === null || recovery !== "none") return nothing;
    return html`<maka-connection
      .texts=${duringCall}
      .grade=${connectionQuality}
    ></maka-connection>`;
  },

  renderConfirm({ state, texts }: DuringCallSetting): Drawn {
    if (state.phase !== "in-call" || state.recovery === "offered") return nothing;
    return html`<maka-confirm
      .texts=${texts}
      .remainingSeconds=${state.remainingSeconds}
    ></maka-confirm>`;
  },

  renderNotice({ state, duringCall, name }: DuringCallSetting): Drawn {
    if (state.phase !== "in-call") return nothing;
    return html`<maka-connection-notice
      .texts=${duringCall}
      .state=${state}
      name=${name}
    ></maka-connection-notice>`;
  },

  renderCard({ state, duringCall, language }: DuringCallSetting): Drawn {
    if (state.card.tools.length === 0) return nothing;
    return html`<maka-card
      exportparts="card-form"
      .texts=${duringCall}
      .card=${state.card}
      language=${language}
    ></maka-card>`;
  },

  renderObjectives({ state, duringCall, objectives, language }: DuringCallSetting): Drawn {
    return html`<maka-objectives
      exportparts="objectives"
      .texts=${duringCall}
      .objectives=${objectives}
      .reached=${state.progress.objectives}
      language=${language}
    ></maka-objectives>`;
  },

  renderSound({ state, texts, duringCall, name, locale }: DuringCallSetting): Drawn {
    return html`<maka-sound
      exportparts="sound-button"
      .texts=${duringCall}
      .state=${state}
      microphone=${texts.microphone}
      standard=${texts.standard}
      name=${name}
      locale=${locale}
    ></maka-sound>`;
  },

  /** The view of a practice that was left running. */
  renderInterrupted({ brief, texts, locale }: PracticeSetup, state: SessionState): TemplateResult {
    return html`<maka-interrupted
      class="view edge"
      .texts=${texts.duringCall}
      .failures=${texts.call.failures}
      .failure=${state.failure}
      .interruption=${state.interruption}
      name=${brief.scenario.persona.name}
      locale=${locale}
    ></maka-interrupted>`;
  },
};

/** What is drawn during a call, as its view knows it. */
export type DuringCallViews = typeof duringCallViews;
