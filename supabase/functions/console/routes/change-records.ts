import * as z from "zod";
import {
  AssignmentChange,
  AssignmentRequest,
  type ExtraTime,
} from "../../_shared/contract/console/assignments.ts";
import { DisputeAnswerRequest } from "../../_shared/contract/console/disputes.ts";
import { PassRequest, RevocationRequest } from "../../_shared/contract/console/passes.ts";
import { CommentRequest, ReviewRequest } from "../../_shared/contract/console/review.ts";
import type { Schema } from "../../_shared/runtime/http/parse-input.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import type { RecordAct, RecordFunctions } from "../../_shared/store/console-records.ts";
import { readSessionHash } from "../read-session.ts";
import { toRecordProblem } from "../record-refusals.ts";

const MAX_BYTES = 100_000;

type Query = Readonly<Record<string, unknown>>;

/** A change: the function of the database, and what of a request it takes. */
interface Change {
  readonly act: RecordAct;
  readonly status?: number;
  readonly read: (request: Request, id: string) => Promise<Query> | Query;
}

const change = <Body>(
  act: RecordAct,
  schema: Schema<Body>,
  toQuery: (body: Body, id: string) => Query,
  status = 200,
): Change => ({
  act,
  status,
  read: async (request, id) => toQuery(await readJson(request, schema, MAX_BYTES), id),
});

/** Names extras as the database does; what a change leaves out stays out. */
function withExtra<Body extends { readonly extra?: readonly ExtraTime[] | undefined }>(body: Body) {
  const { extra, ...others } = body;
  if (extra === undefined) return others;
  return {
    ...others,
    extra: extra.map(({ learnerId, days, attempts }) => ({
      learner_id: learnerId,
      days,
      attempts,
    })),
  };
}

/** The changes by the name of their route. */
const CHANGES = {
  review: change("review", ReviewRequest, (body, attempt) => ({ ...body, attempt }), 201),
  comment: change("comment", CommentRequest, (body, attempt) => ({ ...body, attempt }), 201),
  uncomment: { act: "uncomment", read: (_request, id) => ({ id }) },
  answerDispute: change("answer_dispute", DisputeAnswerRequest, (body, id) => ({ ...body, id })),
  assign: change("assign", AssignmentRequest, (body) => withExtra(body), 201),
  reassign: change("assign", AssignmentChange, (body, id) => ({ ...withExtra(body), id })),
  unassign: { act: "unassign", read: (_request, id) => ({ id }) },
  pass: change(
    "pass",
    PassRequest,
    ({ attemptId, expires }) => ({ attempt: attemptId, expires }),
    201,
  ),
  revokePass: change("revoke_pass", RevocationRequest, (body, id) => ({ ...body, id })),
} satisfies Readonly<Record<string, Change>>;

/** What can be changed by the console's routes. */
export type ChangeName = keyof typeof CHANGES;

/** The routes that change something: each by one function of the database, which finds out who may. */
export function createChangeRecords({ records }: { readonly records: RecordFunctions }) {
  return async (request: Request, name: ChangeName, id = ""): Promise<Response> => {
    const { act, read, status = 200 }: Change = CHANGES[name];
    const sessionHash = readSessionHash(request);
    if (id !== "" && !z.uuid().safeParse(id).success)
      throw toRecordProblem({ outcome: "not_found" });
    const done = await records.act(act, { ...(await read(request, id)), sessionHash });
    if (done.outcome !== "ok") throw toRecordProblem(done);
    return Response.json(done.answer, { status });
  };
}
