import { CommandError } from "./command.ts";

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const MAX_SECONDS = 2_147_483_647;

/** Reads `90s`, `30m`, `10h`, `7d` or `0`. @throws {CommandError} naming the option. */
export function parseSeconds(text: string, option: string): number {
  const [, figure = "", unit = ""] = /^(\d{1,10})([smhd]?)$/.exec(text.trim()) ?? [];
  const isBare = figure !== "" && unit === "" && Number(figure) > 0;
  if (isBare) {
    const lengths = Object.keys(UNIT_SECONDS).map((name) => figure + name);
    throw new CommandError(`--${option} ${figure} has no unit. Write ${lengths.join(", ")}.`);
  }
  const seconds = Number(figure) * (UNIT_SECONDS[unit] ?? 1);
  if (figure === "" || seconds > MAX_SECONDS) {
    throw new CommandError(`--${option} ${text} is no length of time. Write 90s, 30m, 10h or 7d.`);
  }
  return seconds;
}

/** Reads a whole number between two others. @throws {CommandError} naming the option. */
export function parseCount(text: string, option: string, [min, max]: readonly [number, number]) {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < min || count > max) {
    throw new CommandError(`--${option} ${text} is no whole number from ${min} to ${max}.`);
  }
  return count;
}

/** Reads dollars, `2.50` or `$2.50`, as millionths of one. @throws {CommandError} naming the option. */
export function parseCost(text: string, option: string): number {
  const match = /^\$?(\d{1,7}(?:\.\d{1,6})?)$/.exec(text.trim());
  if (match !== null) return Math.round(Number(match[1]) * 1_000_000);
  throw new CommandError(`--${option} ${text} is no sum of money. Write dollars, such as 2.50.`);
}

/** Millionths of a dollar as a person reads them: `$2.50`. */
export function formatCost(microDollars: number): string {
  return `$${(microDollars / 1_000_000).toFixed(2)}`;
}

/** Reads a day as `2026-11-21`. @throws {CommandError} naming the option. */
export function parseDay(text: string, option: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  if (isDay && new Date(text).toISOString().startsWith(text)) return text;
  throw new CommandError(`--${option} ${text} is no day. Write it as 2026-11-21.`);
}

/** Seconds as a person reads them: `2 h 5 min`, `45 s`; a dash for what is not set. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return "–";
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const rest = seconds % 60;
  const parts = [
    hours > 0 ? `${hours} h` : "",
    minutes > 0 ? `${minutes} min` : "",
    rest > 0 || seconds === 0 ? `${rest} s` : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** Rows of text as columns under their headings; the headings alone say that there is nothing. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  if (rows.length === 0) return ["There is none."];
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const toLine = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [toLine(headings), ...rows.map(toLine)];
}
