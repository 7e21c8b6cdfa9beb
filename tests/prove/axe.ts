import { openBrowser } from "../e2e/support/stage.ts";
import { proveAccessibility } from "../support/check-accessibility.ts";

/** Every state of the widget in every variant, theme and direction, by axe (`AXE=<part of a name>` chooses). */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const browser = await openBrowser();
  try {
    return await proveAccessibility(browser);
  } finally {
    await browser.close();
  }
}
