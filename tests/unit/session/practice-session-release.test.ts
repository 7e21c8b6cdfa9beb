import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { CoachError } from "../../../widget/src/domain/state/coach-error.ts";
import { FakeRecovery } from "./fake-recovery.ts";
import { settle } from "./fake-clock.ts";
import { FakeWorld, GRANT } from "./fake-ports.ts";
import { Stage } from "./stage.ts";

describe("PracticeSession, given up", () => {
  for (const [place, hold] of Object.entries(HOLDS())) {
    for (const leave of ["stop", "dispose"] as const) {
      it(`PracticeSession frees everything when ${leave}() comes twice ${place} (EL#873)`, async () => {
        const stage = new Stage();
        const release = hold(stage);
        await stage.start();
        stage.practice[leave]();
        stage.practice[leave]();
        release();
        await stage.world.clock.pass(60_000);
        stage.practice[leave]();
        assert.equal(stage.world.live, 0);
        const opened = stage.world.log.filter((entry) => entry === "open").length;
        const ended = stage.world.log.filter((entry) => /^(end|flush) /.test(entry)).length;
        assert.equal(ended >= opened, true, `ended ${ended} of ${opened}`);
      });
    }
  }

  it("PracticeSession frees the microphone when the server ends the call (EL#873)", async () => {
    const ends: ((stage: Stage, extension: FakeRecovery) => void)[] = [
      ({ world }) => (world.beats = ["stop"]),
      ({ world }) => (world.beats = [new CoachError("session_rejected", "over")]),
      ({ world }, extension) => {
        extension.callFailures = [new CoachError("session_rejected", "over")];
        world.hear({ type: "call-hung-up" });
      },
    ];
    for (const end of ends) {
      const world = new FakeWorld();
      const extension = new FakeRecovery(world);
      const stage = new Stage({}, world, extension.load);
      await stage.start();
      assert.equal(world.microphones, 1);
      end(stage, extension);
      await world.clock.pass(15_000);
      assert.deepEqual([world.microphones, world.calls], [0, 0]);
    }
  });

  it("PracticeSession frees the microphone at the deadline when nobody answers what a broken connection offers (EL#873)", async () => {
    const world = new FakeWorld();
    const extension = new FakeRecovery(world);
    const stage = new Stage({}, world, extension.load);
    await stage.start();
    extension.callFailures = Array.from(
      { length: 99 },
      () => new CoachError("server_unreachable", "away"),
    );
    world.hear({ type: "call-hung-up" });
    await world.clock.pass(60_000);
    assert.equal(stage.practice.state.recovery, "offered");
    await world.clock.pass(GRANT.limitSeconds * 1_000);
    assert.deepEqual([world.microphones, world.calls], [0, 0]);
  });

  it("PracticeSession leaves an unfinished goodbye to the browser when it is disposed of", async () => {
    const stage = new Stage();
    stage.world.connection = new Promise(() => undefined);
    stage.world.ending = new Promise(() => undefined);
    await stage.start();
    stage.practice.stop();
    await settle();
    assert.deepEqual(stage.world.log, ["open", "end left"]);
    stage.practice.dispose();
    assert.deepEqual(stage.world.log, ["open", "end left", "flush left"]);
  });

  it("PracticeSession leaves nothing live whatever the order of requests and events", async () => {
    const actions: Readonly<Record<string, (stage: Stage) => void>> = {
      begin: ({ practice }) => {
        practice.begin();
      },
      consent: ({ practice }) => {
        practice.consent();
      },
      stop: ({ practice }) => {
        practice.stop();
      },
      retry: ({ practice }) => {
        practice.retry();
      },
      mute: ({ practice }) => {
        practice.mute();
      },
      text: ({ practice }) => {
        practice.sendText("Hello");
      },
      say: (stage) => {
        stage.say("item_1", "Hello.");
      },
      weak: ({ world }) => {
        world.hear({ type: "connection-weakened" });
      },
      lost: ({ world }) => {
        world.hear({ type: "connection-lost" });
      },
      hangUp: ({ world }) => {
        world.hear({ type: "call-hung-up" });
      },
      hide: ({ world }) => {
        world.page("hidden");
      },
      leave: ({ world }) => {
        world.page("left");
      },
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...Object.keys(actions)), { maxLength: 14 }),
        async (names) => {
          const stage = new Stage();
          for (const name of names) {
            actions[name]?.(stage);
            await stage.world.clock.pass(name.length % 2 === 0 ? 0 : 1_000);
          }
          stage.practice.dispose();
          await settle();
          assert.equal(stage.world.live + stage.world.watchers, 0);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Each place in which an attempt can be given up, as an answer that is held back until released. */
function HOLDS(): Readonly<Record<string, (stage: Stage) => () => void>> {
  const hold =
    (name: "microphone" | "offer" | "connection") =>
    (stage: Stage): (() => void) => {
      const answer = Promise.withResolvers<undefined>();
      stage.world[name] = answer.promise;
      return () => {
        answer.resolve(undefined);
      };
    };
  return {
    "during the permission prompt": hold("microphone"),
    "while the offer is made": hold("offer"),
    "while the session is granted": (stage) => {
      const answer = Promise.withResolvers<typeof GRANT>();
      stage.world.grant = answer.promise;
      return () => {
        answer.resolve(GRANT);
      };
    },
    "while the call connects": hold("connection"),
    "in the call": () => () => undefined,
    "while the session ends": (stage) => {
      const answer = Promise.withResolvers<number>();
      stage.world.ending = answer.promise;
      return () => {
        answer.resolve(1);
      };
    },
  };
}
