import { openBrowser } from "../kit/browser/open-browser.ts";
import { proveAccessibility } from "../kit/browser/check-accessibility.ts";

/** Every state of the widget in every variant, theme and direction, by axe (`AXE=<part of a name>` chooses). */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const browser = await openBrowser();
  try {
    return await proveAccessibility(browser);
  } finally {
    await browser.close();
  }
}
