// The SDK's sockets need this package but only name it as an optional peer: without the import Deno leaves it out.
import "ws";
import type { OpenAI } from "openai";
import { OpenAIRealtimeWS } from "openai/realtime/ws";
import {
  type ObservationPlan,
  type Sideband,
  SidebandError,
  type SidebandListener,
} from "../../sideband.ts";
import { readSidebandEvent } from "./read-sideband-event.ts";

/** Failing handshakes are reported to hang for five seconds and more. */
const OPENING_TIMEOUT_MS = 8_000;
/** Goodbyes of the server: done, going away, and a close without a code. */
const ORDERLY_CODES: readonly number[] = [1000, 1001, 1005];
const OPEN = 1;

/** Which call, and what it was opened with. */
export interface WatchedCall {
  readonly providerCallId: string;
  readonly plan: ObservationPlan;
}

/**
 * Attaches to a running call with the project key. No greeting comes: the first events are those of the call.
 * @param baseUrl Where the provider's WebSockets are, `https:` or `wss:`, without `/realtime`.
 * @throws {SidebandError}
 */
export function openSideband(
  client: OpenAI,
  baseUrl: string,
  { providerCallId, plan }: WatchedCall,
  listener: SidebandListener,
): Promise<Sideband> {
  const socket = connect(client, baseUrl, providerCallId);
  let isClosing = false;
  socket.on("message", (data) => {
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- a Buffer, whose string is its text
    const event = isClosing ? null : readSidebandEvent(String(data), plan.settings);
    if (event !== null) listener.heard(event);
  });
  const send = (event: object): void => {
    if (socket.readyState === OPEN) socket.send(JSON.stringify(event));
  };
  const sideband = createSideband(send, () => {
    isClosing = true;
    socket.close(1000);
  });
  return new Promise((resolve, reject) => {
    let isPending = true;
    const settle = (report: () => void): void => {
      clearTimeout(timer);
      if (isPending) report();
      isPending = false;
    };
    const fail = (message: string, isAbsent: boolean, cause?: unknown): void => {
      settle(() => {
        isClosing = true;
        reject(new SidebandError(message, isAbsent, cause));
        socket.terminate();
      });
    };
    const timer = setTimeout(() => {
      fail("The sideband did not open in time.", false);
    }, OPENING_TIMEOUT_MS);
    socket.once("open", () => {
      settle(() => {
        resolve(sideband);
      });
    });
    socket.on("unexpected-response", (_request, response) => {
      const status = response.statusCode ?? 0;
      fail(`The sideband was refused with ${status}.`, status === 404);
    });
    socket.on("error", (error) => {
      fail("The sideband cannot be reached.", false, error);
    });
    socket.on("close", (code) => {
      fail("The sideband was closed before it opened.", false);
      if (!isClosing) listener.closed(ORDERLY_CODES.includes(code));
      isClosing = true;
    });
  });
}

/** A socket to a call, of which nobody hears anything yet. */
function connect(client: OpenAI, baseUrl: string, callId: string): OpenAIRealtimeWS["socket"] {
  const url = new URL(`${baseUrl}/realtime`);
  url.protocol = "wss:";
  url.searchParams.set("call_id", callId);
  const connection = new OpenAIRealtimeWS({ callID: callId, buildRealtimeURL: () => url }, client);
  // Without one the SDK raises every error event as an unhandled rejection.
  connection.on("error", () => undefined);
  // The SDK parses every event, fragments too; a segment has two seconds of CPU.
  connection.socket.removeAllListeners("message");
  return connection.socket;
}

/** What may be sent to a call that is watched. */
function createSideband(send: (event: object) => void, close: () => void): Sideband {
  return {
    fetchItem: (itemId, requestId) => {
      send({ type: "conversation.item.retrieve", event_id: requestId, item_id: itemId });
    },
    askSettings: () => {
      send({ type: "session.update", session: { type: "realtime" } });
    },
    markEnd: (itemId) => {
      send({ type: "conversation.item.create", item: toSystemItem(itemId, " ") });
      send({ type: "conversation.item.delete", item_id: itemId });
    },
    direct: (itemId, text) => {
      send({ type: "conversation.item.create", item: toSystemItem(itemId, text) });
    },
    close,
  };
}

function toSystemItem(id: string, text: string): object {
  return { id, type: "message", role: "system", content: [{ type: "input_text", text }] };
}
