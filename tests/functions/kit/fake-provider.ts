import type {
  CallPlan,
  RealtimeProvider,
} from "../../../supabase/functions/_shared/providers/realtime-provider.ts";
import { SidebandError } from "../../../supabase/functions/_shared/providers/sideband.ts";
import { ANSWER } from "./offer-fixture.ts";

/** A provider in memory: remembers what it was asked, and fails where a test sets a failure. */
export function createFakeProvider() {
  const calls: { plan: CallPlan; offer: string }[] = [];
  const minted: CallPlan[] = [];
  const hungUp: string[] = [];
  const failures: { createCall?: Error; hangUp?: Error; mintClientSecret?: Error } = {};
  const provider: RealtimeProvider = {
    name: "openai-realtime",
    createCall(plan, offer) {
      calls.push({ plan, offer });
      if (failures.createCall !== undefined) return Promise.reject(failures.createCall);
      return Promise.resolve({ providerCallId: `rtc_${calls.length}`, answer: ANSWER });
    },
    hangUp(providerCallId) {
      if (failures.hangUp !== undefined) return Promise.reject(failures.hangUp);
      hungUp.push(providerCallId);
      return Promise.resolve();
    },
    mintClientSecret(plan) {
      minted.push(plan);
      if (failures.mintClientSecret !== undefined) {
        return Promise.reject(failures.mintClientSecret);
      }
      return Promise.resolve({
        value: "ek_test_secret",
        callsUrl: "https://provider.example/v1/realtime/calls",
        providerSessionId: "sess_1",
      });
    },
    describePlan: () => ({ model: "m", transcriptionModel: "t", settings: {} }),
    openSideband: () => Promise.reject(new SidebandError("not of this fake", true)),
  };
  return { provider, calls, minted, hungUp, failures };
}
