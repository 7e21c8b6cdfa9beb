import type { RealtimeServerEvent } from "openai/resources/realtime/realtime";

type EventType = RealtimeServerEvent["type"];

/** Types in the order in which they stand for one output of a response. */
const OUTPUT_ORDERS: readonly (readonly EventType[])[] = [
  [
    "response.output_item.added",
    "conversation.item.added",
    "response.content_part.added",
    "response.output_audio_transcript.delta",
    "response.output_audio.done",
    "response.output_audio_transcript.done",
    "response.content_part.done",
    "conversation.item.done",
    "response.output_item.done",
  ],
  [
    "response.output_item.added",
    "conversation.item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "conversation.item.done",
    "response.output_item.done",
  ],
  [
    "response.output_item.added",
    "conversation.item.added",
    "response.function_call_arguments.delta",
    "response.function_call_arguments.done",
    "conversation.item.done",
    "response.output_item.done",
  ],
];
/** Types of a learner's spoken item. */
const LEARNER_ORDER: readonly EventType[] = [
  "input_audio_buffer.speech_started",
  "input_audio_buffer.speech_stopped",
  "input_audio_buffer.timeout_triggered",
  "input_audio_buffer.committed",
  "conversation.item.added",
  "conversation.item.done",
];
const PLAYBACK_ENDS: readonly EventType[] = [
  "output_audio_buffer.stopped",
  "output_audio_buffer.cleared",
];

/** Says where a log of events breaks the recorded order; an empty list is a log in order. */
export function findDisorder(events: readonly RealtimeServerEvent[]): string[] {
  return [
    ...findItemDisorder(events),
    ...findResponseDisorder(events),
    ...findChainBreaks(events),
    ...findTextMismatch(events),
    ...findGreetingDisorder(events),
  ];
}

/** The id of the item that an event is about. */
function itemIdOf(event: RealtimeServerEvent): string | undefined {
  if ("item_id" in event) return event.item_id;
  return "item" in event ? event.item.id : undefined;
}

function findItemDisorder(events: readonly RealtimeServerEvent[]): string[] {
  const ids = new Set(events.flatMap((event) => itemIdOf(event) ?? []));
  return [...ids].flatMap((id) => findOneItemDisorder(events, id));
}

function findOneItemDisorder(events: readonly RealtimeServerEvent[], id: string): string[] {
  const own = events.filter((event) => itemIdOf(event) === id);
  const types = own.map(({ type }) => type);
  const added = own.find((event) => event.type === "response.output_item.added");
  const order = added
    ? OUTPUT_ORDERS.find((kind) => types.every((type) => isFree(type) || kind.includes(type)))
    : LEARNER_ORDER;
  if (!order) return [`${id} mixes kinds of output: ${types.join(" ")}`];
  const places = types.filter((type) => order.includes(type)).map((type) => order.indexOf(type));
  const faults = places.every((place, index) => place >= (places[index - 1] ?? 0))
    ? []
    : [`${id} is out of order: ${types.join(" ")}`];
  const isOpen = added !== undefined && !types.includes("response.output_item.done");
  if (isOpen && hasEnded(events, added.response_id)) faults.push(`${id} never ends`);
  return faults;
}

/** Events of an item that float: they may come at any time after the item began. */
function isFree(type: EventType): boolean {
  return (
    type.startsWith("conversation.item.input_audio_transcription.") ||
    [
      "conversation.item.retrieved",
      "conversation.item.deleted",
      "conversation.item.truncated",
    ].includes(type)
  );
}

function hasEnded(events: readonly RealtimeServerEvent[], responseId: string): boolean {
  return events.some((event) => event.type === "response.done" && event.response.id === responseId);
}

function findResponseDisorder(events: readonly RealtimeServerEvent[]): string[] {
  const ids = events.flatMap((event) =>
    event.type === "response.created" && event.response.id !== undefined ? [event.response.id] : [],
  );
  const strangers = events.flatMap((event) =>
    "response_id" in event && !ids.includes(event.response_id)
      ? [`${event.type} names an unknown response`]
      : [],
  );
  return [...strangers, ...ids.flatMap((id) => findOneResponseDisorder(events, id))];
}

