import { withoutPrototype } from "../../domain/without-prototype.ts";

/** Seconds as minutes and seconds in the digits of a locale, such as `4:12`. */
export function formatClock(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = new Intl.NumberFormat(locale).format(Math.floor(whole / 60));
  const rest = new Intl.NumberFormat(locale, withoutPrototype({ minimumIntegerDigits: 2 })).format(
    whole % 60,
  );
  return `${minutes}:${rest}`;
}
