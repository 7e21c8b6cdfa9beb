-- What people say of official attempts, beside what the scorer said: reviews, comments, disputes. Nothing of it edits a report.

create table coach.reviews (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity,
  session_id uuid not null references coach.official_attempts,
  member_id uuid not null references coach.members,
  verdict text not null check (verdict in ('passed', 'not_passed', 'undecided')),
  levels jsonb not null check (jsonb_typeof(levels) = 'object'),
  total numeric check (total between 0 and 100),
  ai_levels jsonb not null check (jsonb_typeof(ai_levels) = 'object'),
  ai_total numeric,
  versions jsonb not null check (jsonb_typeof(versions) = 'object'),
  ai_shown_first boolean not null,
  created_at timestamptz not null default now(),
  unique (session_id, member_id)
);
comment on table coach.reviews is
  'What a person made of an official attempt, appended and never changed; no words, so that it stays when those of the session go.';
comment on column coach.reviews.levels is 'By criterion; null: the occasion never arose.';
comment on column coach.reviews.ai_levels is 'Those of the scorer at that moment, by criterion.';
comment on column coach.reviews.ai_shown_first is 'Whether the reviewer could know the scorer''s levels before; then the pair says nothing of agreement.';
create index reviews_member_id on coach.reviews (member_id);
create trigger reviews_append_only before update or delete on coach.reviews
  for each row execute function coach.refuse_change();
create trigger reviews_keep before truncate on coach.reviews
  for each statement execute function coach.refuse_change();
alter table coach.reviews enable row level security;
revoke all on coach.reviews from public, anon, authenticated, service_role;
grant select, insert on coach.reviews to service_role;

create table coach.review_words (
  review_id uuid primary key references coach.reviews,
  session_id uuid not null references coach.sessions on delete cascade,
  reasons jsonb not null check (jsonb_typeof(reasons) = 'object'),
  next text not null check (char_length(next) <= 1000)
);
comment on table coach.review_words is 'What a reviewer wrote: a reason by criterion, and what to practise next. Goes with the session.';
create index review_words_session_id on coach.review_words (session_id);
alter table coach.review_words enable row level security;
revoke all on coach.review_words from public, anon, authenticated, service_role;
grant select, insert on coach.review_words to service_role;

create table coach.comments (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references coach.sessions on delete cascade,
  member_id uuid not null references coach.members,
  turn_id text check (char_length(turn_id) between 1 and 128),
  text text not null check (char_length(text) between 1 and 1000),
  created_at timestamptz not null default now()
);
comment on table coach.comments is 'Remarks on a turn of an official attempt, or on the whole. Go with the session.';
create index comments_session_id on coach.comments (session_id, created_at);
create index comments_member_id on coach.comments (member_id);
alter table coach.comments enable row level security;
revoke all on coach.comments from public, anon, authenticated, service_role;
grant select, insert, delete on coach.comments to service_role;

create table coach.disputes (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references coach.sessions on delete cascade,
  criterion_id text check (char_length(criterion_id) between 1 and 64),
  turn_id text check (char_length(turn_id) between 1 and 128),
  code text not null check (code in ('misheard', 'quote_wrong', 'level_wrong', 'rule_wrong', 'technical', 'other')),
  text text not null check (char_length(text) between 1 and 1000),
  created_at timestamptz not null default now()
);
comment on table coach.disputes is 'What a learner contests of an official attempt. Goes with the session.';
create index disputes_session_id on coach.disputes (session_id, created_at);
alter table coach.disputes enable row level security;
revoke all on coach.disputes from public, anon, authenticated, service_role;
grant select, insert on coach.disputes to service_role;

create table coach.dispute_answers (
  dispute_id uuid primary key references coach.disputes on delete cascade,
  member_id uuid not null references coach.members,
  upheld boolean not null,
  text text not null check (char_length(text) between 1 and 1000),
  created_at timestamptz not null default now()
);
comment on table coach.dispute_answers is 'The one answer to a dispute, beside the review that it is about.';
create index dispute_answers_member_id on coach.dispute_answers (member_id);
alter table coach.dispute_answers enable row level security;
revoke all on coach.dispute_answers from public, anon, authenticated, service_role;
grant select, insert on coach.dispute_answers to service_role;

