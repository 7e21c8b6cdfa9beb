import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import { toReportNotice } from "../../domain/to-report-notice.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { PracticeNotice } from "../../domain/state/practice.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import type { OpenPopOut, PopOutMessage } from "../../ports/pop-out.ts";
import { callControls } from "../kit/call-controls.ts";
import type { PracticeSetup } from "../kit/practice-setup.ts";
import { controls } from "../kit/controls.ts";

/** Attributes of the tag that its counterpart in the other window gets. */
const HANDED_ON = [
  "api",
  "embed-key",
  "scenario",
  "learner-token",
  "learner-name",
  "variables",
  "captions",
  "input",
  "theme",
];

/**
 * Offers the practice in a window of its own, where the page may not use the microphone, and hands on what comes
 * back from there: events to the tag, the report to the practice.
 * @element maka-pop-out
 * @fires maka-adopt-request - A report has come from the other window.
 */
export class MakaPopOut extends CoachElement {
  /** Opens a window; `entries/pop-out.ts` sets it, tests replace it. */
  static openWindow: OpenPopOut;
  static override styles = [controls, callControls];

  @property({ attribute: false }) setup: PracticeSetup | null = null;
  @property({ attribute: false }) texts!: ReportTexts["popOut"];
  /** Tells the page what happens in the other window. */
  @property({ attribute: false }) announce!: (notice: PracticeNotice) => void;
  @state() private status: "offered" | "opened" | "blocked" | "over" | "noReport" = "offered";
  #listening = new AbortController();

  constructor() {
    super();
    new KeptFocusController(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
  }

  override render(): TemplateResult {
    const { texts, status } = this;
    const isOpened = status === "opened" || status === "noReport";
    return html`
      <p role="status">${status === "offered" ? texts.help : texts[status]}</p>
      ${
        status === "over"
          ? nothing
          : html`<div class="row">
              <button type="button" class=${isOpened ? "" : "primary"} @click=${this.#open}>
                ${isOpened ? texts.again : texts.open}
              </button>
            </div>`
      }
    `;
  }

  /** The window that was opened last is the one that counts. The token is read anew: it is good for one start. */
  #open(): void {
    if (!this.setup) return;
    const { host, brief, locale } = this.setup;
    this.#listening.abort();
    this.#listening = new AbortController();
    const attributes: Record<string, string> = { locale };
    for (const name of HANDED_ON) attributes[name] = readProperty(host, name);
    const request = { practiceUrl: brief.practiceUrl ?? "", attributes };
    const isOpen = MakaPopOut.openWindow(request, this.#hear, this.#listening.signal);
    this.status = isOpen ? "opened" : "blocked";
  }

  readonly #hear = (message: PopOutMessage): void => {
    if (message.type === "report-missing") {
      this.status = "noReport";
      return;
    }
    if (message.type !== "report-ready") {
      this.status = message.type === "session-ended" ? "over" : "opened";
      this.announce(message);
      return;
    }
    const { report } = message;
    this.dispatchEvent(new CustomEvent("maka-adopt-request", withoutPrototype({ detail: report })));
    this.announce({ type: "phase-changed", phase: "report-ready", previous: "failed" });
    this.announce(toReportNotice(report));
  };
}

/** The value of an attribute's property, such as `learnerToken` for `learner-token`: a page may set only that. */
function readProperty(host: PracticeSetup["host"], name: string): string {
  const property = name.replace(/-\w/g, (part) => part.slice(1).toUpperCase());
  return String(Reflect.get(host, property)).trim();
}
