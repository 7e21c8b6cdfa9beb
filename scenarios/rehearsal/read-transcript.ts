import path from "node:path";
import { parse, YAMLError } from "yaml";
import * as z from "zod";
import type { TranscriptTurn } from "../../supabase/functions/_shared/contract/turn.ts";
import { CommandError } from "../../supabase/cli/command.ts";

/** One line of a talk, its times where the file has them. */
interface TalkLine {
  readonly speaker: "learner" | "persona";
  readonly text: string;
  readonly startedAtMs?: number | undefined;
  readonly endedAtMs?: number | undefined;
}

/** A speaker's name as a file writes it, and what was said. */
interface NamedLine extends Omit<TalkLine, "speaker"> {
  readonly name: string;
}

const Text = z.string().trim().min(1);
const Milliseconds = z.number().nonnegative().nullish();
const SpokenLine = z.object({
  speaker: z.enum(["learner", "persona"]),
  text: Text,
  startedAtMs: Milliseconds,
  endedAtMs: Milliseconds,
});
/** The short form of a file that people write: `- learner: …`. */
const ShortLine = z
  .union([z.strictObject({ learner: Text }), z.strictObject({ persona: Text })])
  .transform((line) =>
    "learner" in line
      ? { speaker: "learner" as const, text: line.learner }
      : { speaker: "persona" as const, text: line.persona },
  );
const Talk = z.array(z.union([ShortLine, SpokenLine])).min(1);
/** What the widget saves: turns without words are in it too. */
const SavedPractice = z.object({
  version: z.literal(1),
  transcript: z.array(SpokenLine.extend({ text: z.string() })),
});

/**
 * Reads a talk: our own YAML or JSON list, or what the widget saves as JSON, text or WebVTT. A speaker of a text
 * is the persona where the name is `personaName`, and the learner otherwise.
 * @throws {CommandError} that says what is wrong and what would be read.
 */
export function readTranscript(
  file: string,
  content: string,
  personaName: string,
): TranscriptTurn[] {
  const lines = readLines(file, content, personaName).filter(({ text }) => text !== "");
  if (lines.length === 0) throw new CommandError(`${file} has no line that anybody says.`);
  return lines.map(({ speaker, text, startedAtMs, endedAtMs }, index) => ({
    itemId: `t${index + 1}`,
    speaker,
    state: "final",
    text,
    startedAtMs: Math.round(startedAtMs ?? 0),
    endedAtMs: Math.round(endedAtMs ?? startedAtMs ?? 0),
    source: "observed",
  }));
}

function readLines(file: string, content: string, personaName: string): readonly TalkLine[] {
  switch (path.extname(file).toLowerCase()) {
    case ".json":
    case ".yaml":
    case ".yml":
      return readData(file, content);
    case ".vtt":
      return nameSpeakers(file, readCues(content), personaName);
    case ".txt":
    case ".md":
      return nameSpeakers(file, readText(content), personaName);
    default:
      throw new CommandError(
        `${file} is no transcript: give a .yaml, .json, .vtt or .txt file, as docs/scenarios.md shows.`,
      );
  }
}

function readData(file: string, content: string): readonly TalkLine[] {
  const value = parseYaml(file, content);
  const saved = SavedPractice.safeParse(value);
  if (saved.success) return saved.data.transcript.map(withoutNulls);
  const talk = Talk.safeParse(value);
  if (talk.success) return talk.data.map(withoutNulls);
  const issue = talk.error.issues[0];
  const place =
    issue === undefined || issue.path.length === 0 ? "" : ` entry ${Number(issue.path[0]) + 1}`;
  throw new CommandError(
    `${file}${place}: is no line of a talk; write a list of "- learner: …" and "- persona: …".`,
  );
}

function withoutNulls(line: {
  readonly speaker: TalkLine["speaker"];
  readonly text: string;
  readonly startedAtMs?: number | null | undefined;
  readonly endedAtMs?: number | null | undefined;
}): TalkLine {
  const { speaker, text, startedAtMs, endedAtMs } = line;
  return {
    ...{ speaker, text },
    startedAtMs: startedAtMs ?? undefined,
    endedAtMs: endedAtMs ?? undefined,
  };
}

/** JSON is YAML as well. */
function parseYaml(file: string, content: string): unknown {
  try {
    return parse(content);
  } catch (error) {
    if (!(error instanceof YAMLError)) throw error;
    const line = error.linePos?.[0].line ?? 1;
    throw new CommandError(`${file}:${line} cannot be read: ${error.message.split("\n")[0] ?? ""}`);
  }
}

const CUE_TIMES = /^(\S+) --> (\S+)/;
const CUE_VOICE = /^<v(?:\.[^ \t>]+)*[ \t]+([^>]+)>(.*)$/s;

function readCues(content: string): NamedLine[] {
  return content
    .replaceAll("\r\n", "\n")
    .split(/\n{2,}/)
    .flatMap((block) => {
      const rows = block.split("\n");
      const at = rows.findIndex((row) => CUE_TIMES.test(row));
      const times = CUE_TIMES.exec(rows[at] ?? "");
      const voice = CUE_VOICE.exec(rows.slice(at + 1).join(" "));
      if (times === null || voice === null) return [];
      const [, name = "", words = ""] = voice;
      const text = fromCueText(words.replace(/<\/?[^>]*>/g, ""));
      const [, from = "", to = ""] = times;
      return { name: fromCueText(name), text, startedAtMs: toMs(from), endedAtMs: toMs(to) };
    });
}

function fromCueText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&").trim();
}

/** `00:01:02.345` or `01:02.345` in milliseconds. */
function toMs(stamp: string): number | undefined {
  const seconds = stamp.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number.isFinite(seconds) ? Math.round(seconds * 1000) : undefined;
}

/** A line of the widget's text: time, speaker, words. Digits may be those of any script. */
const SPOKEN_ROW = /^\p{Nd}+:\p{Nd}{2} ([^:]{1,80}): (.+)$/u;

function readText(content: string): NamedLine[] {
  return content.split(/\r?\n/).flatMap((row) => {
    const [, name, text] = SPOKEN_ROW.exec(row.trim()) ?? [];
    return name === undefined || text === undefined ? [] : { name, text: text.trim() };
  });
}

/** The persona goes by its name; one other speaker is the learner, and more would be another talk. */
function nameSpeakers(
  file: string,
  lines: readonly NamedLine[],
  personaName: string,
): readonly TalkLine[] {
  const names = [...new Set(lines.map(({ name }) => name))];
  if (lines.length > 0 && !names.includes(personaName))
    throw new CommandError(
      `${file}: nobody in it is called ${personaName}. Its speakers are ${names.join(", ")}; is it another scenario's?`,
    );
  if (names.length > 2)
    throw new CommandError(`${file}: has more than two speakers: ${names.join(", ")}.`);
  return lines.map(({ name, ...line }) => ({
    ...line,
    speaker: name === personaName ? "persona" : "learner",
  }));
}
