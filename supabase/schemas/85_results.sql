-- What a site's own systems are told of a practice: figures and levels, and no word that was said.

create table coach.result_keys (
  key_hash text primary key check (key_hash ~ '^[0-9a-f]{64}$'),
  site_id uuid not null references coach.sites,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  counted_from timestamptz not null default now(),
  requests integer not null default 0 check (requests >= 0)
);
comment on table coach.result_keys is
  'With what a site''s own systems read its results. The keys themselves are nowhere in the database: each is random, and a hash of it stands here.';
comment on column coach.result_keys.requests is 'How many there were in the minute that began at counted_from.';
create index result_keys_site_id on coach.result_keys (site_id);
alter table coach.result_keys enable row level security;
revoke all on coach.result_keys from public, anon, authenticated, service_role;
grant select, insert on coach.result_keys to service_role;
grant update (expires_at, last_used_at, counted_from, requests) on coach.result_keys to service_role;

create type coach.results_query as (
  key_hash text, sub text, scenario text, completed_from timestamptz, completed_before timestamptz,
  after_at timestamptz, after_id uuid, most integer
);
revoke all on type coach.results_query from public, anon, authenticated;
grant usage on type coach.results_query to service_role;

create function coach.result_requests() returns integer
language sql immutable set search_path = '' as $$ select 120 $$;
comment on function coach.result_requests() is 'How many requests a result key is good for within a minute.';

create function coach.results_delay() returns interval
language sql immutable set search_path = '' as $$ select interval '5 seconds' $$;
comment on function coach.results_delay() is
  'How old a result is when lists show it: transactions end in another order than they began, and who reads on from the last row must not pass one over.';

create function coach.attempt_number(p_session coach.sessions) returns integer
language sql stable set search_path = '' as $$
  select nullif(count(*) filter (where attempt.created_at <= p_session.created_at), 0)::integer
  from coach.learners as learner
  join coach.scenario_versions as version on version.id = p_session.scenario_version_id
  cross join lateral coach.attempts_of(learner.id, version.scenario_id) as attempt
  where learner.id = p_session.learner_id and learner.kind = 'token'
    and p_session.used_seconds >= coach.counted_seconds()
$$;
comment on function coach.attempt_number(coach.sessions) is
  'Which of the learner''s attempts at the scenario it is; null for anonymous learners, of whom nobody knows, and for what was too short to count.';

create function coach.result_of(p_session_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_decision jsonb := coach.decision_of(p_session_id);
begin
  return (select jsonb_build_object(
    'sessionId', session.id,
    'sub', case when consent.results and coach.has_results(site) then consent.learner_subject end,
    'scenario', jsonb_build_object(
      'id', version.scenario_id, 'version', version.content_hash, 'title', version.title, 'language', version.language
    ),
    'attempt', coach.attempt_number(session),
    'startedAt', coach.to_iso(session.created_at), 'completedAt', coach.to_iso(report.finished_at),
    'seconds', session.used_seconds,
    'status', coalesce(report.status, 'pending'),
    'notScoredReason', case report.status when 'not_scored' then report.reason end,
    'evidence', coach.evidence_of(session.id),
    'total', coalesce(v_decision -> 'total', report.report -> 'total'), 'passMark', report.report -> 'passMark',
    'passed', coalesce(
      v_decision -> 'passed',
      to_jsonb((report.report ->> 'total')::numeric >= (report.report ->> 'passMark')::numeric)
    ),
    'decidedBy', case when v_decision is null then 'scorer' else 'person' end,
    'criteria', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', criterion -> 'id', 'title', criterion -> 'title',
        'level', coalesce(v_decision -> 'levels' -> (criterion ->> 'id'), criterion -> 'level')
      ) order by place), '[]')
      from jsonb_array_elements(report.report -> 'criteria') with ordinality as each (criterion, place)
    ),
    'objectives', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', objective -> 'id', 'text', objective -> 'text', 'reached', objective -> 'reached'
      ) order by place), '[]')
      from jsonb_array_elements(report.report -> 'objectives') with ordinality as each (objective, place)
    ),
    'reviewAdvised', coalesce(report.report -> 'reviewAdvised', 'false'),
    'rehearsal', coalesce(report.report -> 'rehearsal', 'false')
  )
  from coach.sessions as session
  join coach.sites as site on site.id = session.site_id
  join coach.scenario_versions as version on version.id = session.scenario_version_id
  left join coach.consents as consent on consent.session_id = session.id
  left join coach.reports as report on report.session_id = session.id
  where session.id = p_session_id and session.status <> 'released');
end
$$;
comment on function coach.result_of(uuid) is
  'A session as a site is told of it, by a person''s word where one decided, under the names of the contract; null where no call came about. The learner''s name at the site stands there only where learner and site agree to that.';

