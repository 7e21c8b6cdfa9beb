import { withoutPrototype } from "../../domain/without-prototype.ts";

const MINUTE_SECONDS = 60;
const HOUR_MINUTES = 60;

/** A span of time in whole minutes and hours, as "8 minutes" or "1 hr 59 min". */
export function formatDuration(
  seconds: number,
  locale: string,
  unitDisplay: "long" | "short" = "short",
): string {
  const minutes = Math.floor(seconds / MINUTE_SECONDS);
  const spoken = (value: number, unit: "hour" | "minute"): string =>
    value.toLocaleString(locale, withoutPrototype({ style: "unit", unit, unitDisplay }));
  const hours = Math.floor(minutes / HOUR_MINUTES);
  if (!hours) return spoken(minutes, "minute");
  const rest = minutes % HOUR_MINUTES;
  return [spoken(hours, "hour"), rest && spoken(rest, "minute")].filter(Boolean).join(" ");
}

/** A day and an hour in words. */
export function formatMoment(date: Date, locale: string): string {
  const style = withoutPrototype({ dateStyle: "long", timeStyle: "short" });
  return date.toLocaleString(locale, style);
}
