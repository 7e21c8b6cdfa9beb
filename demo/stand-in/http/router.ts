import type { IncomingMessage, ServerResponse } from "node:http";
import { serveAdmin } from "./admin-routes.ts";
import { assertProjectKey } from "./authorise.ts";
import { postCall, postHangup } from "./calls-routes.ts";
import { postClientSecret } from "./client-secrets-route.ts";
import type { RouteContext } from "./context.ts";
import { parseUrl } from "./parse-url.ts";
import { parseJson, readBody } from "./read-body.ts";
import { HttpRefusal, replyError, replyJson } from "./reply.ts";

const MODELS = [
  "gpt-realtime-2.1",
  "gpt-realtime-2.1-mini",
  "gpt-realtime-2",
  "gpt-realtime-1.5",
  "gpt-realtime",
  "gpt-transcribe",
  "gpt-live-transcribe",
  "gpt-6-luna",
];
const HANGUP_PATH = /^\/v1\/realtime\/calls\/([A-Za-z0-9_-]+)\/hangup$/;
const ADMIN_PREFIX = "/stand-in/";

/** Makes the handler of every HTTP request: CORS, then the route, then a refusal in OpenAI's shape. */
export function createRequestHandler(context: RouteContext) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    setCommonHeaders(request, response);
    if (request.method === "OPTIONS") {
      response.writeHead(204);
      response.end();
      return;
    }
    void route(context, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else replyError(response, error);
    });
  };
}

async function route(
  context: RouteContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = parseUrl(request);
  const hangup = HANGUP_PATH.exec(pathname)?.[1];
  if (pathname.startsWith(ADMIN_PREFIX)) {
    const path = pathname.slice(ADMIN_PREFIX.length).split("/");
    await serveAdmin(context, request, response, path);
  } else if (hangup !== undefined && request.method === "POST")
    postHangup(context, request, response, hangup);
  else await routeFixed(context, request, response, `${request.method ?? ""} ${pathname}`);
}

async function routeFixed(
  ...[context, request, response, target]: [RouteContext, IncomingMessage, ServerResponse, string]
): Promise<void> {
  switch (target) {
    case "POST /v1/realtime/calls":
      await postCall(context, request, response);
      return;
    case "POST /v1/realtime/client_secrets":
      await postClientSecret(context, request, response);
      return;
    case "POST /v1/responses": {
      assertProjectKey(request, context.apiKey);
      const result = await context.createResponse(parseJson(await readBody(request)));
      replyJson(response, result.status, result.body);
      return;
    }
    case "GET /v1/models":
      assertProjectKey(request, context.apiKey);
      replyJson(response, 200, { object: "list", data: MODELS.map(toModel) });
      return;
    default:
      throw new HttpRefusal(404, `Invalid URL (${target})`);
  }
}

function toModel(id: string) {
  return { id, object: "model", created: 1_784_736_000, owned_by: "system" };
}

function setCommonHeaders(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-expose-headers", "Location, X-Request-Id, CF-Ray");
  response.setHeader("x-request-id", `req_${crypto.randomUUID().replaceAll("-", "")}`);
  if (request.method !== "OPTIONS") return;
  response.setHeader("access-control-allow-methods", "GET, POST, PATCH, DELETE, OPTIONS");
  const requested = request.headers["access-control-request-headers"];
  response.setHeader("access-control-allow-headers", requested ?? "authorization, content-type");
  response.setHeader("access-control-max-age", "600");
}
