import { createInterface } from "node:readline";
import { toProgressSource } from "../../supabase/functions/_shared/tools/progress-source.ts";
import { toPublishedScenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { toReportLines } from "../rehearsal/print-report.ts";
import { RehearsalTerminal } from "../rehearsal/rehearsal-terminal.ts";
import { chooseService } from "../rehearsal/rehearsal-service.ts";
import { RehearsalTalk } from "../rehearsal/rehearsal-talk.ts";
import { scoreTalk } from "../rehearsal/score-talk.ts";
import { toTextSession } from "../rehearsal/text-session.ts";
import { CommandError, readText, type CommandInput } from "../../supabase/cli/command.ts";
import type { ScenarioCommand } from "./scenario-command.ts";
import { loadOne } from "./load-valid.ts";

/** Nobody at the keyboard: a script is piped in, and its lines are shown as they are read. */
const PROMPT = "You: ";

/** `rehearse`: a typed role-play, with all that a learner does not see. */
export const rehearseCommand: ScenarioCommand = {
  name: "rehearse",
  parameters: ["<id>"],
  help: [
    "plays a scenario in the terminal, with mood, doubts and tools visible",
    "Type what you would say. /help lists the commands; the end of the input, /end or the persona's goodbye ends",
    "the talk, and the report follows. Seconds count as though the words were spoken.",
  ],
  options: {
    seed: { type: "string", value: "number", about: "draws variables and wordings; default 0" },
    openai: { type: "boolean", about: "let OpenAI play and score (OPENAI_API_KEY)" },
  },
  async run(input, { folder }) {
    const { options, words } = input;
    const scenario = await loadOne(folder, words[0] ?? "");
    const seed = readSeed(input);
    const service = chooseService(options["openai"] === true);
    const published = await toPublishedScenario(scenario);
    const source = toProgressSource({ scenario: published, seed, variables: {} });
    const client = service.openPersona(scenario, toTextSession(published, seed));
    try {
      const talk = new RehearsalTalk(client, source);
      const terminal = new RehearsalTerminal(scenario, source, talk);
      console.log(`${scenario.title} – ${service.name} plays ${scenario.persona.name}.`);
      console.log(`${scenario.brief.situation}\n`);
      await converse(terminal, async () => {
        const { turns, state } = talk;
        const scored = { scenario: published, turns, objectives: state.objectives };
        for (const text of toReportLines(await scoreTalk(scored, service))) console.log(text);
      });
      return { lines: [] };
    } finally {
      client.close();
    }
  },
};

function readSeed(input: CommandInput): number {
  const text = readText(input, "seed") ?? "0";
  const seed = Number(text);
  if (/^\d{1,15}$/.test(text)) return seed;
  throw new CommandError(`--seed is "${text}"; write a whole number, such as 7.`, 2);
}

/** Takes lines until the talk is over, then the report, once. */
async function converse(
  terminal: RehearsalTerminal,
  printReport: () => Promise<void>,
): Promise<void> {
  const isTyped = process.stdin.isTTY;
  const reader = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: isTyped,
  });
  // Lines that are piped in arrive before anybody waits for them.
  const lines = reader[Symbol.asyncIterator]();
  reader.setPrompt(PROMPT);
  print(await terminal.open());
  if (isTyped) reader.prompt();
  for await (const typed of lines) {
    const text = typed.trim();
    if (!isTyped && text !== "") console.log(`${PROMPT}${text}`);
    if (text === "/score") await printReport().catch(printFailure);
    else print(await terminal.take(text));
    if (terminal.isOver) break;
    if (isTyped) reader.prompt();
  }
  reader.close();
  print(terminal.close());
  if (terminal.hasTalked) await printReport();
}

function print(lines: readonly string[]): void {
  for (const line of lines) console.log(line);
}

function printFailure(error: unknown): void {
  console.log(error instanceof Error ? error.message : String(error));
}
