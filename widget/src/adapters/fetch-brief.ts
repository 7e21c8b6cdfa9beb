import type { Brief } from "#contract/brief.ts";
import type { LimitDetail } from "#contract/problem.ts";
import type { CoachErrorCode } from "../domain/coach-error.ts";
import type { BriefAnswer, BriefRequest } from "../ports/brief-source.ts";

const FAILURE_CODES: Readonly<Record<string, CoachErrorCode>> = {
  request_invalid: "configuration_invalid",
  caller_unauthorized: "configuration_invalid",
  origin_forbidden: "configuration_invalid",
  not_found: "scenario_missing",
  feature_disabled: "feature_disabled",
  limit_reached: "limit_reached",
};

/**
 * Fetches a brief with a request that needs no preflight. The answer is checked by hand, since the schema
 * library belongs to the call download; a test holds this check against the schema.
 */
export async function fetchBrief(request: BriefRequest): Promise<BriefAnswer> {
  const { api, scenario, embedKey, signal } = request;
  const query = new URLSearchParams({ scenario, embedKey });
  try {
    const response = await fetch(`${api}/coach/brief?${String(query)}`, { signal });
    const body: unknown = await response.json();
    if (response.ok && isBrief(body)) return { ok: true, brief: body };
    return toRefusal(isRecord(body) ? body : {});
  } catch (error) {
    signal.throwIfAborted();
    return toRefusal({ message: String(error) });
  }
}

/** True for what `Brief` of the contract accepts, except that closed lists of words are not looked at. */
export function isBrief(value: unknown): value is Brief {
  return matches(value, BRIEF_SAMPLE);
}

/** A value of each type where a brief has one. */
const BRIEF_SAMPLE = {
  scenario: {
    id: "",
    version: "",
    title: "",
    language: "",
    difficulty: "",
    durationSeconds: 0,
    situation: "",
    persona: { name: "", role: "" },
    objectives: [{ id: "", text: "" }],
    opens: "",
  },
  limits: { sessionSeconds: 0, remainingSeconds: 0 },
  consent: { version: "", retentionDays: 0 },
  features: { voice: true },
  rehearsal: true,
};

function matches(value: unknown, sample: unknown): boolean {
  if (Array.isArray(sample))
    return Array.isArray(value) && value.every((item) => matches(item, sample[0]));
  if (!isRecord(sample)) return typeof value === typeof sample;
  return (
    isRecord(value) && Object.entries(sample).every(([key, inner]) => matches(value[key], inner))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isLimit(value: unknown): value is LimitDetail {
  return matches(value, { name: "", cap: 0, used: 0 });
}

function toRefusal(problem: Readonly<Record<string, unknown>>): BriefAnswer {
  const { code, message, requestId, limit } = problem;
  return {
    ok: false,
    failure: {
      code: FAILURE_CODES[String(code)] ?? "server_unreachable",
      requestId: typeof requestId === "string" ? requestId : null,
      limit: isLimit(limit) ? limit : null,
    },
    detail: String(message),
  };
}
