import assert from "node:assert/strict";
import type { RealtimeServerEvent } from "openai/resources/realtime/realtime";
import { z } from "zod";
import { eventSchemas } from "./event-schemas.ts";
import { findDisorder } from "./find-disorder.ts";

const known = new Map<string, z.ZodType>(Object.entries(eventSchemas));

/** Fails where an event is not as the SDK's types and the recordings have it, or stands where it may not. */
export function checkEvents(events: readonly unknown[]): void {
  const checked = events.map(toServerEvent);
  assert.deepEqual(findDisorder(checked), []);
}

function toServerEvent(event: unknown): RealtimeServerEvent {
  const { type } = z.looseObject({ type: z.string() }).parse(event);
  const schema = known.get(type);
  assert.ok(schema, `The stand-in sent an event that is not in its list: ${type}`);
  const result = schema.safeParse(event);
  assert.ok(
    result.success,
    `${JSON.stringify(event)}\n${result.error ? z.prettifyError(result.error) : ""}`,
  );
  assert.ok(isServerEvent(event));
  return event;
}

/** The schemas state every required field of the SDK's union, which the compiler holds. */
function isServerEvent(event: unknown): event is RealtimeServerEvent {
  return typeof event === "object" && event !== null;
}
