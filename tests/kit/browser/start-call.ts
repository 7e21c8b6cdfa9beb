import type { Locator, Page } from "playwright-core";

/**
 * Leads from the brief into the call, by the microphone check that a fresh browser is shown; `widget` is the
 * page's first one where none is named. The check is left without waiting for its verdict.
 */
export async function startCall(
  page: Page,
  widget: Locator = page.locator("maka-voice-coach").first(),
): Promise<void> {
  await widget.locator("[part~=start-button]").click();
  await widget.locator("[part~=consent-button]").click();
  const call = widget.locator("[part~=call-button]");
  const beyond = widget.locator("maka-call, maka-failure");
  await call.or(beyond).first().waitFor({ state: "attached" });
  if ((await call.count()) > 0) await call.click();
}