create function coach.find_attempt(p_viewer coach.viewer, p_session_id uuid) returns coach.official_attempts
language sql stable set search_path = '' as $$
  select attempt.* from coach.official_attempts as attempt
  where attempt.session_id = p_session_id and attempt.organization_id = p_viewer.organization_id
    and coach.sees_learner(p_viewer, attempt.learner_id)
$$;
comment on function coach.find_attempt(coach.viewer, uuid) is 'One official attempt of a viewer''s scope; null for any other.';

create function coach.knows_scores(p_viewer coach.viewer, p_attempt coach.official_attempts) returns boolean
language sql stable set search_path = '' as $$
  select not coach.is_withheld(p_viewer, p_attempt) or exists (
    select from coach.audit_events as event
    where event.subject = p_attempt.session_id::text and event.action = 'read_attempt'
      and event.actor = 'member ' || p_viewer.member_id and (event.detail ->> 'scores')::boolean
  )
$$;
comment on function coach.knows_scores(coach.viewer, coach.official_attempts) is
  'Whether a member may have seen the scores of an attempt: because nothing withholds them, or by an earlier look in another role.';

create function coach.human_total(p_version_id bigint, p_levels jsonb) returns numeric
language sql stable set search_path = '' as $$
  select case
    when sum(weight) filter (where level is not null) >= sum(weight) / 2
    then round(100 * sum(weight * level / 5) / sum(weight) filter (where level is not null))
  end
  from (
    select coalesce((criterion ->> 'weight')::numeric, 1) as weight, (p_levels ->> (criterion ->> 'id'))::numeric as level
    from coach.scenario_versions as version
    cross join lateral jsonb_array_elements(version.private_part -> 'rubric' -> 'criteria') as criterion
    where version.id = p_version_id
  ) as weighed
$$;
comment on function coach.human_total(bigint, jsonb) is
  'What levels of a person come to, by the rule of reports: null where less than half of the weights has a level.';

create function coach.review_json(p_viewer coach.viewer, p_review coach.reviews) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_review.id, 'by', member.name, 'mine', member.id is not distinct from p_viewer.member_id,
    'at', coach.to_iso(p_review.created_at), 'verdict', p_review.verdict, 'next', coalesce(words.next, ''),
    'aiShownFirst', p_review.ai_shown_first, 'total', p_review.total,
    'levels', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'criterionId', level.key, 'level', level.value, 'reason', coalesce(words.reasons ->> level.key, '')
      ) order by level.key), '[]') from jsonb_each(p_review.levels) as level
    )
  )
  from coach.members as member
  left join coach.review_words as words on words.review_id = p_review.id
  where member.id = p_review.member_id
$$;
comment on function coach.review_json(coach.viewer, coach.reviews) is 'A review under the names of the contract.';

create function coach.reviews_json(p_viewer coach.viewer, p_attempt coach.official_attempts) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(coach.review_json(p_viewer, review) order by review.number), '[]')
  from coach.reviews as review
  -- What another person found would lead as the scorer would.
  where review.session_id = p_attempt.session_id
    and (review.member_id = p_viewer.member_id or not coach.is_withheld(p_viewer, p_attempt))
$$;
comment on function coach.reviews_json(coach.viewer, coach.official_attempts) is
  'The reviews of an attempt, the earliest first; to a reviewer who has yet to commit, none of others.';

create function coach.comments_json(p_viewer coach.viewer, p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', remark.id, 'turnId', remark.turn_id, 'text', remark.text, 'by', member.name,
    'mine', member.id is not distinct from p_viewer.member_id, 'at', coach.to_iso(remark.created_at)
  ) order by remark.created_at, remark.id), '[]')
  from coach.comments as remark join coach.members as member on member.id = remark.member_id
  where remark.session_id = p_session_id
$$;
comment on function coach.comments_json(coach.viewer, uuid) is 'The comments on an attempt, the earliest first.';

create function coach.human_level(
  p_viewer coach.viewer, p_attempt coach.official_attempts, p_criterion text
) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'level', level -> 'level', 'reason', level -> 'reason', 'by', review -> 'by', 'at', review -> 'at'
  )
  from jsonb_array_elements(coach.reviews_json(p_viewer, p_attempt)) with ordinality as each (review, place)
  cross join lateral jsonb_array_elements(review -> 'levels') as level
  where level ->> 'criterionId' = p_criterion
  order by (review ->> 'mine')::boolean desc, place limit 1
