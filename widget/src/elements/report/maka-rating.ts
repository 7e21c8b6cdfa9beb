import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import type { Practice } from "../../domain/state/practice.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { ratingStyles } from "./rating-styles.ts";

const LONGEST_COMMENT = 1_000;

/**
 * Asks how the practice helped: one tap from one to five, which is stored at once, then a comment if there is one.
 * @element maka-rating
 */
export class MakaRating extends CoachElement {
  static override styles = [controls, callControls, ratingStyles];

  /** Who stores it. */
  @property({ attribute: false }) practice: Pick<Practice, "rate"> | null = null;
  @property({ attribute: false }) texts!: ReportTexts;
  /** BCP 47, for the numbers. */
  @property() locale = "en";
  /** 1 to 5; 0 until the learner chose. */
  @state() private stars = 0;
  @state() private status: "none" | "saving" | "saved" | "failed" = "none";
  /** What the server was last sent, so that a later choice keeps the comment. */
  #comment = "";
  /** Counts what is to be stored, so that what comes while another is stored is not lost. */
  #requests = 0;

  constructor() {
    super();
    new KeptFocusController(this);
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(":checked")?.focus();
  }

  override render(): TemplateResult {
    const { texts, stars, status } = this;
    return html`<fieldset>
        <legend>${texts.ratingAsk}</legend>
        <div class="stars">
          ${texts.stars.map((word, index) => this.#renderStar(word, index + 1))}
        </div>
        <p class="ends small" aria-hidden="true">
          <span>${texts.stars[0]}</span><span>${texts.stars.at(-1)}</span>
        </p>
      </fieldset>
      <p class="small" role="status">${this.#describeStatus()}</p>
      ${
        status === "failed"
          ? html`<div class="row">
              <button type="button" @click=${this.#save}>${texts.saveAgain}</button>
            </div>`
          : nothing
      }
      ${stars === 0 ? nothing : this.#renderComment()}`;
  }

  #renderStar(word: string, star: number): TemplateResult {
    const number = star.toLocaleString(this.locale);
    return html`<label>
      <input
        type="radio"
        name="stars"
        value=${star}
        aria-label="${number}: ${word}"
        .checked=${this.stars === star}
        @change=${this.#onChoose}
      />
      <span aria-hidden="true">${number}</span>
    </label>`;
  }

  #renderComment(): TemplateResult {
    return html`<form @submit=${this.#onComment}>
      <label for="comment">${this.texts.comment}</label>
      <textarea id="comment" rows="2" dir="auto" maxlength=${LONGEST_COMMENT}></textarea>
      <div class="row"><button>${this.texts.sendComment}</button></div>
    </form>`;
  }

  #describeStatus(): string {
    const { texts, stars, status } = this;
    if (status === "none") return "";
    if (status === "saving") return texts.ratingSaving;
    if (status === "failed") return texts.ratingFailed;
    return `${texts.stars[stars - 1] ?? ""}. ${texts.ratingSaved}`;
  }

  readonly #onChoose = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLInputElement)) return;
    this.stars = Number(currentTarget.value);
    void this.#save();
  };

  readonly #onComment = (event: Event): void => {
    event.preventDefault();
    this.#comment = this.renderRoot.querySelector("textarea")?.value.trim() ?? "";
    void this.#save();
  };

  /** Stores the choice; one that comes meanwhile is stored after it, so that the last one stands. */
  readonly #save = async (): Promise<void> => {
    this.#requests += 1;
    if (this.status === "saving") return;
    this.status = "saving";
    try {
      let served = 0;
      while (served !== this.#requests) {
        served = this.#requests;
        const { stars } = this;
        const comment = this.#comment;
        await this.practice?.rate(comment ? { stars, comment } : { stars });
      }
      this.status = "saved";
    } catch {
      // Whatever it was, the learner can only try again; the service has told its operator.
      this.status = "failed";
    }
  };
}
