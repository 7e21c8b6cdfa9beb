import { withoutPrototype } from "../../domain/without-prototype.ts";

/** A number in the digits of a locale, with at most `digits` after the point. */
export function formatNumber(value: number, locale: string, digits = 0): string {
  return value.toLocaleString(locale, withoutPrototype({ maximumFractionDigits: digits }));
}
