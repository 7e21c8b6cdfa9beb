import { withoutPrototype } from "../../domain/without-prototype.ts";

const DAY_MS = 86_400_000;

/** A date and time in words, today and yesterday by their names; empty where it cannot be read. */
export function formatDay(iso: string, locale: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  const days = Math.round((atMidnight(date) - atMidnight(new Date())) / DAY_MS);
  const day =
    days === 0 || days === -1
      ? new Intl.RelativeTimeFormat(locale, withoutPrototype({ numeric: "auto" })).format(
          days,
          "day",
        )
      : date.toLocaleDateString(locale, withoutPrototype({ dateStyle: "long" }));
  return `${day}, ${date.toLocaleTimeString(locale, withoutPrototype({ timeStyle: "short" }))}`;
}

function atMidnight(date: Date): number {
  return new Date(date).setHours(0, 0, 0, 0);
}
