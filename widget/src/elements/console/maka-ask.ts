import { css, html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { ConsoleError } from "../../domain/console/console-error.ts";
import { CoachElement } from "../kit/coach-element.ts";
import { controls } from "../kit/controls.ts";

/** A field of a form. */
export interface AskField {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "number" | "datetime-local" | "date" | "textarea" | "select";
  readonly value?: string;
  readonly isRequired?: boolean;
  /** Smallest and largest number. */
  readonly range?: readonly [number, number];
  readonly options?: readonly (readonly [value: string, words: string])[];
}

/** What is asked before something is changed. */
export interface Ask {
  /** The button that opens it, and the button that does it. */
  readonly label: string;
  readonly confirm: string;
  readonly cancel: string;
  readonly title: string;
  readonly help?: string;
  readonly fields: readonly AskField[];
  readonly isPrimary?: boolean;
  /** Said where the server refuses. */
  readonly refused: string;
  readonly conflict: string;
  /** @throws {ConsoleError} */
  readonly act: (values: Readonly<Record<string, string>>) => Promise<void>;
}

/**
 * A button that changes something, and what it asks before.
 * @element maka-ask
 */
export class MakaAsk extends CoachElement {
  static override styles = [
    controls,
    css`
      :host {
        display: inline-block;
      }
      button {
        min-block-size: 40px;
        padding: 6px 16px;
        font-size: 15px;
      }
      dialog {
        inline-size: min(440px, 100vw - 32px);
        max-block-size: 100vh;
        margin: auto;
        padding: 24px;
        border: 0;
        border-radius: 16px;
        background: var(--_surface);
        color: var(--_ink);
        box-shadow: 0 4px 24px #0003;
        text-align: start;
        white-space: normal;
      }
      dialog::backdrop {
        background: #0006;
      }
      form {
        display: grid;
        gap: 12px;
      }
      label {
        display: grid;
        gap: 2px;
        color: var(--_muted);
        font-size: 13px;
        font-weight: 400;
      }
      :is(input, select, textarea) {
        min-block-size: 44px;
        inline-size: 100%;
        padding: 6px 12px;
        border: 1px solid var(--_line);
        border-radius: 14px;
        background: var(--_surface);
        color: var(--_ink);
        font: inherit;
        font-size: 16px;
      }
      p {
        font-weight: 400;
      }
      .wrong {
        color: var(--_danger);
      }
    `,
  ];

  @property({ attribute: false }) ask!: Ask;
  @state() private problem = "";
  @state() private isBusy = false;
  @state() private isOpen = false;

  override render(): TemplateResult {
    const { ask } = this;
    return html`<button class=${ask.isPrimary ? "primary" : ""} @click=${this.#open}>
        ${ask.label}
      </button>
      <dialog aria-labelledby="title" @close=${this.#onClose}>
        ${this.isOpen ? this.#renderForm() : nothing}
      </dialog>`;
  }

  #renderForm(): TemplateResult {
    const { ask } = this;
    return html`<form @submit=${this.#onSubmit}>
      <h3 id="title">${ask.title}</h3>
      ${ask.help ? html`<p>${ask.help}</p>` : nothing}
      ${ask.fields.map((field) => html`<label>${field.label} ${renderField(field)}</label>`)}
      <p role="alert" class="wrong">${this.problem}</p>
      <div class="row">
        <button class="primary" ?disabled=${this.isBusy}>${ask.confirm}</button>
        <button type="button" @click=${this.#close}>${ask.cancel}</button>
      </div>
    </form>`;
  }

  readonly #open = (): void => {
    this.isOpen = true;
    this.problem = "";
    this.renderRoot.querySelector("dialog")?.showModal();
  };

  readonly #close = (): void => {
    this.renderRoot.querySelector("dialog")?.close();
  };

  readonly #onClose = (): void => {
    this.isOpen = false;
  };

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { target } = event;
    if (target instanceof HTMLFormElement) void this.#act(target);
  };

  async #act(form: HTMLFormElement): Promise<void> {
    const values: Record<string, string> = {};
    for (const [name, value] of new FormData(form))
      if (typeof value === "string") values[name] = value.trim();
    this.isBusy = true;
    this.problem = "";
    try {
      await this.ask.act(values);
      this.#close();
    } catch (error) {
      const isConflict = error instanceof ConsoleError && error.code === "conflict";
      this.problem = isConflict ? this.ask.conflict : this.ask.refused;
    }
    this.isBusy = false;
  }
}

function renderField(field: AskField): TemplateResult {
  const { name, value = "", isRequired = false, range, options = [] } = field;
  if (field.type === "textarea")
    return html`<textarea
      name=${name}
      rows="3"
      maxlength="1000"
      ?required=${isRequired}
      .value=${value}
    ></textarea>`;
  if (field.type === "select")
    return html`<select name=${name} ?required=${isRequired}>
      ${options.map(
        ([each, words]) =>
          html`<option value=${each} ?selected=${each === value}>${words}</option>`,
      )}
    </select>`;
  return html`<input
    name=${name}
    type=${field.type}
    min=${range?.[0] ?? nothing}
    max=${range?.[1] ?? nothing}
    autocomplete="off"
    ?required=${isRequired}
    .value=${value}
  />`;
}

declare global {
  interface HTMLElementTagNameMap {
    "maka-ask": MakaAsk;
  }
}
