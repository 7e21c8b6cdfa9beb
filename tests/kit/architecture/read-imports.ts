import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { PROJECT_FOLDER } from "../../../demo/platform/project-paths.ts";

/** One file of ours that names another, for its values or for its types alone. Paths start at the checkout. */
export interface FileImport {
  readonly from: string;
  readonly to: string;
}

const CONTRACT_ALIAS = "#contract/";
const CONTRACT = "supabase/functions/_shared/contract/";

/** All imports among our own files, of the files in some folders. Only their texts are read, so it takes a second. */
export function readImports(folders: readonly string[]): FileImport[] {
  const files = globSync(
    folders.map((folder) => `${folder}/**/*.ts`),
    { cwd: PROJECT_FOLDER },
  );
  return files.flatMap((from) => {
    const text = readFileSync(PROJECT_FOLDER + from, "utf8");
    return ts
      .preProcessFile(text, true, true)
      .importedFiles.flatMap(({ fileName }) => toPath(from, fileName) ?? [])
      .map((to) => ({ from, to }));
  });
}

/** A package is none of our files. */
function toPath(from: string, name: string): string | null {
  if (name.startsWith(CONTRACT_ALIAS)) return CONTRACT + name.slice(CONTRACT_ALIAS.length);
  return name.startsWith(".") ? path.join(path.dirname(from), name) : null;
}
