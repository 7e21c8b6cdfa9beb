import * as z from "zod";
import type { SmokeCheck, SmokeOptions } from "./run-smoke.ts";

const REQUEST_MS = 20_000;
const FIRST_EVENT_MS = 20_000;
const REPLY_MS = 40_000;
const REPORT_MS = 90_000;
const POLL_MS = 2_000;
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

/** A connection that only listens, and its data channel. */
interface Line {
  readonly offer: string;
  readonly join: (answer: string) => void;
  readonly send: (event: object) => void;
  /** The first event of a type. @throws {Error} where none comes in time. */
  readonly hear: (type: string, withinMs: number) => Promise<WireEvent>;
  /** Packets of sound that arrived. */
  readonly packets: () => number;
  readonly close: () => void;
}

/**
 * Holds one short practice by text, as a learner does, and looks at its report: model, sound, observer and scorer are in it.
 * It costs a few cents and some seconds of the site's day.
 */
export async function runSmokeCall(options: SmokeOptions): Promise<SmokeCheck[]> {
  const { scenario } = options;
  if (scenario === undefined) throw new Error("A call needs a scenario.");
  const line = await dial();
  const checks: SmokeCheck[] = [];
  const note = (name: string, problem: string | null): boolean => {
    checks.push({ name, problem });
    return problem === null;
  };
  try {
    const session = await start(options, scenario, line.offer);
    if (!note("a call is granted and made", session.problem)) return checks;
    const { sessionId, sessionToken } = session;
    line.join(session.answer);
    const said = await converse(line);
    note("the customer answers a typed sentence", said);
    note("the customer is heard", line.packets() > 0 ? null : "no packet of sound arrived");
    const base = `/coach/sessions/${sessionId}`;
    await ask(options, `${base}/end`, { sessionToken, reason: "learner" });
    note(
      "the call was observed and its report is made",
      await awaitReport(options, base, sessionToken),
    );
    return checks;
  } finally {
    line.close();
  }
}

async function converse(line: Line): Promise<string | null> {
  try {
    await line.hear("session.created", FIRST_EVENT_MS);
    const content = [{ type: "input_text", text: SENTENCE }];
    line.send({
      type: "conversation.item.create",
      item: { type: "message", role: "user", content },
    });
    line.send({ type: "response.create" });
    const { response } = await line.hear("response.done", REPLY_MS);
    const { status } = z.object({ status: z.string() }).parse(response);
    // What is still being played belongs to the call.
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    return status === "completed" ? null : `the reply is ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

type Session = z.infer<typeof Started> & { readonly problem: string | null };

async function start(options: SmokeOptions, scenario: string, offer: string): Promise<Session> {
  const query = new URLSearchParams({ scenario, embedKey: options.embedKey }).toString();
  const asked = await ask(options, `/coach/brief?${query}`, null);
  const brief = Brief.safeParse(asked.body);
  if (!brief.success) return refused(asked);
  const answer = await ask(options, "/coach/sessions", {
    ...{ scenario, embedKey: options.embedKey, offer, input: "text", locale: "en" },
    ...{ attemptKey: crypto.randomUUID(), deviceId: `smoke-${crypto.randomUUID()}` },
    consent: { version: brief.data.consent.version, locale: "en" },
  });
  const started = Started.safeParse(answer.body);
  if (answer.status !== 201 || !started.success) return refused(answer);
  return { ...started.data, problem: null };
}

function refused({ status, body }: { readonly status: number; readonly body: unknown }): Session {
  const problem = `answered ${status}: ${JSON.stringify(body).slice(0, 300)}`;
  return { sessionId: "", sessionToken: "", answer: "", problem };
}

async function awaitReport(
  options: SmokeOptions,
  base: string,
  token: string,
): Promise<string | null> {
  const untilMs = Date.now() + REPORT_MS;
  while (Date.now() < untilMs) {
    const { body } = await ask(options, `${base}/report`, null, token);
    const { status, reason, report } = Reported.parse(body);
    if (status === "ready") {
      return report?.evidence === "observed" ? null : `scored what was ${report?.evidence ?? "?"}`;
    }
    if (status !== "pending") return `the report is ${status}: ${reason ?? "see the logs"}`;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return `the report is still pending after ${REPORT_MS / 1_000} seconds`;
}

async function ask(
  { functionsUrl, origin }: SmokeOptions,
  path: string,
  body: object | null,
  token?: string,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${functionsUrl.replace(/\/+$/, "")}${path}`, {
    method: body === null ? "GET" : "POST",
    signal: AbortSignal.timeout(REQUEST_MS),
    headers: {
      ...{ origin, "content-type": "text/plain" },
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  return { status: response.status, body: answer };
}

/** Opens a peer that offers to listen; the library is one of this project's tools, not of the functions. */
async function dial(): Promise<Line> {
  const { Audio, PeerConnection, cleanup } = await import("node-datachannel");
  const peer = new PeerConnection("smoke", { iceServers: [], disableAutoNegotiation: true });
  const audio = new Audio("0", "SendRecv");
  audio.addOpusCodec(111);
  audio.addSSRC(4711, "smoke", "smoke", "microphone");
  const track = peer.addTrack(audio);
  let packets = 0;
  track.onMessage(() => (packets += 1));
  const channel = peer.createDataChannel("oai-events");
  const heard: WireEvent[] = [];
  channel.onMessage((message) => {
    if (typeof message === "string") heard.push(WireEvent.parse(JSON.parse(message)));
  });
  const gathered = new Promise<void>((resolve) => {
    peer.onGatheringStateChange((state) => {
      if (state === "complete") resolve();
    });
  });
  peer.setLocalDescription("offer");
  await gathered;
  return {
    offer: peer.localDescription()?.sdp ?? "",
    join: (answer) => {
      peer.setRemoteDescription(answer, "answer");
    },
    send: (event) => channel.sendMessage(JSON.stringify(event)),
    hear: (type, withinMs) => hearFirst(heard, type, withinMs),
    packets: () => packets,
    close: () => {
      peer.close();
      cleanup();
    },
  };
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
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no ${type} within ${withinMs / 1_000} seconds; the line may be blocked`);
}
