/** A JSON object of which nothing is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as a JSON object; null for anything else. */
export function toObject(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}

/** A field that is text; null where it is absent or something else. */
export function readText(object: JsonObject, name: string): string | null {
  const value = object[name];
  return typeof value === "string" ? value : null;
}

/** A field that is an object; null where it is absent or something else. */
export function readObject(object: JsonObject, name: string): JsonObject | null {
  return toObject(object[name]);
}

/** A field that counts something; 0 where it is absent or senseless. */
export function readCount(object: JsonObject, name: string): number {
  const value = object[name];
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
}

/** The objects in a field that is a list; empty where it is none. */
export function readObjects(object: JsonObject, name: string): readonly JsonObject[] {
  const value = object[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
