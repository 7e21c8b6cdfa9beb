import type { LogFields } from "../_shared/runtime/telemetry/log.ts";

/** Why a launch does not come about, each with the sentence for whoever runs this service. */
const SENTENCES = {
  platform_unknown:
    "No platform with this issuer and client id is registered: npm run admin -- lti add.",
  request_incomplete: "The platform sent a login without iss, login_hint or target_link_uri.",
  state_unknown: "A launch came back with a state that was never given here.",
  state_used: "A launch came back twice: somebody went back, reloaded or replayed it.",
  state_expired: "A launch came back more than ten minutes after it began.",
  platform_refused: "The platform ended the launch itself; error and description are its words.",
  token_missing: "The platform posted no id_token.",
  token_unsigned: "The id_token is not signed with RS256 by a key with a kid.",
  token_key_unknown: "The id_token names a key that the platform's key set does not hold.",
  token_signature_wrong: "The signature of the id_token does not fit the platform's key.",
  token_issuer_wrong: "The id_token is of another issuer than the platform that the login named.",
  token_audience_wrong: "The id_token is for another client (aud, azp).",
  token_expired: "The id_token has expired: compare the clocks of both servers.",
  token_too_early: "The id_token is from the future: compare the clocks of both servers.",
  token_nonce_wrong: "The id_token has another nonce than this launch was given.",
  token_malformed: "The id_token lacks a claim of LTI 1.3, or has it in another form.",
  keys_unreadable: "The platform's key set could not be read.",
  version_wrong: "The launch is not of LTI 1.3.0.",
  kind_unknown: "The launch is neither a resource link nor a request for Deep Linking.",
  learner_unnamed: "The platform does not say who launches (no sub).",
  deployment_unknown:
    "The deployment is not registered: npm run admin -- lti deploy <platform> <deployment>.",
  scenario_missing: "The place in the course names no scenario: choose one by Deep Linking.",
} as const;

/** The name of a refusal, as logs, figures and the page know it. */
export type RefusalReason = keyof typeof SENTENCES;

/** A launch that does not come about. */
export class LaunchRefusal extends Error {
  override readonly name = "LaunchRefusal";
  readonly reason: RefusalReason;
  /** What an operator needs besides: names, never a token. */
  readonly fields: LogFields;

  constructor(reason: RefusalReason, fields: LogFields = {}, cause?: unknown) {
    super(SENTENCES[reason], { cause });
    this.reason = reason;
    this.fields = fields;
  }
}
