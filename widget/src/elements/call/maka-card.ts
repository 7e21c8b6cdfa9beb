import { html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { CardAnswer, LearnerTool } from "#contract/progress.ts";
import type { CardState } from "../../domain/state/session-state.ts";
import type { DuringCallWords } from "../../locales/language.ts";
import { askPractice } from "../kit/practice-request.ts";
import { callControls } from "../kit/call-controls.ts";
import { cardStyles } from "./card-styles.ts";
import { controls } from "../kit/controls.ts";
import { disclosureStyles } from "../kit/disclosure-styles.ts";
import { labelOf, renderField } from "./render-field.ts";

/**
 * The learner's screen in the persona's world: a form for each tool, filled by what the customer gives away, and
 * what the tool answered. Tools fold, and the first is open.
 * @element maka-card
 * @fires maka-practice-request - The learner uses a tool.
 * @csspart card-form
 */
export class MakaCard extends CoachElement {
  static override styles = [controls, callControls, disclosureStyles, cardStyles];

  @property({ attribute: false }) texts!: DuringCallWords;
  @property({ attribute: false }) card: CardState | null = null;
  /** The scenario's language. */
  @property() language = "";
  @property() locale = "en";
  /** What the learner entered, by tool and field; it goes before what the customer said. */
  @state() private entered: Readonly<Record<string, string>> = {};
  @state() private news = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("card");
    if (!before || !this.card) return;
    const { tools, details } = this.card;
    const fields = new Map(
      tools.flatMap(({ inputs }) => inputs.map((field) => [field.name, field])),
    );
    const noted = [...fields.values()].filter(
      ({ name }) => details[name] !== undefined && details[name] !== before.details[name],
    );
    if (noted.length > 0) this.news = this.texts.noted(noted.map(labelOf).join(", "));
  }

  override render(): TemplateResult {
    const { card, texts } = this;
    if (!card) return html``;
    return html`
      <section aria-labelledby="screen">
        <h3 id="screen">${texts.screen}</h3>
        ${card.tools.map((tool, index) => this.#renderTool(card, tool, index === 0))}
        <p class="unseen" role="status">${this.news}</p>
      </section>
    `;
  }

  #renderTool(card: CardState, tool: LearnerTool, isFirst: boolean): TemplateResult {
    const isPending = card.pending === tool.id;
    const answer = isPending ? undefined : card.answers.findLast(({ tool: id }) => id === tool.id);
    const { texts, language } = this;
    return html`<details ?open=${isFirst}>
      <summary>
        <h4 lang=${language} dir="auto">${tool.title ?? labelOf(tool)}</h4>
      </summary>
      ${tool.title === undefined ? nothing : html`<p class="about" lang=${language} dir="auto">${tool.about}</p>`}
      <form part="card-form" data-tool=${tool.id} @submit=${this.#use} @input=${this.#enter}>
        ${tool.inputs.map((field) =>
          renderField(field, {
            texts,
            language,
            entered: this.entered[`${tool.id} ${field.name}`],
            noted: card.details[field.name],
          }),
        )}
        <button type="submit" aria-disabled=${card.pending !== null}>
          ${tool.kind === "lookup" ? texts.lookUp : texts.carryOut}
        </button>
      </form>
      <p class="outcome" role="status">
        ${isPending ? texts.working : answer ? this.#describe(answer) : nothing}
      </p>
      ${answer?.rows.map((row) => this.#renderRow(row))}
    </details>`;
  }

  #describe({ outcome, message, rows }: CardAnswer): TemplateResult | string {
    const { texts } = this;
    if (message !== null) return html`<span lang=${this.language} dir="auto">${message}</span>`;
    switch (outcome) {
      case "found":
        return texts.found(rows.length);
      case "not_found":
        return texts.notFound;
      case "done":
        return texts.done;
      case "refused":
        return texts.refused;
    }
  }

  #renderRow(row: CardAnswer["rows"][number]): TemplateResult {
    return html`<dl lang=${this.language}>
      ${row.map(
        (field) =>
          html`<div>
            <dt><bdi>${labelOf(field)}</bdi></dt>
            <dd><bdi>${field.value}</bdi></dd>
          </div>`,
      )}
    </dl>`;
  }

  #enter(event: Event): void {
    const { target, currentTarget } = event;
    if (!(target instanceof HTMLInputElement) && !(target instanceof HTMLSelectElement)) return;
    const tool = currentTarget instanceof HTMLElement ? (currentTarget.dataset["tool"] ?? "") : "";
    this.entered = { ...this.entered, [`${tool} ${target.name}`]: target.value };
  }

  #use(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.currentTarget;
    const tool = form instanceof HTMLFormElement ? form.dataset["tool"] : undefined;
    if (!(form instanceof HTMLFormElement) || !tool || this.card?.pending !== null) return;
    const inputs: Record<string, string> = {};
    for (const [name, value] of new FormData(form))
      if (typeof value === "string") inputs[name] = value.trim();
    askPractice(this, (practice) => {
      practice.useTool(tool, inputs);
    });
  }
}