create function coach.admit_result_key(p_key_hash text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_key coach.result_keys;
begin
  update coach.result_keys set
    requests = case when counted_from > now() - interval '1 minute' then requests + 1 else 1 end,
    counted_from = case when counted_from > now() - interval '1 minute' then counted_from else now() end,
    last_used_at = now()
  where key_hash = p_key_hash and (expires_at is null or expires_at > now())
  returning * into v_key;
  return case
    when v_key.key_hash is null then jsonb_build_object('outcome', 'key_unknown')
    when v_key.requests > coach.result_requests() then jsonb_build_object(
      'outcome', 'too_many_requests',
      'retry_after_seconds', ceil(extract(epoch from v_key.counted_from + interval '1 minute' - now()))
    )
    else jsonb_build_object('outcome', 'ok', 'site_id', v_key.site_id)
  end;
end
$$;
comment on function coach.admit_result_key(text) is 'The site whose results a key opens, counting the request; or why it opens none.';

create function public.list_results(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_query coach.results_query := jsonb_populate_record(null::coach.results_query, p_query);
  v_entry jsonb := coach.admit_result_key(v_query.key_hash);
  v_site_id uuid := (v_entry ->> 'site_id')::uuid;
  v_most integer := least(greatest(v_query.most, 1), 100);
  v_has_names boolean := (select coach.has_results(site) from coach.sites as site where id = v_site_id);
begin
  if v_site_id is null then
    return v_entry;
  end if;
  return (
    with found as (
      select report.session_id, report.finished_at
      from coach.reports as report
      join coach.sessions as session on session.id = report.session_id
      join coach.scenario_versions as version on version.id = session.scenario_version_id
      where report.site_id = v_site_id and report.finished_at is not null and session.status = 'ended'
        and report.finished_at <= least(now() - coach.results_delay(), coalesce(v_query.completed_before, 'infinity'))
        and report.finished_at is distinct from v_query.completed_before
        and report.finished_at
          >= greatest(coalesce(v_query.after_at, '-infinity'), coalesce(v_query.completed_from, '-infinity'))
        and (
          v_query.after_at is null or (report.finished_at, report.session_id) > (v_query.after_at, v_query.after_id)
        )
        and (v_query.scenario is null or version.scenario_id = v_query.scenario)
        -- Whose name is not told is not found by it either.
        and (v_query.sub is null or v_has_names and exists (
          select from coach.consents as consent
          where consent.session_id = session.id and consent.results and consent.learner_subject = v_query.sub
        ))
      order by report.finished_at, report.session_id limit v_most + 1
    ), page as (
      select * from found order by finished_at, session_id limit v_most
    )
    select jsonb_build_object(
      'outcome', 'ok',
      'results', (select coalesce(jsonb_agg(coach.result_of(session_id) order by finished_at, session_id), '[]') from page),
      'has_more', (select count(*) from found) > v_most,
      'last', (
        select jsonb_build_object(
          'at', to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'id', session_id
        )
        from page order by finished_at desc, session_id desc limit 1
      )
    )
  );
end
$$;
comment on function public.list_results(jsonb) is
  'A page of the results of a key''s site, in the order in which they became final, and the last row''s place to read on from.';

create function public.get_result(p_key_hash text, p_session_id uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry jsonb := coach.admit_result_key(p_key_hash);
begin
  if v_entry ->> 'site_id' is null then
    return v_entry;
  end if;
  return coalesce((
    select jsonb_build_object('outcome', 'ok', 'result', coach.result_of(id)) from coach.sessions
    where id = p_session_id and site_id = (v_entry ->> 'site_id')::uuid and status <> 'released'
  ), jsonb_build_object('outcome', 'session_unknown'));
end
$$;
comment on function public.get_result(text, uuid) is
  'One session as its site is told of it, from its start on. Another site''s does not exist.';

create function public.rotate_result_key(
  p_site text, p_key_hash text, p_overlap_seconds integer, p_actor text
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site_id uuid;
  v_until timestamptz := now() + make_interval(secs => greatest(p_overlap_seconds, 0));
begin
  select id into v_site_id from coach.sites where id = coach.site_of(p_site) for no key update;
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  -- Two at a time: what an earlier rotation left ends now.
  update coach.result_keys set expires_at = case when expires_at is null then v_until else now() end
  where site_id = v_site_id and (expires_at is null or expires_at > now());
  insert into coach.result_keys (key_hash, site_id) values (p_key_hash, v_site_id);
  perform coach.audit('rotate_result_key', v_site_id::text, jsonb_build_object(
    'name', left(p_key_hash, 8), 'overlap_seconds', p_overlap_seconds
  ), p_actor);
  return jsonb_build_object('outcome', 'rotated', 'site_id', v_site_id, 'earlier_until', (
    select coach.to_iso(max(expires_at)) from coach.result_keys where site_id = v_site_id and expires_at > now()
  ));
end
$$;
comment on function public.rotate_result_key(text, text, integer, text) is
  'Gives a site another key to its results, beside which the one before holds for a while.';

create function public.revoke_result_keys(p_site text, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
  v_revoked integer;
begin
  if v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  update coach.result_keys set expires_at = now()
  where site_id = v_site_id and (expires_at is null or expires_at > now());
  get diagnostics v_revoked = row_count;
  perform coach.audit('revoke_result_keys', v_site_id::text, jsonb_build_object('revoked', v_revoked), p_actor);
  return jsonb_build_object('outcome', 'revoked', 'revoked', v_revoked);
end
$$;
comment on function public.revoke_result_keys(text, text) is 'Ends all keys to a site''s results at once.';

create function public.list_result_keys(p_site text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return jsonb_build_object('outcome', 'ok', 'keys', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'name', left(key_hash, 8), 'created_at', coach.to_iso(created_at), 'last_used_at', coach.to_iso(last_used_at),
      'expires_at', coach.to_iso(expires_at), 'is_valid', expires_at is null or expires_at > now()
    ) order by created_at desc, key_hash), '[]')
    from coach.result_keys where site_id = v_site_id
  ));
end
$$;
comment on function public.list_result_keys(text) is
  'The keys to a site''s results: when each was made, last used, and until when it holds. Eight letters of its hash name one.';

select coach.expose(
  'coach.result_requests()', 'coach.results_delay()', 'coach.attempt_number(coach.sessions)', 'coach.result_of(uuid)',
  'coach.admit_result_key(text)', 'public.list_results(jsonb)', 'public.get_result(text, uuid)',
  'public.rotate_result_key(text, text, integer, text)', 'public.revoke_result_keys(text, text)',
  'public.list_result_keys(text)'
);
