import type { PackageRequest } from "./package-request.ts";

const KINDS = {
  scorm2004: "SCORM 2004, 4th edition",
  scorm12: "SCORM 1.2",
  cmi5: "cmi5",
} as const;

/** What stands in a package for whoever uploads it. */
export function writeInstructions({ kind, scenario, api, script }: PackageRequest): string {
  const [apiOrigin, scriptOrigin] = [new URL(api).origin, new URL(script.url).origin];
  return `${scenario.title}
A spoken practice with an AI customer (${KINDS[kind]}). Pass mark: ${scenario.passMark} of 100.

Before you upload it
1. Tell whoever operates the service the origin from which your platform serves packages, such as
   https://lms.example. Some serve them from another address than their own: that one counts. Until it is
   listed, the practice says that it is not set up on this page.
2. Your platform, and the network of your learners, must let pages reach
   ${apiOrigin}
   ${scriptOrigin}

Moodle
- Add an activity "SCORM package", upload the zip. Maximum grade: 100, grading method: highest grade.
- Appearance: display package "New window" or in the full width; course structure and navigation hidden.
- Attempts: "Force new attempt: no". A preview records nothing, and the practice says so.
- cmi5 needs a plugin.

Canvas
- Settings, Navigation: show "SCORM", then upload the zip there and import it as a graded assignment.
- Packages run in a frame of another host there. If results do not arrive, ask for the LTI tool.

Cornerstone
- Upload the zip in the Course Publisher. Courses that should finish whatever the score is want a package that
  was written with --status completion.

SuccessFactors
- Upload the zip to iContent: a page on another host would need its cross-domain proxy. Mastery is filled from
  the package.
- Leave the content window's idle time above the length of a practice.

Any platform
- The learner's browser must be allowed the microphone. Where a frame may not use it, the practice offers to
  be written, or a window of its own if the operator has set one.
- The learner reads below the practice whether the course has the result. If it has not, opening the practice
  again from the course hands it over.
- What a browser reports, a browser can forge. Do not certify by this package.

Nothing of a learner stands in this file: no name, no token.
The schemas (*.xsd) beside the manifest are IMS Global's and ADL's, as SCORM wants them in every package.
`;
}
