import type { PackageRequest } from "./package-request.ts";
import { escapeMarkup } from "./escape-markup.ts";

/** The page inside a package: the platform's frame has no margin, font or colours of its own. */
export const PAGE_STYLE = `:root {
  color-scheme: light dark;
}
body {
  margin: 0;
  padding: 1rem;
  font-family: system-ui, sans-serif;
}
main {
  max-inline-size: 45rem;
  margin-inline: auto;
}
.maka-lms-status {
  margin-block: 1rem 0;
}
`;

/** The page that a platform shows: the tag from the operator's address, and the reporter from the package. */
export function writePage(request: PackageRequest): string {
  const { kind, scenario, api, embedKey, script, completionOnly, exit } = request;
  const locale = request.locale ?? scenario.language;
  const tag = { api, "embed-key": embedKey, scenario: scenario.id, locale };
  const reporter = {
    ...(kind === "scorm12" ? { "data-as": kind } : {}),
    ...(completionOnly ? { "data-status": "completion" } : {}),
    ...(exit === null ? {} : { "data-exit": exit }),
  };
  return `<!doctype html>
<html lang="${escapeMarkup(locale)}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeMarkup(scenario.title)}</title>
    <link rel="stylesheet" href="page.css" />
    <script type="module" src="maka-voice-coach.lms.js"${toAttributes(reporter)}></script>
    <script type="module"${toAttributes({ src: script.url, integrity: script.integrity })} crossorigin="anonymous"></script>
  </head>
  <body>
    <main>
      <maka-voice-coach${toAttributes(tag)}></maka-voice-coach>
    </main>
  </body>
</html>
`;
}

function toAttributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeMarkup(value)}"`)
    .join("");
}
