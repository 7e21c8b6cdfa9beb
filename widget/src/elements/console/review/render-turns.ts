import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { Quote } from "#contract/report.ts";
import type { TranscriptTurn } from "#contract/turn.ts";
import type { AttemptDetail } from "#contract/console/attempts.ts";
import type { ReviewComment } from "#contract/console/review.ts";
import type { ReviewTexts } from "../../../locales/en/console-review.ts";
import type { ViewContext } from "../console-view.ts";
import { formatWhen, toClock } from "../describe.ts";

/** What surrounds the turns of an attempt. */
export interface TurnSetting {
  readonly words: ReviewTexts;
  readonly context: ViewContext;
  /** The words that were jumped to. */
  readonly quote: Quote | null;
  /** The turn that is being commented on. */
  readonly commented: string | null;
  readonly onComment: (event: Event) => void;
  readonly onCancel: () => void;
  readonly onSend: (event: SubmitEvent) => void;
  readonly onRemove: (event: Event) => void;
}

/** Draws who said what, and what was remarked about it. */
export function renderTurns(detail: AttemptDetail, setting: TurnSetting): TemplateResult {
  const { words } = setting;
  if (detail.turns.length === 0) return html`<p class="muted">${words.noTurns}</p>`;
  return html`<ol class="turns">
    ${detail.turns.map((turn) => html`<li>${renderTurn(turn, detail, setting)}</li>`)}
  </ol>`;
}

function renderTurn(
  turn: TranscriptTurn,
  { attempt, comments, persona }: AttemptDetail,
  setting: TurnSetting,
): TemplateResult {
  const { words, context, quote, commented } = setting;
  const quoted = quote?.itemId === turn.itemId ? quote.text : null;
  const time = toClock(turn.startedAtMs / 1_000, context);
  const speaker = turn.speaker === "learner" ? attempt.learner.name : persona;
  const own = comments.filter(({ turnId }) => turnId === turn.itemId);
  return html`<div
    class="turn ${turn.speaker} ${quoted === null ? "" : "quoted"}"
    tabindex="-1"
    data-turn=${turn.itemId}
  >
    <p class="small">
      <b><bdi>${speaker ?? words.customer}</bdi></b> ${time}
      <button
        class="quiet remark"
        data-turn=${turn.itemId}
        aria-label=${words.commentOn(time)}
        @click=${setting.onComment}
      >
        ${words.comment}
      </button>
    </p>
    <p class="words">${renderWords(turn, quoted, setting)}</p>
    ${own.map((comment) => renderComment(comment, setting))}
    ${commented === turn.itemId ? renderForm(setting) : nothing}
  </div>`;
}

function renderWords(
  { state, text }: TranscriptTurn,
  quoted: string | null,
  { words }: TurnSetting,
): TemplateResult {
  if (state === "unrecognized") return html`<i>${words.unrecognized}</i>`;
  const at = quoted ? text.toLowerCase().indexOf(quoted.toLowerCase()) : -1;
  const end = at + (quoted?.length ?? 0);
  return html`<span dir="auto" translate="no"
      >${at < 0 ? text : html`${text.slice(0, at)}<mark>${text.slice(at, end)}</mark>${text.slice(end)}`}</span
    >${state === "interrupted" ? html` <small>${words.interrupted}</small>` : nothing}`;
}

function renderComment(
  comment: ReviewComment,
  { words, context, onRemove }: TurnSetting,
): TemplateResult {
  return html`<div class="remarked">
    <p dir="auto">${comment.text}</p>
    <p class="small">
      ${words.by(comment.by, formatWhen(comment.at, context))}
      ${
        comment.mine
          ? html`<button
              class="quiet remark"
              data-comment=${comment.id}
              aria-label=${words.remove}
              @click=${onRemove}
            >
              ×
            </button>`
          : nothing
      }
    </p>
  </div>`;
}

function renderForm({ words, onSend, onCancel }: TurnSetting): TemplateResult {
  return html`<form class="remarked" @submit=${onSend}>
    <label
      >${words.yourComment}
      <textarea name="comment" rows="2" required maxlength="1000"></textarea>
    </label>
    <div class="row">
      <button class="primary">${words.send}</button>
      <button type="button" @click=${onCancel}>${words.cancel}</button>
    </div>
  </form>`;
}
