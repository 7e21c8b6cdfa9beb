import { html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Quote } from "#contract/report.ts";
import type { AttemptDetail } from "#contract/console/attempts.ts";
import { ConsoleError } from "../../../domain/console/console-error.ts";
import type { ReviewTexts } from "../../../locales/en/console-review.ts";
import { CoachElement } from "../../kit/coach-element.ts";
import { controls } from "../../kit/controls.ts";
import { momentStyles } from "../../report/moment-styles.ts";
import { isPlain, isTyping, toAction } from "../console-keys.ts";
import type { KeyAction } from "../console-keys.ts";
import type { ViewContext } from "../console-view.ts";
import { MakaReviewSavedEvent } from "../events.ts";
import { EMPTY_DRAFT, LEVELS, listMissing, setLevel, toReviewBody } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { renderCriterion } from "./render-criterion.ts";
import { renderPicture } from "./render-picture.ts";
import { renderReviews } from "./render-reviews.ts";
import { renderTurns } from "./render-turns.ts";
import { reviewStyles } from "./review-styles.ts";

/**
 * An attempt and its review: what was said beside what it is worth. Until the reviewer has committed, the machine's
 * levels are not there to be drawn; a review is written here and kept by nobody before that.
 * @element maka-review
 * @fires {MakaReviewSavedEvent} maka-review-saved - A review was committed.
 */
export class MakaReview extends CoachElement {
  static override styles = [controls, momentStyles, reviewStyles];

  @property({ attribute: false }) detail!: AttemptDetail;
  @property({ attribute: false }) context!: ViewContext;
  @property({ attribute: false }) words!: ReviewTexts;

  @state() private draft: Draft = EMPTY_DRAFT;
  @state() private current = 0;
  @state() private quote: Quote | null = null;
  @state() private commented: string | null = null;
  /** Why the review cannot be committed, or was not. */
  @state() private problem = "";
  @state() private isSending = false;

  /** The turn that a comment would be on. */
  #turn: string | null = null;
  /** What gets the focus once it is drawn. */
  #wanted: string | null = null;

