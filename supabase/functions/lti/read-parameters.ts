import { readText } from "../_shared/runtime/http/read-body.ts";

const MAX_BYTES = 65_536;

/**
 * What a platform sends: the fields of a form, and those of the address, where some platforms put a few of them.
 * @throws {ProblemError} too_large or request_invalid.
 */
export async function readParameters(request: Request): Promise<(name: string) => string | null> {
  const asked = new URL(request.url).searchParams;
  const sent = new URLSearchParams(
    request.method === "POST" ? await readText(request, MAX_BYTES) : "",
  );
  return (name) => {
    const value = sent.get(name) ?? asked.get(name);
    return value === null || value === "" ? null : value.toWellFormed().replaceAll("\u0000", "");
  };
}
