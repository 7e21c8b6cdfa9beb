import { writeFile } from "node:fs/promises";
import { CommandError, readText, type CommandInput } from "../../supabase/cli/command.ts";
import { readSettings } from "../../supabase/cli/read-settings.ts";
import { buildPackage } from "../packaging/build-package.ts";
import { PACKAGE_KINDS, type PackageKind } from "../packaging/package-request.ts";
import { readScript } from "../packaging/read-package-files.ts";
import { loadOne } from "./load-valid.ts";
import type { ScenarioCommand } from "./scenario-command.ts";

/** `package`: writes what a learning platform takes. */
export const packageCommand: ScenarioCommand = {
  name: "package",
  parameters: ["<id>"],
  help: [
    "writes a zip for a learning platform: SCORM 2004, SCORM 1.2 or cmi5",
    "The page is the platform's, the tag comes from --scripts, where npm run build's dist/ is served, and is pinned by",
    "its hash. Instructions for administrators lie inside; docs/lms.md tells the rest. No token goes into a package.",
  ],
  options: {
    as: { type: "string", value: "kind", about: `${PACKAGE_KINDS.join(", ")}; default scorm2004` },
    site: { type: "string", value: "key", about: "the site's embed key, mk_…" },
    scripts: {
      type: "string",
      value: "url",
      about: "where dist/ is served, such as https://cdn.example",
    },
    api: { type: "string", value: "url", about: "base of the functions; default by SUPABASE_URL" },
    locale: {
      type: "string",
      value: "language",
      about: "of the interface; default the scenario's",
    },
    status: {
      type: "string",
      value: "completion",
      about: "completed only, never passed or failed",
    },
    exit: {
      type: "string",
      value: "word",
      about: "SCORM's exit after a result: suspend, normal or an empty text",
    },
    origin: { type: "string", value: "url", about: "from where the platform serves packages" },
    out: { type: "string", value: "file", about: "where to write it; default <id>.<kind>.zip" },
    dist: { type: "string", value: "folder", about: "what npm run build wrote; default dist" },
  },
  async run(input, { folder }) {
    const [id = ""] = input.words;
    const kind = readKind(input);
    const { title, language, rubric } = await loadOne(folder, id);
    const dist = readText(input, "dist") ?? "dist";
    const embedKey = readNeeded(input, "site", /^mk_[\w-]{4,64}$/);
    const script = await readScript(dist, readNeeded(input, "scripts", /^https?:\/\/./));
    const request = {
      ...{ kind, embedKey, script, api: readApi(input) },
      scenario: { id, title, language, passMark: rubric.passMark },
      locale: readText(input, "locale") ?? null,
      completionOnly: readChoice(input, "status", ["completion"]) === "completion",
      exit: readChoice(input, "exit", ["suspend", "normal", ""]),
    };
    const bytes = await buildPackage(request, dist);
    const file = readText(input, "out") ?? `${id}.${kind}.zip`;
    await writeFile(file, bytes);
    const origin = readText(input, "origin") ?? "https://lms.example";
    return {
      lines: [
        `${file}  ${(bytes.length / 1_000).toFixed(0)} kB, pass mark ${rubric.passMark}`,
        "List the origin from which the platform serves packages, or no practice starts there:",
        `  npm run admin -- site origins ${embedKey} --add ${origin}`,
        `The page takes ${script.url}: put dist/ there before anybody opens it.`,
      ],
    };
  },
};

function readKind(input: CommandInput): PackageKind {
  const given = readText(input, "as") ?? "scorm2004";
  const kind = PACKAGE_KINDS.find((each) => each === given);
  if (kind === undefined)
    throw new CommandError(`--as is one of ${PACKAGE_KINDS.join(", ")}, not "${given}".`, 2);
  return kind;
}

function readNeeded(input: CommandInput, name: string, pattern: RegExp): string {
  const given = readText(input, name) ?? "";
  const { value = "", about = "" } = packageCommand.options[name] ?? {};
  if (!pattern.test(given)) throw new CommandError(`Name --${name} <${value}>: ${about}.`, 2);
  return given;
}

function readChoice(input: CommandInput, name: string, words: readonly string[]): string | null {
  const given = readText(input, name);
  if (given === undefined) return null;
  if (words.includes(given)) return given;
  const listed = words.map((word) => `"${word}"`).join(", ");
  throw new CommandError(`--${name} is one of ${listed}, not "${given}".`, 2);
}

function readApi(input: CommandInput): string {
  const given = readText(input, "api");
  if (given !== undefined) return readNeeded(input, "api", /^https?:\/\/./).replace(/\/+$/, "");
  const { SUPABASE_URL: url = "" } = readSettings(process.env, { isLocal: false });
  if (!URL.canParse(url)) throw new CommandError("Name --api <url>, or set SUPABASE_URL.", 2);
  return `${url.replace(/\/+$/, "")}/functions/v1`;
}
