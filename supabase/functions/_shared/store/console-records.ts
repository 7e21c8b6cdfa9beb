import * as z from "zod";
import { Assignment, AssignmentLearner } from "../contract/console/assignments.ts";
import { Cohort } from "../contract/console/cohorts.ts";
import { Dispute } from "../contract/console/disputes.ts";
import { HeatMapResponse } from "../contract/console/heat-map.ts";
import { Role } from "../contract/console/member.ts";
import { Pass, PassRefusal } from "../contract/console/passes.ts";
import { Review, ReviewComment } from "../contract/console/review.ts";
import { outcome, row, Seconds } from "./answer-row.ts";
import { createCallSql, type SqlAddress, withSnakeKeys } from "./call-sql.ts";
import { ListPlace } from "./console.ts";

const listOf = <Item extends z.core.$ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.nullable(ListPlace), total: z.int() });

/** Why nothing was shown or changed. */
const refusals = [
  z.object(outcome("session_unknown")),
  z.object(outcome("not_found")),
  z.object(outcome("not_over")),
  z.object(outcome("levels_incomplete")),
  z.object(outcome("reviewed_already")),
  z.object(outcome("first_reviewer")),
  z.object(outcome("answered_already")),
  z.object(outcome("too_many")),
  z.object(outcome("zone_unknown")),
  z.object(outcome("learner_unknown")),
  z.object({ ...outcome("role_missing"), roles: z.array(Role) }),
  z.object({ ...outcome("too_many_requests"), retryAfterSeconds: Seconds }),
  z.object({ ...outcome("pass_refused"), reason: PassRefusal }),
] as const;

const answerOf = <Answer extends z.core.$ZodType>(answer: Answer) =>
  row(z.discriminatedUnion("outcome", [z.object({ ...outcome("ok"), answer }), ...refusals]));

const Removed = z.object({ removed: z.literal(true) });

/** Blind pairs of levels, from which figures of agreement are made. */
const Pairs = z.object({
  pairs: z.array(
    z.object({
      ...{ attempt: z.uuid(), scenario: z.string(), criterion: z.string(), title: z.string() },
      ...{ ai: z.number(), human: z.number() },
      /** Whether what scored it is what scored the scenario last. */
      isCurrent: z.boolean(),
    }),
  ),
  scenarios: z.array(z.object({ id: z.string(), title: z.string() })),
  scorers: z.array(
    z.object({
      ...{ model: z.string(), prompt: z.string(), rubric: z.string(), transcriber: z.string() },
      ...{ n: z.int(), lastAt: z.string() },
    }),
  ),
  disputes: z.array(
    z.object({ scenario: z.string(), criterion: z.string(), answered: z.int(), upheld: z.int() }),
  ),
});

const ANSWERS = {
  review: answerOf(Review),
  comment: answerOf(ReviewComment),
  uncomment: answerOf(Removed),
  agreement: answerOf(Pairs),
  disputes: answerOf(listOf(Dispute)),
  answer_dispute: answerOf(Dispute),
  assignments: answerOf(listOf(Assignment)),
  assign: answerOf(Assignment),
  unassign: answerOf(Removed),
  assignment_learners: answerOf(
    z.object({ assignment: Assignment, ...listOf(AssignmentLearner).shape }),
  ),
  cohorts: answerOf(listOf(Cohort)),
  heat_map: answerOf(HeatMapResponse),
  passes: answerOf(listOf(Pass)),
  pass: answerOf(Pass),
  revoke_pass: answerOf(Pass),
};

/** What is asked of records and changed in them; each is a function `console_…` of the database. */
export type RecordAct = keyof typeof ANSWERS;
/** What one of them answers. */
export type RecordAnswer<Act extends RecordAct = RecordAct> = z.infer<(typeof ANSWERS)[Act]>;

/** The functions about what people say of official attempts. */
export interface RecordFunctions {
  act<Act extends RecordAct>(
    name: Act,
    query: Readonly<Record<string, unknown>> & { readonly sessionHash: string },
  ): Promise<RecordAnswer<Act>>;
}

const ANSWERS_BY: { readonly [Act in RecordAct]: z.ZodType<RecordAnswer<Act>> } = ANSWERS;

function answerBy<Act extends RecordAct>(name: Act): z.ZodType<RecordAnswer<Act>> {
  return ANSWERS_BY[name];
}

/** Opens the functions of the console over the database's RPC endpoint. */
export function createRecordStore(address: SqlAddress): RecordFunctions {
  const call = createCallSql(address);
  return {
    act: (name, query) => {
      const answer = answerBy(name);
      return call(`console_${name}`, { query: withSnakeKeys(query) }, answer);
    },
  };
}
