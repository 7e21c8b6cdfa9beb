import {
  OpenAIRealtimeWebRTC,
  RealtimeAgent,
  RealtimeSession,
  tool,
  type TransportEvent,
} from "@openai/agents-realtime";
import { z } from "zod";

/** How the page is told to call. */
export interface AgentsCall {
  readonly url: string;
  readonly key: string;
  readonly instructions: string;
}

/** What the page has seen of its call. */
export interface AgentsReading {
  readonly status: string;
  readonly callId: string | null;
  readonly events: readonly TransportEvent[];
  /** Milliseconds since the call began, while the remote track was louder than silence. */
  readonly loudAtMs: readonly number[];
  readonly eventAtMs: readonly number[];
  readonly toolCalls: readonly string[];
  readonly errors: readonly string[];
  readonly history: readonly { role: string; text: string }[];
}

const LOUD = 0.01;
const POLL_MS = 20;

let session: RealtimeSession | null = null;
let transport: OpenAIRealtimeWebRTC | null = null;
const events: TransportEvent[] = [];
const eventAtMs: number[] = [];
const loudAtMs: number[] = [];
const toolCalls: string[] = [];
const errors: string[] = [];
let startedAt = 0;

const notePrice = tool({
  name: "note_price",
  description: "Notes the price that the learner named.",
  parameters: z.object({ euros: z.number() }),
  execute: ({ euros }) => {
    toolCalls.push(`note_price ${euros}`);
    return "noted";
  },
});

/** Calls with the SDK's own defaults. */
async function call({ url, key, instructions }: AgentsCall): Promise<void> {
  startedAt = performance.now();
  const audioElement = document.createElement("audio");
  audioElement.autoplay = true;
  transport = new OpenAIRealtimeWebRTC({
    baseUrl: `${url}/v1/realtime/calls`,
    audioElement,
    changePeerConnection: (peer) => {
      peer.addEventListener("track", (event) => {
        listen(event.streams[0] ?? new MediaStream([event.track]));
      });
      return peer;
    },
  });
  transport.on("*", (event: TransportEvent) => {
    events.push(event);
    eventAtMs.push(performance.now() - startedAt);
  });
  const agent = new RealtimeAgent({ name: "customer", instructions, tools: [notePrice] });
  session = new RealtimeSession(agent, { transport });
  session.on("error", (error) => {
    errors.push(JSON.stringify(error));
  });
  await session.connect({ apiKey: key });
}

function listen(stream: MediaStream): void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    if (Math.sqrt(energy) > LOUD) loudAtMs.push(performance.now() - startedAt);
  }, POLL_MS);
}

function read(): AgentsReading {
  const history = (session?.history ?? []).flatMap((item) => {
    if (item.type !== "message") return [];
    const text = item.content
      .map((part) => ("text" in part ? part.text : "transcript" in part ? part.transcript : ""))
      .join("");
    return [{ role: item.role, text }];
  });
  return {
    status: transport?.status ?? "none",
    callId: transport?.callId ?? null,
    events,
    eventAtMs,
    loudAtMs,
    toolCalls,
    errors,
    history,
  };
}

/** What the test calls in the page. */
export const practice = {
  call,
  read,
  say(text: string): void {
    session?.sendMessage(text);
  },
  interrupt(): void {
    session?.interrupt();
  },
  hangUp(): void {
    session?.close();
  },
};

declare global {
  var practice: typeof import("./agents-program.ts").practice;
}

globalThis.practice = practice;
