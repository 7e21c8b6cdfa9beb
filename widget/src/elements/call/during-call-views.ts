import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { ScenarioBrief } from "#contract/brief.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { AidTexts } from "../../locales/en/during-call.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import type { PracticeSetup } from "../kit/practice-setup.ts";

type Drawn = TemplateResult | typeof nothing;

/** What a call hands to its aids. */
export interface AidSetting {
  readonly state: SessionState;
  readonly texts: CallTexts;
  readonly aids: AidTexts;
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
export const callAids = {
  renderLine({ state, aids }: AidSetting): Drawn {
    const { phase, connectionQuality, recovery } = state;
    if (phase !== "in-call" || connectionQuality === null || recovery !== "none") return nothing;
    return html`<maka-line .texts=${aids} .grade=${connectionQuality}></maka-line>`;
  },

  renderConfirm({ state, texts }: AidSetting): Drawn {
    if (state.phase !== "in-call" || state.recovery === "offered") return nothing;
    return html`<maka-confirm
      .texts=${texts}
      .remainingSeconds=${state.remainingSeconds}
    ></maka-confirm>`;
  },

  renderNotice({ state, aids, name }: AidSetting): Drawn {
    if (state.phase !== "in-call") return nothing;
    return html`<maka-line-notice .texts=${aids} .state=${state} name=${name}></maka-line-notice>`;
  },

  renderCard({ state, aids, language }: AidSetting): Drawn {
    if (state.card.tools.length === 0) return nothing;
    return html`<maka-card
      exportparts="card-form"
      .texts=${aids}
      .card=${state.card}
      language=${language}
    ></maka-card>`;
  },

  renderAims({ state, aids, objectives, language }: AidSetting): Drawn {
    return html`<maka-aims
      exportparts="objectives"
      .texts=${aids}
      .objectives=${objectives}
      .reached=${state.progress.objectives}
      language=${language}
    ></maka-aims>`;
  },

  renderSound({ state, texts, aids, name, locale }: AidSetting): Drawn {
    return html`<maka-sound
      exportparts="sound-button"
      .texts=${aids}
      .state=${state}
      microphone=${texts.microphone}
      name=${name}
      locale=${locale}
    ></maka-sound>`;
  },

  /** The view of a practice that was left running. */
  renderInterrupted({ brief, texts, locale }: PracticeSetup, state: SessionState): TemplateResult {
    return html`<maka-interrupted
      class="view"
      .texts=${texts.aids}
      .failures=${texts.call.failures}
      .failure=${state.failure}
      .interruption=${state.interruption}
      name=${brief.scenario.persona.name}
      locale=${locale}
    ></maka-interrupted>`;
  },
};

/** The aids of a call, as its view knows them. */
export type CallAids = typeof callAids;