$$;
comment on function coach.human_level(coach.viewer, coach.official_attempts, text) is
  'What a person gave for a criterion: the viewer''s own level, else that of whom reviewed the attempt first.';

create function coach.decision_of(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('total', total, 'passed', verdict = 'passed', 'levels', levels)
  from coach.reviews where session_id = p_session_id and verdict <> 'undecided' and total is not null
  order by number desc limit 1
$$;
comment on function coach.decision_of(uuid) is
  'What the latest person who decided made of an official attempt; null where nobody did, and the scorer''s word holds.';

create function coach.score_of(p_session_id uuid, p_report jsonb) returns numeric
language sql stable set search_path = '' as $$
  select coalesce((coach.decision_of(p_session_id) ->> 'total')::numeric, (p_report ->> 'total')::numeric)
$$;
comment on function coach.score_of(uuid, jsonb) is 'The score of a session: a person''s where one decided, else that of its report.';

create function public.console_review(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['reviewer']);
  v_viewer coach.viewer := v_entry.viewer;
  v_attempt coach.official_attempts;
  v_review coach.reviews;
  v_levels jsonb;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  v_attempt := coach.find_attempt(v_viewer, (p_query ->> 'attempt')::uuid);
  if v_attempt.session_id is null
    or not exists (select from coach.sessions where id = v_attempt.session_id for key share) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if v_attempt.status in ('live', 'pending') then
    return jsonb_build_object('outcome', 'not_over');
  end if;
  select coalesce(jsonb_object_agg(level ->> 'criterionId', level -> 'level'), '{}') into v_levels
  from jsonb_array_elements(p_query -> 'levels') as level;
  -- All criteria and no other, each once: what is left out would be a level that nobody gave.
  if (select array_agg(key order by key) from jsonb_object_keys(v_levels) as key) is distinct from (
    select array_agg(criterion ->> 'id' order by criterion ->> 'id')
    from coach.scenario_versions as version
    cross join lateral jsonb_array_elements(version.private_part -> 'rubric' -> 'criteria') as criterion
    where version.id = v_attempt.version_id
  ) or jsonb_array_length(p_query -> 'levels') <> (select count(*) from jsonb_object_keys(v_levels)) then
    return jsonb_build_object('outcome', 'levels_incomplete');
  end if;
  insert into coach.reviews (
    session_id, member_id, verdict, levels, total, ai_levels, ai_total, versions, ai_shown_first
  )
  values (
    v_attempt.session_id, v_viewer.member_id, p_query ->> 'verdict', v_levels,
    coach.human_total(v_attempt.version_id, v_levels),
    (
      select coalesce(jsonb_object_agg(criterion ->> 'id', criterion -> 'level'), '{}')
      from jsonb_array_elements(v_attempt.criteria) as criterion
    ),
    v_attempt.total, v_attempt.versions,
    coalesce((p_query ->> 'ai_shown_first')::boolean, false) or coach.knows_scores(v_viewer, v_attempt)
  )
  on conflict (session_id, member_id) do nothing
  returning * into v_review;
  if v_review.id is null then
    return jsonb_build_object('outcome', 'reviewed_already');
  end if;
  insert into coach.review_words (review_id, session_id, reasons, next) values (
    v_review.id, v_attempt.session_id,
    (
      select jsonb_object_agg(level ->> 'criterionId', coalesce(level ->> 'reason', ''))
      from jsonb_array_elements(p_query -> 'levels') as level
    ),
    coalesce(p_query ->> 'next', '')
  );
  perform coach.audit('review_attempt', v_attempt.session_id::text, jsonb_build_object(
    'organization_id', v_viewer.organization_id, 'site_id', v_attempt.site_id, 'review_id', v_review.id,
    'verdict', v_review.verdict, 'ai_shown_first', v_review.ai_shown_first
  ), 'member ' || v_viewer.member_id);
  -- Whoever was told of the scorer's word is told of a person's.
  if v_review.verdict <> 'undecided' then
    update coach.reports set finished_at = now() where session_id = v_attempt.session_id and finished_at is not null;
    perform coach.queue_result(v_attempt.session_id);
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', coach.review_json(v_viewer, v_review));
end
$$;
comment on function public.console_review(jsonb) is
  'Keeps a member''s levels, verdict and advice for an official attempt, once: attempt, levels (criterionId, level, reason; each criterion), verdict, next, ai_shown_first.';

create function public.console_comment(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer']);
  v_viewer coach.viewer := v_entry.viewer;
  v_attempt coach.official_attempts;
  v_id uuid;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  v_attempt := coach.find_attempt(v_viewer, (p_query ->> 'attempt')::uuid);
  if v_attempt.session_id is null
    or not exists (select from coach.sessions where id = v_attempt.session_id for key share)
    or p_query ->> 'turn_id' is not null and not exists (
      select from coach.turns where session_id = v_attempt.session_id and item_id = p_query ->> 'turn_id'
    ) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  insert into coach.comments (session_id, member_id, turn_id, text)
  select v_attempt.session_id, v_viewer.member_id, p_query ->> 'turn_id', p_query ->> 'text'
  where (select count(*) < 200 from coach.comments where session_id = v_attempt.session_id)
  returning id into v_id;
  if v_id is null then
    return jsonb_build_object('outcome', 'too_many');
  end if;
  perform coach.audit('comment_attempt', v_attempt.session_id::text, jsonb_build_object(
    'organization_id', v_viewer.organization_id, 'site_id', v_attempt.site_id, 'comment_id', v_id
  ), 'member ' || v_viewer.member_id);
  return jsonb_build_object('outcome', 'ok', 'answer', (
    select remark from jsonb_array_elements(coach.comments_json(v_viewer, v_attempt.session_id)) as remark
    where remark ->> 'id' = v_id::text
  ));
end
$$;
comment on function public.console_comment(jsonb) is 'Keeps a remark on an official attempt: attempt, turn_id (null: the whole), text. Two hundred an attempt.';

create function public.console_uncomment(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer']);
  v_viewer coach.viewer := v_entry.viewer;
  v_session_id uuid;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  delete from coach.comments where id = (p_query ->> 'id')::uuid and member_id = v_viewer.member_id
  returning session_id into v_session_id;
  if v_session_id is null then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform coach.audit('remove_comment', v_session_id::text, jsonb_build_object(
    'organization_id', v_viewer.organization_id, 'comment_id', p_query ->> 'id'
  ), 'member ' || v_viewer.member_id);
  return jsonb_build_object('outcome', 'ok', 'answer', jsonb_build_object('removed', true));
end
$$;
comment on function public.console_uncomment(jsonb) is 'Takes a member''s own remark away.';

create function public.console_agreement(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['reviewer', 'coach', 'auditor', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_filter coach.console_filter := jsonb_populate_record(null::coach.console_filter, p_query);
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', (
    with review as (
      select review.*, attempt.scenario_id, attempt.version_id, attempt.criteria
      from coach.find_official(v_viewer, v_filter) as attempt
      join coach.reviews as review on review.session_id = attempt.session_id
      join coach.scenario_versions as version on version.id = attempt.version_id
      where not review.ai_shown_first
        -- The first person alone: further ones would count an attempt of many reviewers more.
        and not exists (
          select from coach.reviews as earlier
          where earlier.session_id = review.session_id and not earlier.ai_shown_first
            and earlier.number < review.number
        )
        and (p_query ->> 'version' is null or version.content_hash = p_query ->> 'version')
        and (p_query ->> 'model' is null or review.versions ->> 'model' = p_query ->> 'model')
      order by review.number desc limit 5000
    ), pair as (
      select review.session_id, review.scenario_id, review.versions, review.created_at,
        criterion ->> 'id' as criterion_id, criterion ->> 'title' as title,
        (review.ai_levels ->> (criterion ->> 'id'))::numeric as ai,
        (review.levels ->> (criterion ->> 'id'))::numeric as human
      from review cross join lateral jsonb_array_elements(review.criteria) as criterion
    ), latest as (
      select distinct on (attempt.scenario_id) attempt.scenario_id, attempt.versions
      from coach.official_attempts as attempt
      where attempt.scenario_id in (select scenario_id from review) and attempt.status = 'ready'
        and attempt.organization_id = v_viewer.organization_id
      order by attempt.scenario_id, attempt.started_at desc, attempt.session_id
    )
    select jsonb_build_object(
      'pairs', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'attempt', pair.session_id, 'scenario', pair.scenario_id, 'criterion', pair.criterion_id, 'title', pair.title,
          'ai', pair.ai, 'human', pair.human, 'isCurrent', pair.versions = latest.versions
        ) order by pair.created_at, pair.session_id, pair.criterion_id), '[]')
        from pair join latest using (scenario_id)
        where pair.ai is not null and pair.human is not null
      ),
      'scenarios', (
        select coalesce(jsonb_agg(jsonb_build_object('id', scenario.id, 'title', version.title) order by scenario.id), '[]')
        from coach.scenarios as scenario
        join coach.scenario_versions as version on version.id = coalesce(scenario.current_version_id, (
          select max(id) from coach.scenario_versions where scenario_id = scenario.id
        ))
        where scenario.id in (select scenario_id from review)
      ),
      'scorers', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'model', coalesce(versions ->> 'model', ''), 'prompt', coalesce(versions ->> 'prompt', ''),
          'rubric', coalesce(versions ->> 'rubric', ''), 'transcriber', coalesce(versions ->> 'transcriber', ''),
          'n', n, 'lastAt', coach.to_iso(last_at)
        ) order by last_at desc), '[]')
        from (
          select versions, count(*) as n, max(created_at) as last_at from pair
          where ai is not null and human is not null group by versions
        ) as scorer
      ),
      'disputes', (
        select coalesce(jsonb_agg(to_jsonb(told) order by scenario, criterion), '[]') from (
          select attempt.scenario_id as scenario, dispute.criterion_id as criterion, count(*) as answered,
            count(*) filter (where answer.upheld) as upheld
          from coach.find_official(v_viewer, v_filter) as attempt
          join coach.disputes as dispute on dispute.session_id = attempt.session_id
          join coach.dispute_answers as answer on answer.dispute_id = dispute.id
          where dispute.criterion_id is not null group by 1, 2
        ) as told
      )
    )
  ));
