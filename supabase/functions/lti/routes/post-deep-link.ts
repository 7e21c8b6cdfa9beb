import * as z from "zod";
import { ScenarioId } from "../../_shared/contract/identifiers.ts";
import type { ScenarioSummary } from "../../_shared/contract/learner-record.ts";
import { createSecret } from "../../_shared/identity/secrets.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import type { FoundLaunch } from "../../_shared/store/lti.ts";
import { DEEP_LINKING, LTI } from "../claims.ts";
import type { LtiWorld } from "../lti-world.ts";
import { launchOver } from "../launch-over.ts";
import { findLaunch } from "../open-launch.ts";
import { ShownSecret } from "../secrets.ts";
import { DeepLinkReturn } from "../to-arrival.ts";
import { signForPlatform } from "../tool-signature.ts";

const ChoiceRequest = z.object({ pass: ShownSecret, scenario: ScenarioId });

/** `POST /lti/deep-link`: what a teacher chose, signed, and where the page posts it. */
export function createPostDeepLink(world: LtiWorld) {
  return async (request: Request): Promise<Response> => {
    const { pass, scenario } = await readJson(request, ChoiceRequest, 1_024);
    const launch = await findLaunch(world, pass);
    const back = DeepLinkReturn.safeParse(launch.deepLinking);
    if (!back.success) throw launchOver();
    const origin = new URL(launch.pageUrl).origin;
    const listed = await world.store.listScenarios(launch.embedKey, origin);
    const chosen =
      listed.outcome === "ok" ? listed.scenarios.find(({ id }) => id === scenario) : undefined;
    if (chosen === undefined) {
      const message = "The site of this course does not offer this practice.";
      throw new ProblemError("not_found", message, { field: "scenario" });
    }
    const { returnUrl, data } = back.data;
    const jwt = await signForPlatform(world, launch, toResponse(launch, data, chosen));
    return Response.json({ returnUrl, jwt });
  };
}

function toResponse(
  { deploymentId, pageUrl }: FoundLaunch,
  data: string | null,
  { id, title, persona }: ScenarioSummary,
) {
  return {
    nonce: createSecret(),
    [`${LTI}message_type`]: "LtiDeepLinkingResponse",
    [`${LTI}version`]: "1.3.0",
    [`${LTI}deployment_id`]: deploymentId,
    ...(data === null ? {} : { [`${DEEP_LINKING}data`]: data }),
    [`${DEEP_LINKING}content_items`]: [
      {
        type: "ltiResourceLink",
        ...{ title, text: `${persona.name}, ${persona.role}`, url: pageUrl },
        custom: { scenario: id },
        lineItem: { scoreMaximum: 100, label: title, resourceId: id, tag: "maka-voice-coach" },
        window: { targetName: "_blank" },
        iframe: { width: 800, height: 720 },
      },
    ],
  };
}
