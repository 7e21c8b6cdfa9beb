import { writeCoursePackage } from "./course-package.ts";
import type { PackageRequest } from "./package-request.ts";
import { readReporter, readSchemas } from "./read-package-files.ts";

/**
 * The package that a request asks for, with the reporter of `dist`.
 * @throws {CommandError} where nothing was built.
 */
export async function buildPackage(request: PackageRequest, dist: string): Promise<Uint8Array> {
  const [reporter, schemas] = await Promise.all([readReporter(dist), readSchemas(request.kind)]);
  return writeCoursePackage(request, reporter, schemas);
}
