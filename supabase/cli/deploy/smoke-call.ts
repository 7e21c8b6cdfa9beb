import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { Line } from "./dial.ts";
import {
  type Ask,
  createAsk,
  describeAnswer,
  expectStatus,
  settle,
  type SmokeCheck,
  type SmokeOptions,
  toObject,
  toReason,
} from "./run-smoke.ts";

const FIRST_EVENT_MS = 20_000;
const REPLY_MS = 40_000;
const REPORT_MS = 90_000;
const POLL_MS = 2_000;
const PLACED = "a call is granted and made";
const SENTENCE = "Good morning. May I ask you two questions about how you work today?";

const Brief = z.object({ consent: z.object({ version: z.string() }) });
const Started = z.object({ sessionId: z.string(), sessionToken: z.string(), answer: z.string() });
const Reported = z.object({
  status: z.string(),
  reason: z.string().optional(),
  report: z.object({ evidence: z.string(), total: z.number().nullable() }).optional(),
});
const WireEvent = z.looseObject({ type: z.string() });
type WireEvent = z.infer<typeof WireEvent>;

/** A line, and what the provider said over it. */
interface Listener {
  readonly line: Line;
  /** The first event of a type. @throws {Error} where none comes in time. */
  readonly hear: (type: string, withinMs: number) => Promise<WireEvent>;
}

interface Call extends Listener {
  readonly ask: Ask;
  readonly session: z.infer<typeof Started>;
}

/** What a smoke call stands on; a test has others. */
export interface SmokeCallPorts {
  readonly listen: () => Promise<Listener>;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/**
 * Holds one short practice by text, as a learner does, and looks at its report: model, sound, observer and scorer are in it.
 * It costs a few cents and some seconds of the site's day. Whatever fails is a check of it; nothing is thrown.
 */
export async function runSmokeCall(
  options: SmokeOptions,
  { listen = listenOverLine, wait = sleep }: Partial<SmokeCallPorts> = {},
): Promise<SmokeCheck[]> {
  let call: Call;
  try {
    call = await placeCall(options, listen);
  } catch (error) {
    return [{ name: PLACED, problem: toReason(error) }];
  }
  const look = async (name: string, find: () => Promise<string | null>): Promise<SmokeCheck> => ({
    ...{ name, problem: await settle(find) },
  });
  try {
    return [
      { name: PLACED, problem: null },
      await look("the customer answers a typed sentence", () => converse(call, wait)),
      await look("the customer is heard", () => expectSound(call)),
      await look("the call was observed and its report is made", () => closeCall(call, wait)),
    ];
  } finally {
    call.line.close();
  }
}

/** @throws {Error} saying what was refused, or is missing. */
async function placeCall(options: SmokeOptions, listen: SmokeCallPorts["listen"]): Promise<Call> {
  const { scenario, embedKey } = options;
  if (scenario === null) throw new Error("the site lists no scenario to practise");
  const ask = createAsk(options);
  const listener = await listen();
  try {
    const offer = await listener.line.createOffer();
    const session = await start(ask, { scenario, embedKey, offer });
    listener.line.join(session.answer);
    return { ...listener, ask, session };
  } catch (error) {
    listener.line.close();
    throw error;
  }
}

interface Wanted {
  readonly scenario: string;
  readonly embedKey: string;
  readonly offer: string;
}

async function start(ask: Ask, { scenario, embedKey, offer }: Wanted): Promise<Call["session"]> {
  const query = new URLSearchParams({ scenario, embedKey }).toString();
  const asked = await ask(`/coach/brief?${query}`);
  const brief = Brief.safeParse(asked.body);
  if (!brief.success) throw new Error(describeAnswer(asked));
  const body = {
    ...{ scenario, embedKey, offer, input: "text", locale: "en" },
    ...{ attemptKey: crypto.randomUUID(), deviceId: `smoke-${crypto.randomUUID()}` },
    consent: { version: brief.data.consent.version, locale: "en" },
  };
  const answer = await ask("/coach/sessions", { body });
  const started = Started.safeParse(answer.body);
  if (answer.status !== 201 || !started.success) throw new Error(describeAnswer(answer));
  return started.data;
}

async function converse(
  { line, hear }: Call,
  wait: SmokeCallPorts["wait"],
): Promise<string | null> {
  await hear("session.created", FIRST_EVENT_MS);
  const content = [{ type: "input_text", text: SENTENCE }];
  line.send({ type: "conversation.item.create", item: { type: "message", role: "user", content } });
  line.send({ type: "response.create" });
  const { response } = await hear("response.done", REPLY_MS);
  const { status } = z.object({ status: z.string() }).parse(response);
  // What is still being played belongs to the call.
  await wait(POLL_MS);
  return status === "completed" ? null : `the reply is ${status}`;
}

/** The provider says that it plays, and something of it arrives. */
async function expectSound({ line, hear }: Call): Promise<string | null> {
  await hear("output_audio_buffer.started", POLL_MS);
  return line.packets() > 0 ? null : "no packet of sound arrived";
}

async function closeCall(call: Call, wait: SmokeCallPorts["wait"]): Promise<string | null> {
  const { ask, session } = call;
  const base = `/coach/sessions/${session.sessionId}`;
  const body = { sessionToken: session.sessionToken, reason: "learner" };
  const problem = expectStatus(await ask(`${base}/end`, { body }), 200);
  if (problem !== null) return problem;
  const untilMs = Date.now() + REPORT_MS;
  while (Date.now() < untilMs) {
    const answer = await ask(`${base}/report`, { bearer: session.sessionToken });
    const reported = Reported.safeParse(answer.body);
    if (!reported.success) return describeAnswer(answer);
    const { status, reason, report } = reported.data;
    if (status === "ready") {
      return report?.evidence === "observed" ? null : `scored what was ${report?.evidence ?? "?"}`;
    }
    if (status !== "pending") return `the report is ${status}: ${reason ?? "see the logs"}`;
    await wait(POLL_MS);
  }
  return `the report is still pending after ${REPORT_MS / 1_000} seconds`;
}

/** Here, so that a machine on which the library does not load still tells what else was found. */
async function listenOverLine(): Promise<Listener> {
  const { dial } = await import("./dial.ts");
  const heard: WireEvent[] = [];
  const line = dial({
    name: "smoke",
    onMessage: (message) => {
      const event = WireEvent.safeParse(toObject(String(message)));
      if (event.success) heard.push(event.data);
    },
  });
  return { line, hear: (type, withinMs) => hearFirst(heard, type, withinMs) };
}

async function hearFirst(
  heard: readonly WireEvent[],
  type: string,
  withinMs: number,
): Promise<WireEvent> {
  const untilMs = Date.now() + withinMs;
  while (Date.now() < untilMs) {
    const found = heard.find((event) => event.type === type);
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error(`no ${type} within ${withinMs / 1_000} seconds; the line may be blocked`);
}
