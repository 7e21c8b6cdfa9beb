import type { IncomingMessage } from "node:http";
import { HttpRefusal } from "./reply.ts";

/** @throws {HttpRefusal} 400 where the request line holds no usable path */
export function parseUrl(request: IncomingMessage): URL {
  const url = URL.parse(request.url ?? "/", "http://localhost");
  if (!url) throw new HttpRefusal(400, "Invalid URL.");
  return url;
}
