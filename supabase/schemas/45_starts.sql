-- How a session begins: who may, how much is left, and what a learner is told before.

-- What a start is asked for.
create type coach.start_request as (
  embed_key text, origin text, scenario text, attempt_key uuid, request_hash text, learner_key text,
  learner_name text, locale text, consent jsonb, variables jsonb, handshake text, request_id text,
  cap_seconds integer, address_key text, token jsonb, is_known boolean
);
revoke all on type coach.start_request from public, anon, authenticated;
grant usage on type coach.start_request to service_role;

create function coach.ephemeral_cap_seconds() returns integer
language sql immutable set search_path = '' as $$ select 300 $$;
comment on function coach.ephemeral_cap_seconds() is 'The longest call that nobody observes.';

create function coach.replay(p_site_id uuid, p_attempt_key uuid, p_request_hash text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
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
          select answer from coach.calls as call where call.session_id = session.id
          order by created_at, call.id limit 1
        ),
        'seed', session.seed,
        'scenario', coach.scenario_json(session.scenario_version_id)
      ) end
    from coach.sessions as session
    where session.site_id = p_site_id and session.attempt_key = p_attempt_key
  );
end
$$;
comment on function coach.replay(uuid, uuid, text) is 'The answer to a repeated attempt; null for a new one.';

create function coach.refuse_site(p_site coach.sites, p_token jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('outcome', case
      when p_site.learner_token_mode = 'required' and p_token is null then 'token_required'
      when p_site.learner_token_mode = 'none' and p_token is not null then 'token_refused'
      when not coach.has_voice(p_site) then 'feature_disabled'
    end)
    where p_site.learner_token_mode = 'required' and p_token is null
      or p_site.learner_token_mode = 'none' and p_token is not null
      or not coach.has_voice(p_site)
  );
end
$$;
comment on function coach.refuse_site(coach.sites, jsonb) is
  'Why a site starts no new call for such a learner; null where it does.';

create function coach.coaches_of(p_site coach.sites) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
    select organization.name from coach.organizations as organization
    where organization.id = p_site.organization_id and p_site.learner_token_mode <> 'none'
      and exists (
        select from coach.console_settings as settings
        where settings.site_id = p_site.id and settings.roles && array['coach', 'reviewer', 'admin']
      )
  );
end
$$;
comment on function coach.coaches_of(coach.sites) is
  'Whose coaches read the official attempts of a site; null where there are none, since no coach can look or no learner is known.';

create function coach.purpose_of(p_site coach.sites, p_learner_id uuid, p_scenario text, p_token jsonb) returns text
language plpgsql stable set search_path = '' as $$
begin
  return case when p_token ->> 'purpose' = 'official' and coach.coaches_of(p_site) is not null
    then 'official' else 'practice' end;
end
$$;
comment on function coach.purpose_of(coach.sites, uuid, text, jsonb) is
  'What an attempt of a learner at a scenario is: official where the token says so and coaches can read it, else practice. No anonymous attempt is official.';

create function coach.refuse_purpose(p_purpose text, p_consent jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('outcome', 'purpose_changed')
    where p_purpose <> coalesce(p_consent ->> 'purpose', 'practice')
  );
end
$$;
comment on function coach.refuse_purpose(text, jsonb) is
  'The refusal of a start whose learner was told another purpose; null where the learner knows who will read.';

create function coach.attempts_of(p_learner_id uuid, p_scenario text) returns setof coach.sessions
language plpgsql stable rows 20 set search_path = '' as $$
begin
  return query select session.* from coach.sessions as session
  join coach.scenario_versions as version on version.id = session.scenario_version_id
  where session.learner_id = p_learner_id and version.scenario_id = p_scenario
    and (
      session.status in ('reserved', 'active')
      or session.status = 'ended' and session.used_seconds >= coach.counted_seconds()
    );
end
$$;
comment on function coach.attempts_of(uuid, text) is
  'The sessions of a learner that count as attempts: those under way, and those that lasted ten seconds or more.';

create function coach.refuse_attempt(p_caller coach.caller, p_scenario text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(coach.refusal(p_caller), (
      select jsonb_build_object(
        'outcome', 'limit_reached', 'retry_after_seconds', null,
        'limit', jsonb_build_object(
          'name', 'learner_attempts', 'cap', site.attempts_per_scenario, 'used', attempts.made, 'resets_at', null
        )
      )
      from coach.sites as site
      cross join lateral (
        select count(*) as made from coach.attempts_of((p_caller).learner_id, p_scenario)
      ) as attempts
      where site.id = (p_caller).site_id and attempts.made >= site.attempts_per_scenario
    ))
  );
