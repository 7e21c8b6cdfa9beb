import { access, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { LocaleTag, ScenarioId } from "../../supabase/functions/_shared/contract/identifiers.ts";
import { Scenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { loadScenarios, scenariosFolder } from "../authoring/load-scenarios.ts";
import { parseScenario } from "../authoring/parse-scenario.ts";
import { CommandError, readText, type CommandInput } from "../../supabase/cli/command.ts";
import type { ScenarioCommand } from "./scenario-command.ts";
import { toProblemLines } from "./load-valid.ts";

const STARTER = path.join(import.meta.dirname, "..", "starter", "starter.yaml");
const STARTER_LANGUAGE = "en";
const SCHEMA = path.join(import.meta.dirname, "..", "scenario.schema.json");
const MAXIMUM_TITLE_CHARACTERS = 80;

/** The lines of the starter that an author chooses. */
interface Frame {
  readonly title: string;
  readonly language: string;
  readonly difficulty: string;
}

/** `new`: writes a file that is complete, valid and commented, so that it can be rehearsed at once. */
export const newCommand: ScenarioCommand = {
  name: "new",
  parameters: ["<id>"],
  help: [
    "writes a complete, commented file to start from",
    "What no option says is asked where somebody sits at the keyboard, and has a default where nobody does.",
    "The file is about a late desk and in English: it is valid as it is, and yours to rewrite.",
  ],
  options: {
    title: { type: "string", value: "text", about: "what learners see in lists" },
    language: {
      type: "string",
      value: "tag",
      about: "what the persona speaks, such as fr or en-GB",
    },
    difficulty: { type: "string", value: "level", about: "easy, standard or hard" },
  },
  async run(input, { folder }) {
    const [id = ""] = input.words;
    if (!ScenarioId.safeParse(id).success)
      throw new CommandError(
        `"${id}" cannot be an id; write lower-case words joined by hyphens, such as returns-en.`,
        2,
      );
    const file = path.join(folder, `${id}.yaml`);
    await refuseTaken(folder, id, file);
    const frame = await askFrame(input, id);
    const text = toFile(await readFile(STARTER, "utf8"), { id, file, frame });
    const parsed = parseScenario(text, `${id}.yaml`);
    if (!parsed.ok) throw new CommandError(toProblemLines(parsed.problems));
    await writeFile(file, text, { flag: "wx" }).catch((cause: unknown) => {
      throw new CommandError(`${file} cannot be written; does its folder exist?`, 1, { cause });
    });
    return { lines: toNextLines(folder, { id, file, frame }) };
  },
};

async function refuseTaken(folder: string, id: string, file: string): Promise<void> {
  const isTaken = await access(file).then(
    () => true,
    () => false,
  );
  if (!isTaken) return;
  const { scenarios } = await loadScenarios(folder);
  const known = scenarios.find((scenario) => scenario.id === id)?.title ?? file;
  throw new CommandError(`"${id}" is taken (${known}); choose another id.`);
}

async function askFrame(input: CommandInput, id: string): Promise<Frame> {
  const defaults: Frame = {
    title: `Scenario ${id}`,
    language: STARTER_LANGUAGE,
    difficulty: "standard",
  };
  const questions = {
    title: "Title, as learners see it",
    language: "Language that the persona speaks",
    difficulty: "Difficulty (easy, standard, hard)",
  };
  const reader = process.stdin.isTTY
    ? createInterface({ input: process.stdin, output: process.stdout })
    : null;
  const answer = async (name: keyof Frame): Promise<string> => {
    const given = readText(input, name);
    if (given !== undefined || reader === null) return check(name, given ?? defaults[name]);
    const typed = (await reader.question(`${questions[name]} [${defaults[name]}]: `)).trim();
    return check(name, typed === "" ? defaults[name] : typed);
  };
  try {
    return {
      title: await answer("title"),
      language: await answer("language"),
      difficulty: await answer("difficulty"),
    };
  } finally {
    reader?.close();
  }
}

/** @throws {CommandError} where a value would make the file invalid. */
function check(name: keyof Frame, value: string): string {
  const remedies = {
    title: `write 1 to ${MAXIMUM_TITLE_CHARACTERS} characters`,
    language: "write a language tag such as fr, de-AT or en-GB",
    difficulty: "write easy, standard or hard",
  };
  const schemas = {
    title: Scenario.shape.title,
    language: LocaleTag,
    difficulty: Scenario.shape.difficulty,
  };
  if (schemas[name].safeParse(value).success) return value;
  throw new CommandError(`--${name} is "${value}"; ${remedies[name]}.`, 2);
}

function toFile(
  starter: string,
  chosen: { readonly id: string; readonly file: string; readonly frame: Frame },
): string {
  const { id, file, frame } = chosen;
  const toSchema = path
    .relative(path.dirname(path.resolve(file)), SCHEMA)
    .split(path.sep)
    .join("/");
  const schema = toSchema.startsWith(".") ? toSchema : `./${toSchema}`;
  return starter
    .replace(/\$schema=\S+/, () => `$schema=${schema}`)
    .replace(/^id: .*$/m, () => `id: ${id}`)
    .replace(/^title: .*$/m, () => `title: ${JSON.stringify(frame.title)}`)
    .replace(/^language: .*$/m, () => `language: ${frame.language}`)
    .replace(/^difficulty: .*$/m, () => `difficulty: ${frame.difficulty}`);
}

function toNextLines(
  folder: string,
  { id, file, frame }: { readonly id: string; readonly file: string; readonly frame: Frame },
): readonly string[] {
  const where = folder === scenariosFolder() ? "" : ` --folder ${folder}`;
  return [
    `${file} is written and valid.`,
    ...(frame.language.split("-")[0] === STARTER_LANGUAGE
      ? []
      : [`Its lines are in English still: rewrite them in ${frame.language}.`]),
    `Next: npm run scenarios -- validate --watch${where}`,
    `      npm run scenarios -- rehearse ${id}${where}`,
  ];
}
