import { createSecret, hashSecret } from "../_shared/identity/secrets.ts";
import type { BeginLoginAnswer } from "../_shared/store/lti.ts";
import type { LtiWorld } from "./lti-world.ts";
import { toState } from "./storage-target.ts";

/** What a browser shows, now and when its launch comes back. */
interface BrowserEvidence {
  readonly secretHash: string | null;
  readonly cookieHash: string | null;
  /** The frame that keeps the secret for the page, where the platform does. */
  readonly target?: string | undefined;
}

type Begun = Extract<BeginLoginAnswer, { outcome: "begun" }>;
type NotBegun = Exclude<BeginLoginAnswer, { outcome: "begun" }>;

/** Binds a login to its browser, once, and says where the platform identifies the learner. */
export async function beginLogin(
  { store, baseUrl }: LtiWorld,
  loginId: string,
  { secretHash, cookieHash, target }: BrowserEvidence,
): Promise<NotBegun | { readonly outcome: "begun"; readonly authUrl: string }> {
  const [state, nonce] = [toState(target), createSecret()];
  const begun = await store.beginLtiLogin({
    ...{ loginId, secretHash, cookieHash },
    ...{ stateHash: hashSecret(state), nonceHash: hashSecret(nonce) },
  });
  if (begun.outcome !== "begun") return begun;
  return {
    outcome: "begun",
    authUrl: toAuthUrl(begun, { state, nonce, back: `${baseUrl}/launch` }),
  };
}

function toAuthUrl(
  { authUrl, clientId, loginHint, messageHint }: Begun,
  { state, nonce, back }: Readonly<Record<"state" | "nonce" | "back", string>>,
): string {
  const url = new URL(authUrl);
  const parameters = {
    ...{ scope: "openid", response_type: "id_token", response_mode: "form_post" },
    ...{ prompt: "none", client_id: clientId, redirect_uri: back },
    ...{ login_hint: loginHint, state, nonce },
    ...(messageHint === null ? {} : { lti_message_hint: messageHint }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
