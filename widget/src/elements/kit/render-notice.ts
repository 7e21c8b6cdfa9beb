import { html } from "lit";
import type { TemplateResult } from "lit";
import type { CoachErrorCode } from "../../domain/state/coach-error.ts";
import type { TagTexts } from "../../locales/en/tag.ts";

/** Draws why there is no brief and what to do about it. */
export function renderNotice(
  code: CoachErrorCode,
  texts: TagTexts,
  onRetry: () => void,
): TemplateResult {
  const [heading, help] =
    code === "limit_reached"
      ? [texts.limitReached, texts.limitReachedHelp]
      : code === "server_unreachable"
        ? [texts.unreachable, texts.unreachableHelp]
        : [code === "feature_disabled" ? texts.switchedOff : texts.notSetUp, texts.notSetUpHelp];
  return html`
    <div role="alert">
      <h2 tabindex="-1">${heading}</h2>
      <p>${help}</p>
    </div>
    <div><button @click=${onRetry}>${texts.tryAgain}</button></div>
  `;
}
