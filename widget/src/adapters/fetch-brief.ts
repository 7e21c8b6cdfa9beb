import type { Brief } from "#contract/brief.ts";
import type { CoachErrorCode } from "../domain/coach-error.ts";
import type { BriefAnswer, BriefRequest } from "../ports/brief-source.ts";

/** Refusals that have a word of their own; any other is told apart by its status. */
const FAILURE_CODES: Readonly<Record<string, CoachErrorCode>> = {
  not_found: "scenario_missing",
  feature_disabled: "feature_disabled",
  limit_reached: "limit_reached",
};

/**
 * Fetches a brief with a request that needs no preflight. Of the answer it only checks that it is a brief and
 * not some other server's page: the schema library belongs to the call download.
 */
export async function fetchBrief(request: BriefRequest): Promise<BriefAnswer> {
  const { api, scenario, embedKey, signal } = request;
  const query = new URLSearchParams({ scenario, embedKey });
  try {
    const base = api.replace(/\/+$/, "");
    const response = await fetch(`${base}/coach/brief?${String(query)}`, { signal });
    const body: unknown = await response.json();
    return response.ok && isBrief(body)
      ? { ok: true, brief: body }
      : toRefusal(body, response.status);
  } catch (error) {
    return toRefusal({ message: String(error) }, 0);
  }
}

function isBrief(body: unknown): body is Brief {
  const parts = ["scenario", "limits", "consent", "features"];
  return isRecord(body) && parts.every((part) => isRecord(body[part]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function toRefusal(body: unknown, status: number): BriefAnswer {
  const { code, message, requestId } = isRecord(body) ? body : {};
  const refused = status >= 400 && status < 500;
  return {
    ok: false,
    code: FAILURE_CODES[String(code)] ?? (refused ? "configuration_invalid" : "server_unreachable"),
    requestId: typeof requestId === "string" ? requestId : null,
    detail: String(message),
  };
}
