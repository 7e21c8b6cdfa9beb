import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { AttemptRow } from "#contract/console/attempts.ts";
import { englishReview, type ReviewTexts } from "../../../locales/en/console-review.ts";
import type { ConsoleView, ViewContext } from "../console-view.ts";
import type { Ask } from "../maka-ask.ts";
import {
  describeScore,
  formatWhen,
  nameLanguage,
  renderRing,
  toClock,
  toNumber,
} from "../describe.ts";

/** Whoever has reviewed an attempt may stand for its passing; whether it does pass, the server knows. */
function renderPass(
  attempt: AttemptRow,
  words: ReviewTexts,
  context: ViewContext,
): TemplateResult | typeof nothing {
  if (!attempt.reviewedByMe) return nothing;
  const ask: Ask = {
    ...{ label: words.pass, confirm: words.pass, title: attempt.learner.name },
    ...{ help: words.passHelp, cancel: words.cancel },
    ...{ refused: words.failed, conflict: words.passRefused },
    fields: [{ name: "expires", label: words.passExpires, type: "date" }],
    act: async ({ expires = "" }) => {
      await context.api.send("POST", "passes", { attemptId: attempt.id, expires: expires || null });
      context.reload(words.passed);
    },
  };
  return html`<div><maka-ask .ask=${ask}></maka-ask></div>`;
}

/** One attempt, with all that a reviewer needs. */
export const review: ConsoleView = {
  filters: [],
  load: async (context, signal) => {
    const { route } = context;
    const detail = await context.api.read("attempts/:id", { id: route.id }, signal);
    const words = englishReview;
    const { attempt } = detail;
    return {
      title: attempt.learner.name,
      draw: (current) =>
        html`<div class="row">
            ${renderRing(attempt, current)}
            <div>
              <p>
                <bdi
                  >${words.attemptOf(attempt.scenario.title, toNumber(attempt.attempt, current))}</bdi
                >
              </p>
              <p class="muted">
                ${describeScore(attempt, current)} · ${formatWhen(attempt.startedAt, current)} ·
                ${toClock(attempt.seconds, current)} ·
                ${nameLanguage(attempt.scenario.language, current)}
              </p>
            </div>
          </div>
          ${renderPass(attempt, words, current)}
          <maka-review .detail=${detail} .context=${current} .words=${words}></maka-review>`,
    };
  },
};
