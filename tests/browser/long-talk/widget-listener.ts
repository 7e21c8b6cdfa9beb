import type { Practice } from "../../../widget/src/domain/state/practice.ts";
import "../../../widget/src/entries/call.ts";
import { defineOnce } from "../../../widget/src/elements/kit/define-once.ts";
import { MakaVoiceCoach } from "../../../widget/src/elements/tag/maka-voice-coach.ts";
import { openPractice, renewToken } from "../../../widget/src/elements/tag/open-practice.ts";
import type { Clock } from "../../../widget/src/ports/clock.ts";
import { createRealtimeDialect } from "../../../widget/src/protocol/openai-realtime/realtime-dialect.ts";
import { PracticeSession } from "../../../widget/src/session/practice-session.ts";
import { buildBrief } from "../kit/fake-practice.ts";
import { FakeWorld, GRANT } from "../../unit/session/fake-ports.ts";
import type { TalkListener } from "./talk-listener.ts";

const LIMIT_SECONDS = 7_200;
/** An hour of talk for the seventy thousand events of it. */
const EVENT_MS = 50;

/** Time that passes with the events; a timer that is due rings with the next one. */
class TalkClock implements Clock {
  #nowMs = 0;
  #timers: { readonly dueAtMs: number; readonly signal: AbortSignal; readonly ring: () => void }[] =
    [];

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, signal: AbortSignal, ring: () => void): void {
    this.#timers.push({ dueAtMs: this.#nowMs + delayMs, signal, ring });
  }

  jitter(): number {
    return 0.5;
  }

  pass(durationMs: number): void {
    this.#nowMs += durationMs;
    const due = this.#timers.filter(({ dueAtMs }) => dueAtMs <= this.#nowMs);
    if (due.length === 0) return;
    this.#timers = this.#timers.filter((timer) => !due.includes(timer) && !timer.signal.aborted);
    for (const { signal, ring } of due) if (!signal.aborted) ring();
  }
}

/** The whole tag in a call, drawn on the page; only its microphone, network and server are not there. */
export async function createWidgetListener(): Promise<TalkListener> {
  const world = new FakeWorld();
  world.grant = Promise.resolve({ ...GRANT, limitSeconds: LIMIT_SECONDS });
  const clock = new TalkClock();
  const goOn = { status: "continue", remainingSeconds: LIMIT_SECONDS } as const;
  const api = { ...world.ports.api, beat: () => Promise.resolve(goOn) };
  const practices: Practice[] = [];
  MakaVoiceCoach.services = {
    loadBrief: () => Promise.resolve(buildBrief()),
    readSessionMarker: () => null,
    loadCall: () =>
      Promise.resolve({
        renewToken,
        openPractice: (setup) =>
          openPractice(setup, (options) => {
            const practice = new PracticeSession(options, { ...world.ports, api, clock });
            practices.push(practice);
            return practice;
          }),
      }),
  };
  defineOnce("maka-voice-coach", MakaVoiceCoach);
  const tag = document.createElement("maka-voice-coach");
  tag.api = "https://api.example/v1";
  tag.embedKey = "mk_bench";
  tag.scenario = "bakery";
  tag.locale = "en";
  document.body.append(tag);
  await tag.start();
  practices.at(-1)?.consent();
  for (let round = 0; tag.phase !== "in-call" && round < 100; round += 1) {
    clock.pass(EVENT_MS);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (tag.phase !== "in-call") throw new Error(`The call did not begin: ${tag.phase}`);
  const dialect = createRealtimeDialect();
  return {
    hear: (text) => {
      clock.pass(EVENT_MS);
      world.hear(...dialect.hear(text).events);
    },
    countTurns: () => tag.turns.length,
  };
}
