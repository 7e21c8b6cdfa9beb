import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { createCallIds } from "../realtime/ids.ts";
import { parseStrictly } from "../realtime/parse-strictly.ts";
import { createSessionSettings } from "../realtime/session-settings.ts";
import { assertProjectKey } from "./authorise.ts";
import type { RouteContext } from "./context.ts";
import { parseJson, readBody } from "./read-body.ts";
import { replyJson } from "./reply.ts";

const DEFAULT_LIFETIME_SECONDS = 600;

const mintSchema = z.strictObject({
  expires_after: z
    .strictObject({
      anchor: z.literal("created_at").optional(),
      seconds: z.number().int().min(10).max(7200).optional(),
    })
    .optional(),
  session: z.unknown().optional(),
});

/** `POST /v1/realtime/client_secrets`: mints an ephemeral key and shows the session it will open. */
export async function postClientSecret(
  context: RouteContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  assertProjectKey(request, context.apiKey);
  const body = await readBody(request);
  const mint = parseStrictly(mintSchema, body.length === 0 ? {} : parseJson(body), "");
  const lifetimeSeconds = mint.expires_after?.seconds ?? DEFAULT_LIFETIME_SECONDS;
  const identity = { id: createCallIds().sessionId, expiresAt: 0 };
  const session = createSessionSettings(mint.session, identity);
  replyJson(response, 200, {
    value: context.keys.mint(session, lifetimeSeconds),
    expires_at: Math.floor(Date.now() / 1000) + lifetimeSeconds,
    session,
  });
}
