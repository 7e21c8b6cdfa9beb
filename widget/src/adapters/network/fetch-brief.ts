import type { Brief } from "#contract/brief.ts";
import { isRecord } from "../../domain/is-record.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { CoachErrorCode } from "../../domain/state/coach-error.ts";
import type { BriefRefusal, BriefRequest } from "../../ports/brief-source.ts";
import { keptDeviceId } from "../storage/kept-device-id.ts";

/** Refusals that have a word of their own; any other is told apart by its status. */
const FAILURE_CODES: Readonly<Record<string, CoachErrorCode>> = {
  not_found: "scenario_missing",
  caller_unauthorized: "signed_out",
  feature_disabled: "feature_disabled",
  limit_reached: "limit_reached",
};

/**
 * Fetches a brief, for an anonymous learner with a request that needs no preflight. Of the answer it only
 * checks that it is a brief and not some other server's page: the tag has no room for more.
 */
export async function fetchBrief(
  { api, scenario, embedKey, learnerToken }: BriefRequest,
  locale: string,
  signal: AbortSignal,
): Promise<Brief | BriefRefusal> {
  const query = new URLSearchParams({ scenario, embedKey, locale });
  const deviceId = learnerToken ? null : keptDeviceId();
  if (deviceId) query.set("deviceId", deviceId);
  const headers = learnerToken ? { authorization: `Bearer ${learnerToken}` } : {};
  try {
    const base = api.replace(/\/+$/, "");
    const response = await fetch(
      `${base}/coach/brief?${String(query)}`,
      withoutPrototype<RequestInit>({ signal, headers }),
    );
    const body: unknown = await response.json();
    return response.ok && isBrief(body) ? body : toRefusal(body, response.status);
  } catch (error) {
    return toRefusal({ message: String(error) }, 0);
  }
}

function isBrief(body: unknown): body is Brief {
  return isRecord(body) && isRecord(body["scenario"]) && isRecord(body["limits"]);
}

function toRefusal(body: unknown, status: number): BriefRefusal {
  const { code, message, requestId } = isRecord(body) ? body : {};
  const refused = status >= 400 && status < 500;
  return {
    code: FAILURE_CODES[String(code)] ?? (refused ? "configuration_invalid" : "server_unreachable"),
    requestId: typeof requestId === "string" ? requestId : null,
    detail: String(message),
  };
}
