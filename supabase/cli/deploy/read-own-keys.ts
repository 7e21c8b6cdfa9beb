import type { SmokeOptions } from "./run-smoke.ts";

/** The operator's keys, for the project that they belong to and for no other address that was typed. */
export function readOwnKeys(
  settings: NodeJS.ProcessEnv,
  functionsUrl: string,
): Pick<SmokeOptions, "metricsKey" | "scheduleKey"> {
  const own = toOrigin(settings["SUPABASE_URL"] ?? "");
  if (own === null || own !== toOrigin(functionsUrl)) return {};
  return { metricsKey: settings["METRICS_KEY"], scheduleKey: settings["SCHEDULE_KEY"] };
}

/** Null where there is none: an address such as `host:8000` is of the scheme `host`, and all of these have the same. */
function toOrigin(address: string): string | null {
  const url = URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) ? url.origin : null;
}
