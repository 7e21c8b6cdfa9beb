import { setTimeout as delay } from "node:timers/promises";
import type { ObservedBackend, Practice } from "../stack/observed-backend.ts";
import type { ScriptedCall } from "../provider/scripted-call.ts";

/** One thing that happens to honest learners. */
export interface HonestTalk {
  readonly kind: string;
  /** True where nobody listens to the call at first. */
  readonly isJoinedLate?: boolean;
  /** True where nothing is missed, so that the transcript has to be called complete. */
  readonly isWhole?: boolean;
  /** Happens in the middle of a talk. */
  readonly happens: (practice: Practice, backend: ObservedBackend) => unknown;
}

/** The events of which a single one is lost, or comes late, after which an exchange follows. */
const EVENTS = [
  "input_audio_buffer.speech_started",
  "input_audio_buffer.speech_stopped",
  "input_audio_buffer.committed",
  "conversation.item.added",
  "conversation.item.done",
  "conversation.item.input_audio_transcription.completed",
  "response.created",
  "response.output_item.added",
  "response.output_item.done",
  "response.done",
];
const LATE_MS = 400;
/** After so long our page asks again for a reply of which nothing is heard. */
const PATIENCE_MS = 16_000;

/** Nothing of these is missed by whoever listens, so that they show that a call can be complete at all. */
const WHOLE: ReadonlySet<string> = new Set([
  "nothing",
  "words come late",
  "two turns before one reply",
  "the customer is spoken over",
  "nobody says anything",
  "a reply fails",
  "the learner writes",
]);

const ASK = { type: "response.create" };

function type(call: ScriptedCall, text: string): void {
  const content = [{ type: "input_text", text }];
  const item = { type: "message", role: "user", content };
  call.receive({ type: "conversation.item.create", item });
  call.receive(ASK);
}

function exchange(call: ScriptedCall): void {
  call.learnerSays("And how do people find you?");
  call.personaSays("They walk past.");
}

const HAPPENINGS: Readonly<Record<string, HonestTalk["happens"]>> = {
  nothing: () => undefined,
  "the line is cut while nothing is said": ({ call }) => {
    call.cutLines();
  },
  "the line is cut while the learner speaks": ({ call }) => {
    call.cutLines();
    call.learnerSays("Nobody heard this.");
  },
  "the line is cut while the customer speaks": ({ call }) => {
    call.learnerSays("Who hears the answer?");
    call.cutLines();
    call.personaSays("Nobody.");
  },
  "the line is cut before the answer": async ({ call }) => {
    call.cutLines();
    call.learnerSays("Who answers?");
    await delay(500);
    call.personaSays("I do.");
    await delay(1_500);
  },
  "the line is cut before a reply is asked for again": async ({ call }) => {
    call.learnerSays("Who answers?");
    call.cutLines();
    call.replyFails();
    await delay(500);
    call.receive(ASK);
    await delay(1_500);
  },
  "the line is cut three times": async ({ call }) => {
    for (let cut = 0; cut < 3; cut += 1) {
      call.cutLines();
      exchange(call);
      await delay(700);
    }
  },
  "words come late": async ({ call }) => {
    const transcribe = call.learnerSays("Late words.", "late");
    call.personaSays("I heard.");
    await delay(1_500);
    transcribe();
  },
  "words never come": ({ call }) => {
    call.learnerSays("", "failed");
    call.personaSays("Pardon?");
  },
  "noise again and again": async ({ call }) => {
    for (let noise = 0; noise < 6; noise += 1) {
      call.learnerSays("", "failed");
      call.personaSays("Pardon?", "interrupted");
      await delay(200);
    }
  },
  "two turns before one reply": ({ call }) => {
    call.learnerSays("First this.");
    call.learnerSays("Then that.");
    call.personaSays("I see.");
  },
  "two turns before two replies": ({ call }) => {
    call.learnerSays("First this.");
    call.learnerSays("Then that.");
    call.personaSays("I see", "interrupted");
    call.personaSays("I see both.");
  },
  "the customer is spoken over": async ({ call }) => {
    call.learnerSays("What do you sell?");
    call.personaSays("Let me tell you", "interrupted");
    await delay(100);
    exchange(call);
  },
  "nobody says anything": ({ call }) => {
    call.silenceIsNoted();
    call.personaSays("Are you there?");
  },
  "a tool is called that nobody answers": ({ call }) => {
    call.learnerSays("Please note that.");
    call.callsTool();
    call.receive(ASK);
  },
  "three tools are called in a row": ({ call }) => {
    call.learnerSays("Please note these.");
    for (let tool = 0; tool < 3; tool += 1) call.callsTool();
    call.receive(ASK);
  },
  "a tool is called as the line is cut": ({ call }) => {
    call.learnerSays("Please note that.");
    call.cutLines();
    call.callsTool();
    call.receive(ASK);
  },
  "a reply fails": async ({ call }) => {
    call.learnerSays("Do you hear me?");
    call.replyFails();
    await delay(500);
    call.receive(ASK);
  },
  "a reply fails twice": async ({ call }) => {
    call.learnerSays("Do you hear me?");
    call.replyFails();
    await delay(500);
    call.replyFails();
    await delay(500);
    call.receive(ASK);
  },
  "a reply never comes": async ({ call }) => {
    call.learnerSays("Do you hear me?");
    call.replyFails("missing");
    await delay(PATIENCE_MS);
    call.receive(ASK);
  },
  "the learner writes": ({ call }) => {
    type(call, "I write this.");
  },
  "the learner writes fast": async ({ call }) => {
    for (let text = 0; text < 6; text += 1) {
      type(call, "A few words of mine, quickly typed.");
      await delay(300);
    }
  },
  "the learner pastes a long text": ({ call }) => {
    type(call, "x".repeat(2_000));
  },
  "two segments watch": async ({ sessionId }, { sql, reap }) => {
    await sql`update coach.observations set lease_expires_at = now() where session_id = ${sessionId}`;
    await reap();
  },
  "the watch is taken over and lost": async ({ sessionId, call }, { sql, reap }) => {
    await sql`update coach.observations set lease_expires_at = now(),
      predecessor_expires_at = case when predecessor is null then null else now() end
      where session_id = ${sessionId}`;
    exchange(call);
    await reap();
  },
  "the provider ends the call": ({ call }) => {
    call.end();
  },
};

function disturb(kind: string, event: string, delayMs: number): HonestTalk {
  return {
    kind: `${kind}: ${event}`,
    happens: async ({ call }) => {
      call.disturb(event, delayMs);
      exchange(call);
      await delay(2 * LATE_MS);
      exchange(call);
    },
  };
}

/** Every kind. */
export const HONEST_TALKS: readonly HonestTalk[] = [
  ...Object.entries(HAPPENINGS).map(([kind, happens]) => ({
    kind,
    happens,
    isWhole: WHOLE.has(kind),
  })),
  {
    kind: "the watch comes late",
    isJoinedLate: true,
    happens: ({ call }) => {
      exchange(call);
    },
  },
  {
    kind: "the watch comes late to a tool",
    isJoinedLate: true,
    happens: ({ call }) => {
      call.callsTool();
    },
  },
  ...EVENTS.map((event) => disturb("an event is lost", event, Infinity)),
  ...EVENTS.map((event) => disturb("an event comes late", event, LATE_MS)),
];
