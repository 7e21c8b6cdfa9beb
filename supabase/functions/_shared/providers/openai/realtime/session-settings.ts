import { createHash } from "node:crypto";
import type { RealtimeSessionCreateRequest } from "openai/resources/realtime/realtime";
import { type JsonObject, readObject, readText, toObject } from "../../json-object.ts";

/** All that a client may change in a running call. */
const CHANGEABLE = [
  ...[
    "audio",
    "include",
    "instructions",
    "max_output_tokens",
    "output_modalities",
    "tool_choice",
    "tools",
  ],
  ...["parallel_tool_calls", "prompt", "reasoning", "temperature", "tracing", "truncation"],
];

/** What the browser must leave alone, with the instructions by digest: they are long, and in part secret. */
export function toWatchedSettings(session: RealtimeSessionCreateRequest | JsonObject): JsonObject {
  // Through JSON, so that what we set and what is echoed have the same form.
  const all = toObject(JSON.parse(JSON.stringify(session))) ?? {};
  const audio = readObject(all, "audio") ?? {};
  const input = readObject(audio, "input") ?? {};
  const output = readObject(audio, "output") ?? {};
  return withoutUndefined({
    instructions: digest(readText(all, "instructions")),
    tools: all["tools"],
    tool_choice: all["tool_choice"],
    output_modalities: all["output_modalities"],
    max_output_tokens: all["max_output_tokens"],
    truncation: all["truncation"],
    turn_detection: input["turn_detection"],
    transcription: input["transcription"],
    noise_reduction: input["noise_reduction"],
    voice: output["voice"],
    ...toUnsetSettings(all, input, output),
  });
}

/** What we leave to the provider is as it makes it, and must stay so too. */
function toUnsetSettings(all: JsonObject, input: JsonObject, output: JsonObject): JsonObject {
  const { prompt = null, tracing = null, include = null } = all;
  const turnDetection = readObject(input, "turn_detection");
  return {
    ...{ prompt, tracing, include },
    speed: output["speed"] ?? 1,
    transcription_prompt: readText(readObject(input, "transcription") ?? {}, "prompt") ?? "",
    idle_timeout: turnDetection?.["idle_timeout_ms"] ?? null,
  };
}

/** One text for all that a client may change: whatever the provider filled in, only a client makes it another. */
export function digestSettings(session: JsonObject): string {
  return digestText(JSON.stringify(toSorted(CHANGEABLE.map((name) => session[name] ?? null))));
}

/**
 * The name of the first setting that is no longer as `expected`; null where all are. The provider fills in
 * what was left out, so only what we set is compared, and only what it shows.
 */
export function findDifference(expected: JsonObject, shown: JsonObject): string | null {
  const names = Object.keys(expected).filter((name) => name in shown);
  return names.find((name) => isChanged(name, expected[name], shown[name])) ?? null;
}

/** The persona reads its tools, so that nothing but null and false may be filled in there. */
function isChanged(name: string, expected: unknown, shown: unknown): boolean {
  const isLoaded = name === "tools" && !covers(withoutFalse(shown), expected);
  return isLoaded || !covers(expected, shown);
}

function withoutFalse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFalse);
  const object = toObject(value);
  if (object === null) return value;
  const entries = Object.entries(object).filter(([, inner]) => inner !== false);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutFalse(inner)]));
}

function toSorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSorted);
  const object = toObject(value);
  if (object === null) return value;
  return Object.keys(object)
    .sort()
    .map((key) => [key, toSorted(object[key])]);
}

function covers(expected: unknown, shown: unknown): boolean {
  // 0.8 may come back as 0.800000012.
  if (typeof expected === "number" && typeof shown === "number") {
    return Math.abs(expected - shown) < 1e-6;
  }
  if (expected === null || expected === undefined) return shown === null || shown === undefined;
  if (Array.isArray(expected)) {
    return (
      Array.isArray(shown) &&
      shown.length === expected.length &&
      expected.every((item, index) => covers(item, shown[index]))
    );
  }
  const wanted = toObject(expected);
  if (wanted === null) return expected === shown;
  const found = toObject(shown);
  return found !== null && Object.keys(wanted).every((key) => covers(wanted[key], found[key]));
}

function digest(text: string | null): string | undefined {
  return text === null ? undefined : digestText(text.trim());
}

function digestText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function withoutUndefined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
