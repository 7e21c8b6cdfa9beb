import fc from "fast-check";

/** A server event and when it arrived, in milliseconds since the call was answered. */
export interface WireEvent {
  readonly atMs: number;
  readonly event: Readonly<Record<string, unknown>>;
}

/** From when to when an item sounded at the provider; of the learner, with the pause that it waited for. */
export interface TrueSound {
  readonly itemId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A talk that was drawn: what sounded, and the events that told of it. */
export interface Talk {
  readonly sounds: readonly TrueSound[];
  readonly events: readonly WireEvent[];
  readonly endMs: number;
}

/** No event is longer on its way. */
export const LONGEST_DELAY_MS = 400;
/** A voice is found this long after it began at the latest, and counted from so much before. */
const FOUND_AFTER_MS = 60;
const PADDING_MS = 300;

const drawnTurn = fc.record({
  pauseMs: fc.integer({ min: 50, max: 4_000 }),
  speechMs: fc.integer({ min: 400, max: 9_000 }),
  /** How long the provider waits for more. */
  waitMs: fc.integer({ min: 200, max: 2_000 }),
  thinkMs: fc.integer({ min: 50, max: 1_500 }),
  replyMs: fc.integer({ min: 700, max: 9_000 }),
  /** How much faster than it sounds the reply is made. */
  hasteShare: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
  transcribedAfterMs: fc.integer({ min: 0, max: 3_000 }),
  /** The share of the reply after which the next turn breaks in; null where it lets it end. */
  cutShare: fc.option(fc.double({ min: 0.1, max: 0.9, noNaN: true }), { freq: 2 }),
  cutOrder: fc.shuffledSubarray(["cleared", "truncated", "done"] as const, { minLength: 3 }),
  saysTruncated: fc.boolean(),
});
type DrawnTurn = typeof drawnTurn extends fc.Arbitrary<infer Turn> ? Turn : never;

/** Talks of one to six turns each side, with barge-ins, in every order of events that the protocol allows. */
export const drawnTalk: fc.Arbitrary<Talk> = fc
  .record({
    turns: fc.array(drawnTurn, { minLength: 1, maxLength: 6 }),
    /** When the learner's audio begins to count. */
    audioFromMs: fc.integer({ min: 0, max: 900 }),
    delays: fc.array(fc.integer({ min: 0, max: LONGEST_DELAY_MS }), {
      minLength: 20,
      maxLength: 60,
    }),
  })
  .map(({ turns, audioFromMs, delays }) => {
    const played = play(turns, audioFromMs);
    return { ...played, events: delay(played.events, delays) };
  });

function play(
  turns: readonly DrawnTurn[],
  audioFromMs: number,
): Omit<Talk, "events"> & { events: WireEvent[] } {
  const sounds: TrueSound[] = [];
  const events: WireEvent[] = [];
  let previousItemId: string | null = null;
  let nextMs = audioFromMs + PADDING_MS;
  turns.forEach((turn, index) => {
    const names = { learner: `item_u${index}`, persona: `item_a${index}`, reply: `resp_${index}` };
    const fromMs = nextMs + turn.pauseMs;
    const stoppedMs = fromMs + turn.speechMs + turn.waitMs;
    sounds.push({ itemId: names.learner, fromMs, toMs: stoppedMs });
    events.push(
      ...sayTurn(turn, { fromMs, stoppedMs, audioFromMs, previousItemId, itemId: names.learner }),
    );
    const startedMs = stoppedMs + turn.thinkMs;
    const isLast = index === turns.length - 1;
    const cutMs =
      isLast || turn.cutShare === null ? null : Math.round(turn.replyMs * turn.cutShare);
    const heardMs = cutMs ?? turn.replyMs;
    sounds.push({ itemId: names.persona, fromMs: startedMs, toMs: startedMs + heardMs });
    events.push(...reply(turn, { ...names, startedMs, cutMs }));
    previousItemId = names.persona;
    // Who breaks in has begun a moment before the reply is cut.
    nextMs =
      startedMs +
      heardMs -
      (cutMs === null ? 0 : FOUND_AFTER_MS + (turns[index + 1]?.pauseMs ?? 0));
  });
  events.sort((left, right) => left.atMs - right.atMs);
  return { sounds, events, endMs: (events.at(-1)?.atMs ?? 0) + 20_000 };
}

function sayTurn(
  { transcribedAfterMs }: DrawnTurn,
  {
    fromMs,
    stoppedMs,
    audioFromMs,
    previousItemId,
    itemId,
  }: {
    readonly fromMs: number;
    readonly stoppedMs: number;
    readonly audioFromMs: number;
    readonly previousItemId: string | null;
    readonly itemId: string;
  },
): WireEvent[] {
  const item = {
    id: itemId,
    type: "message",
    role: "user",
    status: "completed",
    content: [{ type: "input_audio", transcript: null }],
  };
  const at = (atMs: number, type: string, rest: object): WireEvent => ({
    atMs,
    event: { type, ...rest },
  });
  return [
    at(fromMs + FOUND_AFTER_MS, "input_audio_buffer.speech_started", {
      item_id: itemId,
      audio_start_ms: fromMs - PADDING_MS - audioFromMs,
    }),
    at(stoppedMs, "input_audio_buffer.speech_stopped", {
      item_id: itemId,
      audio_end_ms: stoppedMs - audioFromMs,
    }),
    at(stoppedMs, "input_audio_buffer.committed", {
      item_id: itemId,
      previous_item_id: previousItemId,
    }),
    at(stoppedMs, "conversation.item.added", { item, previous_item_id: previousItemId }),
    at(stoppedMs + transcribedAfterMs, "conversation.item.input_audio_transcription.completed", {
      item_id: itemId,
      transcript: "What was said.",
    }),
  ];
}

function reply(
  { replyMs, hasteShare, cutOrder, saysTruncated }: DrawnTurn,
  names: {
    readonly learner: string;
    readonly persona: string;
    readonly reply: string;
    readonly startedMs: number;
    readonly cutMs: number | null;
  },
): WireEvent[] {
  const { startedMs, cutMs } = names;
  const named = { response_id: names.reply, output_index: 0 };
  const begun = {
    id: names.persona,
    type: "message",
    role: "assistant",
    status: "in_progress",
    content: [],
  };
  const madeMs = startedMs + Math.round(replyMs * hasteShare);
  const isCutInMaking = cutMs !== null && startedMs + cutMs <= madeMs;
  const whole = {
    ...begun,
    status: isCutInMaking ? "incomplete" : "completed",
    content: [{ type: "output_audio", transcript: "What was answered." }],
  };
  const at = (atMs: number, type: string, rest: object): WireEvent => ({
    atMs,
    event: { type, ...rest },
  });
  const finish = (atMs: number, status: string) => [
    at(atMs, "response.output_item.done", { ...named, item: whole }),
    at(atMs, "response.done", { response: { id: names.reply, status, output: [whole] } }),
  ];
  const beginning = [
    at(startedMs - 20, "response.created", { response: { id: names.reply } }),
    at(startedMs - 15, "response.output_item.added", { ...named, item: begun }),
    at(startedMs - 15, "conversation.item.added", { item: begun, previous_item_id: names.learner }),
    at(startedMs - 10, "response.output_audio_transcript.delta", {
      ...named,
      item_id: names.persona,
      delta: "What",
    }),
    at(startedMs, "output_audio_buffer.started", { response_id: names.reply }),
  ];
  if (cutMs === null) {
    const stopped = at(startedMs + replyMs, "output_audio_buffer.stopped", {
      response_id: names.reply,
    });
    return [...beginning, ...finish(madeMs, "completed"), stopped];
  }
  const cutAtMs = startedMs + cutMs;
  const ends = {
    cleared: [at(cutAtMs, "output_audio_buffer.cleared", { response_id: names.reply })],
    truncated: saysTruncated
      ? [
          at(cutAtMs, "conversation.item.truncated", {
            item_id: names.persona,
            audio_end_ms: cutMs,
          }),
        ]
      : [],
    done: isCutInMaking ? finish(cutAtMs, "cancelled") : [],
  };
  return [
    ...beginning,
    ...(isCutInMaking ? [] : finish(madeMs, "completed")),
    ...cutOrder.flatMap((part) => ends[part]),
  ];
}

/** On its way, no event overtakes another. */
function delay(events: readonly WireEvent[], delays: readonly number[]): WireEvent[] {
  let latestMs = 0;
  return events.map(({ atMs, event }, index) => {
    latestMs = Math.max(latestMs, atMs + (delays[index % delays.length] ?? 0));
    return { atMs: latestMs, event };
  });
}