  constructor() {
    super();
    this.addEventListener("focusin", this.#onFocus);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("detail");
    if (!before || before.attempt.id === this.detail.attempt.id) return;
    this.draft = EMPTY_DRAFT;
    this.current = 0;
    this.quote = this.commented = this.#turn = null;
    this.problem = "";
    this.#wanted = null;
  }

  protected override updated(): void {
    if (this.#wanted === null) return;
    const found = this.renderRoot.querySelector<HTMLElement>(this.#wanted);
    if (!found) return;
    this.#wanted = null;
    found.focus();
    found.scrollIntoView(TO_THE_NEAREST);
  }

  override render(): TemplateResult {
    const { detail, words, context } = this;
    const { attempt } = detail;
    return html`<div class="stack" @keydown=${this.#onKeydown} @click=${this.#onMark}>
      ${
        this.#isOpen
          ? html`<p class="banner">${attempt.withheld ? words.blind : words.shownFirst}</p>`
          : nothing
      }
      <div class="halves">
        <section aria-labelledby="said">
          <h3 id="said">${words.said}</h3>
          ${renderPicture(detail.timeline, words, context)}
          ${renderTurns(detail, {
            ...{ words, context, quote: this.quote, commented: this.commented },
            ...{ onComment: this.#onComment, onCancel: this.#onCancel },
            ...{ onSend: this.#onSend, onRemove: this.#onRemove },
          })}
        </section>
        <section class="scoring" aria-labelledby="levels">
          <h3 id="levels">${words.levels}</h3>
          ${detail.criteria.map((criterion, index) =>
            renderCriterion(criterion, {
              ...{ words, context, detail, isCurrent: this.#isOpen && index === this.current },
              given: this.#isOpen ? (this.draft.levels[criterion.id] ?? NOTHING_GIVEN) : null,
              ...{ onLevel: this.#onLevel, onReason: this.#onReason, onQuote: this.#onQuote },
            }),
          )}
          ${this.#isOpen ? this.#renderCommit() : renderReviews(detail, words, context)}
          ${
            this.#isOpen
              ? nothing
              : html`<div>
                  <button class="primary" id="next" @click=${this.#onNext}>
                    ${words.nextAttempt}
                  </button>
                </div>`
          }
          <p role="alert" class="wrong">${this.problem}</p>
        </section>
      </div>
    </div>`;
  }

  #renderCommit(): TemplateResult {
    const { words, draft } = this;
    return html`<form class="stack" @submit=${this.#onSubmit}>
      <fieldset class="criterion" @change=${this.#onVerdict}>
        <legend>${words.verdict}</legend>
        <div class="levels">
          ${VERDICTS.map(
            (verdict) =>
              html`<label class="level wide"
                ><input
                  type="radio"
                  name="verdict"
                  value=${verdict}
                  .checked=${verdict === draft.verdict}
                /><span>${words.verdicts[verdict]}</span></label
              >`,
          )}
        </div>
      </fieldset>
      <label
        >${words.next}
        <textarea
          name="next"
          rows="1"
          maxlength="1000"
          title=${words.nextHelp}
          .value=${draft.next}
          @input=${this.#onAdvice}
        ></textarea>
      </label>
      <div>
        <button class="primary" ?disabled=${this.isSending}>${words.commit}</button>
      </div>
    </form>`;
  }

  /** A member reviews an attempt once. */
  get #isOpen(): boolean {
    const { attempt } = this.detail;
    return !attempt.reviewedByMe && this.context.member.roles.includes("reviewer");
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const action = toAction(event, this.context.keySetting);
    const isFree = this.context.keySetting.isOn && isPlain(event) && !isTyping(event);
    const isDone =
      (action !== null && this.#act(action)) ||
      (isFree && (event.key === "Enter" ? this.#enter(event) : this.#give(event.key)));
    if (isDone) event.preventDefault();
  };

  #act(action: KeyAction): boolean {
    if (action === "comment") {
      this.#openComment(this.#turn ?? this.detail.turns[0]?.itemId ?? null);
      return true;
    }
    if (!this.#isOpen) return false;
    if (action === "notApplicable") return this.#give("n");
    if (action !== "next" && action !== "previous") return false;
    const last = this.detail.criteria.length - 1;
    this.#moveTo(Math.min(last, Math.max(0, this.current + (action === "next" ? 1 : -1))));
    return true;
  }

  /** Gives the current criterion a level, and goes on to the next one. */
  #give(key: string): boolean {
    const criterion = this.detail.criteria[this.current];
    const level = key === "n" ? null : LEVELS.find((each) => String(each) === key);
    if (!this.#isOpen || !criterion || level === undefined) return false;
    this.draft = setLevel(this.draft, criterion.id, { level });
    this.#moveTo(Math.min(this.detail.criteria.length - 1, this.current + 1));
    return true;
  }

  /** Commits, or goes on to the next attempt; on a button or a link it is theirs. */
  #enter(event: KeyboardEvent): boolean {
    const [target] = event.composedPath();
    if (target instanceof Element && target.matches("button, a, summary")) return false;
    if (this.#isOpen) void this.#commit();
    else void this.#goOn();
    return true;
  }

  #moveTo(index: number): void {
    this.current = index;
    const id = this.detail.criteria[index]?.id ?? "";
    this.#wanted = `fieldset[data-criterion="${CSS.escape(id)}"] legend`;
  }

  readonly #onFocus = (event: Event): void => {
    for (const place of event.composedPath()) {
      if (!(place instanceof HTMLElement)) continue;
      const { turn, criterion } = place.dataset;
      if (turn) this.#turn = turn;
      const index = this.detail.criteria.findIndex(({ id }) => id === criterion);
      if (index >= 0) this.current = index;
    }
  };

  readonly #onLevel = (event: Event): void => {
    const { target, currentTarget } = event;
    if (!(target instanceof HTMLInputElement && currentTarget instanceof HTMLElement)) return;
    const level = target.value === "n" ? null : Number(target.value);
    this.draft = setLevel(this.draft, currentTarget.dataset["criterion"] ?? "", { level });
    this.problem = "";
  };

  readonly #onReason = (event: Event): void => {
    const { target } = event;
    if (!(target instanceof HTMLTextAreaElement)) return;
    const reason = target.value;
    this.draft = setLevel(this.draft, target.dataset["criterion"] ?? "", { reason });
  };

  readonly #onVerdict = (event: Event): void => {
    const { target } = event;
    const value = target instanceof HTMLInputElement ? target.value : "";
    const verdict = VERDICTS.find((each) => each === value);
    if (verdict) this.draft = { ...this.draft, verdict };
  };

