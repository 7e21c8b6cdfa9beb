import { WebSocket } from "ws";
import { CommandError } from "../../supabase/cli/command.ts";
import { EventQueue, type PersonaClient } from "./persona-client.ts";

/** What a text session of OpenAI Realtime is opened with. */
export interface TextSessionRequest {
  /** Where the API is, such as `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** The session, as a `session.update` carries it. */
  readonly session: object;
}

/** A text session of OpenAI Realtime: the model of the calls, without their sound. */
export function openOpenaiPersona(request: TextSessionRequest): PersonaClient {
  const queue = new EventQueue();
  const url = new URL(`${request.baseUrl}/realtime`);
  url.protocol = url.protocol === "http:" ? "ws:" : "wss:";
  url.searchParams.set("model", request.model);
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${request.apiKey}` } });
  /** What is sent before the connection is open. */
  const early = [JSON.stringify({ type: "session.update", session: request.session })];
  socket.on("open", () => {
    for (const text of early.splice(0)) socket.send(text);
  });
  socket.on("message", (data) => {
    queue.push(parseEvent(data));
  });
  socket.on("error", (cause) => {
    const message = `OpenAI cannot be reached: ${cause.message}. Check OPENAI_API_KEY and the network.`;
    queue.close(new CommandError(message, 1, { cause }));
  });
  socket.on("close", (code) => {
    queue.close(new CommandError(`OpenAI closed the line (${code}).`));
  });
  return {
    send: (event) => {
      const text = JSON.stringify(event);
      if (socket.readyState === WebSocket.CONNECTING) early.push(text);
      else socket.send(text);
    },
    next: () => queue.next(),
    close: () => {
      queue.close(new Error("The rehearsal is over."));
      socket.close(1000);
    },
  };
}

/** Null for a frame that is no event; whoever waits passes it over. */
function parseEvent(data: WebSocket.RawData): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(data) ? data.toString("utf8") : "");
  } catch {
    return null;
  }
}
