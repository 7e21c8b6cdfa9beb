import { readFile } from "node:fs/promises";
import type { CallEvent } from "../../../widget/src/domain/state/call-event.ts";
import { reduceSession } from "../../../widget/src/domain/reduce/reduce-session.ts";
import type { SessionEvent } from "../../../widget/src/domain/state/session-event.ts";
import type { SessionEffect } from "../../../widget/src/domain/state/session-effect.ts";
import {
  createSessionModel,
  type SessionModel,
} from "../../../widget/src/domain/reduce/session-model.ts";
import type { LearnerInput } from "../../../widget/src/domain/state/session-state.ts";
import { createRealtimeDialect } from "../../../widget/src/protocol/openai-realtime/realtime-dialect.ts";

/** The recorded talks of `tests/fixtures/realtime/`. */
export const RECORDINGS = [
  "spoken-turn",
  "three-spoken-turns",
  "transcription-failure",
  "text-turn-text-out",
  "text-turn-audio-out",
  "seeded-talk",
  "tool-call",
  "tool-call-with-commentary",
  "spoken-turn-with-tool",
  "barge-in-cleared-truncated-done",
  "barge-in-cleared-done-truncated",
  "barge-in-truncated-cleared-done",
  "barge-in-truncated-done-cleared",
  "barge-in-done-cleared-truncated",
  "barge-in-done-truncated-cleared",
  "barge-in-after-generation",
  "reply-cancelled-unheard",
] as const;

export type RecordingName = (typeof RECORDINGS)[number];

/** What a turn must read like in the end. */
export interface ExpectedTurn {
  readonly itemId: string;
  readonly speaker: string;
  readonly status: string;
  readonly text: string;
}

export interface Recording {
  readonly expected: readonly ExpectedTurn[];
  /** Server events as they stood on the wire. */
  readonly wire: readonly string[];
  readonly events: readonly CallEvent[];
}

interface RecordingFile {
  readonly expected: readonly ExpectedTurn[];
  readonly events: readonly unknown[];
}

export async function loadRecording(name: RecordingName): Promise<Recording> {
  const url = new URL(`../../fixtures/realtime/${name}.json`, import.meta.url);
  const file = toRecordingFile(JSON.parse(await readFile(url, "utf8")));
  const wire = file.events.map((event) => JSON.stringify(event));
  const dialect = createRealtimeDialect();
  return {
    expected: file.expected,
    wire,
    events: wire.flatMap((text) => dialect.hear(text).events),
  };
}

function toRecordingFile(value: unknown): RecordingFile {
  if (isRecordingFile(value)) return value;
  throw new Error("The fixture is no recording.");
}

function isRecordingFile(value: unknown): value is RecordingFile {
  return typeof value === "object" && value !== null && "expected" in value && "events" in value;
}

/** A reducer under observation: every effect is kept, time moves by hand. */
export class Replay {
  model: SessionModel;
  readonly effects: SessionEffect[] = [];
  atMs = 0;

  constructor(opens: "persona" | "learner" = "learner", input: LearnerInput = "voice") {
    this.model = createSessionModel({ opens, rehearsal: false, input, checkDue: false });
  }

  feed(...events: readonly SessionEvent[]): this {
    for (const event of events) {
      const { model, effects } = reduceSession(this.model, { ...event, atMs: this.atMs });
      this.model = model;
      this.effects.push(...effects);
    }
    return this;
  }

  wait(ms: number): this {
    this.atMs += ms;
    return this.feed({ type: "clock-ticked" });
  }

  /** Leads to a connected call. */
  connect(limitSeconds = 600): this {
    return this.feed(
      { type: "practice-begun" },
      { type: "consent-given", check: false },
      { type: "microphone-opened", deviceId: null },
      { type: "session-granted", sessionId: "session-1", limitSeconds, rehearsal: true, tools: [] },
      { type: "call-connected" },
    );
  }

  /** Forgets the effects so far. */
  clear(): this {
    this.effects.length = 0;
    return this;
  }

  /** The turns as a recording expects them. */
  get turns(): readonly ExpectedTurn[] {
    return this.model.state.turns.map(({ itemId, speaker, status, text }) => ({
      itemId,
      speaker,
      status,
      text,
    }));
  }

  /** The turns that were handed on for the server. */
  get reported() {
    return this.effects.flatMap((effect) => (effect.type === "store-turn" ? [effect.turn] : []));
  }

  get notices() {
    return this.effects.flatMap((effect) => (effect.type === "notify" ? [effect.notice] : []));
  }

  /** The effectTypes, without what is only told. */
  get effectTypes(): readonly string[] {
    return this.effects.map((effect) => effect.type).filter((type) => type !== "notify");
  }
}
