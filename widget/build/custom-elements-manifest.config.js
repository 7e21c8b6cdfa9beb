import { customElementJetBrainsPlugin } from "custom-element-jet-brains-integration";
import { customElementVsCodePlugin } from "custom-element-vs-code-integration";

/** Where editors' descriptions of the tag are written; `npm run manifest:check` writes them elsewhere. */
const outdir = process.env["EDITOR_DATA_FOLDER"] ?? "widget/types";

/** The public surface only: inner elements may change at any time. */
export default {
  // The entry of package.json is ours; the analyzer would point it at whatever folder it wrote last.
  packagejson: false,
  globs: [
    "widget/src/elements/kit/coach-event.ts",
    "widget/src/elements/tag/maka-voice-coach.ts",
    "widget/src/elements/tag/events.ts",
    "widget/src/elements/tag/practice-events.ts",
    "widget/src/elements/console/maka-coach-console.ts",
    "widget/src/elements/console/events.ts",
  ],
  outdir: ".",
  litelement: true,
  plugins: [
    keepPublic(),
    customElementVsCodePlugin({
      ...{ outdir, htmlFileName: "html.custom-data.json", cssFileName: null, hideLogs: true },
    }),
    customElementJetBrainsPlugin({ outdir, packageJson: false, hideLogs: true }),
  ],
};

/** Leaves out what a page cannot use: private members and what Lit calls itself. */
function keepPublic() {
  const internal = ["services", "styles", "role", "ariaLabel"];
  return {
    name: "keep-public",
    packageLinkPhase({ customElementsManifest }) {
      for (const { declarations } of customElementsManifest.modules)
        for (const declaration of declarations) {
          // What stands between Lit and the tag is no part of the package.
          if (declaration.customElement)
            declaration.superclass = { name: "LitElement", package: "lit" };
          // An event that a variable holds where it is fired has no name there; its `@fires` has.
          declaration.events = declaration.events?.filter(({ name }) => name);
          declaration.members = declaration.members?.filter(
            ({ name, privacy }) =>
              privacy !== "private" && !name.startsWith("#") && !internal.includes(name),
          );
        }
    },
  };
}
