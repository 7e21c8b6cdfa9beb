import { ANSWER } from "./offer-fixture.ts";

/** One request as the fake service received it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly text: string;
  readonly form: FormData | null;
}

type Reply = (request: ReceivedRequest) => Response | Promise<Response>;

/** An OpenAI over HTTP with the answers that were recorded from the real one; a test may replace each. */
export function startFakeOpenai() {
  const received: ReceivedRequest[] = [];
  /** By "METHOD /path", ids of calls written as `:id`. */
  const replies: Record<string, Reply> = {
    "POST /v1/realtime/calls": () => callCreated(`rtc_${crypto.randomUUID()}`),
    "POST /v1/realtime/calls/:id/hangup": () => new Response(null, { status: 200 }),
    "POST /v1/realtime/client_secrets": () =>
      Response.json({
        value: "ek_from_service",
        expires_at: 1_784_736_004,
        session: { type: "realtime", object: "realtime.session", id: "sess_u0_1" },
      }),
    "GET /v1/models": () => Response.json({ object: "list", data: [] }),
  };
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (raw) => {
    const request = await toReceived(raw);
    received.push(request);
    const name = `${request.method} ${request.path.replace(/\/calls\/[^/]+/, "/calls/:id")}`;
    return (
      (await replies[name]?.(request)) ?? errorReply(404, { code: "unknown_url", message: name })
    );
  });
  const { port } = server.addr;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    received,
    replies,
    stop: () => server.shutdown(),
  };
}

export type FakeOpenai = ReturnType<typeof startFakeOpenai>;

/** The 201 as recorded: a relative Location, SDP under text/plain. */
export function callCreated(callId: string, answer = ANSWER): Response {
  return new Response(answer, {
    status: 201,
    headers: {
      location: `/v1/realtime/calls/${callId}`,
      "content-type": "text/plain; charset=utf-8",
    },
  });
}

/** The service's error envelope. */
export function errorReply(
  status: number,
  error: { readonly message?: string; readonly code?: string; readonly param?: string },
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json({ error: { type: "invalid_request_error", ...error } }, { status, headers });
}

/** A finished response of `/v1/responses` whose text is `text`. */
export function textReply(text: string): Response {
  return Response.json({
    id: "resp_1",
    object: "response",
    created_at: 1_784_736_004,
    status: "completed",
    model: "gpt-6-luna",
    output: [
      {
        id: "msg_1",
        type: "message",
        role: "assistant",
        status: "completed",
        content: [{ type: "output_text", text, annotations: [] }],
      },
    ],
  });
}

async function toReceived(request: Request): Promise<ReceivedRequest> {
  const isForm = request.headers.get("content-type")?.startsWith("multipart/form-data") ?? false;
  const copy = request.clone();
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    headers: request.headers,
    text: await request.text(),
    form: isForm ? await copy.formData() : null,
  };
}
