import importX from "eslint-plugin-import-x";
import * as litA11yModule from "eslint-plugin-lit-a11y";
import lit from "eslint-plugin-lit";
import wc from "eslint-plugin-wc";
import tseslint from "typescript-eslint";

const litA11y = litA11yModule.default ?? litA11yModule;
const BROWSER_GLOBALS = ["document", "window", "navigator", "fetch", "localStorage", "indexedDB"];

/** One zone a forbidden arrow of the layer picture in docs/adr/0003-widget-layers.md. */
const zone = (target, ...from) =>
  from.map((folder) => ({
    target: `./widget/src/${target}`,
    from: `./widget/src/${folder}`,
    message: `${target}/ may not import ${folder}/.`,
  }));

/** The rooms below the entries, each with those that it may not import. */
const ROOMS = {
  domain: ["protocol", "ports", "adapters", "session", "controllers", "elements", "locales"],
  protocol: ["ports", "adapters", "session", "controllers", "elements", "locales"],
  ports: ["adapters", "session", "controllers", "elements", "locales"],
  adapters: ["session", "controllers", "elements", "locales"],
  session: ["adapters", "controllers", "elements", "locales"],
  controllers: ["adapters", "protocol", "session", "elements", "locales"],
  locales: ["adapters", "protocol", "ports", "session", "controllers", "elements"],
  elements: ["adapters", "protocol", "session"],
};
/** The screens: the tag shows the others, which know nothing of each other, and all of them use the kit. */
const SCREENS = ["tag", "before-call", "call", "report", "console"];
/** The console, a tag of its own, shows parts of a report. */
const BORROWED = { console: "report" };

/** The rooms that the functions share, each with those that it may import; a room that waits is drawn as it will be. */
const SHARED = {
  contract: [],
  agreement: ["contract"],
  scenario: ["contract"],
  tools: ["contract", "scenario"],
  scoring: ["contract", "scenario", "tools"],
  runtime: ["contract"],
  identity: ["contract", "runtime"],
  providers: ["contract", "tools", "scoring", "runtime"],
  store: ["contract", "scenario", "tools", "scoring", "runtime"],
  jobs: ["contract", "scenario", "scoring", "runtime", "identity", "providers", "store"],
  observation: ["contract", "runtime", "providers", "store", "jobs"],
};
/** The functions, those to come included: each deploys alone, so none knows another. */
const FUNCTIONS = ["coach", "observer", "health", "reports", "lti", "console", "phone", "tools"];

const serverZone = (target, except, message) => ({
  target: `./supabase/${target}`,
  from: "./supabase",
  except: except.map((folder) => `./${folder}`),
  message,
});
const serverLayers = [
  ...Object.entries(SHARED).map(([room, others]) =>
    serverZone(
      `functions/_shared/${room}`,
      [room, ...others].map((each) => `functions/_shared/${each}`),
      `${room}/ may import ${others.length === 0 ? "nothing" : others.join(", ")}.`,
    ),
  ),
  ...FUNCTIONS.map((name) =>
    serverZone(
      `functions/${name}`,
      [`functions/${name}`, "functions/_shared"],
      "A function imports _shared/ alone.",
    ),
  ),
  serverZone("cli", ["cli", "functions/_shared"], "A command imports _shared/ alone."),
  serverZone("workers", ["workers", "functions/_shared"], "A worker imports _shared/ alone."),
];

const layers = [
  ...serverLayers,
  ...Object.entries(ROOMS).flatMap(([room, others]) => zone(room, ...others, "entries")),
  ...["before-call", "call", "report", "kit", "console"].flatMap((own) =>
    SCREENS.filter((screen) => ![own, BORROWED[own]].includes(screen)).flatMap((screen) =>
      zone(`elements/${own}`, `elements/${screen}`),
    ),
  ),
  {
    target: "./widget/src/locales/*/*.ts",
    from: "./widget/src/locales/languages.ts",
    message: "A language does not know the table that it stands in.",
  },
  {
    target: "./widget",
    from: "./supabase",
    except: ["./functions/_shared/contract"],
    message: "The browser imports the contract and nothing else of the backend.",
  },
  {
    target: "./supabase",
    from: ["./widget", "./demo", "./tests", "./scenarios"],
    message: "supabase/ deploys alone.",
  },
];

export default tseslint.config(
  {
    ignores: ["dist/", "node_modules/", ".local/", "coverage/"],
  },
  { files: ["**/*.ts"], extends: [...tseslint.configs.strictTypeChecked] },
  {
    files: ["**/*.ts"],
    plugins: { "import-x": importX },
    languageOptions: {
      parserOptions: {
        project: [
          "./tsconfig.core.json",
          "./tsconfig.widget.json",
          "./tsconfig.node.json",
          "./tsconfig.functions.json",
          "./tests/types/tsconfig.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: {
      "import-x/extensions": [".ts", ".js"],
      "import-x/parsers": { "@typescript-eslint/parser": [".ts"] },
      "import-x/resolver": { node: { extensions: [".ts", ".js"] } },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones: layers, basePath: import.meta.dirname }],
      "import-x/no-default-export": "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ["error", 12],
      "max-params": ["error", 4],
      "max-depth": ["error", 3],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["widget/src/**/*.ts"],
    ignores: ["widget/src/adapters/**"],
    rules: { "no-restricted-globals": ["error", ...BROWSER_GLOBALS] },
  },
  {
    files: ["widget/src/elements/**/*.ts"],
    plugins: { lit, wc, "lit-a11y": litA11y },
    settings: { wc: { elementBaseClasses: ["LitElement"] } },
    rules: {
      ...lit.configs["flat/recommended"].rules,
      ...wc.configs["flat/recommended"]?.rules,
      ...litA11y.configs.recommended.rules,
      "lit/no-template-arrow": "error",
      "lit/no-invalid-html": "error",
    },
  },
  {
    files: ["tests/**/*.ts"],
    rules: { "max-lines-per-function": "off", "@typescript-eslint/no-floating-promises": "off" },
  },
  {
    files: ["supabase/functions/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
    },
  },
  {
    // Without types: what these tests read of an answer's JSON is `any`, and an assertion is its check.
    files: ["tests/functions/**/*.ts"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { project: null } },
    rules: {
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
    },
  },
  {
    // The edge runtime and the tools look for a default export.
    files: ["**/*.config.ts", "**/*.config.js", "supabase/functions/*/index.ts"],
    rules: { "import-x/no-default-export": "off" },
  },
);
