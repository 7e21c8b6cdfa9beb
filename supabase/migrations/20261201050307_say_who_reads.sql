-- A start is official only where the learner was told so before.

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

create or replace function coach.reserve_session(
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

create or replace function public.open_session(p_request jsonb) returns jsonb
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
      coach.refuse_start(v_site, v_caller, v_counted)
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
    coach.reserve_session(v_window_ids, v_caller, v_entry.version_id, v_start)
  );
end
$$;
comment on function public.open_session(jsonb) is
  'Reserves minutes and begins a session, once for each attempt key and once for each token. Safe to repeat, also after 40001 and 40P01.';

create or replace function public.get_brief(
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

select coach.expose(
  'coach.coaches_of(coach.sites)', 'coach.purpose_of(coach.sites, uuid, text, jsonb)', 'coach.refuse_purpose(text, jsonb)'
);
