import assert from "node:assert/strict";
import { test } from "node:test";
import { exportJWK, generateKeyPair } from "jose";
import {
  createKeySets,
  KeySetError,
} from "../../../supabase/functions/_shared/identity/key-sets.ts";

const URL_OF_KEYS = "https://lms.example/.well-known/jwks.json";
const HEADER = { alg: "ES256", kid: "ec-1" };

async function createJwk(): Promise<object> {
  const { publicKey } = await generateKeyPair("ES256", { extractable: true });
  return { ...(await exportJWK(publicKey)), ...HEADER, use: "sig" };
}

/** Key sets whose site answers by `answer`, and what they asked of it. */
function openKeySets(answer: () => Response | Promise<Response>) {
  const asked: RequestInit[] = [];
  const clock = { nowMs: 1_000_000 };
  const keySets = createKeySets(
    async (_url, init) => {
      asked.push(init);
      return await answer();
    },
    () => new Date(clock.nowMs),
  );
  const find = async (url = URL_OF_KEYS): Promise<unknown> =>
    await keySets(url)(HEADER, { payload: "", signature: "" });
  return { asked, clock, keySets, find };
}

test("createKeySets() asks a site once, for many tokens, and follows it nowhere else", async () => {
  const jwk = await createJwk();
  const { asked, find, keySets } = openKeySets(() => Response.json({ keys: [jwk] }));
  for (let token = 0; token < 5; token += 1) await find();
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.redirect, "manual", "where a site points to, an inner host may be");
  assert.equal(keySets(URL_OF_KEYS), keySets(URL_OF_KEYS));
});

test("createKeySets() waits three seconds for a site and no longer", async (context) => {
  const waits: number[] = [];
  context.mock.method(AbortSignal, "timeout", (milliseconds: number) => {
    waits.push(milliseconds);
    return AbortSignal.abort(new DOMException("too slow", "TimeoutError"));
  });
  const { asked, find } = openKeySets(() => Promise.reject(asked[0]?.signal?.reason as Error));
  await assert.rejects(find(), KeySetError);
  assert.deepEqual(waits, [3_000]);
});

test("createKeySets() takes nothing but a list of keys, answered with 200", async () => {
  const keys = [await createJwk()];
  const answers = {
    moved: () => new Response(null, { status: 302, headers: { location: "https://10.0.0.1/" } }),
    "another success": () => Response.json({ keys }, { status: 203 }),
    refused: () => Response.json({ keys }, { status: 403 }),
    broken: () => Response.json({ keys }, { status: 500 }),
    "no JSON": () => new Response("<html>"),
    nothing: () => new Response("null"),
    "a list": () => Response.json(keys),
    "keys by name": () => Response.json({ keys: { one: keys[0] } }),
    "texts as keys": () => Response.json({ keys: ["a", ...keys] }),
    "lists as keys": () => Response.json({ keys: [[], ...keys] }),
    "null as a key": () => Response.json({ keys: [null, ...keys] }),
  };
  for (const [name, answer] of Object.entries(answers)) {
    await assert.rejects(openKeySets(answer).find(), KeySetError, name);
  }
});

test("createKeySets() reads no answer to its end that is too large, and leaves none open", async () => {
  let sent = 0;
  let cancelled = 0;
  const endless = (status: number): Response => {
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      sent += 1;
      if (sent > 1_000) controller.close();
      else controller.enqueue(new TextEncoder().encode(" ".repeat(8_192)));
    };
    const cancel = (): void => void (cancelled += 1);
    return new Response(new ReadableStream({ pull, cancel }), { status });
  };
  await assert.rejects(openKeySets(() => endless(200)).find(), /too large/);
  assert.ok(sent < 20, `${sent} pieces were read`);
  assert.equal(cancelled, 1);
  await assert.rejects(openKeySets(() => endless(404)).find(), /answered with 404/);
  assert.equal(cancelled, 2);
});

test("createKeySets() leaves a failing site alone for ten seconds, and then asks again", async () => {
  const keys = [await createJwk()];
  let isDown = true;
  const { asked, clock, find } = openKeySets(() => {
    if (isDown) throw new TypeError("connection refused");
    return Response.json({ keys });
  });
  for (let token = 0; token < 5; token += 1) await assert.rejects(find(), KeySetError);
  assert.equal(asked.length, 1);
  isDown = false;
  clock.nowMs += 9_999;
  await assert.rejects(find(), /a moment ago/);
  clock.nowMs += 1;
  await find();
  assert.equal(asked.length, 2);
});

test("createKeySets() keeps two hundred sites in memory and no more", () => {
  const { keySets } = openKeySets(() => Response.json({ keys: [] }));
  const first = keySets(URL_OF_KEYS);
  for (let site = 1; site < 200; site += 1) keySets(`https://lms.example/${site}`);
  assert.equal(keySets(URL_OF_KEYS), first);
  keySets("https://lms.example/200");
  assert.notEqual(keySets(URL_OF_KEYS), first);
});
