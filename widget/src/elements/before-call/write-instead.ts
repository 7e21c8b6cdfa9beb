import type { PracticeHost } from "../kit/practice-setup.ts";

/**
 * Leaves the practice and begins it anew in writing, with the consent to that; the next one is as the page says.
 * `view` is on screen and is left by its `maka-leave-request`.
 */
export async function writeInstead(view: HTMLElement, host: PracticeHost): Promise<void> {
  const { input } = host;
  view.dispatchEvent(new Event("maka-leave-request"));
  host.input = "text";
  await host.start();
  host.input = input;
}