end
$$;
comment on function public.console_agreement(jsonb) is
  'Levels of scorer and of the first person who judged blind, in pairs, of the attempts that a member sees; figures are made of them elsewhere.';

create function coach.first_reviewer(p_session_id uuid) returns uuid
language sql stable set search_path = '' as $$
  select member_id from coach.reviews where session_id = p_session_id order by number limit 1
$$;
comment on function coach.first_reviewer(uuid) is 'Who reviewed an attempt first; null: nobody yet.';

create function coach.dispute_json(
  p_viewer coach.viewer, p_attempt coach.official_attempts, p_dispute coach.disputes, p_answer coach.dispute_answers
) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_dispute.id, 'attemptId', p_dispute.session_id, 'learner', coach.console_learner(p_attempt.learner_id),
    'scenario', jsonb_build_object('id', version.scenario_id, 'title', version.title),
    'about', jsonb_build_object('criterionId', p_dispute.criterion_id, 'turnId', p_dispute.turn_id),
    'code', p_dispute.code, 'text', p_dispute.text, 'at', coach.to_iso(p_dispute.created_at),
    'waitedSeconds', floor(extract(epoch from coalesce(p_answer.created_at, now()) - p_dispute.created_at)),
    'answer', case when p_answer.dispute_id is not null then jsonb_build_object(
      'upheld', p_answer.upheld, 'text', p_answer.text, 'at', coach.to_iso(p_answer.created_at),
      'by', (select name from coach.members where id = p_answer.member_id)
    ) end,
    'mayAnswer', p_answer.dispute_id is null and 'reviewer' = any(p_viewer.roles)
      and coach.first_reviewer(p_dispute.session_id) is distinct from p_viewer.member_id
  )
  from coach.scenario_versions as version where version.id = p_attempt.version_id
