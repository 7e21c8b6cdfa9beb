import { html } from "lit";
import type { TemplateResult } from "lit";
import type { Overview } from "#contract/console/learners.ts";
import type { Route } from "../../../domain/console/route.ts";
import type { ConsoleView, ViewContext } from "../console-view.ts";
import { describeReason, describeScore, formatWhen, renderRing, toNumber } from "../describe.ts";

/** Who needs help, and why; beside it how much there is of everything, each a way to its list. */
export const overview: ConsoleView = {
  filters: ["site", "cohort", "from", "before"],
  load: async (context, signal) => {
    const { texts } = context;
    const { query } = context;
    const { needsHelp, counts } = await context.api.read("overview", { query }, signal);
    return {
      title: texts.views.overview,
      draw: (context) =>
        html`${renderCounts(counts, context)}
          <section aria-labelledby="needs-help">
            <h3 id="needs-help">${texts.needsHelp(toNumber(needsHelp.length, context))}</h3>
            ${
              needsHelp.length === 0
                ? html`<p class="muted">${texts.nobodyNeedsHelp}</p>`
                : html`<ul class="people">
                    ${needsHelp.map((person) => renderPerson(person, context))}
                  </ul>`
            }
          </section>`,
    };
  },
};

function renderCounts(counts: Overview["counts"], context: ViewContext): TemplateResult {
  const { texts } = context;
  const { query } = context.route;
  const to = (view: Route["view"], more: Route["query"] = {}): Route => ({
    ...{ view, id: null },
    query: { ...query, ...more },
  });
  const all: readonly (readonly [number, string, Route])[] = [
    [counts.learners, texts.countLearners, to("learners")],
    [counts.attempts, texts.countAttempts, to("attempts")],
    [counts.passed, texts.countPassed, to("attempts", { outcome: "passed" })],
    [counts.waitingReviews, texts.countWaiting, to("attempts", { review: "waiting" })],
    [counts.overdue, texts.countOverdue, to("assignments")],
  ];
  return html`<ul class="counts">
    ${all.map(
      ([count, words, route]) =>
        html`<li>
          <a href=${context.linkTo(route)}
            ><b>${toNumber(count, context)}</b> <span>${words}</span></a
          >
        </li>`,
    )}
  </ul>`;
}

function renderPerson(
  { learner, reasons, latest }: Overview["needsHelp"][number],
  context: ViewContext,
): TemplateResult {
  const { texts } = context;
  const { query } = context.route;
  return html`<li class="person">
    <div>
      <a class="name" href=${context.linkTo({ view: "learners", id: learner.id, query })}
        ><bdi>${learner.name}</bdi></a
      >
      <span class="muted">${learner.cohort ?? ""}</span>
      <ul class="reasons">
        ${reasons.map((reason) => html`<li>${describeReason(reason, context)}</li>`)}
      </ul>
    </div>
    ${
      latest === null
        ? ""
        : html`<a
            class="latest"
            href=${context.linkTo({ view: "attempts", id: latest.id, query: {} })}
          >
            ${renderRing(latest, context)}
            <span>
              <b>${texts.openLatest}</b>
              <small
                >${describeScore(latest, context)} · ${formatWhen(latest.startedAt, context)}</small
              >
            </span>
          </a>`
    }
  </li>`;
}
