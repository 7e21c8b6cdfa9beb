import { fileURLToPath } from "node:url";

/** The root of the checkout, with a slash at its end. */
export const PROJECT_FOLDER = fileURLToPath(new URL("../../", import.meta.url));

/** A path of this project. */
export function projectPath(relative: string): string {
  return PROJECT_FOLDER + relative;
}
