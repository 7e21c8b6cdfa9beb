-- What a site says of a practice besides its minutes: how often, and where it may be done on its own.
create function coach.is_page_url(p_url text) returns boolean
language sql immutable strict set search_path = '' as $$
  select char_length(p_url) <= 500
    and coalesce(coach.is_origin(substring(p_url from '^https?://[^/?#]+')), false)
    and p_url ~ '^https?://[^/?#]+(/[!$&-;=?@-Z_a-z~%]*)?$'
$$;
comment on function coach.is_page_url(text) is
  'A page that learners are sent to: https anywhere, http on the own machine; no name and password, no fragment.';

alter table coach.sites
  add column attempts_per_scenario integer check (attempts_per_scenario between 1 and 1000),
  add column practice_url text check (coach.is_page_url(practice_url));
comment on column coach.sites.attempts_per_scenario is 'How often a learner may practise a scenario; null: as often as the minutes allow.';
comment on column coach.sites.practice_url is 'The operator''s page for a practice, where an embedding page may not use the microphone.';
grant update (attempts_per_scenario, practice_url) on coach.sites to service_role;

create function coach.feature_names() returns text[]
language sql immutable set search_path = '' as $$ select array['ephemeral', 'facts', 'text_only', 'voice'] $$;
comment on function coach.feature_names() is 'What can be switched for everybody and for a site.';

-- Settings that came later are written by a layer above the one that was there.
alter function coach.assert_settings(jsonb) rename to assert_first_settings;
create function coach.assert_settings(p_site jsonb) returns void
language plpgsql immutable set search_path = '' as $$
begin
  perform coach.assert_first_settings(p_site - array['attempts_per_scenario', 'practice_url', 'facts']);
end
$$;
comment on function coach.assert_settings(jsonb) is 'Refuses a site''s settings that nobody knows.';

alter function coach.write_site(jsonb, text[]) rename to write_first_settings;
create function coach.write_site(p_site jsonb, p_origins text[]) returns coach.sites
language plpgsql set search_path = '' as $$
declare
  v_site coach.sites := coach.write_first_settings(p_site, p_origins);
begin
  update coach.sites set
    attempts_per_scenario = case when p_site ? 'attempts_per_scenario'
      then (p_site ->> 'attempts_per_scenario')::integer else attempts_per_scenario end,
    practice_url = case when p_site ? 'practice_url' then p_site ->> 'practice_url' else practice_url end,
    facts_enabled = case when p_site ? 'facts' then (p_site ->> 'facts')::boolean else facts_enabled end
  where id = v_site.id
  returning * into v_site;
  return v_site;
end
$$;
comment on function coach.write_site(jsonb, text[]) is 'Changes what is named of the site with that embed key.';

