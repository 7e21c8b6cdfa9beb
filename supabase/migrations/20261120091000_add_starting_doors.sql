create function coach.admit(p_embed_key text, p_origin text, p_scenario text)
returns table (refused text, site_id uuid, version_id bigint)
language sql stable set search_path = '' as $$
  select
    case
      when site.id is null then 'site_unknown'
      when p_origin is null or p_origin <> all (site.origins) then 'origin_forbidden'
      when scenario.current_version_id is null then 'scenario_unknown'
    end,
    site.id, scenario.current_version_id
  from (select) as always
  left join coach.sites as site on site.embed_key = p_embed_key and site.status = 'active'
  left join coach.scenarios as scenario on scenario.id = p_scenario
$$;
comment on function coach.admit(text, text, text) is
  'Which site and version a request is about, or why it is turned away. Origins are compared byte for byte.';

create function public.get_brief(p_embed_key text, p_origin text, p_scenario text, p_learner_key text)
returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_entry record;
  v_brief jsonb;
begin
  select * into v_entry from coach.admit(p_embed_key, p_origin, p_scenario);
  if v_entry.refused is not null then
    return jsonb_build_object('outcome', v_entry.refused);
  end if;
  select jsonb_build_object(
    'outcome', 'ok',
    'scenario', jsonb_build_object(
      'id', version.scenario_id, 'version', version.content_hash, 'title', version.title,
      'language', version.language, 'difficulty', version.difficulty,
      'duration_seconds', version.duration_seconds, 'public', version.public_part
    ),
    'session_seconds', case when seconds.remaining < coach.minimum_seconds() then 0
      else least(version.duration_seconds, site.max_session_seconds, seconds.remaining) end,
    'remaining_seconds', seconds.remaining,
    'retention_days', organization.retention_days,
    'voice', site.voice_enabled
  ) into strict v_brief
  from coach.sites as site
  join coach.organizations as organization on organization.id = site.organization_id
  join coach.scenario_versions as version on version.id = v_entry.version_id
  left join coach.learners as learner on learner.site_id = site.id and learner.key_hash = p_learner_key
  cross join lateral (
    select min(seconds_left) as remaining from coach.usage_of(site.id, learner.id)
  ) as seconds
  where site.id = v_entry.site_id;
  return v_brief;
end
$$;
comment on function public.get_brief(text, text, text, text) is
  'What a learner may practise here and for how long. p_learner_key may be null: nobody known yet.';

create function coach.replay(p_site_id uuid, p_attempt_key uuid, p_request_hash text) returns jsonb
language sql stable set search_path = '' as $$
  select case when session.request_hash <> p_request_hash
    then jsonb_build_object('outcome', 'attempt_conflict')
    else jsonb_build_object(
      'outcome', 'replayed',
      'session_id', session.id, 'status', session.status, 'handshake', session.handshake,
      'limit_seconds', session.limit_seconds,
      'seconds_left', case session.status
        when 'reserved' then session.limit_seconds
        when 'active' then greatest(floor(extract(epoch from session.deadline - now())), 0)
        else 0 end,
      'deadline', coach.to_iso(session.deadline),
      'answer', (
        select answer from coach.calls as call where call.session_id = session.id and call.ended_at is null
        order by created_at desc limit 1
      ),
      'seed', session.seed,
      'scenario', coach.scenario_json(session.scenario_version_id)
    ) end
  from coach.sessions as session
  where session.site_id = p_site_id and session.attempt_key = p_attempt_key
$$;
comment on function coach.replay(uuid, uuid, text) is 'The answer to a repeated attempt; null for a new one.';

create function coach.learner_of(p_site_id uuid, p_key_hash text) returns uuid
language plpgsql set search_path = '' as $$
declare
  v_id uuid;
begin
  select id into v_id from coach.learners where site_id = p_site_id and key_hash = p_key_hash;
  if not found then
    insert into coach.learners (site_id, key_hash) values (p_site_id, p_key_hash)
    on conflict (site_id, key_hash) do nothing;
    select id into strict v_id from coach.learners where site_id = p_site_id and key_hash = p_key_hash;
  end if;
  return v_id;
end
$$;
comment on function coach.learner_of(uuid, text) is 'The learner behind a key, made where missing.';

create function coach.reap(p_session_ids uuid[]) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_reaped integer := 0;
  v_released integer := 0;
begin
  for v_session in
    select * from coach.sessions where id = any(p_session_ids) and lapses_at <= now()
    order by id for no key update skip locked
  loop
    perform coach.settle(v_session.id, v_session.lapses_at, case
      when v_session.status = 'reserved' then 'never_attached'
      when v_session.lapses_at >= v_session.deadline then 'deadline'
      else 'lapsed' end);
    if v_session.status = 'reserved' then
      v_released := v_released + 1;
    else
      v_reaped := v_reaped + 1;
    end if;
  end loop;
  return jsonb_build_object('reaped', v_reaped, 'released', v_released);
end
$$;
comment on function coach.reap(uuid[]) is
  'Settles those of the sessions that nobody will end any more: billed to the end of lease or deadline, or released. The caller has locked their windows; a session that is beating just now is passed over.';

create function coach.windows_of(p_session_ids uuid[]) returns bigint[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(distinct window_id), '{}')
  from coach.reservations, unnest(window_ids) as window_id
  where session_id = any(p_session_ids)
$$;
comment on function coach.windows_of(uuid[]) is 'The windows on which sessions hold minutes.';

