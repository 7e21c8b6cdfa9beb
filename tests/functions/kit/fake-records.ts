import type { ConnectionQuality } from "../../../supabase/functions/_shared/contract/session.ts";
import type { Store } from "../../../supabase/functions/_shared/store/store.ts";
import type { ClaimedWebhook } from "../../../supabase/functions/_shared/store/webhooks.ts";
import type { FakeSession } from "./fake-store.ts";
import { STORED_SCENARIO } from "./scenario-fixture.ts";

type Refusal = { readonly outcome: "site_unknown" | "origin_forbidden" | "scenario_unknown" };

/** The settings of the one site, which a test may change. */
interface FakeSite {
  facts: boolean;
  results: boolean;
  practiceUrl: string | null;
  attemptsPerScenario: number | null;
  coaches: string | null;
}

/** The part of the fake store that keeps what is known of learners. `refuse` holds a page against the one site. */
export function createFakeRecords(
  sessions: ReadonlyMap<string, FakeSession>,
  refuse: (embedKey: string, origin: string, scenario: string) => Refusal | null,
) {
  const site: FakeSite = {
    facts: false,
    results: false,
    practiceUrl: null,
    attemptsPerScenario: null,
    coaches: null,
  };
  const ratings = new Map<string, { readonly stars: number; readonly comment: string | null }>();
  const samples: { readonly sessionId: string; readonly quality: ConnectionQuality }[] = [];
  const deliveries: ClaimedWebhook[] = [];
  const settled: { readonly id: string; readonly error: string | null; readonly retry: boolean }[] =
    [];

  const functions: Pick<
    Store,
    | "claimWebhooks"
    | "getAttemptReport"
    | "listAttempts"
    | "listScenarios"
    | "noteConnectionQuality"
    | "rateSession"
    | "settleDelivery"
  > = {
    listAttempts({ embedKey, origin, scenario, learnerKey, limit }) {
      const refused = refuse(embedKey, origin, scenario);
      if (refused !== null) return Promise.resolve(refused);
      const attempts = [...sessions.values()]
        .filter(({ request }) => request.learnerKey === learnerKey)
        .map(({ id }) => ({
          ...{ sessionId: id, startedAt: "2026-11-21T10:00:00.000Z", usedSeconds: 20 },
          ...({ status: "pending", total: null, passMark: null } as const),
        }))
        .slice(-limit);
      return Promise.resolve({ outcome: "ok" as const, attempts });
    },
    getAttemptReport({ embedKey, origin, scenario, learnerKey }, sessionId) {
      const refused = refuse(embedKey, origin, scenario);
      if (refused !== null) return Promise.resolve(refused);
      const session = sessions.get(sessionId);
      const isOwn = learnerKey !== null && session?.request.learnerKey === learnerKey;
      if (!isOwn) return Promise.resolve({ outcome: "session_unknown" });
      return Promise.resolve({
        ...({ outcome: "ok", status: "failed", reason: "attempts_exhausted" } as const),
        ...{ report: null, transcript: [], leaseExpired: false },
      });
    },
    listScenarios(embedKey, origin) {
      const { id, title, language } = STORED_SCENARIO;
      const refused = refuse(embedKey, origin, id);
      if (refused !== null && refused.outcome !== "scenario_unknown") {
        return Promise.resolve({ outcome: refused.outcome });
      }
      const persona = { name: "Ada", role: "Buyer" };
      const rest = { difficulty: "standard" as const, durationSeconds: 600, tags: ["sales"] };
      return Promise.resolve({
        outcome: "ok" as const,
        scenarios: [{ id, title, language, persona, ...rest }],
      });
    },
    rateSession(sessionId, rating) {
      const session = sessions.get(sessionId);
      if (session === undefined) return Promise.resolve({ outcome: "session_unknown" });
      if (session.call === null) return Promise.resolve({ outcome: "closed" });
      ratings.set(sessionId, rating);
      return Promise.resolve({ outcome: "rated" });
    },
    noteConnectionQuality(sessionId, quality) {
      samples.push({ sessionId, quality });
      return Promise.resolve({ outcome: "noted" });
    },
    claimWebhooks: (batch) => Promise.resolve({ deliveries: deliveries.splice(0, batch) }),
    settleDelivery(id, { done, error, retry }) {
      settled.push({ id, error, retry });
      return Promise.resolve({ outcome: done ? "done" : retry ? "queued" : "failed" });
    },
  };
  /** What the brief tells besides the minutes. */
  const toOffer = (learnerKey: string | null) => ({
    facts: site.facts,
    results: site.results,
    practiceUrl: site.practiceUrl,
    coaches: site.coaches,
    purpose: "practice" as const,
    attempts: {
      made: [...sessions.values()].filter(({ request }) => request.learnerKey === learnerKey)
        .length,
      allowed: site.attemptsPerScenario,
      best: null,
    },
  });
  return { functions, toOffer, site, ratings, samples, deliveries, settled };
}
