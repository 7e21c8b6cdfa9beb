import { APIError, type OpenAI } from "openai";
import { ProviderError } from "../../provider-error.ts";
import type { CallPlan, RealtimeProvider } from "../../realtime-provider.ts";
import { toProviderError } from "../../to-provider-error.ts";
import { openSideband } from "./open-sideband.ts";
import { type RealtimeModels, toSessionConfig } from "./session-config.ts";
import { toWatchedSettings } from "./session-settings.ts";

/** How long one request of a learner's start may take at the provider. */
const REQUEST_TIMEOUT_MS = 10_000;
/** The secret only has to live until the browser's next request. */
const CLIENT_SECRET_SECONDS = 60;
const SAFETY_HEADER = "OpenAI-Safety-Identifier";
/** Retrying a call that was made would make, and bill, a second one. */
const ONCE = { maxRetries: 0, timeout: REQUEST_TIMEOUT_MS } as const;

/** The models of the calls, and where their sidebands are when not below the client's own address. */
export interface RealtimeOptions extends RealtimeModels {
  readonly sidebandUrl?: string;
}

/** OpenAI Realtime behind the seam. No prompt object and no beta header: both are on their way out. */
export function createOpenaiRealtime(client: OpenAI, models: RealtimeOptions): RealtimeProvider {
  return {
    name: "openai-realtime",
    createCall: (plan, offer) => guarded(() => postCall(client, toForm(plan, models, offer), plan)),
    hangUp: (providerCallId) => guarded(() => hangUp(client, providerCallId)),
    mintClientSecret: (plan) => guarded(() => mint(client, plan, models)),
    describePlan: (plan) => ({
      model: models.realtimeModel,
      transcriptionModel: models.transcriptionModel,
      settings: toWatchedSettings(toSessionConfig(plan, models)),
    }),
    openSideband: (call, listener) =>
      openSideband(client, models.sidebandUrl ?? client.baseURL, call, listener),
  };
}

function toForm(plan: CallPlan, models: RealtimeModels, offer: string): FormData {
  const form = new FormData();
  form.set("sdp", offer);
  form.set("session", JSON.stringify(toSessionConfig(plan, models)));
  return form;
}

/**
 * Posts the offer by the SDK's transport but not by `calls.create`: that wraps both parts as files, to which
 * Deno adds an empty file name that nobody has seen the service accept.
 */
async function postCall(client: OpenAI, form: FormData, plan: CallPlan) {
  const response = await client.post<Response>("/realtime/calls", {
    ...ONCE,
    body: form,
    headers: { [SAFETY_HEADER]: plan.safetyIdentifier, accept: "application/sdp" },
    __binaryResponse: true,
  });
  const providerCallId = toCallId(response.headers.get("location"));
  if (providerCallId === null) {
    await response.body?.cancel();
    throw new ProviderError("unavailable", "The provider's answer names no call.");
  }
  try {
    return { providerCallId, answer: await readAnswer(response) };
  } catch (error) {
    // The call exists since the 201, whatever became of its answer.
    await hangUp(client, providerCallId).catch(() => undefined);
    throw error;
  }
}

/** The media type is not looked at: the service says text/plain where its schema says SDP. */
async function readAnswer(response: Response): Promise<string> {
  const answer = await response.text();
  if (answer.startsWith("v=0")) return answer;
  throw new ProviderError("unavailable", "The provider's answer is no SDP.");
}

/** The last path segment of a relative or absolute Location; the id is opaque. */
function toCallId(location: string | null): string | null {
  return /\/calls\/([\w-]{1,128})\/?(?:\?.*)?$/.exec(location ?? "")?.[1] ?? null;
}

async function hangUp(client: OpenAI, providerCallId: string): Promise<void> {
  try {
    await client.realtime.calls.hangup(providerCallId, ONCE);
  } catch (error) {
    if (error instanceof APIError && error.status === 404) return; // Gone already, which is the aim.
    throw error;
  }
}

async function mint(client: OpenAI, plan: CallPlan, models: RealtimeModels) {
  const minted = await client.realtime.clientSecrets.create(
    {
      expires_after: { anchor: "created_at", seconds: CLIENT_SECRET_SECONDS },
      session: toSessionConfig(plan, models),
    },
    { ...ONCE, headers: { [SAFETY_HEADER]: plan.safetyIdentifier } },
  );
  return {
    value: minted.value,
    callsUrl: `${client.baseURL}/realtime/calls`,
    providerSessionId: "id" in minted.session ? minted.session.id : "",
  };
}

async function guarded<Result>(request: () => Promise<Result>): Promise<Result> {
  try {
    return await request();
  } catch (error) {
    throw toProviderError(error);
  }
}
