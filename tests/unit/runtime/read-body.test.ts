import assert from "node:assert/strict";
import { test } from "node:test";
import { readText } from "../../../supabase/functions/_shared/runtime/http/read-body.ts";

/** A body that sends a byte every few milliseconds, and how often its sender was let go. */
function createTrickle(): { body: ReadableStream<Uint8Array>; cancelled: () => number } {
  let cancelled = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      timer = setInterval(() => {
        controller.enqueue(new Uint8Array([0x20]));
      }, 5);
    },
    cancel() {
      clearInterval(timer);
      cancelled += 1;
    },
  });
  return { body, cancelled: () => cancelled };
}

const post = (body: BodyInit) =>
  new Request("https://project.example/", { method: "POST", body, duplex: "half" } as RequestInit);

test("readText() waits no longer than it may for a body that comes a byte at a time", async () => {
  const { body, cancelled } = createTrickle();
  await assert.rejects(readText(post(body), 1_000, 60), { code: "request_invalid" });
  assert.equal(cancelled(), 1, "its sender is let go");
});

test("readText() lets go of a body that is too large, however it goes on", async () => {
  const { body, cancelled } = createTrickle();
  await assert.rejects(readText(post(body), 3, 10_000), { code: "too_large" });
  assert.equal(cancelled(), 1);
});

test("readText() reads what comes in time, in any pieces, and nothing where there is nothing", async () => {
  const bytes = new TextEncoder().encode("Bonjour, ça va ?");
  const pieces = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  assert.equal(await readText(post(pieces), 100), "Bonjour, ça va ?");
  assert.equal(await readText(new Request("https://project.example/"), 100), "");
});
