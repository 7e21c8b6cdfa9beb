import { html } from "lit";
import type { TemplateResult } from "lit";
import type { CoachErrorCode } from "../../domain/state/coach-error.ts";
import type { TagTexts } from "../../locales/en/tag.ts";

function describe(code: CoachErrorCode, texts: TagTexts): readonly [string, string] {
  switch (code) {
    case "limit_reached":
      return [texts.limitReached, texts.limitReachedHelp];
    case "server_unreachable":
      return [texts.unreachable, texts.unreachableHelp];
    case "signed_out":
      return [texts.signedOut, texts.signedOutHelp];
    case "feature_disabled":
      return [texts.switchedOff, texts.notSetUpHelp];
    default:
      return [texts.notSetUp, texts.notSetUpHelp];
  }
}

/** Draws why there is no brief and what to do about it. */
export function renderNotice(
  code: CoachErrorCode,
  texts: TagTexts,
  onRetry: () => void,
): TemplateResult {
  const [heading, help] = describe(code, texts);
  return html`
    <div role="alert">
      <h2 tabindex="-1">${heading}</h2>
      <p>${help}</p>
    </div>
    <div><button @click=${onRetry}>${texts.tryAgain}</button></div>
  `;
}
