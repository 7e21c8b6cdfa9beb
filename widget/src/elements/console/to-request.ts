import type { Route } from "../../domain/console/route.ts";
import { startOfDay } from "../../domain/console/zoned-days.ts";
import type { ConsoleQuery } from "../../ports/console-api.ts";

/** What an address names, as the server takes it: days become instants, and the zone stays here. */
export function toRequest({ query }: Route, timeZone: string): ConsoleQuery {
  const from = startOfDay(query.from ?? "", timeZone) ?? "";
  const before = startOfDay(query.before ?? "", timeZone) ?? "";
  const given = Object.entries({ ...query, from, before, zone: "" });
  return Object.fromEntries(given.filter(([, value]) => value));
}
