import { ContextWindow } from "../../../demo/stand-in/realtime/context-window.ts";
import type { StoredItem } from "../../../demo/stand-in/realtime/conversation.ts";
import {
  createSessionSettings,
  type SessionSettings,
} from "../../../demo/stand-in/realtime/session-settings.ts";
import { countOutput, type Reading, toUsage } from "../../../demo/stand-in/realtime/usage.ts";
import { toSessionConfig } from "../../../supabase/functions/_shared/providers/openai/realtime/session-config.ts";
import { readSidebandEvent } from "../../../supabase/functions/_shared/providers/openai/realtime/read-sideband-event.ts";
import type { UsageAmounts } from "../../../supabase/functions/_shared/providers/sideband.ts";
import {
  DEFAULT_REALTIME_MODEL,
  DEFAULT_TRANSCRIPTION_MODEL,
} from "../../../supabase/functions/_shared/runtime/default-models.ts";
import { compileInstructions } from "../../../supabase/functions/_shared/scenario/instructions.ts";
import {
  type Scenario,
  toPublishedScenario,
} from "../../../supabase/functions/_shared/scenario/schema.ts";
import { toCallTools } from "../../../supabase/functions/_shared/tools/call-tools.ts";
import { ToolTalk, toSource } from "../scenarios/progress-source.ts";
import type { Transcript } from "../scenarios/transcripts.ts";

/** How settings cut a long talk: to a share of the limit, once what was said exceeds it. Null: never. */
export type Truncation = { readonly limit: number; readonly share: number } | null;

/** One reply of a talk, as the provider meters it and as it is billed. */
export interface MeteredReply {
  readonly atSeconds: number;
  /** Tokens that the reply read, and how many of them were cached. */
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly amounts: UsageAmounts;
}

/** A whole talk. */
export interface MeteredTalk {
  readonly replies: readonly MeteredReply[];
  /** Seconds that the transcriber bills. */
  readonly heardSeconds: number;
  readonly models: { readonly realtime: string; readonly transcription: string };
}

/** People say so many characters in a second, in every language that is spelled by sound. */
const CHARACTERS_PER_SECOND = 14;
/** Before the learner answers, and before the persona does: the provider waits for the sense of a turn, then speaks. */
const PAUSE_SECONDS = { learner: 1, persona: 1.5 } as const;
const MODELS = {
  realtimeModel: DEFAULT_REALTIME_MODEL,
  transcriptionModel: DEFAULT_TRANSCRIPTION_MODEL,
};

/**
 * Meters a spoken talk of so many seconds: the sample talk of a scenario again and again, with what the persona notes
 * meanwhile. Instructions, tools, settings, stage directions and the reading of the usage are the product's own; the
 * tokens are counted by the stand-in's rules.
 */
export async function meterTalk(
  scenario: Scenario,
  transcript: Transcript,
  options: { readonly seconds: number; readonly truncation?: Truncation },
): Promise<MeteredTalk> {
  const settings = await toSettings(scenario, options.truncation);
  const notes = await listNotes(scenario);
  const window = new ContextWindow();
  const items: StoredItem[] = [];
  const replies: MeteredReply[] = [];
  let [atSeconds, heardSeconds] = [0, 0];
  for (let turn = 0; atSeconds < options.seconds; turn += 1) {
    const said = transcript[turn % transcript.length];
    if (said === undefined) throw new Error("An empty talk costs nothing.");
    const seconds = said.text.length / CHARACTERS_PER_SECOND;
    atSeconds += PAUSE_SECONDS[said.speaker];
    if (said.speaker === "learner") {
      items.push(toTurn(`u${turn}`, "user", said.text, seconds));
      heardSeconds += seconds;
    } else {
      const reading = window.read(settings, items);
      const spoken = toTurn(`a${turn}`, "assistant", said.text, seconds);
      const noted = replies.length % 2 === 1 ? (notes.shift() ?? []) : [];
      const [call, ...answers] = noted;
      replies.push({
        atSeconds,
        ...toReply(reading, call === undefined ? [spoken] : [spoken, call]),
      });
      items.push(spoken, ...noted.slice(0, 1), ...answers);
    }
    atSeconds += seconds;
  }
  const { realtimeModel: realtime, transcriptionModel: transcription } = MODELS;
  return { replies, heardSeconds, models: { realtime, transcription } };
}

async function toSettings(
  scenario: Scenario,
  truncation: Truncation | undefined,
): Promise<SessionSettings> {
  const { id, language, ...published } = await toPublishedScenario(scenario);
  const plan = {
    instructions: compileInstructions({ language, ...published }, { scenarioId: id, seed: 7 }),
    tools: toCallTools(published),
    voice: published.private.persona.voice,
    language,
    input: "voice" as const,
    safetyIdentifier: "bench",
  };
  const config = toSessionConfig(plan, MODELS);
  const changed =
    truncation === undefined
      ? {}
      : { truncation: truncation === null ? "disabled" : cut(truncation) };
  return createSessionSettings({ ...config, ...changed }, { id: "sess_bench", expiresAt: 0 });
}

function cut({ limit, share }: NonNullable<Truncation>) {
  const token_limits = { post_instructions: limit };
  return { type: "retention_ratio", retention_ratio: share, token_limits };
}

/** What the persona notes in a talk that goes well, each call with its answer. */
async function listNotes(scenario: Scenario): Promise<StoredItem[][]> {
  const talk = new ToolTalk(await toSource(scenario));
  const { objections, brief } = scenario;
  const calls: readonly (readonly [name: string, values: object])[] = [
    ...objections.flatMap(
      ({ id }) =>
        [
          ["raise_objection", { objection: id }],
          ["settle_objection", { objection: id }],
        ] as const,
    ),
    ...brief.objectives.map(({ id }) => ["mark_objective", { objective: id }] as const),
  ];
  return calls.map(([name, values], index) => {
    const id = `call_${index}`;
    const { output, outcome } = talk.call(name, values, index * 40);
    if (outcome !== "done") throw new Error(`${name} was ${outcome}: ${output}`);
    const text = JSON.stringify(values);
    return [
      store({
        id: `f${index}`,
        type: "function_call",
        status: "completed",
        call_id: id,
        name,
        arguments: text,
      }),
      store({ id: `o${index}`, type: "function_call_output", call_id: id, output }),
    ];
  });
}

function toTurn(id: string, role: "user" | "assistant", text: string, seconds: number): StoredItem {
  const message = { id, type: "message", status: "completed" } as const;
  const stored =
    role === "user"
      ? store({ ...message, role, content: [{ type: "input_audio", transcript: null }] })
      : store({ ...message, role, content: [{ type: "output_audio", transcript: text }] });
  return { ...stored, audioMs: Math.round(seconds * 1_000) };
}

function store(item: StoredItem["item"]): StoredItem {
  return { item, audioMs: 0, heardMs: null, recognisedText: null, isSilence: false };
}

function toReply(reading: Reading, made: readonly StoredItem[]) {
  const usage = toUsage(reading, countOutput(made));
  const response = { id: "resp_bench", status: "completed", output: [], usage };
  const event = readSidebandEvent(JSON.stringify({ type: "response.done", response }), {});
  if (event?.type !== "reply-ended" || event.usage === null) throw new Error("No usage was read.");
  return {
    inputTokens: usage.input_tokens,
    cachedTokens: usage.input_token_details.cached_tokens,
    amounts: event.usage,
  };
}