create function coach.reserve_session(
  p_window_ids bigint[], p_site_id uuid, p_learner_id uuid, p_version_id bigint, p_cap_seconds integer,
  p_request jsonb
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_wanted integer;
  v_session coach.sessions;
begin
  select greatest(
    least(version.duration_seconds, site.max_session_seconds, p_cap_seconds), coach.minimum_seconds()
  ) into strict v_wanted
  from coach.sites as site, coach.scenario_versions as version
  where site.id = p_site_id and version.id = p_version_id;

  insert into coach.sessions (
    site_id, learner_id, learner_slot, scenario_version_id, attempt_key, request_hash, request_id,
    handshake, locale, learner_name, variables, seed, limit_seconds
  )
  select p_site_id, p_learner_id, (
      select min(slot) from generate_series(1, 100) as slot where not exists (
        select from coach.sessions as live where live.learner_id = p_learner_id
          and live.learner_slot = slot and live.status in ('reserved', 'active')
      )
    ),
    p_version_id, request.attempt_key, request.request_hash, request.request_id, request.handshake,
    request.locale, request.learner_name, coalesce(request.variables, '{}'),
    floor(random() * 281474976710656)::bigint,
    coach.hold_seconds(p_window_ids, p_site_id, p_learner_id, v_wanted)
  from jsonb_populate_record(null::coach.sessions, p_request) as request
  returning * into v_session;

  insert into coach.reservations (session_id, hold_seconds, window_ids)
  values (v_session.id, v_session.limit_seconds, p_window_ids);
  insert into coach.consents (session_id, learner_id, version, locale)
  values (v_session.id, p_learner_id, p_request #>> '{consent,version}', p_request #>> '{consent,locale}');
  return jsonb_build_object(
    'outcome', 'granted', 'session_id', v_session.id, 'limit_seconds', v_session.limit_seconds,
    'seed', v_session.seed, 'scenario', coach.scenario_json(p_version_id)
  );
end
$$;
comment on function coach.reserve_session(bigint[], uuid, uuid, bigint, integer, jsonb) is
  'Holds the seconds and writes session, reservation and consent. The windows are locked and have room.';

create function public.open_session(
  p_embed_key text, p_origin text, p_scenario text, p_attempt_key uuid, p_request_hash text,
  p_learner_key text, p_learner_name text, p_locale text, p_consent jsonb, p_variables jsonb,
  p_handshake text, p_request_id text, p_cap_seconds integer
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record;
  v_learner_id uuid;
  v_overdue uuid[];
  v_window_ids bigint[];
  v_answer jsonb;
begin
  select * into v_entry from coach.admit(p_embed_key, p_origin, p_scenario);
  if v_entry.refused is not null then
    return jsonb_build_object('outcome', v_entry.refused);
  end if;
  v_answer := coach.replay(v_entry.site_id, p_attempt_key, p_request_hash);
  if v_answer is not null then
    return v_answer;
  end if;
  if not (select voice_enabled from coach.sites where id = v_entry.site_id) then
    return jsonb_build_object('outcome', 'feature_disabled');
  end if;

  -- Refusing without a lock keeps a flood off the rows that those need who will be granted. It is
  -- exact only when nothing lapsed, and asks for the attempt again: it may have been granted since.
  v_overdue := array(
    select id from coach.sessions where site_id = v_entry.site_id and lapses_at <= now()
    order by lapses_at limit 5
  );
  if v_overdue = '{}' then
    select id into v_learner_id from coach.learners
    where site_id = v_entry.site_id and key_hash = p_learner_key;
    v_answer := coach.refusal(v_entry.site_id, v_learner_id);
    if v_answer is not null then
      return coalesce(coach.replay(v_entry.site_id, p_attempt_key, p_request_hash), v_answer);
    end if;
  end if;

  v_learner_id := coach.learner_of(v_entry.site_id, p_learner_key);
  v_window_ids := coach.ensure_windows(v_entry.site_id, v_learner_id);
  perform coach.lock_windows(v_window_ids || coach.windows_of(v_overdue));
  perform coach.reap(v_overdue);
  v_answer := coalesce(
    coach.replay(v_entry.site_id, p_attempt_key, p_request_hash),
    coach.refusal(v_entry.site_id, v_learner_id)
  );
  if v_answer is not null then
    return v_answer;
  end if;
  return coach.reserve_session(
    v_window_ids, v_entry.site_id, v_learner_id, v_entry.version_id, p_cap_seconds,
    jsonb_build_object(
      'attempt_key', p_attempt_key, 'request_hash', p_request_hash, 'request_id', p_request_id,
      'handshake', p_handshake, 'locale', p_locale, 'learner_name', p_learner_name,
      'variables', p_variables, 'consent', p_consent
    )
  );
end
$$;
comment on function public.open_session(
  text, text, text, uuid, text, text, text, text, jsonb, jsonb, text, text, integer
) is 'Reserves minutes and begins a session, once for each attempt key. Safe to repeat, also after 40001 and 40P01.';

revoke execute on function
  coach.admit(text, text, text), coach.replay(uuid, uuid, text), coach.learner_of(uuid, text),
  coach.reap(uuid[]), coach.windows_of(uuid[]),
  coach.reserve_session(bigint[], uuid, uuid, bigint, integer, jsonb),
  public.get_brief(text, text, text, text),
  public.open_session(text, text, text, uuid, text, text, text, text, jsonb, jsonb, text, text, integer)
from public, anon, authenticated;
grant execute on function
  coach.admit(text, text, text), coach.replay(uuid, uuid, text), coach.learner_of(uuid, text),
  coach.reap(uuid[]), coach.windows_of(uuid[]),
  coach.reserve_session(bigint[], uuid, uuid, bigint, integer, jsonb),
  public.get_brief(text, text, text, text),
  public.open_session(text, text, text, uuid, text, text, text, text, jsonb, jsonb, text, text, integer)
to service_role;