$$;
comment on function coach.dispute_json(coach.viewer, coach.official_attempts, coach.disputes, coach.dispute_answers) is
  'A dispute under the names of the contract.';

create function public.console_disputes(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_filter coach.console_filter := jsonb_populate_record(null::coach.console_filter, p_query);
  v_most integer := least(greatest(v_filter.most, 1), 100);
  v_skip bigint := coalesce(v_filter.skip, 0);
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', (
    with found as (
      select dispute.id, dispute.created_at, answer.created_at as answered_at,
        coach.dispute_json(v_viewer, attempt, dispute, answer) as entry
      from coach.find_official(v_viewer, v_filter) as attempt
      join coach.disputes as dispute on dispute.session_id = attempt.session_id
      left join coach.dispute_answers as answer on answer.dispute_id = dispute.id
    ), page as (
      select * from found order by answered_at is not null, created_at, id offset v_skip limit v_most
    )
    select jsonb_build_object(
      'items', (select coalesce(jsonb_agg(entry order by answered_at is not null, created_at, id), '[]') from page),
      'next', case when (select count(*) from found) > v_skip + v_most then jsonb_build_object('skip', v_skip + v_most) end,
      'total', (select count(*) from found)
    )
  ));
end
$$;
comment on function public.console_disputes(jsonb) is 'What learners contest of the attempts that a member sees: open ones first, the longest waiting first.';

