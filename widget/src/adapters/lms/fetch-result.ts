import { hasPassed } from "#contract/has-passed.ts";
import { isRecord } from "../../domain/is-record.ts";
import type { PracticeResult } from "../../domain/state/practice-result.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { LmsPage, PracticeQuery } from "../../ports/lms-page.ts";
import { keptDeviceId } from "../storage/kept-device-id.ts";

/** Asks for the score of an earlier session of this learner, as the tag asks for the reports of earlier attempts. */
export const fetchResult: LmsPage["fetchResult"] = async (
  { api, embedKey, scenario, readToken }: PracticeQuery,
  sessionId,
) => {
  const query = new URLSearchParams({ embedKey, scenario });
  try {
    const token = await readToken();
    const deviceId = token ? null : keptDeviceId();
    if (deviceId) query.set("deviceId", deviceId);
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const url = `${api.replace(/\/+$/, "")}/coach/attempts/${sessionId}/report?${String(query)}`;
    const response = await fetch(url, withoutPrototype<RequestInit>({ headers }));
    const body: unknown = await response.json();
    if (response.status === 404) return "unknown";
    if (!response.ok || !isRecord(body) || body["status"] === "pending") return "later";
    return readResult(body["report"], sessionId) ?? "none";
  } catch {
    return "later";
  }
};

/** Reads what a report or an event says of a score; null where there is none. */
export function readResult(from: unknown, sessionId: string): PracticeResult | null {
  if (!isRecord(from)) return null;
  const { total, passMark, criteria } = from;
  if (typeof total !== "number") return null;
  return {
    sessionId,
    total,
    passed: hasPassed(total, typeof passMark === "number" ? passMark : null),
    criteria: Array.isArray(criteria) ? criteria.flatMap(readCriterion) : [],
  };
}

function readCriterion(value: unknown): PracticeResult["criteria"] {
  if (!isRecord(value)) return [];
  const { id, level } = value;
  return typeof id === "string" ? [{ id, level: typeof level === "number" ? level : null }] : [];
}