  readonly #onAdvice = (event: Event): void => {
    const { target } = event;
    if (target instanceof HTMLTextAreaElement) this.draft = { ...this.draft, next: target.value };
  };

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault();
    void this.#commit();
  };

  async #commit(): Promise<void> {
    const { detail, words, context, draft } = this;
    const missing = listMissing(draft, detail.criteria);
    if (missing[0]) {
      this.problem = words.missing(missing.map(({ title }) => title).join(", "));
      this.#moveTo(detail.criteria.indexOf(missing[0]));
      return;
    }
    if (this.isSending) return;
    this.isSending = true;
    this.problem = "";
    const { id, withheld } = detail.attempt;
    const body = toReviewBody(draft, detail.criteria, !withheld);
    if (await this.#send("POST", `attempts/${encodeURIComponent(id)}/reviews`, body)) {
      this.dispatchEvent(new MakaReviewSavedEvent({ attempt: id }));
      this.#wanted = "#next";
      context.reload(words.committed);
    }
    this.isSending = false;
  }

  async #send(method: "POST" | "DELETE", path: string, body?: unknown): Promise<boolean> {
    const { words } = this;
    try {
      await this.context.api.send(method, path, body);
      return true;
    } catch (error) {
      const isConflict = error instanceof ConsoleError && error.code === "conflict";
      this.problem = isConflict ? words.conflict : words.failed;
      return false;
    }
  }

  readonly #onNext = (): void => {
    void this.#goOn();
  };

  /** The next attempt that waits, of those that the filters leave. */
  async #goOn(): Promise<void> {
    const { context, detail, words } = this;
    const query = { ...context.query, review: "waiting", after: "", limit: "20" };
    const { signal } = new AbortController();
    const list = await context.api.read("attempts", { query }, signal).catch(() => null);
    const next = list?.items.find(
      ({ id, reviewedByMe }) => !reviewedByMe && id !== detail.attempt.id,
    );
    if (next) context.go({ ...context.route, id: next.id });
    else this.problem = list ? words.queueEmpty : words.failed;
  }

  readonly #onQuote = (event: Event): void => {
    const { currentTarget } = event;
    if (!(currentTarget instanceof HTMLElement)) return;
    const { turn = "", quote = "" } = currentTarget.dataset;
    this.#show(turn, quote);
  };

  /** A mark of the picture leads to its turn. */
  readonly #onMark = (event: Event): void => {
    const [target] = event.composedPath();
    const mark = target instanceof SVGElement ? target.closest(".mark[data-turn]") : null;
    const turn = mark?.getAttribute("data-turn");
    if (turn) this.#show(turn, "");
  };

  #show(itemId: string, text: string): void {
    this.quote = { itemId, text };
    this.#wanted = `.turn[data-turn="${CSS.escape(itemId)}"]`;
  }

  readonly #onComment = (event: Event): void => {
    const { currentTarget } = event;
    if (currentTarget instanceof HTMLElement)
      this.#openComment(currentTarget.dataset["turn"] ?? null);
  };

  #openComment(turn: string | null): void {
    this.commented = turn;
    this.#wanted = "[name=comment]";
  }

  readonly #onCancel = (): void => {
    this.#wanted = `.turn[data-turn="${CSS.escape(this.commented ?? "")}"]`;
    this.commented = null;
  };

  readonly #onSend = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = this.renderRoot.querySelector<HTMLTextAreaElement>("[name=comment]");
    const turnId = this.commented;
    if (!field || turnId === null) return;
    const path = `attempts/${encodeURIComponent(this.detail.attempt.id)}/comments`;
    void this.#send("POST", path, { turnId, text: field.value }).then((isSent) => {
      if (!isSent) return;
      this.#onCancel();
      this.context.reload();
    });
  };

  readonly #onRemove = (event: Event): void => {
    const { currentTarget } = event;
    if (!(currentTarget instanceof HTMLElement)) return;
    const id = encodeURIComponent(currentTarget.dataset["comment"] ?? "");
    void this.#send("DELETE", `comments/${id}`).then((isSent) => {
      if (isSent) this.context.reload();
    });
  };
}

const VERDICTS = ["passed", "not_passed", "undecided"] as const;
const NOTHING_GIVEN = { reason: "" };
const TO_THE_NEAREST: ScrollIntoViewOptions = { block: "nearest" };

declare global {
  interface HTMLElementTagNameMap {
    "maka-review": MakaReview;
  }
}
