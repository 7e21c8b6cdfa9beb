import { createServer } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import { WebSocketServer, type WebSocket } from "ws";
import { createCertificate } from "../../../demo/stand-in/sideband/certificate.ts";
import { ANSWER } from "../../functions/kit/offer-fixture.ts";
import { freePort } from "../stack/free-port.ts";
import { ScriptedCall, type WireEvent } from "./scripted-call.ts";

/** A provider over TLS whose calls are scripted: REST, sidebands and hang-ups, but no media. */
export interface ScriptedVoiceService {
  /** What `OPENAI_BASE_URL` takes; sidebands are below it too. */
  readonly baseUrl: string;
  /** The authority that signed its certificate, for `DENO_CERT`. */
  readonly authorityFile: string;
  /** Every call that was ever made, by its id, in order. */
  readonly calls: ReadonlyMap<string, ScriptedCall>;
  /** Lets nobody listen to any call while it is true. */
  isDeaf: boolean;
  readonly stop: () => Promise<void>;
}

/** Starts it on a free port. `folder` takes the certificate. */
export async function startScriptedVoiceService(folder: string): Promise<ScriptedVoiceService> {
  const certificate = await createCertificate(folder, "127.0.0.1");
  const calls = new Map<string, ScriptedCall>();
  const state = { isDeaf: false };
  const server = createServer(
    { key: certificate.key, cert: certificate.cert },
    (request, response) => {
      void answer(request, response, calls);
    },
  );
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    const id = new URL(request.url ?? "/", "http://localhost").searchParams.get("call_id") ?? "";
    const call = calls.get(id);
    if (state.isDeaf || call === undefined || call.isOver) {
      socket.end("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      attach(call, client);
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return Object.assign(state, {
    baseUrl: `https://127.0.0.1:${port}/v1`,
    authorityFile: certificate.authorityFile,
    calls,
    stop: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function attach(call: ScriptedCall, client: WebSocket): void {
  const leave = call.listen(
    (text) => {
      client.send(text);
    },
    (code) => {
      if (code === 1_000) client.close(code);
      else client.terminate();
    },
  );
  client.on("message", (data: Buffer) => {
    call.receive(JSON.parse(data.toString("utf8")) as WireEvent);
  });
  client.on("error", () => undefined);
  client.on("close", leave);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  calls: Map<string, ScriptedCall>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = request.url ?? "";
  const hungUp = /\/realtime\/calls\/([^/]+)\/hangup$/.exec(url)?.[1];
  if (hungUp !== undefined) {
    const call = calls.get(hungUp);
    const isLive = call?.isOver === false;
    call?.end();
    response.writeHead(isLive ? 200 : 404).end();
  } else if (url === "/v1/realtime/calls") {
    const contentType = request.headers["content-type"] ?? "";
    const body = new Response(Buffer.concat(chunks), { headers: { "content-type": contentType } });
    const session = (await body.formData()).get("session");
    const settings = typeof session === "string" ? session : "{}";
    const call = new ScriptedCall(JSON.parse(settings) as WireEvent);
    calls.set(call.id, call);
    const headers = { location: `/v1/realtime/calls/${call.id}`, "content-type": "text/plain" };
    response.writeHead(201, headers).end(ANSWER);
  } else {
    response.writeHead(503, { "content-type": "application/json" }).end('{"error":{}}');
  }
}