create function public.console_answer_dispute(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['reviewer']);
  v_viewer coach.viewer := v_entry.viewer;
  v_dispute coach.disputes;
  v_attempt coach.official_attempts;
  v_answer coach.dispute_answers;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  select * into v_dispute from coach.disputes where id = (p_query ->> 'id')::uuid;
  v_attempt := coach.find_attempt(v_viewer, v_dispute.session_id);
  if v_attempt.session_id is null then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if coach.first_reviewer(v_attempt.session_id) = v_viewer.member_id then
    return jsonb_build_object('outcome', 'first_reviewer');
  end if;
  insert into coach.dispute_answers (dispute_id, member_id, upheld, text)
  values (v_dispute.id, v_viewer.member_id, (p_query ->> 'upheld')::boolean, p_query ->> 'text')
  on conflict (dispute_id) do nothing
  returning * into v_answer;
  if v_answer.dispute_id is null then
    return jsonb_build_object('outcome', 'answered_already');
  end if;
  perform coach.audit('answer_dispute', v_attempt.session_id::text, jsonb_build_object(
    'organization_id', v_viewer.organization_id, 'site_id', v_attempt.site_id, 'dispute_id', v_dispute.id,
    'criterion', v_dispute.criterion_id, 'code', v_dispute.code, 'upheld', v_answer.upheld
  ), 'member ' || v_viewer.member_id);
  return jsonb_build_object('outcome', 'ok', 'answer', coach.dispute_json(v_viewer, v_attempt, v_dispute, v_answer));
end
$$;
comment on function public.console_answer_dispute(jsonb) is
  'Answers a dispute once, by somebody else than who reviewed the attempt first: id, upheld, text.';

create function coach.own_attempt(p_learner jsonb, p_session_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_entry record;
  v_site coach.sites;
begin
  select * into v_entry from coach.admit(
    p_learner ->> 'embed_key', p_learner ->> 'origin', p_learner ->> 'scenario'
  );
  if v_entry.refused is not null then
    return jsonb_build_object('outcome', v_entry.refused);
  end if;
  select * into strict v_site from coach.sites where id = v_entry.site_id;
  -- What is not among the learner's own attempts does not exist for that learner; of a practice nobody said anything.
  if not exists (
    select from coach.official_attempts as attempt
    where attempt.session_id = p_session_id and attempt.scenario_id = p_learner ->> 'scenario'
      and attempt.learner_id = coach.find_known_learner(
        v_site, p_learner ->> 'learner_key', (p_learner ->> 'is_anonymous')::boolean
      )
  ) then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  return null;
end
$$;
comment on function coach.own_attempt(jsonb, uuid) is
  'Why a learner (embed_key, origin, scenario, learner_key, is_anonymous) has no such official attempt; null where it is theirs.';

create function public.get_learner_reviews(p_learner jsonb, p_session_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_refusal jsonb := coach.own_attempt(p_learner, p_session_id);
begin
  if v_refusal is not null then
    return v_refusal;
  end if;
  return (
    select jsonb_build_object(
      'outcome', 'ok',
      'reviews', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'id', review.id, 'by', member.name, 'at', coach.to_iso(review.created_at), 'verdict', review.verdict,
          'next', coalesce(words.next, ''), 'total', review.total,
          'levels', (
            select coalesce(jsonb_agg(jsonb_build_object(
              'criterionId', criterion -> 'id', 'title', criterion -> 'title',
              'level', review.levels -> (criterion ->> 'id'), 'aiLevel', review.ai_levels -> (criterion ->> 'id'),
              'reason', coalesce(words.reasons ->> (criterion ->> 'id'), '')
            ) order by place), '[]')
            from jsonb_array_elements(attempt.criteria) with ordinality as each (criterion, place)
          )
        ) order by review.number), '[]')
        from coach.reviews as review
        join coach.members as member on member.id = review.member_id
        left join coach.review_words as words on words.review_id = review.id
        where review.session_id = attempt.session_id
      ),
      'comments', (
        select coalesce(jsonb_agg(remark - 'id' - 'mine'), '[]')
        from jsonb_array_elements(coach.comments_json(null, attempt.session_id)) as remark
      ),
      'disputes', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'id', dispute.id, 'at', coach.to_iso(dispute.created_at), 'text', dispute.text,
          'answer', case when answer.dispute_id is not null then jsonb_build_object(
            'upheld', answer.upheld, 'text', answer.text, 'by', member.name, 'at', coach.to_iso(answer.created_at)
          ) end
        ) order by dispute.created_at, dispute.id), '[]')
        from coach.disputes as dispute
        left join coach.dispute_answers as answer on answer.dispute_id = dispute.id
        left join coach.members as member on member.id = answer.member_id
        where dispute.session_id = attempt.session_id
      )
    )
    from coach.official_attempts as attempt where attempt.session_id = p_session_id
  );
