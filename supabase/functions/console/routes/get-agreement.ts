import * as z from "zod";
import {
  LEAST_PAIRS,
  PAIRS_FOR_AUTOMATIC,
  PAIRS_FOR_SAMPLED,
} from "../../_shared/agreement/to-badge.ts";
import { toAgreement } from "../../_shared/agreement/to-agreement.ts";
import type { AgreementResponse } from "../../_shared/contract/console/agreement.ts";
import type { RecordAnswer, RecordFunctions } from "../../_shared/store/console-records.ts";
import { readQuery } from "../read-query.ts";
import { parseInput } from "../../_shared/runtime/http/parse-input.ts";
import { readSessionHash } from "../read-session.ts";
import { toRecordProblem } from "../record-refusals.ts";

type Told = Extract<RecordAnswer<"agreement">, { outcome: "ok" }>["answer"];

/** `GET /console/agreement`: how near the scorer comes to people who judged blind, of what the member sees. */
export function createGetAgreement({ records }: { readonly records: RecordFunctions }) {
  return async (request: Request): Promise<Response> => {
    const sessionHash = readSessionHash(request);
    const found = await records.act("agreement", { ...readAgreementQuery(request), sessionHash });
    if (found.outcome !== "ok") throw toRecordProblem(found);
    return Response.json(toResponse(found.answer));
  };
}

/** Filters that agreement alone knows: the scenario's version, and the model that scored. */
const Scored = z.object({
  version: z.string().min(1).max(128).optional(),
  model: z.string().min(1).max(128).optional(),
});

/** @throws {ProblemError} request_invalid */
function readAgreementQuery(request: Request): Readonly<Record<string, unknown>> {
  const url = new URL(request.url);
  const scored = parseInput(Scored, Object.fromEntries(url.searchParams));
  url.searchParams.delete("version");
  url.searchParams.delete("model");
  return { ...readQuery(new Request(url)), ...scored };
}

function toResponse({ pairs, scenarios, scorers, disputes }: Told): AgreementResponse {
  const groups = Map.groupBy(pairs, ({ scenario, criterion }) => `${scenario} ${criterion}`);
  const criteria = [...groups.values()].flatMap((group) => {
    const last = group.at(-1);
    if (last === undefined) return [];
    const { scenario, criterion, title } = last;
    const contested = disputes.find(
      (each) => each.scenario === scenario && each.criterion === criterion,
    );
    // The badge is of what scores now: pairs of another model, rubric or transcriber do not count for it.
    const current = toAgreement(
      group.filter(({ isCurrent }) => isCurrent),
      true,
    );
    return {
      ...toAgreement(group, false),
      badge: current.badge,
      ...{ id: criterion, title },
      scenario: scenarios.find(({ id }) => id === scenario) ?? { id: scenario, title: scenario },
      disputes: { answered: contested?.answered ?? 0, upheld: contested?.upheld ?? 0 },
    };
  });
  return {
    criteria,
    pooled: pairs.length === 0 ? null : toAgreement(pairs, false),
    scorers,
    leastPairs: LEAST_PAIRS,
    pairsForSampled: PAIRS_FOR_SAMPLED,
    pairsForAutomatic: PAIRS_FOR_AUTOMATIC,
  };
}
