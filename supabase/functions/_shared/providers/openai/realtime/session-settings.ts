import { createHash } from "node:crypto";
import type { RealtimeSessionCreateRequest } from "openai/resources/realtime/realtime";
import { type JsonObject, readObject, readText, toObject } from "../../json-object.ts";

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
    // What we leave to the provider is as it makes it, and must stay so too.
    speed: output["speed"] ?? 1,
    transcription_prompt: readText(readObject(input, "transcription") ?? {}, "prompt") ?? "",
    prompt: all["prompt"] ?? null,
  });
}

/**
 * The name of the first setting that is no longer as `expected`; null where all are. The provider fills in
 * what was left out, so only what we set is compared, and only what it shows.
 */
export function findDifference(expected: JsonObject, shown: JsonObject): string | null {
  const names = Object.keys(expected).filter((name) => name in shown);
  return names.find((name) => !covers(expected[name], shown[name])) ?? null;
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
  if (text === null) return undefined;
  return createHash("sha256").update(text.trim()).digest("hex");
}

function withoutUndefined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
