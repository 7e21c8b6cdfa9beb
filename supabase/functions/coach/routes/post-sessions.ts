import { CONSENT_VERSION } from "../../_shared/contract/limits.ts";
import {
  MAX_BODY_BYTES,
  SessionRequest,
  type SessionResponse,
} from "../../_shared/contract/session.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import type { RequestContext } from "../../_shared/runtime/http/serve.ts";
import { hashTexts } from "../../_shared/identity/learner-key.ts";
import { toLearnerTools } from "../../_shared/tools/learner-tools.ts";
import { drainHangups } from "../../_shared/jobs/settle-hangups.ts";
import type { OpenSessionRequest } from "../../_shared/store/sessions.ts";
import { answerCall } from "../answer-call.ts";
import { assertOffer } from "../assert-offer.ts";
import { readOrigin } from "../caller.ts";
import type { CoachWorld } from "../coach-world.ts";
import { identifyLearner } from "../identify-learner.ts";
import { awaitReplay, type OpenedSession, openSession } from "../open-session.ts";
import { startCall, type StartedCall } from "../start-call.ts";

/** Between two signs of life; a session without one for three of them is settled. */
const HEARTBEAT_SECONDS = 15;
const SWEEP_BATCH = 20;

/**
 * `POST /coach/sessions`: limits, call and SDP answer in one round trip. All that can be wrong with a request
 * is found before anything is reserved; a repeated attempt gets the same answer again. The body ends when the call
 * is listened to.
 */
export function createPostSessions(world: CoachWorld) {
  return async (request: Request, context: RequestContext): Promise<Response> => {
    const origin = readOrigin(request);
    const body = await readJson(request, SessionRequest, MAX_BODY_BYTES.session);
    assertConsent(body);
    assertOffer(body.offer);
    const opening = await toOpening(world, body, { origin, request, context });
    const session = await openSession(world, opening);
    const { watched, isSweepDue, ...started } = await startOrReplay(world, body, opening, session);
    const { sessionId } = session;
    world.log("info", "session_started", {
      requestId: context.requestId,
      sessionId,
      scenario: opening.scenario,
      limitSeconds: started.limitSeconds,
      replayed: session.outcome === "replayed",
    });
    if (isSweepDue) world.background("sweep", () => sweep(world));
    const tools = toLearnerTools(session.scenario.private);
    const response: SessionResponse = {
      sessionId,
      sessionToken: await world.tokens.issue({ sessionId, origin }),
      heartbeatSeconds: HEARTBEAT_SECONDS,
      protocol: "openai-realtime",
      rehearsal: world.rehearsal,
      ...(tools === undefined ? {} : { tools }),
      ...started,
    };
    return answerCall(response, watched);
  };
}

async function startOrReplay(
  world: CoachWorld,
  body: SessionRequest,
  opening: OpenSessionRequest,
  session: OpenedSession,
): Promise<StartedCall> {
  if (session.outcome === "replayed") {
    const { answer, deadline, limitSeconds } = await awaitReplay(world, opening, session);
    const call = { answer, deadline, limitSeconds };
    return { handshake: "relay", ...call, watched: null, isSweepDue: false };
  }
  const { offer, input = "voice" } = body;
  const { variables, learnerName } = opening;
  return startCall(world, session, { offer, input, variables, learnerName });
}

async function toOpening(
  world: CoachWorld,
  body: SessionRequest,
  { origin, request, context }: { origin: string; request: Request; context: RequestContext },
): Promise<OpenSessionRequest> {
  const { embedKey, scenario, attemptKey, locale, consent, offer } = body;
  const evidence = {
    ...{ embedKey, origin, scenario, deviceId: body.deviceId ?? null },
    ...{ learnerToken: body.learnerToken ?? null, network: world.readNetwork(request) },
  };
  const { learnerKey, addressKey, claim, isKnown } = await identifyLearner(world, evidence, true);
  return {
    embedKey,
    origin,
    scenario,
    attemptKey,
    requestHash: hashTexts([embedKey, origin, scenario, learnerKey, offer]),
    learnerKey,
    addressKey,
    isKnown,
    token:
      claim === null
        ? null
        : { jti: claim.jti, expires_at: claim.expiresAt, purpose: claim.purpose },
    learnerName: claim?.name ?? (body.learnerName?.trim() || null),
    locale,
    // Whose facts and result they are is told to a site only where the learner agrees to that.
    consent: { ...consent, subject: mayName(consent) ? (claim?.subject ?? null) : null },
    variables: body.variables ?? {},
    handshake: world.handshake,
    requestId: context.requestId,
    capSeconds: null,
  };
}

function mayName({ facts, results }: SessionRequest["consent"]): boolean {
  return facts === true || results === true;
}

/** What a learner consented to must be a text that we can show later. */
function assertConsent({ consent }: SessionRequest): void {
  if (consent.version === CONSENT_VERSION) return;
  const message = `\`consent.version\` is not ${CONSENT_VERSION}. Reload the page to see the current text.`;
  throw new ProblemError("request_invalid", message, { field: "consent.version" });
}

/** A start also clears away what is over, so that nothing depends on a timer. */
async function sweep(world: CoachWorld): Promise<void> {
  await world.store.reapSessions(SWEEP_BATCH);
  await drainHangups(world, SWEEP_BATCH);
}
