import { html, noChange, nothing, svg } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { isFinished } from "../../domain/state/turn.ts";
import type { Turn } from "../../domain/state/turn.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import { callControls } from "../kit/call-controls.ts";
import { captionStyles } from "./caption-styles.ts";
import { controls } from "../kit/controls.ts";
import { icon } from "../kit/icons.ts";

/** An arrow to the bottom. */
const downIcon = icon(svg`<path d="M10 3.5v13M4.5 11l5.5 5.5 5.5-5.5"/>`);

/** Finished turns are drawn in blocks of so many, and a block only when something in it changed. */
const BLOCK = 40;
/** How close to the end counts as being there, in pixels. */
const NEAR_END_PIXELS = 32;

/**
 * Who said what. Finished turns stand in a log, which a screen reader reads; a turn that still forms stands
 * below it and outside, since each new word would be announced.
 * @element maka-captions
 * @slot - What stands there while nobody has spoken.
 * @csspart transcript
 * @csspart caption
 */
export class MakaCaptions extends CoachElement {
  static override styles = [controls, callControls, captionStyles];

  @property({ attribute: false }) texts!: CallTexts;
  @property({ attribute: false }) turns: readonly Turn[] = [];
  /** The persona's name. */
  @property() name = "";
  /** The language that is spoken. */
  @property() language = "";
  /** True while the persona is audible: a screen reader must not talk over the call. */
  @property({ type: Boolean }) quiet = false;
  /** False once the learner scrolled up to read. */
  @state() private following = true;

  /** The turns as they are on screen, and how many of them are finished. */
  #drawn: readonly [turns: readonly Turn[], count: number] = [[], 0];
  /** How far down the end was when the list was last brought there. */
  #end = 0;
  /** The picture that is waited for; 0 while none is. */
  #frame = 0;
  /** A column that changes its width breaks its lines anew, and the end moves. */
  #resizes: ResizeObserver | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const view = this.ownerDocument.defaultView;
    if (!view) return;
    // The observer of the document that this is in, which may be a frame's.
    this.#resizes = new view.ResizeObserver(() => {
      if (this.following) this.#scrollToEnd();
    });
    this.#resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Other words for the same turns: every block is drawn anew.
    if (changed.has("texts") || changed.has("name") || changed.has("language"))
      this.#drawn = [[], 0];
  }

  override render(): TemplateResult {
    const { texts, turns } = this;
    const lastFinished = turns.findLastIndex(isFinished);
    const isLearnerNewest = turns[lastFinished]?.speaker === "learner";
    return html`
      <div
        class="scroll"
        part="transcript"
        translate="no"
        role="group"
        aria-label=${texts.captions}
        tabindex="0"
        @scroll=${this.#onScroll}
      >
        <div
          role="log"
          aria-label=${texts.captions}
          aria-live=${this.quiet || isLearnerNewest ? "off" : "polite"}
        >
          ${this.#renderBlocks(turns, lastFinished + 1)}
        </div>
        <div aria-hidden="true">
          ${turns.slice(lastFinished + 1).map((turn) => this.#renderTurn(turn))}
        </div>
        <slot ?hidden=${turns.length > 0}></slot>
      </div>
      ${
        this.following
          ? nothing
          : html`<button type="button" class="newest" @click=${this.#followAgain}>
              ${downIcon} ${texts.newest}
            </button>`
      }
    `;
  }

  /** An hour's talk must cost no more for each word than its first minute, nor leave more to clear away. */
  #renderBlocks(turns: readonly Turn[], count: number): unknown[] {
    const [drawn, drawnCount] = this.#drawn;
    this.#drawn = [turns, count];
    const blocks: unknown[] = [];
    for (let start = 0; start < count; start += BLOCK) {
      const end = Math.min(start + BLOCK, count);
      let same = start;
      while (same < end && turns[same] === drawn[same]) same += 1;
      const isDrawn = same === end && Math.min(start + BLOCK, drawnCount) === end;
      blocks.push(
        isDrawn
          ? noChange
          : html`<div>${turns.slice(start, end).map((turn) => this.#renderTurn(turn))}</div>`,
      );
    }
    return blocks;
  }

  #renderTurn(turn: Turn): TemplateResult {
    const { texts } = this;
    const speaker = turn.speaker === "learner" ? texts.you : this.name;
    const isForming = !isFinished(turn);
    return html`<p
      class="turn ${turn.speaker} ${isForming ? "forming" : ""}"
      part="caption"
      data-id=${turn.itemId}
    >
      <span class="speaker">${speaker}</span>
      <span class="words">
        ${
          turn.status === "unrecognized"
            ? html`<i>${texts.unrecognized}</i>`
            : html`<span lang=${this.language} dir="auto">${turn.text || "…"}</span>`
        }${
          turn.status === "interrupted"
            ? html`<span class="small"> — ${texts.interrupted}</span>`
            : nothing
        }
      </span>
    </p>`;
  }

  /** Words may come faster than pictures: the end is looked for once a picture, when it is laid out anyway. */
  protected override updated(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.following) this.#scrollToEnd();
    });
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector(".scroll");
  }

  #onScroll(): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const { scrollHeight, scrollTop, clientHeight } = scroller;
    // The browser scrolls too, to keep its place where lines break anew: that is no wish to read back.
    if (this.following && this.#end !== scrollHeight - clientHeight) this.#scrollToEnd();
    else this.following = scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
  }

  #followAgain(): void {
    this.following = true;
    this.#scrollToEnd();
    this.#scroller?.focus();
  }

  #scrollToEnd(): void {
    const scroller = this.#scroller;
    // What stands there before the first word is read from its beginning.
    if (!scroller || this.turns.length === 0) return;
    scroller.scrollTop = scroller.scrollHeight;
    this.#end = scroller.scrollHeight - scroller.clientHeight;
  }
}