function findOneResponseDisorder(events: readonly RealtimeServerEvent[], id: string): string[] {
  const at = (type: EventType) =>
    events.findIndex((event) => event.type === type && responseIdOf(event) === id);
  const lastOf = (isMatch: (event: RealtimeServerEvent) => boolean) =>
    events.findLastIndex((event) => responseIdOf(event) === id && isMatch(event));
  const faults: string[] = [];
  const created = at("response.created");
  const done = at("response.done");
  const first = events.findIndex((event) => responseIdOf(event) === id);
  if (first !== created) faults.push(`${id} does not begin with response.created`);
  const lastGenerated = lastOf(({ type }) => type.startsWith("response."));
  if (done >= 0 && lastGenerated !== done) faults.push(`${id} goes on after response.done`);
  if (done >= 0 && events[done + 1]?.type !== "rate_limits.updated")
    faults.push(`${id} is not followed by rate_limits.updated`);
  return [...faults, ...findPlaybackDisorder(events, id, { done, at })];
}

function findPlaybackDisorder(
  events: readonly RealtimeServerEvent[],
  id: string,
  { done, at }: { done: number; at: (type: EventType) => number },
): string[] {
  const started = at("output_audio_buffer.started");
  const ends = events.flatMap((event, index) =>
    PLAYBACK_ENDS.includes(event.type) && responseIdOf(event) === id ? [index] : [],
  );
  const faults: string[] = [];
  if (started < 0) return ends.length === 0 ? [] : [`${id} stops playing before it began`];
  if (ends.length > 1) faults.push(`${id} stops playing twice`);
  if (ends.some((end) => end < started)) faults.push(`${id} stops playing before it began`);
  const firstDelta = at("response.output_audio_transcript.delta");
  if (firstDelta < 0 || firstDelta > started) faults.push(`${id} plays before its first words`);
  const stopped = at("output_audio_buffer.stopped");
  if (stopped >= 0 && stopped < done + 1) faults.push(`${id} stops playing before it is done`);
  return faults;
}

function responseIdOf(event: RealtimeServerEvent): string | undefined {
  if ("response_id" in event) return event.response_id;
  return "response" in event ? event.response.id : undefined;
}

/** Every item follows one that was there, and nothing but the second item's quirk differs between added and done. */
function findChainBreaks(events: readonly RealtimeServerEvent[]): string[] {
  const previousOf = new Map<string, string | null>();
  return events.flatMap((event) => {
    if (event.type !== "conversation.item.added" && event.type !== "conversation.item.done")
      return [];
    const id = event.item.id ?? "";
    const previous = event.previous_item_id ?? null;
    if (event.type === "conversation.item.added") {
      const isKnown = previous === null || previousOf.has(previous);
      previousOf.set(id, previous);
      return isKnown ? [] : [`${id} follows the unknown item ${previous}`];
    }
    const added = previousOf.get(id);
    return previous === added || previous === null ? [] : [`${id} changed its place`];
  });
}

/** What was streamed is what the end says. */
function findTextMismatch(events: readonly RealtimeServerEvent[]): string[] {
  const streamed = new Map<string, string>();
  return events.flatMap((event) => {
    const id = itemIdOf(event) ?? "";
    if (event.type.endsWith(".delta") && "delta" in event) {
      streamed.set(id, (streamed.get(id) ?? "") + (event.delta ?? ""));
      return [];
    }
    const final = finalTextOf(event);
    if (final === undefined) return [];
    const text = streamed.get(id) ?? "";
    return text === final ? [] : [`${id} streamed "${text}" but ended as "${final}"`];
  });
}

function finalTextOf(event: RealtimeServerEvent): string | undefined {
  switch (event.type) {
    case "response.output_audio_transcript.done":
    case "conversation.item.input_audio_transcription.completed":
      return event.transcript;
    case "response.output_text.done":
      return event.text;
    case "response.function_call_arguments.done":
      return event.arguments;
    default:
      return undefined;
  }
}

/** A greeting, where there is one, comes first and once. */
function findGreetingDisorder(events: readonly RealtimeServerEvent[]): string[] {
  const greetings = events.flatMap(({ type }, index) =>
    type === "session.created" ? [index] : [],
  );
  return greetings.every((index) => index === 0) ? [] : ["session.created is not the first event"];
}
