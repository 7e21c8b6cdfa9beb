import type { SessionRequest } from "#contract/session.ts";
import { CONSENT_VERSION } from "#contract/limits.ts";
import type { Agreement, PracticeOptions } from "../domain/state/practice.ts";

/** What differs from one request of a practice to the next. */
export interface RequestMoment {
  readonly offer: string;
  readonly attemptKey: string;
  /** What the learner agreed to beside the practice itself. */
  readonly agreed: Agreement;
  /** Tells an anonymous learner's browser; null where a token says who practises, or nothing may be kept. */
  readonly deviceId: string | null;
}

/** Writes the request for a session; what is not known is left out. */
export function describeRequest(
  { embedKey, scenario, locale, input, learnerToken, learnerName, variables }: PracticeOptions,
  { offer, attemptKey, agreed, deviceId }: RequestMoment,
): SessionRequest {
  return {
    embedKey,
    scenario,
    offer,
    attemptKey,
    locale,
    consent: {
      version: CONSENT_VERSION,
      locale,
      ...(agreed.facts ? { facts: true } : {}),
      ...agreed.told,
    },
    input,
    ...(deviceId === null ? {} : { deviceId }),
    ...(learnerToken === null ? {} : { learnerToken }),
    ...(learnerName === null ? {} : { learnerName }),
    ...(Object.keys(variables).length === 0 ? {} : { variables }),
  };
}