create or replace function public.set_feature(p_name text, p_enabled boolean, p_site text, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
begin
  if p_name is null or p_name <> all (coach.feature_names()) then
    return jsonb_build_object('outcome', 'feature_unknown');
  end if;
  if p_site is not null then
    return public.update_site(p_site, jsonb_build_object(p_name, p_enabled), p_actor);
  end if;
  if p_enabled is null then
    delete from coach.features where name = p_name;
  else
    insert into coach.features (name, enabled) values (p_name, p_enabled)
    on conflict (name) do update set enabled = excluded.enabled, updated_at = now();
  end if;
  perform coach.audit('set_feature', p_name, jsonb_build_object('enabled', p_enabled), p_actor);
  return jsonb_build_object('outcome', 'updated');
end
$$;

create or replace function public.list_features() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('features', jsonb_agg(jsonb_build_object(
    'name', known.name, 'enabled', feature.enabled, 'updated_at', coach.to_iso(feature.updated_at)
  ) order by known.name))
  from unnest(coach.feature_names()) as known (name)
  left join coach.features as feature on feature.name = known.name
$$;

create function coach.attempts_of(p_learner_id uuid, p_scenario text) returns setof coach.sessions
language sql stable set search_path = '' as $$
  select session.* from coach.sessions as session
  join coach.scenario_versions as version on version.id = session.scenario_version_id
  where session.learner_id = p_learner_id and version.scenario_id = p_scenario
    and (session.status in ('reserved', 'active') or session.status = 'ended' and session.used_seconds >= 10)
$$;
comment on function coach.attempts_of(uuid, text) is
  'The sessions of a learner that count as attempts: those under way, and those that lasted ten seconds or more.';

create function coach.refuse_attempt(p_caller coach.caller, p_scenario text) returns jsonb
language sql stable set search_path = '' as $$
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
$$;
comment on function coach.refuse_attempt(coach.caller, text) is
  'The first limit that leaves no room, the attempts at a scenario last; null when there is room. Without a scenario attempts are not looked at.';

create or replace function coach.reserve_session(
  p_window_ids bigint[], p_caller coach.caller, p_version_id bigint, p_request jsonb
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_wanted integer;
  v_notes_facts boolean;
  v_session coach.sessions;
begin
  select greatest(
    least(
      version.duration_seconds, site.max_session_seconds, (p_request ->> 'cap_seconds')::integer,
      case when p_request ->> 'handshake' = 'ephemeral' then coach.ephemeral_cap_seconds() end
    ), coach.minimum_seconds()
  ), coach.has_facts(site) and coalesce((p_request #>> '{consent,facts}')::boolean, false)
  into strict v_wanted, v_notes_facts
  from coach.sites as site, coach.scenario_versions as version
  where site.id = p_caller.site_id and version.id = p_version_id;

  insert into coach.sessions (
    site_id, learner_id, learner_slot, scenario_version_id, attempt_key, request_hash, request_id,
    handshake, locale, learner_name, variables, seed, limit_seconds
  )
  select p_caller.site_id, p_caller.learner_id, (
      select min(slot) from generate_series(1, 100) as slot where not exists (
        select from coach.sessions as live where live.learner_id = p_caller.learner_id
          and live.learner_slot = slot and live.status in ('reserved', 'active')
      )
    ),
    p_version_id, request.attempt_key, request.request_hash, request.request_id, request.handshake,
    request.locale, request.learner_name, coalesce(request.variables, '{}'),
    floor(random() * 281474976710656)::bigint,
    coach.hold_seconds(p_window_ids, p_caller, v_wanted)
  from jsonb_populate_record(null::coach.sessions, p_request) as request
  returning * into v_session;

  insert into coach.reservations (session_id, hold_seconds, window_ids)
  values (v_session.id, v_session.limit_seconds, p_window_ids);
  insert into coach.consents (session_id, learner_id, version, locale, facts, learner_subject)
  values (
    v_session.id, p_caller.learner_id, p_request #>> '{consent,version}', p_request #>> '{consent,locale}',
    v_notes_facts, case when v_notes_facts then p_request #>> '{consent,subject}' end
  );
  -- Every start of a site holds its windows: nobody else can be using this token now.
  if jsonb_typeof(p_request -> 'token') = 'object' then
    insert into coach.used_tokens (site_id, jti, session_id, expires_at) values (
      p_caller.site_id, p_request #>> '{token,jti}', v_session.id,
      (p_request #>> '{token,expires_at}')::timestamptz
    );
  end if;
  return jsonb_build_object(
    'outcome', 'granted', 'session_id', v_session.id, 'limit_seconds', v_session.limit_seconds,
    'handshake', v_session.handshake,
    'seed', v_session.seed, 'scenario', coach.scenario_json(p_version_id)
  );
end
$$;

drop function public.open_session(
  text, text, text, uuid, text, text, text, text, jsonb, jsonb, text, text, integer, text, jsonb
);
create function public.open_session(
  p_embed_key text, p_origin text, p_scenario text, p_attempt_key uuid, p_request_hash text,
  p_learner_key text, p_learner_name text, p_locale text, p_consent jsonb, p_variables jsonb,
  p_handshake text, p_request_id text, p_cap_seconds integer,
  p_address_key text default null, p_token jsonb default null, p_is_known boolean default true
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record;
  v_site coach.sites;
  v_token jsonb := nullif(p_token, 'null');
  v_key text;
  -- Behind one address may be many people: their attempts are nobody's.
  v_counted text := case when p_is_known then p_scenario end;
  v_caller coach.caller;
  v_overdue uuid[];
  v_window_ids bigint[];
  v_answer jsonb;
begin
  select * into v_entry from coach.admit(p_embed_key, p_origin, p_scenario);
  if v_entry.refused is not null then
    return jsonb_build_object('outcome', v_entry.refused);
  end if;
  select * into strict v_site from coach.sites where id = v_entry.site_id;
  v_answer := coalesce(
    coach.replay(v_site.id, p_attempt_key, p_request_hash),
    coach.refuse_site(v_site, v_token),
    coach.spent_token(v_site.id, v_token)
  );
  if v_answer is not null then
    return v_answer;
  end if;
  v_key := coach.stored_key(v_site.id, p_learner_key);
  v_caller.site_id := v_site.id;
  v_caller.is_anonymous := v_token is null;
  v_caller.address_id := coach.address_id(v_site.id, p_address_key);

  -- Refusing without a lock keeps a flood off the rows that those need who will be granted. It is
  -- exact only when nothing lapsed, and asks for the attempt again: it may have been granted since.
  v_overdue := array(
    select id from coach.sessions where site_id = v_site.id and lapses_at <= now()
    order by lapses_at limit 5
  );
  if v_overdue = '{}' then
    select id into v_caller.learner_id from coach.learners where site_id = v_site.id and key_hash = v_key;
    v_answer := coach.refuse_attempt(v_caller, v_counted);
    if v_answer is not null then
      return coalesce(
        coach.replay(v_site.id, p_attempt_key, p_request_hash), coach.spent_token(v_site.id, v_token), v_answer
      );
    end if;
  end if;

  v_caller.learner_id := coach.learner_of(
    v_site.id, v_key, case when v_caller.is_anonymous then 'anonymous' else 'token' end
  );
  v_window_ids := coach.ensure_windows(v_caller);
  perform coach.lock_windows(v_window_ids || coach.windows_of(v_overdue));
  perform coach.reap(v_overdue);
  v_answer := coalesce(
    coach.replay(v_site.id, p_attempt_key, p_request_hash),
    coach.spent_token(v_site.id, v_token),
    coach.refuse_attempt(v_caller, v_counted)
  );
  if v_answer is not null then
    return v_answer;
  end if;
  return coach.reserve_session(
    v_window_ids, v_caller, v_entry.version_id,
    jsonb_build_object(
      'attempt_key', p_attempt_key, 'request_hash', p_request_hash, 'request_id', p_request_id,
      'handshake', coach.handshake_of(v_site, p_handshake), 'locale', p_locale,
      'learner_name', p_learner_name, 'variables', p_variables, 'consent', p_consent,
      'cap_seconds', p_cap_seconds, 'token', v_token
    )
  );
end
$$;
comment on function public.open_session(
  text, text, text, uuid, text, text, text, text, jsonb, jsonb, text, text, integer, text, jsonb, boolean
) is 'Reserves minutes and begins a session, once for each attempt key and once for each token. Safe to repeat, also after 40001 and 40P01.';

-- A brief is read at every page view: one door, and one more look at the site and the learner.
alter function public.get_brief(text, text, text, text, text, boolean) set schema coach;
alter function coach.get_brief(text, text, text, text, text, boolean) rename to brief_minutes;
comment on function coach.brief_minutes(text, text, text, text, text, boolean) is
  'What a learner may practise here and for how long, or why not.';

create function coach.find_known_learner(p_site coach.sites, p_learner_key text, p_is_anonymous boolean) returns uuid
language sql stable set search_path = '' as $$
  -- Where everybody needs a token, nobody is known without one.
  select id from coach.learners
  where site_id = p_site.id and key_hash = coach.stored_key(p_site.id, p_learner_key)
    and not (p_is_anonymous and p_site.learner_token_mode = 'required')
$$;
comment on function coach.find_known_learner(coach.sites, text, boolean) is
  'The learner behind a key as the functions make it; null for one who never was here, or must show a token first.';

create function public.get_brief(
  p_embed_key text, p_origin text, p_scenario text, p_learner_key text,
  p_address_key text default null, p_is_anonymous boolean default true
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_brief jsonb := coach.brief_minutes(
    p_embed_key, p_origin, p_scenario, p_learner_key, p_address_key, p_is_anonymous
  );
  v_site coach.sites;
begin
  if v_brief ->> 'outcome' <> 'ok' then
    return v_brief;
  end if;
  select * into strict v_site from coach.sites where id = coach.site_of(p_embed_key);
  return v_brief || jsonb_build_object(
    'facts', coach.has_facts(v_site), 'practice_url', v_site.practice_url,
    'attempts', (
      select jsonb_build_object(
        'made', count(*), 'allowed', v_site.attempts_per_scenario,
        'best', max((report.report ->> 'total')::numeric) filter (
          where report.status = 'ready' and jsonb_typeof(report.report -> 'total') = 'number'
        )
      )
      from coach.attempts_of(
        coach.find_known_learner(v_site, p_learner_key, p_is_anonymous), p_scenario
      ) as attempt
      left join coach.reports as report on report.session_id = attempt.id
    )
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

create function public.list_scenarios(p_embed_key text, p_origin text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_refused text;
begin
  -- A scenario that does not exist is none of the caller's questions here.
  select nullif(refused, 'scenario_unknown') into v_refused from coach.admit(p_embed_key, p_origin, null);
  if v_refused is not null then
    return jsonb_build_object('outcome', v_refused);
  end if;
  return jsonb_build_object('outcome', 'ok', 'scenarios', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', version.scenario_id, 'title', version.title, 'language', version.language,
      'difficulty', version.difficulty, 'duration_seconds', version.duration_seconds,
      'tags', coalesce(version.public_part -> 'tags', '[]'), 'persona', version.public_part -> 'persona'
    ) order by version.language, version.title, version.scenario_id), '[]')
    from coach.scenarios as scenario
    join coach.scenario_versions as version on version.id = scenario.current_version_id
  ));
end
$$;
comment on function public.list_scenarios(text, text) is 'What the learners of a site can practise, by language and title; public parts only.';

revoke execute on function
  coach.is_page_url(text), coach.feature_names(), coach.assert_settings(jsonb), coach.write_site(jsonb, text[]),
  coach.attempts_of(uuid, text), coach.refuse_attempt(coach.caller, text),
  coach.find_known_learner(coach.sites, text, boolean),
  public.open_session(
    text, text, text, uuid, text, text, text, text, jsonb, jsonb, text, text, integer, text, jsonb, boolean
  ),
  public.get_brief(text, text, text, text, text, boolean),
  public.list_attempts(text, text, text, text, boolean, integer), public.list_scenarios(text, text)
from public, anon, authenticated;
grant execute on function
  coach.is_page_url(text), coach.feature_names(), coach.assert_settings(jsonb), coach.write_site(jsonb, text[]),
  coach.attempts_of(uuid, text), coach.refuse_attempt(coach.caller, text),
  coach.find_known_learner(coach.sites, text, boolean),
  public.open_session(
    text, text, text, uuid, text, text, text, text, jsonb, jsonb, text, text, integer, text, jsonb, boolean
  ),
  public.get_brief(text, text, text, text, text, boolean),
  public.list_attempts(text, text, text, text, boolean, integer), public.list_scenarios(text, text)
to service_role;
