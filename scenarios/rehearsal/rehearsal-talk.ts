import * as z from "zod";
import { countWords } from "../../supabase/functions/_shared/scoring/split-words.ts";
import type { TranscriptTurn } from "../../supabase/functions/_shared/contract/turn.ts";
import type { ProgressEvent } from "../../supabase/functions/_shared/tools/progress-event.ts";
import type { ProgressSource } from "../../supabase/functions/_shared/tools/progress-source.ts";
import {
  createProgressState,
  type ProgressState,
} from "../../supabase/functions/_shared/tools/progress-state.ts";
import { runTool, type ToolResult } from "../../supabase/functions/_shared/tools/run-tool.ts";
import { findRecordTool } from "../../supabase/functions/_shared/tools/records-tool.ts";
import { CommandError } from "../../supabase/cli/command.ts";
import type { PersonaClient } from "./persona-client.ts";

/** Something that came from the persona's side, in its order. */
export type Happening =
  | { readonly kind: "speech"; readonly text: string }
  | {
      readonly kind: "tool";
      readonly name: string;
      /** JSON text, as the persona gave it. */
      readonly arguments: string;
      readonly result: ToolResult;
    };

/** A typed talk takes as long as it would take to say it: at this pace, with a pause before each turn. */
const WORDS_PER_SECOND = 2.5;
const PAUSE_SECONDS = 1;
/** A typed line has no silence of its own. */
const SILENCE = "The other side has said nothing for a while.";
/** No persona needs more responses for one turn; a loop of calls ends here. */
const MAXIMUM_RESPONSES = 6;

const FunctionCall = z.object({
  type: z.literal("function_call"),
  name: z.string(),
  call_id: z.string(),
  arguments: z.string(),
});
const Part = z.object({ text: z.string().optional(), transcript: z.string().nullish() });
const Message = z.object({ type: z.literal("message"), content: z.array(Part) });
const Done = z.object({
  type: z.literal("response.done"),
  response: z.object({
    status: z.string(),
    status_details: z.unknown(),
    output: z.array(z.union([FunctionCall, Message, z.object({ type: z.string() })])),
  }),
});
const Failed = z.object({ type: z.literal("error"), error: z.object({ message: z.string() }) });

/** A practice by text: the persona's client, and the server's own engine behind the functions that it calls. */
export class RehearsalTalk {
  readonly turns: TranscriptTurn[] = [];
  readonly events: ProgressEvent[] = [];
  readonly #client: PersonaClient;
  readonly #source: ProgressSource;
  #state: ProgressState;
  #second = 0;

  constructor(client: PersonaClient, source: ProgressSource) {
    this.#client = client;
    this.#source = source;
    this.#state = createProgressState(source);
  }

  /** How far the talk has come. */
  get state(): ProgressState {
    return this.#state;
  }

  /** How long the talk would have lasted had it been spoken. */
  get second(): number {
    return this.#second;
  }

  /** What the persona does when the call is answered; nothing where the learner opens it. */
  async open(): Promise<readonly Happening[]> {
    return this.#source.private.openingLine === null ? [] : this.#listen();
  }

  /** The learner says `text`. @returns What the persona does until it is the learner's turn again. */
  async say(text: string): Promise<readonly Happening[]> {
    this.#keep("learner", text);
    const content = [{ type: "input_text", text }];
    const item = { type: "message", role: "user", content };
    this.#client.send({ type: "conversation.item.create", item });
    return this.#listen();
  }

  /** The learner says nothing for a while. @returns What the persona does about it. */
  async wait(): Promise<readonly Happening[]> {
    const content = [{ type: "input_text", text: SILENCE }];
    const item = { type: "message", role: "system", content };
    this.#client.send({ type: "conversation.item.create", item });
    return this.#listen();
  }

  /** A tool of the learner's screen. @returns Null where the scenario has none of that name. */
  use(name: string, values: Readonly<Record<string, string>>): ToolResult | null {
    return this.#run({ by: "learner", name, arguments: JSON.stringify(values) });
  }

  /** Asks for responses until the persona has spoken and every function that it called has its answer. */
  async #listen(): Promise<readonly Happening[]> {
    const happenings: Happening[] = [];
    for (let count = 0; count < MAXIMUM_RESPONSES; count += 1) {
      this.#client.send({ type: "response.create" });
      const output = await this.#nextOutput();
      const before = happenings.length;
      for (const item of output) happenings.push(...this.#perform(item));
      const called = happenings.slice(before).filter((one) => one.kind === "tool");
      const hasSpoken = happenings.some(({ kind }) => kind === "speech");
      if (called.length === 0 || (hasSpoken && !called.some((one) => this.#awaitsWords(one))))
        return happenings;
    }
    return happenings;
  }

  /** What a tool of the persona's records shows has yet to be spoken of. */
  #awaitsWords(happening: Happening): boolean {
    return (
      happening.kind === "tool" && findRecordTool(this.#source, happening.name, "persona") !== null
    );
  }

  async #nextOutput(): Promise<readonly unknown[]> {
    for (;;) {
      const event = await this.#client.next();
      const failed = Failed.safeParse(event);
      if (failed.success)
        throw new CommandError(`The persona's side refused: ${failed.data.error.message}`);
      const done = Done.safeParse(event);
      if (!done.success) continue;
      const { status, status_details: details, output } = done.data.response;
      if (status === "completed") return output;
      throw new CommandError(`The persona broke off (${status}): ${JSON.stringify(details)}`);
    }
  }

  #perform(item: unknown): Happening[] {
    const message = Message.safeParse(item);
    if (message.success) {
      const parts = message.data.content.map((part) => part.text ?? part.transcript ?? "");
      const text = parts.join(" ").trim();
      if (text === "") return [];
      this.#keep("persona", text);
      return [{ kind: "speech", text }];
    }
    const call = FunctionCall.safeParse(item);
    if (!call.success) return [];
    const { name, call_id, arguments: given } = call.data;
    const result = this.#run({ by: "persona", name, arguments: given });
    if (result === null) return [];
    const output = { type: "function_call_output", call_id, output: result.output };
    this.#client.send({ type: "conversation.item.create", item: output });
    return [{ kind: "tool", name, arguments: given, result }];
  }

  #run(call: Parameters<typeof runTool>[2]): ToolResult | null {
    const result = runTool(this.#source, this.#state, call, Math.floor(this.#second));
    if (result === null) return null;
    this.#state = result.state;
    this.events.push(...result.events);
    return result;
  }

  #keep(speaker: TranscriptTurn["speaker"], text: string): void {
    this.#second += PAUSE_SECONDS;
    const startedAtMs = Math.round(this.#second * 1000);
    this.#second += countWords(text) / WORDS_PER_SECOND;
    // A typed turn takes no time; the clock of the talk goes on as though it had been spoken.
    this.turns.push({
      itemId: `t${this.turns.length + 1}`,
      speaker,
      state: "final",
      text,
      startedAtMs,
      endedAtMs: startedAtMs,
      source: "observed",
    });
  }
}
