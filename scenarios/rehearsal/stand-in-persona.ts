import { systemClock, type Clock } from "../../demo/stand-in/clock.ts";
import { createFaults } from "../../demo/stand-in/faults/faults.ts";
import { CallSession } from "../../demo/stand-in/realtime/call-session.ts";
import { createSessionSettings } from "../../demo/stand-in/realtime/session-settings.ts";
import { createScene } from "../../demo/stand-in/scene/create-scene.ts";
import type { Scenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { EventQueue, type PersonaClient } from "./persona-client.ts";

/** Nobody listens to the pace of a typed talk. */
const HASTE = 100;
const A_DAY_SECONDS = 86_400;

/** The stand-in's customer of one scenario, in this process: its realtime session without any media. */
export function openStandInPersona(scenario: Scenario, session: object): PersonaClient {
  const queue = new EventQueue();
  const identity = { id: "sess_rehearsal", expiresAt: A_DAY_SECONDS };
  const call = new CallSession(
    {
      clock: createHastyClock(),
      voice: { render: () => Promise.resolve(new Int16Array()) },
      matcher: {
        match: () => Promise.resolve(null),
        prepare: () => undefined,
        findReady: () => [],
      },
      ear: null,
      createScene: (instructions) => createScene(instructions, [scenario]),
    },
    {
      settings: createSessionSettings(session, identity),
      faults: { ...createFaults(), sessionSeconds: A_DAY_SECONDS * HASTE },
      toneReader: { push: () => null, free: () => undefined },
      onExpired: () => {
        queue.close(new Error("The rehearsal has taken a whole day."));
      },
    },
  );
  call.openChannel((event) => {
    queue.push(event);
  });
  return {
    send: (event) => {
      call.receive(JSON.stringify(event));
    },
    next: () => queue.next(),
    close: () => {
      call.close();
      queue.close(new Error("The rehearsal is over."));
    },
  };
}

function createHastyClock(): Clock {
  return {
    now: () => systemClock.now() * HASTE,
    after: (delayMs, run) => systemClock.after(delayMs / HASTE, run),
    every: (intervalMs, run) => systemClock.every(intervalMs / HASTE, run),
  };
}
