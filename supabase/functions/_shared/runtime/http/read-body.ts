import { ProblemError } from "./problem-error.ts";

/**
 * Reads a request's body as text, counting bytes as they come, so that neither a false nor an absent
 * Content-Length makes us hold more than `maxBytes`.
 * @throws {ProblemError} too_large; request_invalid when the bytes are not UTF-8.
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let byteCount = 0;
  let text = "";
  try {
    for await (const chunk of request.body ?? []) {
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

function tooLarge(maxBytes: number): ProblemError {
  return new ProblemError("too_large", `The body may hold ${maxBytes} bytes at most.`);
}
