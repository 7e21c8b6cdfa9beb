import type { PackageRequest } from "./package-request.ts";
import { escapeMarkup } from "./escape-markup.ts";

/** `cmi5.xml`: a course of one assignable unit, whose page lies in the package. */
export function writeCmi5Structure(request: PackageRequest): string {
  const { scenario, api, completionOnly } = request;
  const id = escapeMarkup(`${api}/courses/${encodeURIComponent(scenario.id)}`);
  const language = escapeMarkup(scenario.language);
  const text = `<langstring lang="${language}">${escapeMarkup(scenario.title)}</langstring>`;
  const moveOn = completionOnly
    ? 'moveOn="Completed"'
    : `moveOn="CompletedAndPassed" masteryScore="${(scenario.passMark / 100).toFixed(2)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="${id}">
    <title>${text}</title>
    <description>${text}</description>
  </course>
  <au id="${id}/practice" ${moveOn} launchMethod="AnyWindow">
    <title>${text}</title>
    <description>${text}</description>
    <url>index.html</url>
    <launchParameters>${escapeMarkup(scenario.id)}</launchParameters>
  </au>
</courseStructure>
`;
}
