import { sampleFromSchema } from "../responses/sample-from-schema.ts";
import type { Scene, SceneReply, SceneTool } from "./scene.ts";

const OPENING = "Hello, how can I help you today?";
const NOT_HEARD = "I did not catch that. Could you say it again?";
const STILL_THERE = "Are you still there?";

/**
 * A helpful stranger for clients that bring instructions of their own: it repeats what it hears, and calls a
 * declared function when the learner's words name it.
 */
export function createGenericScene(): Scene {
  /** Learner turns whose function was called already, so that the same turn does not call it twice. */
  const answered = new Set<number>();
  return {
    language: "en",
    expectedSentences: () => ["Hello, who is speaking?", "Thank you, goodbye."],
    reply(talk, tools) {
      const turns = talk.filter(({ speaker }) => speaker !== "call" && speaker !== "silence");
      const last = turns.at(-1);
      if (last === undefined) return speak(OPENING);
      if (last.speaker === "tool") return speak(`Here is what I found: ${last.text ?? "nothing"}`);
      const position = turns.findLastIndex((turn) => turn.speaker === "learner");
      const text = turns[position]?.text ?? null;
      if (last.speaker === "persona") return speak(STILL_THERE);
      if (text === null || text.trim() === "") return speak(NOT_HEARD);
      if (answered.has(position)) return speak("It is done. Is there anything else?");
      const tool = tools.find((candidate) => isNamed(candidate, text));
      if (tool === undefined) return speak(`You said: ${text}`);
      answered.add(position);
      return callTool(tool, text);
    },
  };
}

function speak(speech: string): SceneReply {
  return { speech, functionCalls: [] };
}

function callTool({ name, parameters }: SceneTool, text: string): SceneReply {
  const sample = sampleFromSchema(parameters ?? FREE_QUERY, text);
  const isObject = typeof sample === "object" && sample !== null && !Array.isArray(sample);
  return { speech: null, functionCalls: [{ name, arguments: isObject ? { ...sample } : {} }] };
}

const FREE_QUERY = { type: "object", properties: { query: { type: "string" } } };

/** Words of a function's name that say how, not what. */
const VERBS = new Set(["get", "set", "find", "fetch", "lookup", "look", "call", "list", "make"]);

/** `get_weather`, `getWeather` and `get-weather` are all named by "weather". */
function isNamed({ name }: SceneTool, text: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2 && !VERBS.has(word));
  const spoken = new Set(text.toLowerCase().match(/[a-z0-9]+/g) ?? []);
  return words.some((word) => spoken.has(word));
}
