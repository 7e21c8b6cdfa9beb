import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import type { Call, CallRegistry } from "../calls.ts";
import { readBearer, wrongKey } from "../http/authorise.ts";
import { callNotFound } from "../http/calls-routes.ts";
import { parseUrl } from "../http/parse-url.ts";
import { HttpRefusal } from "../http/reply.ts";
import { createErrorEnvelope } from "../realtime/errors.ts";

const PATH = "/v1/realtime";
const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
};

/** Attaches WebSockets to running calls: same events as the data channel but for the greeting, any client event in. */
export class SidebandServer {
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #calls: CallRegistry;
  readonly #apiKey: string;

  constructor(calls: CallRegistry, apiKey: string) {
    this.#calls = calls;
    this.#apiKey = apiKey;
  }

  /** Handles an HTTP upgrade: attaches, or answers with a refusal in OpenAI's shape. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    try {
      const call = this.#admit(request);
      this.#sockets.handleUpgrade(request, socket, head, (client) => {
        attach(call, client);
      });
    } catch (error) {
      refuse(socket, error);
    }
  }

  close(): void {
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
  }

  #admit(request: IncomingMessage): Call {
    const url = parseUrl(request);
    if (url.pathname !== PATH) throw new HttpRefusal(404, `Invalid URL (GET ${url.pathname})`);
    const key = readBearer(request);
    if (key !== this.#apiKey) throw wrongKey(key);
    const callId = url.searchParams.get("call_id");
    if (callId === null) {
      const message = "The stand-in has sidebands only: give the call_id of a running call.";
      throw new HttpRefusal(400, message, { code: "unsupported_by_stand_in", param: "call_id" });
    }
    const isBeta = request.headers["openai-beta"] !== undefined;
    const call = isBeta ? undefined : this.#calls.find(callId);
    if (!call?.admitsSideband()) throw callNotFound(callId);
    return call;
  }
}

function attach(call: Call, client: WebSocket): void {
  const unsubscribe = call.session.attachSideband((event) => {
    client.send(JSON.stringify(event));
  });
  const forget = call.addSideband((code) => {
    client.close(code);
  });
  client.on("message", (data, isBinary) => {
    if (!isBinary) call.session.receive(toText(data));
  });
  client.on("error", () => {
    // A broken socket closes next, and that is all there is to do about it.
  });
  client.on("close", () => {
    unsubscribe();
    forget();
  });
}

function toText(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return data instanceof ArrayBuffer ? Buffer.from(data).toString("utf8") : data.toString("utf8");
}

function refuse(socket: Duplex, error: unknown): void {
  const refusal =
    error instanceof HttpRefusal ? error : new HttpRefusal(400, "The upgrade failed.");
  const body = JSON.stringify(createErrorEnvelope(refusal.message, refusal.details));
  const head = [
    `HTTP/1.1 ${refusal.status} ${REASONS[refusal.status] ?? "Error"}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
