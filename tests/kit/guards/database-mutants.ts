import type { GuardedFile } from "./mutant.ts";

const SCHEMAS = "supabase/schemas";
const OBSERVATION_TEST = "supabase/tests/60_observation_test.sql";

/** The guards that stand in the database: what counts as seen, and what counts once. */
export const DATABASE_GUARDS: readonly GuardedFile[] = [
  {
    file: `${SCHEMAS}/75_evidence.sql`,
    tests: [OBSERVATION_TEST],
    mutants: [
      {
        lets: "a call be complete whose end nobody saw",
        piece:
          "    when not p_observation.is_anchored and not call.was_silent then 'tail_unseen'\n",
      },
      {
        lets: "an item put between older ones be in its place",
        piece: "group by previous_item_id having count(*) > 1",
        replacement: "group by previous_item_id having false",
      },
      {
        lets: "a call be complete with an item of no known place",
        piece: "    when exists (select from linked where not is_linked) then 'item_unlinked'\n",
      },
      {
        lets: "a call be complete that lacks an item",
        piece: "then 'item_missing'",
        replacement: "then null",
      },
      {
        lets: "a call be complete that lacks words",
        piece:
          "    when exists (select from linked where is_open and author is distinct from 'note') then 'words_missing'\n",
      },
      {
        lets: "replies after a gap be scored",
        piece: "(item.epoch > 0 or not item.is_linked)",
        replacement: "not item.is_linked",
      },
      {
        lets: "replies that nobody heard be scored",
        piece: "(item.epoch > 0 or not item.is_linked)",
        replacement: "item.epoch > 0",
      },
      {
        lets: "a call that was meddled with be scored with another that was not",
        piece: "    when bool_or(status = 'tampered') then 'tampered'\n",
      },
      {
        lets: "a browser's words stand where the provider's are known",
        piece: "order by turn.item_id, turn.source = 'observed' desc, turn.sequence desc",
        replacement: "order by turn.item_id, turn.source = 'reported' desc, turn.sequence desc",
      },
    ],
  },
  {
    file: `${SCHEMAS}/60_observation.sql`,
    tests: [OBSERVATION_TEST],
    mutants: [
      {
        lets: "a segment that died in a hand-over leave no gap",
        piece:
          "set predecessor = null, predecessor_expires_at = null, epoch = epoch + 1, is_anchored = false",
        replacement: "set predecessor = null, predecessor_expires_at = null",
      },
      {
        lets: "two segments hold one call",
        piece: "  if v_observation.lease_expires_at > now() and not v_is_handed then\n",
        replacement: "  if false then\n",
      },
      {
        lets: "a segment take a call by naming any predecessor",
        piece:
          "coalesce(p_predecessor = v_observation.holder and v_observation.lease_expires_at > now(), false)",
        replacement: "p_predecessor is not null",
      },
      {
        lets: "a gap of the line be none",
        piece: "      epoch = epoch + case when p_batch -> 'hasGap' = 'true' then 1 else 0 end,\n",
        replacement: "      epoch = epoch,\n",
      },
      {
        lets: "what was said in a gap of the line be known without an arrival",
        piece: "        when p_batch -> 'hasGap' = 'true' then false\n",
      },
      {
        lets: "a call that is over be watched",
        piece:
          "if v_observation.closed_at is not null or v_session.status <> 'active' or v_call.ended_at is not null then",
        replacement: "if v_observation.closed_at is not null then",
      },
    ],
  },
  {
    file: `${SCHEMAS}/70_progress.sql`,
    tests: ["supabase/tests/70_progress_test.sql"],
    mutants: [
      {
        lets: "answers of other sessions direct a persona",
        piece: "where session_id = p_session_id and call_id = p_call_id and by = 'persona'",
        replacement: "where call_id = p_call_id and by = 'persona'",
      },
      {
        lets: "answers to other calls direct a persona",
        piece: "where session_id = p_session_id and call_id = p_call_id and by = 'persona'",
        replacement: "where session_id = p_session_id and by = 'persona'",
      },
      {
        lets: "answers to the learner's own tools direct a persona",
        piece: "where session_id = p_session_id and call_id = p_call_id and by = 'persona'",
        replacement: "where session_id = p_session_id and call_id = p_call_id",
      },
      {
        lets: "words be added to an answer",
        piece: "      and btrim(answer ->> 'output') = btrim(p_output)\n",
      },
    ],
  },
  {
    file: `${SCHEMAS}/20_learners.sql`,
    tests: ["supabase/tests/20_learners_test.sql"],
    mutants: [
      {
        lets: "one site use up another's tokens (jti)",
        piece: "where site_id = p_site_id and jti = p_token ->> 'jti'",
        replacement: "where jti = p_token ->> 'jti'",
      },
    ],
  },
  {
    file: `${SCHEMAS}/10_sites.sql`,
    tests: ["supabase/tests/92_administration_test.sql", "supabase/tests/20_learners_test.sql"],
    mutants: [
      {
        lets: "key sets on numbers, inner names and other ports",
        piece:
          "    and p_url ~ '^https://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?/[!$&-;=@-Z_a-z~%]*$'\n",
      },
      {
        lets: "key sets in an inner network, by its names",
        piece: "    and p_url !~ '^https://[^/]*\\.(localhost|local|internal|arpa)/'\n",
      },
    ],
  },
];
