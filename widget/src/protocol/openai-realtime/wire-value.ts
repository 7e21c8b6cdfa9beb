/** An object of the wire, nothing of which is known yet. */
export type WireObject = Readonly<Record<string, unknown>>;

const IDENTIFIER = /^[\w.:-]{1,128}$/;

/** The value as an object; null for anything else. */
export function toObject(value: unknown): WireObject | null {
  return isObject(value) ? value : null;
}

/** A field that is text; null where it is absent or something else. */
export function readText(object: WireObject, name: string): string | null {
  const value = readField(object, name);
  return typeof value === "string" ? value : null;
}

/** A field that names something; null where no id of ours could carry it. */
export function readIdentifier(object: WireObject, name: string): string | null {
  const value = readText(object, name);
  return value !== null && IDENTIFIER.test(value) ? value : null;
}

/** A field that is a count of something; 0 where it is absent or senseless. */
export function readCount(object: WireObject, name: string): number {
  const value = readField(object, name);
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
}

/** A field that is an object; null where it is absent or something else. */
export function readObject(object: WireObject, name: string): WireObject | null {
  return toObject(readField(object, name));
}

/** The objects in a field that is a list; empty where it is none. */
export function readObjects(object: WireObject, name: string): readonly WireObject[] {
  const value = readField(object, name);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Own fields only: a page that patched `Object.prototype` is not part of the wire. */
export function readField(object: WireObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
