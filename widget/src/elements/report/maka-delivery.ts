import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { Delivery } from "#contract/delivery.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { disclosureStyles } from "../kit/disclosure-styles.ts";
import { describeDelivery, summarizeDelivery } from "./describe-delivery.ts";
import { detailStyles } from "./detail-styles.ts";

/**
 * How a practice was spoken: three figures in a line, and all of them with their formulae behind a disclosure.
 * @element maka-delivery
 */
export class MakaDelivery extends CoachElement {
  static override styles = [controls, callControls, disclosureStyles, detailStyles];

  @property({ attribute: false }) delivery: Delivery | null = null;
  @property({ attribute: false }) texts!: ReportTexts;
  /** BCP 47, for numbers and durations. */
  @property() locale = "en";

  override render(): TemplateResult | typeof nothing {
    const { delivery, texts, locale } = this;
    if (!delivery) return nothing;
    const figures = describeDelivery(delivery, texts, locale);
    const summary = summarizeDelivery(delivery, texts, locale);
    return html`<section>
      <h3>${texts.delivery}</h3>
      ${summary ? html`<p class="figure">${summary}</p>` : nothing}
      <details>
        <summary>${texts.measured}</summary>
        <dl>
          ${figures.map(
            ({ name, value, about }) =>
              html`<div>
                <dt>${name}</dt>
                <dd class=${value === null ? "muted" : "figure"}>${value ?? texts.unavailable}</dd>
                <dd class="small">${about}</dd>
              </div>`,
          )}
        </dl>
      </details>
      <p class="small">${texts.deliveryNote}</p>
    </section>`;
  }
}
