import { withoutPrototype } from "../without-prototype.ts";

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * The instant at which a day begins in a zone, in ISO 8601. Null where the day is none.
 * @throws {RangeError} when the zone is none.
 */
export function startOfDay(day: string, timeZone: string): string | null {
  const plain = Date.parse(`${day}T00:00:00Z`);
  if (!DAY.test(day) || Number.isNaN(plain)) return null;
  // Twice: the first guess may lie on the other side of a change of clocks.
  const guess = plain - offsetAt(plain, timeZone);
  return new Date(plain - offsetAt(guess, timeZone)).toISOString();
}

/** The day some days later or earlier. */
export function moveDay(day: string, days: number): string {
  const plain = Date.parse(`${day}T00:00:00Z`);
  return DAY.test(day) && !Number.isNaN(plain) ? toDay(plain + days * DAY_MS) : "";
}

/** Whether the browser knows a zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    offsetAt(0, timeZone);
    return true;
  } catch {
    return false;
  }
}

function toDay(plainMs: number): string {
  return new Date(plainMs).toISOString().slice(0, 10);
}

/** How far the clocks of a zone are ahead of UTC. */
function offsetAt(atMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat(
    "en-US",
    withoutPrototype({
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    }),
  );
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const plain = Date.UTC(
    of("year"),
    of("month") - 1,
    of("day"),
    of("hour"),
    of("minute"),
    of("second"),
  );
  return plain - Math.floor(atMs / 1_000) * 1_000;
}
