import { createSecret, hashSecret } from "../../_shared/identity/secrets.ts";
import type { RequestContext } from "../../_shared/runtime/http/serve.ts";
import type { TakeStateAnswer } from "../../_shared/store/lti.ts";
import type { LtiWorld } from "../lti-world.ts";
import { readParameters } from "../read-parameters.ts";
import { LaunchRefusal } from "../refusal.ts";
import { refuseLaunch } from "../refuse-launch.ts";
import { toPage } from "../see-other.ts";
import { toTarget } from "../storage-target.ts";
import { toArrival } from "../to-arrival.ts";
import { verifyLaunch } from "../verify-launch.ts";

type ReadParameter = (name: string) => string | null;
type TakenState = Extract<TakeStateAnswer, { outcome: "taken" }>;

/** `POST /lti/launch`: the platform says who the learner is; the page gets a code for it. */
export function createPostLaunch(world: LtiWorld) {
  return async (request: Request, context: RequestContext): Promise<Response> => {
    const read = await readParameters(request);
    // Whatever comes with it is worth: no state is shown twice.
    const taken = await world.store.takeLtiState(hashSecret(read("state") ?? ""));
    const pageUrl = taken.outcome === "state_unknown" ? null : taken.pageUrl;
    try {
      if (taken.outcome !== "taken") throw new LaunchRefusal(taken.outcome);
      return await land(world, read, taken);
    } catch (error) {
      if (!(error instanceof LaunchRefusal)) throw error;
      return refuseLaunch(world, error, { request, context, pageUrl });
    }
  };
}

async function land(world: LtiWorld, read: ReadParameter, taken: TakenState): Promise<Response> {
  const { platform, loginId, pageUrl } = taken;
  const { issuer, clientId } = platform;
  const error = read("error");
  if (error !== null) {
    const description = read("error_description") ?? undefined;
    throw new LaunchRefusal("platform_refused", { issuer, clientId, error, description });
  }
  const token = read("id_token");
  if (token === null) throw new LaunchRefusal("token_missing", { issuer, clientId });
  const arrival = toArrival(world, await verifyLaunch(world, token, taken), platform);
  const code = createSecret();
  const landed = await world.store.landLtiLaunch({
    ...arrival,
    ...{ loginId, codeHash: hashSecret(code) },
  });
  if (landed.outcome === "login_unknown") throw new LaunchRefusal("state_expired");
  if (landed.outcome === "deployment_unknown") {
    const { deploymentId } = arrival;
    throw new LaunchRefusal("deployment_unknown", { issuer, clientId, deploymentId });
  }
  const target = toTarget(read("state") ?? "");
  const storage = target === null ? {} : { platform: new URL(platform.authUrl).origin, target };
  return toPage(pageUrl, { code, login: loginId, ...storage });
}
