import type { IncomingMessage } from "node:http";
import { HttpRefusal } from "./reply.ts";

const LARGEST_BYTES = 4 * 1024 * 1024;

/** @throws {HttpRefusal} 413 where the body is larger than 4 MiB */
export async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<unknown>) {
    if (!(chunk instanceof Uint8Array)) continue;
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // What is too much is read and dropped: a caller that still sends would not see the refusal.
    if (size <= LARGEST_BYTES) chunks.push(bytes);
  }
  if (size > LARGEST_BYTES) throw new HttpRefusal(413, "Request body too large.");
  return Buffer.concat(chunks);
}

/** @throws {HttpRefusal} 400 where the body is not JSON */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    const message =
      "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)";
    throw new HttpRefusal(400, message);
  }
}
