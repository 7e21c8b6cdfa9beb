import type { IncomingMessage } from "node:http";
import { HttpRefusal } from "./reply.ts";

/** The bearer token of a request; null without one. */
export function readBearer(request: IncomingMessage): string | null {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? null;
}

/** @throws {HttpRefusal} 401 unless the request carries the project's key */
export function assertProjectKey(request: IncomingMessage, apiKey: string): void {
  if (readBearer(request) !== apiKey) throw wrongKey(readBearer(request));
}

/** The refusal of a missing or wrong key. */
export function wrongKey(key: string | null): HttpRefusal {
  if (key === null) {
    const message =
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).";
    return new HttpRefusal(401, message, { code: "missing_api_key" });
  }
  const shown = key.length > 12 ? `${key.slice(0, 8)}****${key.slice(-4)}` : "****";
  return new HttpRefusal(401, `Incorrect API key provided: ${shown}.`, { code: "invalid_api_key" });
}