end
$$;
comment on function coach.refuse_attempt(coach.caller, text) is
  'The first limit that leaves no room, the attempts at a scenario last; null when there is room. Without a scenario attempts are not looked at.';

create function coach.hour_starts_of(p_caller coach.caller)
returns table (cap integer, made integer, frees_at timestamptz)
language plpgsql stable rows 3 set search_path = '' as $$
#variable_conflict use_column
begin
  return query select limits.cap, limits.cap, nth.created_at + interval '1 hour'
  from coach.sites as site
  cross join lateral (
    select case when (p_caller).is_anonymous
      then least(site.learner_day_seconds, site.anonymous_day_seconds) else site.learner_day_seconds end as seconds
  ) as own
  cross join lateral (values
    ('learner', (p_caller).learner_id, coalesce(site.learner_hour_starts, greatest(12, own.seconds / 150)), true),
    ('address', (p_caller).address_id, coalesce(site.address_hour_starts, greatest(12, own.seconds / 150)),
      (p_caller).is_anonymous),
    -- Whom the site vouches for is not shut out by strangers.
    ('site', site.id, coalesce(site.site_hour_starts, greatest(120, site.day_seconds / 30)), (p_caller).is_anonymous)
  ) as limits (kind, subject_id, cap, applies)
  cross join lateral (
    (
      select created_at from coach.sessions
      where limits.kind = 'learner' and learner_id = limits.subject_id and created_at > now() - interval '1 hour'
      order by created_at desc offset limits.cap - 1 limit 1
    ) union all (
      select created_at from coach.sessions
      where limits.kind = 'address' and address_id = limits.subject_id and created_at > now() - interval '1 hour'
      order by created_at desc offset limits.cap - 1 limit 1
    ) union all (
      -- A provider that was away for a while must not close the site for another hour.
      select created_at from coach.sessions
      where limits.kind = 'site' and site_id = limits.subject_id and status <> 'released'
        and created_at > now() - interval '1 hour'
      order by created_at desc offset limits.cap - 1 limit 1
    )
  ) as nth
  where site.id = (p_caller).site_id and limits.applies;
end
$$;
comment on function coach.hour_starts_of(coach.caller) is
  'The windows of the last hour, of learner, address and site, that are full, and when each has room again.';

create function coach.refuse_flood(p_caller coach.caller) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce((
      select jsonb_build_object(
        'outcome', 'limit_reached',
        'retry_after_seconds', greatest(ceil(extract(epoch from frees_at - now())), 1),
        'limit', jsonb_build_object(
          'name', 'hour_starts', 'cap', cap, 'used', made, 'resets_at', coach.to_iso(frees_at)
        )
      )
      from coach.hour_starts_of(p_caller) order by frees_at desc limit 1
    ), (
      -- Told as the site's, whose calls they are: an address is nobody whom a learner knows.
      select jsonb_build_object(
        'outcome', 'limit_reached', 'retry_after_seconds', 15,
        'limit', jsonb_build_object(
          'name', 'site_concurrency', 'cap', live.cap, 'used', live.calls, 'resets_at', null
        )
      )
      from coach.sites as site
      cross join lateral (
        select coalesce(site.address_max_live, greatest((site.max_live + 1) / 2, 1)) as cap, count(*) as calls
        from coach.sessions
        where address_id = (p_caller).address_id and created_at > now() - interval '1 day' and lapses_at is not null
      ) as live
      where site.id = (p_caller).site_id and (p_caller).is_anonymous and live.calls >= live.cap
    ))
  );
end
$$;
comment on function coach.refuse_flood(coach.caller) is
  'Refuses who starts too often within an hour, or too many calls at a time from one address; null for anybody else.';

