import type {
  ClaimedStatements,
  StatedPractice,
} from "../../../supabase/functions/_shared/store/statements.ts";

/** A practice that was scored, as it is queued for a record store. */
export const PRACTICE: StatedPractice = {
  homePage: "https://lms.example",
  activityBase: "https://coach.example/functions/v1",
  endedAt: "2026-12-01T09:10:40.000Z",
  at: "2026-12-01T09:12:00.000Z",
  result: {
    sessionId: "0b3c1d3e-7d0a-4a51-9d4e-4f8f8f0a1c11",
    sub: "lms-42",
    scenario: {
      ...{ id: "website-sales-fr", version: "c0ffee", title: "Vendre un site", language: "fr" },
    },
    attempt: 2,
    startedAt: "2026-12-01T09:00:00.000Z",
    completedAt: "2026-12-01T09:12:00.000Z",
    seconds: 640,
    status: "ready",
    evidence: "complete",
    reviewAdvised: false,
    rehearsal: false,
    total: 82,
    passMark: 70,
    passed: true,
    criteria: [
      { id: "discovery", title: "Découverte", level: 4 },
      { id: "price", title: "Prix", level: null },
    ],
    objectives: [{ id: "meeting", text: "Prendre rendez-vous", reached: true }],
  },
};

/** A delivery as it is claimed; `changes` replace single values of it. */
export function claimed(changes: Partial<ClaimedStatements> = {}): ClaimedStatements {
  return {
    id: "5d0f7c5e-92b4-4f0e-8a43-2f8f3a1c0b11",
    siteId: "00000000-0000-4000-8000-000000000001",
    event: "practice.scored",
    payload: PRACTICE,
    attempts: 1,
    endpoint: "https://lrs.example.org/xapi/",
    sealedCredentials: "",
    isSuperseded: false,
    ...changes,
  };
}
