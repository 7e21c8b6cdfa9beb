import type { OpenAI } from "openai";
import { OpenAIRealtimeWS } from "openai/realtime/ws";
import { CommandError } from "../commands/command.ts";
import { EventQueue, type PersonaLine } from "./persona-line.ts";

/** What a text session of OpenAI Realtime is opened with. */
export interface TextSession {
  readonly client: OpenAI;
  readonly model: string;
  /** The session, as a `session.update` carries it. */
  readonly session: object;
}

/** A text session of OpenAI Realtime: the model of the calls, without their sound. */
export function openOpenaiLine({ client, model, session }: TextSession): PersonaLine {
  const queue = new EventQueue();
  const connection = new OpenAIRealtimeWS({ model }, client);
  const { socket } = connection;
  connection.on("error", (error) => {
    // A refusal arrives as an event as well; what is no event is the transport's.
    if (error.error === undefined) queue.close(toRefusal(error));
  });
  connection.on("event", (event) => {
    queue.push(event);
  });
  socket.on("open", () => {
    connection.send({ type: "session.update", session: { type: "realtime", ...session } });
  });
  socket.on("close", (code) => {
    queue.close(new CommandError(`OpenAI closed the line (${code}).`));
  });
  const opened = new Promise<void>((resolve) => {
    socket.once("open", resolve);
  });
  return {
    send: (event) => {
      void opened.then(() => {
        socket.send(JSON.stringify(event));
      });
    },
    next: () => queue.next(),
    close: () => {
      queue.close(new Error("The rehearsal is over."));
      socket.close(1000);
    },
  };
}

function toRefusal(error: Error): CommandError {
  const message = `OpenAI cannot be reached: ${error.message}. Check OPENAI_API_KEY and the network.`;
  return new CommandError(message, 1, { cause: error });
}
