import { createSecret } from "./secrets.ts";

const FORM = /^mr_[\w-]{43}$/;

/** Makes a key to a site's results: shown once and kept by nobody but the site. */
export function createResultKey(): string {
  return `mr_${createSecret()}`;
}

/** Whether a text has the form of such a key. */
export function isResultKey(text: string): boolean {
  return FORM.test(text);
}
