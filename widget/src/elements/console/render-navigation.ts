import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { Role } from "#contract/console/member.ts";
import { VIEWS } from "../../domain/console/route.ts";
import type { ViewName } from "../../domain/console/route.ts";
import type { ViewContext } from "./console-view.ts";

/** Views that take a role; the server refuses them to others too. */
const ROLES: Readonly<Partial<Record<ViewName, readonly Role[]>>> = {
  audit: ["auditor", "admin"],
};

/** Draws the way to every view that the member may open, and to those that were saved. */
export function renderNavigation(
  context: ViewContext,
  onRemove: (event: Event) => void,
): TemplateResult {
  const { texts, member, route, savedViews } = context;
  const views = VIEWS.filter((view) =>
    ROLES[view] ? member.roles.some((role) => ROLES[view]?.includes(role)) : true,
  );
  const { zone } = route.query;
  const query = zone === undefined ? {} : { zone };
  return html`<nav class="views" aria-label=${texts.navigation}>
    ${views.map(
      (view) =>
        html`<a
          href=${context.linkTo({ view, id: null, query })}
          aria-current=${view === route.view ? "page" : nothing}
          >${texts.views[view]}</a
        >`,
    )}
    ${
      savedViews.length === 0
        ? nothing
        : html`<h3 class="small saved">${texts.savedViews}</h3>
            ${savedViews.map(
              ({ name, place }) =>
                html`<span class="saved"
                  ><a href="#maka-coach=${place}"><bdi>${name}</bdi></a
                  ><button
                    class="quiet"
                    data-name=${name}
                    aria-label=${texts.removeView(name)}
                    @click=${onRemove}
                  >
                    ×
                  </button></span
                >`,
            )}`
    }
  </nav>`;
}
