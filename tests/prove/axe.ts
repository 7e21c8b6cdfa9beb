import { openBrowser } from "../e2e/support/stage.ts";
import { checkAccessibility, listStates } from "../support/check-accessibility.ts";

/** Every state of the widget in every variant, theme and direction, by axe (`AXE=<part of a name>` chooses). */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const chosen = process.env["AXE"] ?? "";
  const states = listStates().filter((state) =>
    `${state.view}, ${state.direction}`.includes(chosen),
  );
  const browser = await openBrowser();
  try {
    const verdicts = await checkAccessibility(browser, states, ({ name, violations }) => {
      console.log(`${violations.length === 0 ? "ok   " : "SHORT"} ${name}`);
      for (const violation of violations) console.log(`      ${violation.slice(0, 400)}`);
    });
    const count = verdicts.reduce((sum, { violations }) => sum + violations.length, 0);
    return {
      figure: `${count} violations in ${verdicts.length} appearances`,
      passed: verdicts.length > 0 && count === 0,
    };
  } finally {
    await browser.close();
  }
}
