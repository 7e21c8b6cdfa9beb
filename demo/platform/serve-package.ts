import { loadScenarios } from "../../scenarios/authoring/load-scenarios.ts";
import { buildPackage } from "../../scenarios/packaging/build-package.ts";
import { PACKAGE_KINDS } from "../../scenarios/packaging/package-request.ts";
import { readScript } from "../../scenarios/packaging/read-package-files.ts";
import { EmbedKey } from "../../supabase/functions/_shared/contract/identifiers.ts";

/** Where a package is asked for: `/packages/<scenario>.<kind>.zip?site=<embed key>`. */
const ADDRESS = /^\/packages\/([a-z0-9-]+)\.(\w+)\.zip$/;

/** Where the demo's own pages and functions are. */
export interface PackageSetting {
  readonly pagesOrigin: string;
  readonly apiOrigin: string;
  readonly widgetFolder: string;
}

/** Writes the package that an address names; null where it names none. */
export async function findPackage(url: URL, setting: PackageSetting): Promise<Uint8Array | null> {
  const [, id, word] = ADDRESS.exec(url.pathname) ?? [];
  const kind = PACKAGE_KINDS.find((each) => each === word);
  const embedKey = url.searchParams.get("site") ?? "";
  if (kind === undefined || !EmbedKey.safeParse(embedKey).success) return null;
  const { scenarios } = await loadScenarios();
  const scenario = scenarios.find((each) => each.id === id);
  if (!scenario) return null;
  const { title, language, rubric } = scenario;
  const { pagesOrigin, apiOrigin, widgetFolder } = setting;
  const request = {
    ...{ kind, embedKey, api: `${apiOrigin}/functions/v1`, locale: null },
    scenario: { id: scenario.id, title, language, passMark: rubric.passMark },
    script: await readScript(widgetFolder, `${pagesOrigin}/widget`, "pieces"),
    ...{ completionOnly: false, exit: null },
  };
  return buildPackage(request, widgetFolder);
}
