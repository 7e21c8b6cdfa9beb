import { ProblemError } from "./problem-error.ts";
import { readBearer } from "./read-bearer.ts";

/**
 * Admits a caller that holds one of `keys`; an empty one admits nobody. Every key is compared in full, by digest,
 * so that the time taken tells nothing of how much of a guess was right.
 *
 * @param setting What the caller is told to send: the name of the setting that holds the keys.
 * @throws {ProblemError} caller_unauthorized.
 */
export async function assertBearer(
  request: Request,
  setting: string,
  keys: readonly string[],
): Promise<void> {
  const given = await digest(readBearer(request));
  let admitted = false;
  for (const key of keys) {
    if (isEqual(given, await digest(key)) && key !== "") admitted = true;
  }
  if (admitted) return;
  const message = `Send what is set as ${setting}, as "Authorization: Bearer …".`;
  throw new ProblemError("caller_unauthorized", message);
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length;
  left.forEach((byte, index) => {
    difference |= byte ^ (right[index] ?? 0);
  });
  return difference === 0;
}
