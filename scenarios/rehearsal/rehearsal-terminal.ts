import * as z from "zod";
import { currentMood } from "../../supabase/functions/_shared/tools/mood-machine.ts";
import type { ProgressEvent } from "../../supabase/functions/_shared/tools/progress-event.ts";
import type { ProgressSource } from "../../supabase/functions/_shared/tools/progress-source.ts";
import type { ToolResult } from "../../supabase/functions/_shared/tools/run-tool.ts";
import type { Scenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import type { Happening, RehearsalTalk } from "./rehearsal-talk.ts";

const HELP = [
  "/phase  the persona's mood, what leads out of it, doubts and objectives",
  "/hint   what would bring the talk on",
  "/use <tool> name=value …  a tool of the learner's screen",
  "/score  the report of what was said so far",
  "/end    ends the talk",
  "/help   this list",
];

/** What a person at the terminal reads and types: the talk with everything that a learner does not see. */
export class RehearsalTerminal {
  readonly #scenario: Scenario;
  readonly #source: ProgressSource;
  readonly #talk: RehearsalTalk;
  #isOver = false;
  #eventsShown = 0;

  constructor(scenario: Scenario, source: ProgressSource, talk: RehearsalTalk) {
    this.#scenario = scenario;
    this.#source = source;
    this.#talk = talk;
  }

  /** True once the persona has ended the call, or the person has. */
  get isOver(): boolean {
    return this.#isOver || this.#talk.state.ended !== null;
  }

  /** True where the learner has said something, so that there is something to score. */
  get hasTalked(): boolean {
    return this.#talk.turns.some(({ speaker }) => speaker === "learner");
  }

  /** The call is answered. */
  async open(): Promise<string[]> {
    const happenings = await this.#talk.open();
    return [...this.#show(happenings), `  · ${this.#describeMood()}`, ...this.#firstHelp()];
  }

  /** One typed line: a command that begins with a slash, or what the learner says. */
  async take(text: string): Promise<string[]> {
    if (text === "") return [];
    if (text.startsWith("/")) return this.#command(text);
    return this.#show(await this.#talk.say(text));
  }

  /** How the talk came out. */
  close(): string[] {
    const { ended } = this.#talk.state;
    return [
      "",
      ended === null ? "The talk was left open." : `The persona ended the call: ${ended}.`,
    ];
  }

  #command(text: string): string[] {
    const [name = "", ...rest] = text.split(/\s+/);
    switch (name) {
      case "/phase":
        return this.#describeStanding();
      case "/hint":
        return this.#hint();
      case "/use":
        return this.#use(rest);
      case "/end":
        this.#isOver = true;
        return [];
      case "/help":
        return HELP;
      default:
        return [`There is no ${name}.`, ...HELP];
    }
  }

  #firstHelp(): string[] {
    const { opens } = this.#scenario.brief;
    return [
      opens === "learner"
        ? "You speak first. /help lists the commands."
        : "/help lists the commands.",
    ];
  }

  #show(happenings: readonly Happening[]): string[] {
    const lines = happenings.flatMap((happening) =>
      happening.kind === "speech"
        ? [`${this.#scenario.persona.name}: ${happening.text}`]
        : toToolLines(happening),
    );
    const events = this.#talk.events.slice(this.#eventsShown);
    this.#eventsShown = this.#talk.events.length;
    const time = formatTime(this.#talk.second);
    return [
      ...lines,
      ...events.flatMap((event) => this.#describeEvent(event)).map((line) => `  · ${time} ${line}`),
    ];
  }

  #describeEvent(event: ProgressEvent): string[] {
    switch (event.kind) {
      case "phase_moved":
        return [
          `mood ${event.from} → ${event.to} by ${event.id ?? event.cause}: ${this.#describeMood()}`,
        ];
      case "objection_raised":
        return [`doubt raised: ${event.id}`];
      case "objection_settled":
        return [`doubt settled: ${event.id}`];
      case "objective_reached":
        return [`objective reached: ${this.#titleOf(event.id)}`];
      case "step_reached":
        return [`step reached: ${event.id}`];
      case "detail_given":
        return [`told for the card: ${event.id}`];
      case "call_ended_by_persona":
        return [`call ended: ${event.outcome}`];
      case "world_tool_used":
        return [];
    }
  }

  #titleOf(id: string): string {
    return this.#scenario.brief.objectives.find((objective) => objective.id === id)?.text ?? id;
  }

  #describeMood(): string {
    const { id, mood, intensity } = currentMood(this.#source, this.#talk.state);
    return `${id}, tension ${intensity} of 10: ${mood}`;
  }

  #describeStanding(): string[] {
    const { raised, settled, objectives, steps } = this.#talk.state;
    const { objections, brief } = this.#scenario;
    const { leavesWhen, withholds } = currentMood(this.#source, this.#talk.state);
    const stateOf = (id: string) =>
      settled.includes(id) ? "settled" : raised.includes(id) ? "open" : "not yet raised";
    return [
      `  ${formatTime(this.#talk.second)} ${this.#describeMood()}`,
      `  leaves when: ${leavesWhen}`,
      `  keeps back: ${withholds}`,
      ...objections.map(({ id, concern }) => `  doubt ${id} (${stateOf(id)}): ${concern}`),
      ...brief.objectives.map(
        ({ id, text }) => `  [${objectives.includes(id) ? "x" : " "}] ${text}`,
      ),
      ...(this.#scenario.steps ?? []).map(
        ({ id, title }) => `  [${steps.includes(id) ? "x" : " "}] step: ${title}`,
      ),
    ];
  }

  #hint(): string[] {
    const { raised, settled, objectives } = this.#talk.state;
    const open = this.#scenario.objections.find(
      ({ id }) => raised.includes(id) && !settled.includes(id),
    );
    const step = (this.#scenario.steps ?? []).find(({ id, objective }) =>
      objective === undefined
        ? !this.#talk.state.steps.includes(id)
        : !objectives.includes(objective),
    );
    return [
      ...(open === undefined
        ? []
        : [`  ${open.id} is open. It is settled when: ${open.settledBy}`]),
      ...(step === undefined ? [] : [`  Next step, ${step.title}: ${step.reachedWhen}`]),
      `  The mood changes when: ${currentMood(this.#source, this.#talk.state).leavesWhen}`,
    ];
  }

  #use([name = "", ...values]: readonly string[]): string[] {
    const pairs = values
      .join(" ")
      .split(/\s+(?=\w+=)/)
      .filter((pair) => pair.includes("="));
    const given = Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
    );
    const result = this.#talk.use(name, given);
    if (result !== null) return toCardLines(result);
    const tools = this.#scenario.world?.tools.filter(({ offeredTo }) => offeredTo === "learner");
    const known = (tools ?? []).map(
      ({ id, by, inputs = [] }) => `${id} ${[...by, ...inputs].join("=… ")}=…`,
    );
    return [
      known.length === 0 ? "This scenario has no tools." : `The tools are: ${known.join("; ")}`,
    ];
  }
}

function toToolLines({
  name,
  arguments: given,
  result,
}: Extract<Happening, { kind: "tool" }>): string[] {
  const { ok, direction } = StageDirectionText.parse(JSON.parse(result.output));
  return [`  → ${name} ${given}`, ...(ok ? [] : [`    refused: ${direction}`])];
}

const StageDirectionText = z.object({ ok: z.boolean(), direction: z.string() });

function toCardLines({ card, outcome }: ToolResult): string[] {
  const rows = card?.rows ?? [];
  return [
    `  ${outcome}${card?.message ? `: ${card.message}` : ""}`,
    ...rows.flatMap((row) => row.map(({ about, value }) => `    ${about} ${value}`)),
  ];
}

function formatTime(second: number): string {
  const whole = Math.floor(second);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
