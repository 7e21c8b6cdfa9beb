import { LearnerQuery, SiteQuery } from "../_shared/contract/queries.ts";
import { parseInput, type Schema } from "../_shared/runtime/http/parse-input.ts";
import { readBearer } from "../_shared/runtime/http/read-bearer.ts";
import type { ReadNetwork } from "../_shared/identity/client-network.ts";
import { readOrigin } from "./caller.ts";
import type { LearnerEvidence } from "./identify-learner.ts";

/** A page of a site that asks for what no learner is needed for. */
export interface SitePage {
  readonly embedKey: string;
  readonly origin: string;
}

/**
 * Reads which site a page belongs to. The embed key comes in the query, which needs no preflight, or as
 * `x-embed-key`.
 * @throws {ProblemError} origin_forbidden or request_invalid.
 */
export function readSiteQuery(request: Request): SitePage {
  const origin = readOrigin(request);
  return { ...readParameters(request, SiteQuery), origin };
}

/**
 * Reads who asks for which scenario: `scenario`, `embedKey`, `deviceId` and `locale` of the query, and the learner
 * token of an `Authorization: Bearer` header.
 * @throws {ProblemError} origin_forbidden or request_invalid.
 */
export function readLearnerQuery(
  request: Request,
  readNetwork: ReadNetwork,
): LearnerEvidence & { readonly locale: string } {
  const origin = readOrigin(request);
  const { scenario, embedKey, deviceId, locale = "en" } = readParameters(request, LearnerQuery);
  return {
    locale,
    ...{ embedKey, origin, scenario, deviceId: deviceId ?? null },
    ...{ learnerToken: readBearer(request) || null, network: readNetwork(request) },
  };
}

function readParameters<Output>(request: Request, schema: Schema<Output>): Output {
  const parameters = new URL(request.url).searchParams;
  return parseInput(schema, {
    scenario: parameters.get("scenario") ?? undefined,
    embedKey: request.headers.get("x-embed-key") ?? parameters.get("embedKey") ?? undefined,
    deviceId: parameters.get("deviceId") ?? undefined,
    locale: parameters.get("locale") ?? undefined,
  });
}
