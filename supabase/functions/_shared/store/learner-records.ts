import type { LineQuality } from "../contract/session.ts";
import type { AskDoor } from "./call-sql.ts";
import * as records from "./record-answers.ts";

/** Whose attempts at which scenario. */
export interface AttemptsQuery {
  readonly embedKey: string;
  readonly origin: string;
  readonly scenario: string;
  /** Hash that names the learner on this site; null for one who is not known again. */
  readonly learnerKey: string | null;
  readonly isAnonymous: boolean;
  /** How many of the latest. */
  readonly limit: number;
}

/** The doors for what is kept of learners, and for what sites are told of it. All of them may be repeated. */
export interface RecordDoors {
  /** A learner's latest attempts, the oldest first. */
  listAttempts(query: AttemptsQuery): Promise<records.ListAttemptsAnswer>;
  /** What a site's learners can practise. */
  listScenarios(embedKey: string, origin: string): Promise<records.ListScenariosAnswer>;
  /** Keeps the learner's word on a practice; the last one counts. */
  rateSession(
    sessionId: string,
    rating: { readonly stars: number; readonly comment: string | null },
  ): Promise<records.RateSessionAnswer>;
  /** Keeps a sample of the line, at most one in ten seconds. */
  noteLineQuality(sessionId: string, quality: LineQuality): Promise<records.NoteLineQualityAnswer>;
  /** Leases events that wait for sites. */
  claimDeliveries(batch: number, leaseSeconds: number): Promise<records.ClaimDeliveriesAnswer>;
  /** Notes how an attempt went; `retry` false gives the event up. */
  settleDelivery(
    id: string,
    result: { readonly done: boolean; readonly error: string | null; readonly retry: boolean },
  ): Promise<records.SettleDeliveryAnswer>;
}

/** Opens these doors by `ask`. */
export function createRecordDoors(ask: AskDoor): RecordDoors {
  return {
    listAttempts: (query) => ask("list_attempts", query, records.ListAttemptsAnswer),
    listScenarios: (embedKey, origin) =>
      ask("list_scenarios", { embedKey, origin }, records.ListScenariosAnswer),
    rateSession: (sessionId, { stars, comment }) =>
      ask("rate_session", { sessionId, stars, comment }, records.RateSessionAnswer),
    noteLineQuality: (sessionId, { roundTripMs, jitterMs, lossPercent, mos }) => {
      const named = { round_trip_ms: roundTripMs, jitter_ms: jitterMs, loss_percent: lossPercent };
      const parameters = { sessionId, quality: { ...named, mos } };
      return ask("note_line_quality", parameters, records.NoteLineQualityAnswer);
    },
    claimDeliveries: (batch, leaseSeconds) =>
      ask("claim_deliveries", { batch, leaseSeconds }, records.ClaimDeliveriesAnswer),
    settleDelivery: (id, { done, error, retry }) =>
      ask("settle_delivery", { id, done, error, retry }, records.SettleDeliveryAnswer),
  };
}