end
$$;
comment on function public.get_learner_reviews(jsonb, uuid) is
  'What people said of a learner''s own official attempt, beside what the scorer said, and what became of disputes.';

create function public.open_dispute(p_learner jsonb, p_session_id uuid, p_dispute jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_refusal jsonb := coach.own_attempt(p_learner, p_session_id);
  v_id uuid;
begin
  if v_refusal is not null then
    return v_refusal;
  end if;
  perform from coach.sessions where id = p_session_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  -- A request that is repeated contests nothing twice.
  select id into v_id from coach.disputes
  where session_id = p_session_id and code = p_dispute ->> 'code' and text = p_dispute ->> 'text'
    and criterion_id is not distinct from p_dispute ->> 'criterion_id'
    and turn_id is not distinct from p_dispute ->> 'turn_id';
  if not found then
    if (select count(*) >= 20 from coach.disputes where session_id = p_session_id) then
      return jsonb_build_object('outcome', 'too_many');
    end if;
    insert into coach.disputes (session_id, criterion_id, turn_id, code, text) values (
      p_session_id, p_dispute ->> 'criterion_id', p_dispute ->> 'turn_id', p_dispute ->> 'code', p_dispute ->> 'text'
    ) returning id into v_id;
  end if;
  return jsonb_build_object('outcome', 'opened', 'id', v_id);
end
$$;
comment on function public.open_dispute(jsonb, uuid, jsonb) is
  'Keeps what a learner contests of an own official attempt: criterion_id, turn_id, code, text. Twenty an attempt.';

select coach.expose(
  'coach.find_attempt(coach.viewer, uuid)', 'coach.knows_scores(coach.viewer, coach.official_attempts)',
  'coach.human_total(bigint, jsonb)', 'coach.review_json(coach.viewer, coach.reviews)',
  'coach.reviews_json(coach.viewer, coach.official_attempts)',
  'coach.human_level(coach.viewer, coach.official_attempts, text)', 'coach.comments_json(coach.viewer, uuid)',
  'coach.decision_of(uuid)', 'coach.score_of(uuid, jsonb)', 'public.console_review(jsonb)',
  'public.console_comment(jsonb)', 'public.console_uncomment(jsonb)',
  'public.console_agreement(jsonb)', 'public.console_disputes(jsonb)',
  'coach.dispute_json(coach.viewer, coach.official_attempts, coach.disputes, coach.dispute_answers)',
  'coach.first_reviewer(uuid)', 'public.console_answer_dispute(jsonb)', 'coach.own_attempt(jsonb, uuid)',
  'public.get_learner_reviews(jsonb, uuid)', 'public.open_dispute(jsonb, uuid, jsonb)'
);
