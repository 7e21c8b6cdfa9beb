import { css, html } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import { CoachElement } from "../kit/coach-element.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import type { PracticeHost } from "../kit/practice-setup.ts";
import { writeInstead } from "./write-instead.ts";

/** Who was asked, saw the question and wants to answer it has done so by then. */
const PATIENCE_MS = 10_000;

/**
 * What to do about a question for the microphone that nobody sees: browsers hide it behind a sign, close it with a
 * click elsewhere, or ask in another window. Empty for ten seconds.
 * @element maka-prompt-help
 * @fires maka-leave-request - The learner goes on in writing.
 */
export class MakaPromptHelp extends CoachElement {
  static override styles = [
    controls,
    callControls,
    css`
      :host {
        justify-items: start;
        gap: 0;
      }
      p {
        padding: 4px var(--_pad) 0;
      }
      button {
        margin: 4px calc(var(--_pad) - 8px) 12px;
      }
    `,
  ];

  @property({ attribute: false }) texts!: CallTexts;
  /** The tag, for another beginning. */
  @property({ attribute: false }) host: PracticeHost | null = null;
  @property({ attribute: false }) state: SessionState | null = null;
  @state() private overdue = false;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new KeptFocusController(this);
  }

  /** A page that moves the tag removes and adds it: the question still stands. */
  override connectedCallback(): void {
    super.connectedCallback();
    this.#wait();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#patience);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("state") || isAsking(this.state) === isAsking(changed.get("state"))) return;
    this.overdue = false;
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#patience);
    if (!isAsking(this.state)) return;
    this.#patience = setTimeout(() => {
      this.overdue = true;
    }, PATIENCE_MS);
  }

  /** The region is there from the start: a screen reader reads what comes into it. */
  override render(): TemplateResult {
    const { texts } = this;
    const [, advice] = texts.failures.mic_denied;
    return html`<div role="status">${this.overdue ? html`<p>${advice}</p>` : ""}</div>
      ${this.overdue ? html`<button type="button" class="quiet" @click=${this.#write}>${texts.writeInstead}</button>` : ""}`;
  }

  #write(): void {
    if (this.host) void writeInstead(this, this.host);
  }
}

function isAsking(state: SessionState | null | undefined): boolean {
  if (!state || state.microphone.status !== "closed") return false;
  return state.phase === "requesting-microphone" || state.phase === "microphone-check";
}
