import { strToU8, zipSync, type Zippable } from "fflate";
import type { FileSet, PackageRequest } from "./package-request.ts";
import { writeInstructions } from "./write-instructions.ts";
import { writeCmi5Structure } from "./write-cmi5-structure.ts";
import { PAGE_STYLE, writePage } from "./write-page.ts";
import { writeScorm12Manifest, writeScorm2004Manifest } from "./write-scorm-manifest.ts";

const MANIFESTS = {
  scorm2004: ["imsmanifest.xml", writeScorm2004Manifest],
  scorm12: ["imsmanifest.xml", writeScorm12Manifest],
  cmi5: ["cmi5.xml", writeCmi5Structure],
} as const;

/**
 * Writes a package: the same request gives the same bytes. `reporter`: `maka-voice-coach.lms.js` and what it fetches.
 * `schemas`: what must stand beside a manifest of this kind.
 */
export function writeCoursePackage(
  request: PackageRequest,
  reporter: FileSet,
  schemas: FileSet,
): Uint8Array {
  const own = {
    "index.html": strToU8(writePage(request)),
    "page.css": strToU8(PAGE_STYLE),
    "administrators.txt": strToU8(writeInstructions(request)),
    ...reporter,
  };
  const [name, write] = MANIFESTS[request.kind];
  const names = Object.keys(own).toSorted();
  const files: FileSet = { ...own, [name]: strToU8(write(request, names)), ...schemas };
  const entries = Object.entries(files).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const sorted: Zippable = Object.fromEntries(entries);
  // The earliest time that a zip can say, by the calendar of wherever we are: the same bytes in every time zone.
  return zipSync(sorted, { level: 0, mtime: new Date(1980, 0, 1) });
}
