import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Faults } from "../faults/faults.ts";
import { createCallIds } from "../realtime/ids.ts";
import { createSessionSettings, type SessionSettings } from "../realtime/session-settings.ts";
import { assertProjectKey, readBearer, wrongKey } from "./authorise.ts";
import type { RouteContext } from "./context.ts";
import { parseCallBody, type CallBody } from "./parse-call-body.ts";
import { parseUrl } from "./parse-url.ts";
import { readBody } from "./read-body.ts";
import { HttpRefusal } from "./reply.ts";

/** `POST /v1/realtime/calls`: takes an offer, answers it, and names the call in `Location`. */
export async function postCall(
  context: RouteContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const key = readBearer(request);
  const isEphemeral = key?.startsWith("ek_") === true;
  if (!isEphemeral) assertProjectKey(request, context.apiKey);
  const call = await parseCallBody(request.headers["content-type"] ?? "", body);
  const faults = context.faults.takeForCall();
  await misbehave(faults);
  const { callId, sessionId } = createCallIds();
  const model = parseUrl(request).searchParams.get("model");
  const settings = isEphemeral
    ? spendKey(context, key, { sessionId, faults })
    : createSettings(call, { sessionId, faults, model });
  const answer = await openCall(context, {
    callId,
    offer: call.offer,
    settings,
    faults,
    isEphemeral,
  });
  response.writeHead(201, {
    "content-type": "text/plain; charset=utf-8",
    location: `/v1/realtime/calls/${callId}`,
    "timing-allow-origin": "*",
  });
  response.end(answer);
}

/** `POST /v1/realtime/calls/{id}/hangup`: ends a call; one that is over or never was is not found. */
export function postHangup(
  context: RouteContext,
  request: IncomingMessage,
  response: ServerResponse,
  callId: string,
): void {
  assertProjectKey(request, context.apiKey);
  const call = context.calls.find(callId);
  if (!call) throw callNotFound(callId);
  call.end();
  response.writeHead(200);
  response.end();
}

/** The refusal for a call that is over or never was. */
export function callNotFound(callId: string): HttpRefusal {
  return new HttpRefusal(404, `No session found for call_id: ${callId}`, {
    code: "call_id_not_found",
    param: "",
  });
}

async function misbehave(faults: Faults): Promise<void> {
  if (faults.neverAnswer) await new Promise(() => undefined);
  if (faults.answerDelayMs > 0) await wait(faults.answerDelayMs);
  switch (faults.refuseCallsWith) {
    case null:
      return;
    case 401:
      throw wrongKey("refused");
    case 429:
      throw new HttpRefusal(429, "Rate limit reached for requests.", {
        type: "requests",
        code: "rate_limit_exceeded",
      });
    case 500:
      throw new HttpRefusal(500, "The server had an error while processing your request.", {
        type: "server_error",
      });
  }
}

function createSettings(
  call: CallBody,
  { sessionId, faults, model }: { sessionId: string; faults: Faults; model: string | null },
): SessionSettings {
  return createSessionSettings(call.session, {
    id: sessionId,
    expiresAt: toExpiry(faults),
    ...(model === null ? {} : { model }),
  });
}

function spendKey(
  context: RouteContext,
  key: string,
  { sessionId, faults }: { sessionId: string; faults: Faults },
): SessionSettings {
  const minted = context.keys.spend(key, faults.reusableKeys);
  switch (minted) {
    case "unknown":
      throw wrongKey(key);
    case "expired":
      throw new HttpRefusal(401, "Ephemeral key has expired.", { code: "ephemeral_token_expired" });
    case "used":
      throw new HttpRefusal(401, "Ephemeral token has already been used.", {
        code: "ephemeral_token_already_used",
      });
    default:
      return { ...minted, id: sessionId, expires_at: toExpiry(faults) };
  }
}

async function openCall(
  context: RouteContext,
  call: Parameters<RouteContext["calls"]["open"]>[0],
): Promise<string> {
  try {
    return await context.calls.open(call);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HttpRefusal(400, `Failed to parse SDP offer: ${reason}`, {
      code: "invalid_offer",
      param: "sdp",
    });
  }
}

function toExpiry(faults: Faults): number {
  return Math.floor(Date.now() / 1000) + faults.sessionSeconds;
}
