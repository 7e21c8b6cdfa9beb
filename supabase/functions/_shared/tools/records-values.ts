import type { RecordField, RecordValue } from "../scenario/records.ts";

const MAXIMUM_CHARACTERS = 300;

/**
 * Reads a value that a person or a model gave for a field; null where it does not fit. A form sends texts, so
 * that a number or a yes may come as one.
 */
export function readValue({ type, choices }: RecordField, given: unknown): RecordValue | null {
  switch (type) {
    case "number":
      return readNumber(given);
    case "boolean":
      return given === true || given === "true"
        ? true
        : given === false || given === "false"
          ? false
          : null;
    case "date":
      return typeof given === "string" && isDate(given.trim()) ? given.trim() : null;
    case "text":
      return readText(given, choices);
  }
}

/** What a field takes, for whoever gave something else. */
export function describeValue({ type, choices }: RecordField): string {
  if (type === "date") return "a date such as 2026-11-30";
  if (type === "number") return "a number";
  if (type === "boolean") return "true or false";
  return choices === undefined
    ? `a text of at most ${MAXIMUM_CHARACTERS} characters`
    : `one of ${choices.join(", ")}`;
}

/** Whether two values mean the same to a person: spelled alike but for case, spaces and punctuation. */
export function isSameValue(one: RecordValue, other: RecordValue): boolean {
  if (typeof one !== "string" || typeof other !== "string") return one === other;
  return toComparable(one) === toComparable(other);
}

/** A value as a learner reads it, numbers and dates as the language writes them. */
export function formatValue({ type }: RecordField, value: RecordValue, language: string): string {
  if (typeof value === "boolean") return value ? "✓" : "✗";
  if (typeof value === "number") return new Intl.NumberFormat(language).format(value);
  if (type !== "date" || !isDate(value)) return value;
  const options = { dateStyle: "long", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(language, options).format(new Date(`${value}T00:00:00Z`));
}

function readNumber(given: unknown): number | null {
  const number = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

function readText(given: unknown, choices: readonly string[] | undefined): string | null {
  if (typeof given !== "string" && typeof given !== "number") return null;
  const text = String(given)
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  if (text === "" || Array.from(text).length > MAXIMUM_CHARACTERS) return null;
  return choices === undefined
    ? text
    : (choices.find((choice) => isSameValue(choice, text)) ?? null);
}

/** Letters, their marks and digits alone; what has none of them, such as a sign, as it stands. */
function toComparable(text: string): string {
  const folded = text.normalize("NFKC").toLowerCase();
  return folded.replace(/[^\p{L}\p{M}\p{N}]+/gu, "") || folded.trim();
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