create function coach.refuse_start(p_site coach.sites, p_caller coach.caller, p_scenario text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(
    coach.refuse_attempt(p_caller, p_scenario), coach.refuse_flood(p_caller), coach.refuse_cost(p_site)
  );
end
$$;
comment on function coach.refuse_start(coach.sites, coach.caller, text) is
  'The first limit that refuses a start: time, calls and attempts, then starts within an hour, then money; null when there is room.';

create function coach.read_start(p_request jsonb) returns coach.start_request
language plpgsql stable set search_path = '' as $$
declare
  v_start coach.start_request := jsonb_populate_record(null::coach.start_request, '{"is_known": true}');
  v_names jsonb := to_jsonb(v_start);
  v_wrong text;
begin
  -- As strict as arguments: what is misspelt or forgotten would otherwise be null unseen.
  select string_agg(key, ', ' order by key) into v_wrong from jsonb_object_keys(
    p_request - array(select jsonb_object_keys(v_names))
    || (v_names - array['address_key', 'token', 'is_known'] - array(select jsonb_object_keys(p_request)))
  ) as key;
  if v_wrong is not null then
    raise exception 'a start has too much or too little: %', v_wrong using errcode = 'invalid_parameter_value';
  end if;
  return jsonb_populate_record(v_start, p_request);
end
$$;
comment on function coach.read_start(jsonb) is
  'A request to start by its names, all of them but address_key, token (null) and is_known (true), and no other.';

create function coach.reserve_session(
  p_window_ids bigint[], p_caller coach.caller, p_version_id bigint, p_start coach.start_request
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_wanted integer;
  v_notes_facts boolean;
  v_tells_results boolean;
  v_session coach.sessions;
begin
  select greatest(
    least(
      version.duration_seconds, site.max_session_seconds, p_start.cap_seconds,
      case when p_start.handshake = 'ephemeral' then coach.ephemeral_cap_seconds() end
    ), coach.minimum_seconds()
  ), coach.has_facts(site) and coalesce((p_start.consent ->> 'facts')::boolean, false),
    coach.has_results(site) and coalesce((p_start.consent ->> 'results')::boolean, false)
  into strict v_wanted, v_notes_facts, v_tells_results
  from coach.sites as site, coach.scenario_versions as version
  where site.id = p_caller.site_id and version.id = p_version_id;

  insert into coach.sessions (
    site_id, learner_id, learner_slot, scenario_version_id, attempt_key, request_hash, request_id,
    handshake, locale, learner_name, variables, seed, limit_seconds, address_id, purpose
  )
  select p_caller.site_id, p_caller.learner_id, (
      select min(slot) from generate_series(1, 100) as slot where not exists (
        select from coach.sessions as live where live.learner_id = p_caller.learner_id
          and live.learner_slot = slot and live.status in ('reserved', 'active')
      )
    ),
    p_version_id, p_start.attempt_key, p_start.request_hash, p_start.request_id, p_start.handshake,
    p_start.locale, p_start.learner_name, coalesce(p_start.variables, '{}'),
    floor(random() * 281474976710656)::bigint,
    coach.hold_seconds(p_window_ids, p_caller, v_wanted),
    case when p_caller.is_anonymous then p_caller.address_id end,
    -- What the learner was told: a start that tells another purpose than it has gets no further than this.
    coalesce(p_start.consent ->> 'purpose', 'practice')
  returning * into v_session;
  perform coach.hold_cost(v_session);

  insert into coach.reservations (session_id, hold_seconds, window_ids)
  values (v_session.id, v_session.limit_seconds, p_window_ids);
  insert into coach.consents (session_id, learner_id, version, locale, facts, results, learner_subject)
  values (
    v_session.id, p_caller.learner_id, p_start.consent ->> 'version', p_start.consent ->> 'locale',
    v_notes_facts, v_tells_results, case when v_notes_facts or v_tells_results then p_start.consent ->> 'subject' end
  );
  -- Every start of a site holds its windows: nobody else can be using this token now.
  if jsonb_typeof(p_start.token) = 'object' then
    insert into coach.used_tokens (site_id, jti, session_id, expires_at) values (
      p_caller.site_id, p_start.token ->> 'jti', v_session.id, (p_start.token ->> 'expires_at')::timestamptz
    );
    perform coach.tie_to_course(v_session.id, p_caller.site_id, p_start.token ->> 'jti');
  end if;
  return jsonb_build_object(
    'outcome', 'granted', 'session_id', v_session.id, 'limit_seconds', v_session.limit_seconds,
    'handshake', v_session.handshake,
    'learner_key', (select key_hash from coach.learners where id = v_session.learner_id),
    'seed', v_session.seed, 'scenario', coach.scenario_json(p_version_id)
  );
end
$$;
comment on function coach.reserve_session(bigint[], coach.caller, bigint, coach.start_request) is
  'Holds the seconds, writes session, reservation and consent, spends the token, and ties the session to the course that it was made for. The windows are locked and have room.';

create function public.open_session(p_request jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_start coach.start_request := coach.read_start(p_request);
  v_entry record;
  v_site coach.sites;
  v_key text;
  -- Behind one address may be many people: their attempts are nobody's.
  v_counted text := case when v_start.is_known then v_start.scenario end;
  v_caller coach.caller;
  v_overdue uuid[];
  v_window_ids bigint[];
  v_answer jsonb;
begin
  select * into v_entry from coach.admit(v_start.embed_key, v_start.origin, v_start.scenario);
  if v_entry.refused is not null then
    return jsonb_build_object('outcome', v_entry.refused);
  end if;
  select * into strict v_site from coach.sites where id = v_entry.site_id;
  v_answer := coalesce(
    coach.replay(v_site.id, v_start.attempt_key, v_start.request_hash),
    coach.refuse_site(v_site, v_start.token),
    coach.spent_token(v_site.id, v_start.token)
  );
  if v_answer is not null then
    return v_answer;
  end if;
  v_key := coach.stored_key(v_site.id, v_start.learner_key);
  v_caller.site_id := v_site.id;
  v_caller.is_anonymous := v_start.token is null;
  v_caller.address_id := coach.address_id(v_site.id, v_start.address_key);

  -- Refusing without a lock keeps a flood off the rows that those need who will be granted. It is
  -- exact only when nothing lapsed, and asks for the attempt again: it may have been granted since.
  v_overdue := array(
    select id from coach.sessions where site_id = v_site.id and lapses_at <= now()
    order by lapses_at limit 5
  );
  if v_overdue = '{}' then
    select id into v_caller.learner_id from coach.learners where site_id = v_site.id and key_hash = v_key;
    v_answer := coalesce(
      coach.refuse_purpose(
        coach.purpose_of(v_site, v_caller.learner_id, v_start.scenario, v_start.token), v_start.consent
      ),
      coach.refuse_start(v_site, v_caller, v_counted),
      case when v_start.consent ->> 'purpose' = 'official'
        then coach.refuse_assignment(v_caller.learner_id, v_start.scenario) end
    );
    if v_answer is not null then
      return coalesce(
        coach.replay(v_site.id, v_start.attempt_key, v_start.request_hash),
        coach.spent_token(v_site.id, v_start.token), v_answer
      );
    end if;
  end if;

  v_caller.learner_id := coach.learner_of(
    v_site.id, v_key, case when v_caller.is_anonymous then 'anonymous' else 'token' end
  );
  v_window_ids := coach.ensure_windows(v_caller);
  perform coach.lock_windows(v_window_ids || coach.windows_of(v_overdue));
  perform coach.reap(v_overdue);
  v_start.handshake := coach.handshake_of(v_site, v_start.handshake);
  return coalesce(
    coach.replay(v_site.id, v_start.attempt_key, v_start.request_hash),
    coach.spent_token(v_site.id, v_start.token),
    coach.refuse_purpose(
      coach.purpose_of(v_site, v_caller.learner_id, v_start.scenario, v_start.token), v_start.consent
    ),
    coach.refuse_start(v_site, v_caller, v_counted),
    case when v_start.consent ->> 'purpose' = 'official'
      then coach.refuse_assignment(v_caller.learner_id, v_start.scenario) end,
    coach.reserve_session(v_window_ids, v_caller, v_entry.version_id, v_start)
  );
end
$$;
comment on function public.open_session(jsonb) is
  'Reserves minutes and begins a session, once for each attempt key and once for each token. Safe to repeat, also after 40001 and 40P01.';

create function public.get_brief(
  p_embed_key text, p_origin text, p_scenario text, p_learner_key text,
  p_address_key text default null, p_is_anonymous boolean default true
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_entry record;
  v_site coach.sites;
  v_caller coach.caller;
begin
  select * into v_entry from coach.admit(p_embed_key, p_origin, p_scenario);
  if v_entry.refused is not null then
    return jsonb_build_object('outcome', v_entry.refused);
  end if;
  select * into strict v_site from coach.sites where id = v_entry.site_id;
  v_caller.site_id := v_site.id;
  v_caller.learner_id := coach.find_known_learner(v_site, p_learner_key, p_is_anonymous);
  v_caller.address_id := coach.address_id(v_site.id, p_address_key);
  -- Where everybody needs a token, one who shows none yet is told what a learner has.
  v_caller.is_anonymous := p_is_anonymous and v_site.learner_token_mode <> 'required';
  return (
    select jsonb_build_object(
      'outcome', 'ok',
      'scenario', jsonb_build_object(
        'id', version.scenario_id, 'version', version.content_hash, 'title', version.title,
        'language', version.language, 'difficulty', version.difficulty,
        'duration_seconds', version.duration_seconds, 'public', version.public_part
      ),
      'session_seconds', case when seconds.remaining < coach.minimum_seconds() then 0
        else least(version.duration_seconds, v_site.max_session_seconds, seconds.remaining) end,
      'remaining_seconds', seconds.remaining, 'resets_at', coach.to_iso(seconds.resets_at),
      'retention_days', organization.retention_days,
      'voice', coach.has_voice(v_site), 'facts', coach.has_facts(v_site), 'results', coach.has_results(v_site),
      'practice_url', v_site.practice_url, 'coaches', coach.coaches_of(v_site),
      'purpose', coach.purpose_of(v_site, v_caller.learner_id, p_scenario, null),
      'attempts', (
        select jsonb_build_object(
          'made', count(*), 'allowed', v_site.attempts_per_scenario,
          'best', max((report.report ->> 'total')::numeric) filter (
            where report.status = 'ready' and jsonb_typeof(report.report -> 'total') = 'number'
          )
        )
        from coach.attempts_of(v_caller.learner_id, p_scenario) as attempt
        left join coach.reports as report on report.session_id = attempt.id
      )
    )
    from coach.organizations as organization, coach.scenario_versions as version,
      lateral (
        select min(seconds_left) as remaining,
          max(resets_at) filter (where is_full and seconds_left is not null) as resets_at
        from coach.usage_of(v_caller)
      ) as seconds
    where organization.id = v_site.organization_id and version.id = v_entry.version_id
  );
end
$$;
comment on function public.get_brief(text, text, text, text, text, boolean) is
  'What a learner may practise here, for how long and how often still. p_learner_key may be null: nobody known yet.';

create function public.list_attempts(
  p_embed_key text, p_origin text, p_scenario text, p_learner_key text,
  p_is_anonymous boolean, p_limit integer
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_entry record;
  v_site coach.sites;
begin
  select * into v_entry from coach.admit(p_embed_key, p_origin, p_scenario);
  if v_entry.refused is not null then
    return jsonb_build_object('outcome', v_entry.refused);
  end if;
  select * into strict v_site from coach.sites where id = v_entry.site_id;
  return jsonb_build_object('outcome', 'ok', 'attempts', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'session_id', attempt.id, 'started_at', coach.to_iso(attempt.created_at),
      'used_seconds', attempt.used_seconds,
      'status', case
        when attempt.status in ('reserved', 'active') then 'live'
        when report.status = 'ready' then 'scored'
        else coalesce(report.status, 'pending')
      end,
      'total', case when jsonb_typeof(report.report -> 'total') = 'number' then report.report -> 'total' end,
      'pass_mark', case when jsonb_typeof(report.report -> 'passMark') = 'number' then report.report -> 'passMark' end
    ) order by attempt.created_at, attempt.id), '[]')
    from (
      select * from coach.attempts_of(
        coach.find_known_learner(v_site, p_learner_key, p_is_anonymous), p_scenario
      ) order by created_at desc, id desc limit least(greatest(p_limit, 0), 100)
    ) as attempt
    left join coach.reports as report on report.session_id = attempt.id
  ));
end
$$;
comment on function public.list_attempts(text, text, text, text, boolean, integer) is
  'A learner''s latest attempts at a scenario, the oldest first. Without a key nobody is known, and nothing is listed.';

select coach.expose(
  'coach.ephemeral_cap_seconds()', 'coach.replay(uuid, uuid, text)', 'coach.refuse_site(coach.sites, jsonb)',
  'coach.coaches_of(coach.sites)', 'coach.purpose_of(coach.sites, uuid, text, jsonb)', 'coach.refuse_purpose(text, jsonb)',
  'coach.attempts_of(uuid, text)', 'coach.refuse_attempt(coach.caller, text)', 'coach.hour_starts_of(coach.caller)',
  'coach.refuse_flood(coach.caller)', 'coach.refuse_start(coach.sites, coach.caller, text)',
  'coach.read_start(jsonb)', 'coach.reserve_session(bigint[], coach.caller, bigint, coach.start_request)',
  'public.open_session(jsonb)',
  'public.get_brief(text, text, text, text, text, boolean)',
  'public.list_attempts(text, text, text, text, boolean, integer)'
);
