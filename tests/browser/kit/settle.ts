import type { LitElement } from "lit";

/** Waits until an element and everything inside it is drawn. */
export async function settle(element: LitElement): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    await element.updateComplete;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
