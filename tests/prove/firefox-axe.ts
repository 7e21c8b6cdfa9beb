import { proveAccessibility } from "../kit/browser/check-accessibility.ts";
import { launchFirefox } from "../kit/browser/firefox/launch-firefox.ts";

/** What `axe` looks at, as Firefox draws it (`AXE=<part of a name>` chooses). */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const firefox = await launchFirefox();
  try {
    const { figure, passed } = await proveAccessibility(firefox.browser);
    return { figure: `${figure} in Firefox`, passed };
  } finally {
    await firefox.close();
  }
}
