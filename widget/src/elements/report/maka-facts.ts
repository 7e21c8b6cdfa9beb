import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { Facts } from "#contract/report.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { listFacts } from "./list-facts.ts";
import { detailStyles } from "./detail-styles.ts";

/**
 * Contacts and commitments that were named in a practice.
 * @element maka-facts
 */
export class MakaFacts extends CoachElement {
  static override styles = [controls, callControls, detailStyles];

  @property({ attribute: false }) facts: Facts | null = null;
  @property({ attribute: false }) texts!: ReportTexts;
  @property({ attribute: false }) personaName = "";
  /** The language that was spoken. */
  @property({ attribute: false }) speechLanguage = "";

  override render(): TemplateResult | typeof nothing {
    const { facts, texts } = this;
    if (!facts) return nothing;
    const { contacts, commitments } = listFacts(facts, texts, this.personaName);
    if (contacts.length + commitments.length === 0) return nothing;
    return html`<section>
      <h3>${texts.facts}</h3>
      <p class="small">${texts.factsHelp}</p>
      ${this.#renderList(texts.contacts, contacts)}
      ${this.#renderList(texts.commitments, commitments)}
    </section>`;
  }

  #renderList(heading: string, lines: readonly string[]): TemplateResult | typeof nothing {
    if (lines.length === 0) return nothing;
    return html`<h4>${heading}</h4>
      <ul lang=${this.speechLanguage} dir="auto">
        ${lines.map((line) => html`<li>${line}</li>`)}
      </ul>`;
  }
}
