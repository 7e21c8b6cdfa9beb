import type { CallTool } from "../tools/call-tools.ts";
import type { ObservationPlan, Sideband, SidebandListener } from "./sideband.ts";

/** How the learner takes part: by voice, by voice while a button is held, or by typing. */
export type LearnerInput = "voice" | "push-to-talk" | "text";

/** What a call needs to know of its session, in our words. */
export interface CallPlan {
  readonly instructions: string;
  /** A voice of the provider. */
  readonly voice: string;
  /** BCP 47: what the persona speaks and the learner is expected to. */
  readonly language: string;
  readonly input: LearnerInput;
  /** What the persona may call; the same in all calls of a session, because the prompt cache depends on it. */
  readonly tools: readonly CallTool[];
  /** A stable hash that stands for the learner, so that the provider can tell abuse apart. */
  readonly safetyIdentifier: string;
}

/** A call that exists, and costs money, from now on. */
interface CreatedCall {
  readonly providerCallId: string;
  /** SDP, untouched: its last line break matters to some browsers. */
  readonly answer: string;
}

/** A credential with which a browser opens one call by itself. */
interface ClientSecret {
  readonly value: string;
  /** Where the browser posts its offer. */
  readonly callsUrl: string;
  /** The provider's name of the session that the secret opens. */
  readonly providerSessionId: string;
}

/** A voice provider: the seam behind which OpenAI Realtime sits, and GPT-Live later. */
export interface RealtimeProvider {
  /** As stored with a call. */
  readonly name: string;
  /** @throws {ProviderError} */
  createCall(plan: CallPlan, offer: string): Promise<CreatedCall>;
  /** Ends a call; one that is gone already counts as ended. @throws {ProviderError} */
  hangUp(providerCallId: string): Promise<void>;
  /** @throws {ProviderError} */
  mintClientSecret(plan: CallPlan): Promise<ClientSecret>;
  /** What of a plan is kept with its call, to recognise a change by. */
  describePlan(plan: CallPlan): ObservationPlan;
  /** Attaches to a running call. @throws {SidebandError} */
  openSideband(
    call: { readonly providerCallId: string; readonly plan: ObservationPlan },
    listener: SidebandListener,
  ): Promise<Sideband>;
}
