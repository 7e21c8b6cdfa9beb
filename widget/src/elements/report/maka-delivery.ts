import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { Delivery } from "#contract/delivery.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { disclosureStyles } from "../kit/disclosure-styles.ts";
import { describeDelivery, drawMeasure } from "./describe-delivery.ts";
import type { Figure } from "./describe-delivery.ts";
import { detailStyles } from "./detail-styles.ts";

/** So many stand in sight. */
const SHOWN = 4;

/**
 * How a practice was spoken: what was measured and nothing else, with how, and what is usual. The first figures with a
 * picture, the others folded.
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
    if (figures.length === 0) return nothing;
    const draw = (figure: Figure): TemplateResult => this.#renderFigure(figure, delivery);
    const others = figures.slice(SHOWN);
    return html`<section>
      <h3>${texts.delivery}</h3>
      <div class="figures">${figures.slice(0, SHOWN).map(draw)}</div>
      ${
        others.length === 0
          ? nothing
          : html`<details>
              <summary>${texts.measured}</summary>
              <div class="figures">${others.map(draw)}</div>
            </details>`
      }
      <p class="small">${texts.deliveryNote}</p>
    </section>`;
  }

  #renderFigure({ id, name, value, about }: Figure, delivery: Delivery): TemplateResult {
    const picture = drawMeasure(id, delivery);
    return html`<div>
      <h4>${name} <b>${value}</b></h4>
      ${picture ? html`<svg aria-hidden="true">${picture}</svg>` : nothing}
      <p class="small">${about}</p>
    </div>`;
  }
}
