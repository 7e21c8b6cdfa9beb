import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { ConsoleTexts } from "../../locales/en/console.ts";
import { ConsoleError } from "../../domain/console/console-error.ts";
import { KEY_ACTIONS, type KeySetting } from "./console-keys.ts";
import type { ViewContext } from "./console-view.ts";

/** Draws why there is nothing to see, and what to do about it. */
export function renderError(
  error: unknown,
  texts: ConsoleTexts,
  onRetry: () => void,
): TemplateResult {
  const refusal = error instanceof ConsoleError ? error : new ConsoleError("unreachable");
  const [heading, help] = texts.errors[refusal.code];
  const { requestId } = refusal;
  return html`<div class="notice stack">
    <div role="alert">
      <h3 tabindex="-1">${heading}</h3>
      <p>${help}</p>
    </div>
    ${requestId === null ? nothing : html`<small>${texts.reference(requestId)}</small>`}
    <button class="primary" @click=${onRetry}>
      ${refusal.code === "signed_out" ? texts.signIn : texts.tryAgain}
    </button>
  </div>`;
}

/** Draws that a list is empty: since there is nothing, or since the filters hide it. */
export function renderEmpty(
  words: string,
  isNarrowed: boolean,
  { texts, route, linkTo }: ViewContext,
): TemplateResult {
  if (!isNarrowed) return html`<p class="notice">${words}</p>`;
  return html`<div class="notice stack">
    <p>${texts.nothingFound} ${texts.nothingFoundHelp}</p>
    <a class="button" href=${linkTo({ ...route, query: {} })}>${texts.clearFilters}</a>
  </div>`;
}

/** Draws the list of keys, each of which may be another one. */
export function renderKeys(
  { isOn, keys }: KeySetting,
  texts: ConsoleTexts,
  handlers: { readonly onChange: (event: Event) => void; readonly onClose: () => void },
): TemplateResult {
  return html`<dialog aria-labelledby="keys-title">
    <form method="dialog" @change=${handlers.onChange}>
      <h3 id="keys-title">${texts.keys}</h3>
      <p class="small">${texts.keysHelp}</p>
      <label class="line"
        ><input type="checkbox" name="isOn" .checked=${isOn} />${texts.keysOn}</label
      >
      ${KEY_ACTIONS.map(
        (action) =>
          html`<label class="line"
            ><input
              class="key"
              name=${action}
              maxlength="1"
              autocomplete="off"
              .value=${keys[action]}
            />${texts.keyNames[action]}</label
          >`,
      )}
      <p>${texts.keyLevels}</p>
      <p>${texts.keyEnter}</p>
      <div><button class="primary" @click=${handlers.onClose}>${texts.close}</button></div>
    </form>
  </dialog>`;
}
