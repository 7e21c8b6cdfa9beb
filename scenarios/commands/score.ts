import { readFile } from "node:fs/promises";
import type { Report } from "../../supabase/functions/_shared/contract/report.ts";
import { toPublishedScenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { toReportLines } from "../rehearsal/print-report.ts";
import { decodeText } from "../authoring/decode-text.ts";
import { readTranscript } from "../rehearsal/read-transcript.ts";
import { chooseService } from "../rehearsal/rehearsal-service.ts";
import { scoreTalk } from "../rehearsal/score-talk.ts";
import { CommandError } from "../../supabase/cli/command.ts";
import type { ScenarioCommand } from "./scenario-command.ts";
import { loadOne } from "./load-valid.ts";

/** `score`: makes the report of a talk that stands in a file. */
export const scoreCommand: ScenarioCommand = {
  name: "score",
  parameters: ["<id>", "<transcript>"],
  help: [
    "makes the report of a talk: scores, quotes, advice, delivery",
    "The talk is a .yaml or .json list of learner and persona lines, or a file that a learner has saved from the",
    "practice (.json, .vtt, .txt). Figures that need times come from .json and .vtt.",
  ],
  options: {
    openai: { type: "boolean", about: "score by OpenAI (OPENAI_API_KEY); otherwise by word rules" },
    json: { type: "boolean", about: "print the report as JSON" },
  },
  async run({ options, words: [id = "", file = ""] }, { folder }) {
    const scenario = await loadOne(folder, id);
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw new CommandError(`${file} cannot be read. Give the path of a transcript.`, 1, {
        cause,
      });
    });
    const decoded = decodeText(bytes);
    if (!decoded.ok) throw new CommandError(`${file}:${decoded.line} ${decoded.message}.`);
    const turns = readTranscript(file, decoded.text, scenario.persona.name);
    const talk = { scenario: await toPublishedScenario(scenario), turns, objectives: [] };
    const report = await scoreTalk(talk, chooseService(options["openai"] === true));
    return { data: report, lines: toLines(report) };
  },
};

/** A file does not tell which objectives were noted in its call. */
function toLines({ objectives: _unknown, ...report }: Report): readonly string[] {
  return toReportLines(report);
}
