import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";

/** The one request that key sets need; a test passes its own. */
export type FetchKeys = (url: string, init: RequestInit) => Promise<Response>;

/** Finds the public keys of a site by the address that its operator registered. */
export type KeySets = (url: string) => JWTVerifyGetKey;

/** A site's key set could not be read; whose token it is cannot be said now. */
export class KeySetError extends Error {
  override readonly name = "KeySetError";
}

const TIMEOUT_MS = 3_000;
const MAX_CHARACTERS = 65_536;
const MAX_SETS = 200;
/** After a failure nobody asks again for so long: tokens are free to send, requests to a host are not. */
const PAUSE_MS = 10_000;

/**
 * Creates key sets that are fetched when needed and kept for ten minutes; an unknown key is looked for once
 * in thirty seconds. Nothing of a token decides which host is asked, and no redirect is followed.
 */
export function createKeySets(fetchKeys: FetchKeys, now: () => Date): KeySets {
  const sets = new Map<string, JWTVerifyGetKey>();
  return (url) => {
    const known = sets.get(url);
    if (known !== undefined) return known;
    if (sets.size >= MAX_SETS) sets.clear();
    const set = createRemoteJWKSet(new URL(url), {
      timeoutDuration: TIMEOUT_MS,
      [customFetch]: withPause((address, init) => readKeySet(fetchKeys, address, init), now),
    });
    sets.set(url, set);
    return set;
  };
}

function withPause(fetchOnce: FetchKeys, now: () => Date): FetchKeys {
  let pausedUntilMs = 0;
  return async (url, init) => {
    if (now().getTime() < pausedUntilMs) throw new KeySetError("the key set failed a moment ago");
    try {
      return await fetchOnce(url, init);
    } catch (error) {
      pausedUntilMs = now().getTime() + PAUSE_MS;
      throw error instanceof KeySetError
        ? error
        : new KeySetError("the key set could not be reached", { cause: error });
    }
  };
}

/**
 * Reads a key set once, following no redirect and no more than so long.
 * @throws {KeySetError} where it is none; what `fetchKeys` throws.
 */
export async function readKeySet(
  fetchKeys: FetchKeys,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const response = await fetchKeys(url, { ...init, redirect: "manual" });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new KeySetError(`the key set was answered with ${response.status}`);
  }
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_CHARACTERS) throw new KeySetError("the key set is too large");
  }
  assertKeySet(text);
  return new Response(text, { status: 200 });
}

function assertKeySet(text: string): void {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "keys" in value) {
      if (Array.isArray(value.keys) && value.keys.every(isObject)) return;
    }
  } catch {
    // Told below, without the text, which is somebody else's.
  }
  throw new KeySetError("the answer is no key set");
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
