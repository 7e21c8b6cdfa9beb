import { ProblemError } from "./problem-error.ts";

/** Longer takes no page, on any line: whoever sends a byte now and then is not waited for. */
const MAX_BODY_MS = 15_000;

/**
 * Reads a request's body as text, counting bytes as they come, so that neither a false nor an absent
 * Content-Length makes us hold more than `maxBytes`, nor wait longer than `maxMs` for its end.
 * @throws {ProblemError} too_large; request_invalid when the bytes are not UTF-8, or late.
 */
export async function readText(
  request: Request,
  maxBytes: number,
  maxMs = MAX_BODY_MS,
): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let byteCount = 0;
  let text = "";
  try {
    for await (const chunk of readChunks(request, maxMs)) {
      byteCount += chunk.byteLength;
      if (byteCount > maxBytes) throw tooLarge(maxBytes);
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError("request_invalid", "The body could not be read as UTF-8 text.", {
      cause: error,
    });
  }
}

/** The body as it comes. Whoever stops reading lets its sender go; so does the clock, by an error. */
async function* readChunks(request: Request, maxMs: number): AsyncGenerator<Uint8Array> {
  if (request.body === null) return;
  const reader = request.body.getReader();
  const clock = { isOver: false };
  const timer = setTimeout(() => {
    clock.isOver = true;
    reader.cancel().catch(() => undefined);
  }, maxMs);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
    if (clock.isOver) throw new ProblemError("request_invalid", "The body did not come in time.");
  } finally {
    clearTimeout(timer);
    await reader.cancel().catch(() => undefined);
  }
}

function tooLarge(maxBytes: number): ProblemError {
  return new ProblemError("too_large", `The body may hold ${maxBytes} bytes at most.`);
}
