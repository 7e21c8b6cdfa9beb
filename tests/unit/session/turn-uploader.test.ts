import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ReportedTurn } from "#contract/turn.ts";
import fc from "fast-check";
import { CoachError } from "../../../widget/src/domain/state/coach-error.ts";
import { resendUnsent } from "../../../widget/src/session/recovery/resend-unsent.ts";
import { takeBatch, TurnUploader } from "../../../widget/src/session/turn-uploader.ts";
import { settle } from "./fake-clock.ts";
import { FakeWorld } from "./fake-ports.ts";

function turn(sequence: number, text = "Hello."): ReportedTurn {
  return {
    sequence,
    itemId: `item_${sequence}`,
    previousItemId: sequence === 1 ? null : `item_${sequence - 1}`,
    speaker: "learner",
    state: "final",
    text,
    startedAtMs: 0,
    endedAtMs: 1,
  };
}

function start() {
  const world = new FakeWorld();
  const work = new AbortController();
  const credential = { api: "https://api.example", sessionId: "session-1", sessionToken: "token" };
  const uploader = new TurnUploader(world.ports, credential, work.signal, () => undefined);
  return { world, work, uploader };
}

describe("TurnUploader", () => {
  it("add() writes a turn down before it is sent", async () => {
    const { world, uploader } = start();
    const order: string[] = [];
    const { outbox, api } = world.ports;
    const add = outbox.add.bind(outbox);
    const sendTurns = api.sendTurns.bind(api);
    Object.assign(outbox, {
      add: (...given: Parameters<typeof add>) => {
        order.push("write");
        return add(...given);
      },
    });
    Object.assign(api, {
      sendTurns: (...given: Parameters<typeof sendTurns>) => {
        order.push("send");
        return sendTurns(...given);
      },
    });
    uploader.add(turn(1));
    await settle();
    assert.deepEqual(order, ["write", "send"]);
  });

  it("add() never has two requests on their way", async () => {
    const { world, uploader } = start();
    let under = 0;
    let most = 0;
    Object.assign(world.ports.api, {
      sendTurns: async () => {
        under += 1;
        most = Math.max(most, under);
        await settle();
        under -= 1;
        return { contiguous: 9, missing: [] };
      },
    });
    for (let sequence = 1; sequence <= 9; sequence += 1) uploader.add(turn(sequence));
    const done = new AbortController();
    await uploader.finish(done.signal);
    assert.deepEqual([most, uploader.unsent.length], [1, 0]);
  });

  it("wake() waits as long as the server asks", async () => {
    const { world, uploader } = start();
    world.deliveryFailures = [new CoachError("limit_reached", "slow", { retryAfterSeconds: 8 })];
    uploader.add(turn(1));
    await world.clock.pass(7_900);
    assert.equal(world.delivered.length, 0);
    await world.clock.pass(200);
    assert.equal(world.delivered.length, 1);
  });

  it("wake() goes on trying with at most half a minute and its spread between", async () => {
    const { world, uploader } = start();
    const away = new CoachError("server_unreachable", "away");
    world.deliveryFailures = Array.from({ length: 12 }, () => away);
    uploader.add(turn(1));
    await world.clock.pass(12 * 45_000);
    assert.equal(world.delivered.length, 1);
  });

  it("a turn stays unsent when the server says that it is missing", async () => {
    const { world, uploader } = start();
    let answers = 0;
    Object.assign(world.ports.api, {
      sendTurns: () => {
        answers += 1;
        return Promise.resolve({ contiguous: 0, missing: answers === 1 ? [1] : [] });
      },
    });
    uploader.add(turn(1));
    await settle();
    assert.deepEqual([answers, uploader.unsent.length], [1, 1]);
    await world.clock.pass(1_000);
    assert.deepEqual([answers, uploader.unsent.length], [2, 0]);
  });

  it("a uploader that is over retries no more", async () => {
    const { world, work, uploader } = start();
    world.deliveryFailures = [new CoachError("server_unreachable", "away")];
    uploader.add(turn(1));
    await settle();
    work.abort();
    assert.equal(world.clock.pending, 0);
    assert.deepEqual(
      uploader.unsent.map(({ sequence }) => sequence),
      [1],
    );
  });

  it("a turn that the server refuses takes no other with it, and is told of", async (test) => {
    const warn = test.mock.method(console, "warn", () => undefined);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 9 }),
        async (bad) => {
          warn.mock.resetCalls();
          const { world, uploader } = start();
          const { api } = world.ports;
          const sendTurns = api.sendTurns.bind(api);
          Object.assign(api, {
            sendTurns: (...given: Parameters<typeof sendTurns>) =>
              given[1].some(({ sequence }) => bad.includes(sequence))
                ? Promise.reject(new CoachError("configuration_invalid", "A text is refused."))
                : sendTurns(...given),
          });
          for (let sequence = 1; sequence <= 60; sequence += 1) uploader.add(turn(sequence));
          await uploader.finish(new AbortController().signal);
          assert.deepEqual(uploader.unsent, []);
          const delivered = new Set(world.delivered.map(({ sequence }) => sequence));
          assert.equal(delivered.size, 60 - bad.length);
          assert.ok(bad.every((sequence) => !delivered.has(sequence)));
          assert.equal(warn.mock.callCount(), bad.length);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("what an earlier visit left is sent before it is forgotten, but for what is refused", async (test) => {
    const warn = test.mock.method(console, "warn", () => undefined);
    const { world } = start();
    const credential = { api: "https://api.example", sessionId: "gone", sessionToken: "token" };
    const records = [1, 2, 3].map((sequence) => ({ credential, turn: turn(sequence) }));
    const keeper = { unsentOfEnded: () => Promise.resolve(records) };
    const refused = (): CoachError => new CoachError("configuration_invalid", "A text is refused.");
    const removed: number[] = [];
    Object.assign(world.ports.outbox, {
      remove: (_session: string, sequences: readonly number[]) => {
        removed.push(...sequences);
        return Promise.resolve();
      },
    });
    world.deliveryFailures = [new CoachError("server_unreachable", "away")];
    await resendUnsent(world.ports, keeper, new AbortController().signal);
    assert.deepEqual(removed, []);
    world.deliveryFailures = [refused(), refused()];
    await resendUnsent(world.ports, keeper, new AbortController().signal);
    assert.deepEqual(removed, [1, 2, 3]);
    assert.deepEqual(
      world.delivered.map(({ sequence }) => sequence),
      [2, 3],
    );
    assert.equal(warn.mock.callCount(), 1);
  });

  it("takeBatch() takes the first turns, at least one and never more than a request carries", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9_000), { minLength: 1, maxLength: 80 }), (lengths) => {
        const turns = lengths.map((length, index) => turn(index + 1, "x".repeat(length)));
        const batch = takeBatch(turns);
        assert.ok(batch.length >= 1 && batch.length <= 50);
        assert.deepEqual(batch, turns.slice(0, batch.length));
        assert.ok(JSON.stringify(batch).length < 65_536);
      }),
      { numRuns: 60 },
    );
  });
});
