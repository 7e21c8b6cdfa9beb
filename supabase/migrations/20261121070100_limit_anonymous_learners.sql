-- Who asks, as far as limits go. An anonymous learner is held to two windows of the day, device and address.
create type coach.caller as (site_id uuid, learner_id uuid, address_id uuid, is_anonymous boolean);
revoke all on type coach.caller from public, anon, authenticated;
grant usage on type coach.caller to service_role;

alter table coach.reservations drop constraint reservations_window_ids_check;
alter table coach.reservations add constraint reservations_window_ids_check
  check (cardinality(window_ids) between 5 and 6);

create function coach.stored_key(p_site_id uuid, p_key text) returns text
language sql immutable set search_path = '' as $$
  select encode(sha256(convert_to(p_site_id::text || ' ' || p_key, 'UTF8')), 'hex')
$$;
comment on function coach.stored_key(uuid, text) is
  'How a learner''s key is stored: the same person is somebody else on every site, whichever embed key the site has.';

create function coach.address_id(p_site_id uuid, p_address_key text) returns uuid
language sql immutable set search_path = '' as $$
  select left(coach.stored_key(p_site_id, 'address ' || p_address_key), 32)::uuid
$$;
comment on function coach.address_id(uuid, text) is
  'Names the windows of all who share an address. The address stands in no row; only its allowance of a day does.';

drop function coach.limits_of(uuid, uuid), coach.usage_of(uuid, uuid), coach.refusal(uuid, uuid),
  coach.ensure_windows(uuid, uuid), coach.hold_seconds(bigint[], uuid, uuid, integer),
  coach.learner_of(uuid, text), coach.reserve_session(bigint[], uuid, uuid, bigint, integer, jsonb),
  public.get_brief(text, text, text, text),
  public.open_session(text, text, text, uuid, text, text, text, text, jsonb, jsonb, text, text, integer);

create function coach.limits_of(p_caller coach.caller)
returns table (
  scope coach.limit_name, subject_id uuid, starts_on date, resets_at timestamptz,
  cap_seconds integer, max_live integer
)
language sql stable set search_path = '' as $$
  select windows.scope::coach.limit_name, windows.subject_id, windows.starts_on,
    windows.ends_on::timestamp at time zone 'UTC', windows.cap_seconds, windows.max_live
  from coach.sites as site
  join coach.organizations as organization on organization.id = site.organization_id
  cross join (select (now() at time zone 'UTC')::date as today) as clock
  cross join (select date_trunc('month', now() at time zone 'UTC')::date as first_day) as month
  cross join lateral (
    select case when (p_caller).is_anonymous
      then least(site.learner_day_seconds, site.anonymous_day_seconds) else site.learner_day_seconds end as seconds
  ) as own
  cross join lateral (values
    ('organization_month', organization.id, first_day, (first_day + interval '1 month')::date,
      organization.month_seconds, null::integer, true),
    ('site_day', site.id, today, today + 1, site.day_seconds, null, true),
    ('learner_day', (p_caller).learner_id, today, today + 1, own.seconds, null, true),
    ('learner_day', (p_caller).address_id, today, today + 1,
      coalesce(site.address_day_seconds, least(4 * own.seconds::bigint, 2147483647)::integer), null,
      (p_caller).is_anonymous and (p_caller).address_id is not null),
    ('site_concurrency', site.id, date 'epoch', null, null, site.max_live, true),
    ('learner_concurrency', (p_caller).learner_id, date 'epoch', null, null, site.learner_max_live::integer, true)
  ) as windows (scope, subject_id, starts_on, ends_on, cap_seconds, max_live, applies)
  where site.id = (p_caller).site_id and windows.applies
$$;
comment on function coach.limits_of(coach.caller) is
  'The limits of a site''s learner now, as configured: five, and the address''s day where the learner is anonymous.';

create function coach.usage_of(p_caller coach.caller)
returns table (
  scope coach.limit_name, cap integer, used bigint, resets_at timestamptz, seconds_left bigint, is_full boolean
)
language sql stable set search_path = '' as $$
  select l.scope, coalesce(l.cap_seconds, l.max_live),
    case when l.max_live is null
      then coalesce(w.reserved_seconds + w.used_seconds, 0) else coalesce(w.live_sessions, 0) end,
    l.resets_at,
    case when l.max_live is null
      then greatest(l.cap_seconds - coalesce(w.reserved_seconds + w.used_seconds, 0), 0) end,
    case when l.max_live is null
      then l.cap_seconds - coalesce(w.reserved_seconds + w.used_seconds, 0) < coach.minimum_seconds()
      else coalesce(w.live_sessions, 0) >= l.max_live end
  from coach.limits_of(p_caller) as l
  left join coach.usage_windows as w
    on w.scope = l.scope and w.subject_id = l.subject_id and w.starts_on = l.starts_on
$$;
comment on function coach.usage_of(coach.caller) is
  'How much of each limit is taken; a learner who was never here (null) has used nothing.';

create function coach.refusal(p_caller coach.caller) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'outcome', 'limit_reached',
    'limit', jsonb_build_object(
      'name', scope, 'cap', cap, 'used', used, 'resets_at', coach.to_iso(resets_at)
    ),
    -- A call at a time frees itself when one ends: asking again after a beat is soon enough.
    'retry_after_seconds', case when resets_at is null then 15
      else greatest(ceil(extract(epoch from resets_at - now())), 1) end
  )
  from coach.usage_of(p_caller) where is_full order by scope, cap limit 1
$$;
comment on function coach.refusal(coach.caller) is
  'The first limit that leaves no room, as a door''s answer; null when there is room. An address''s day is told as the learner''s.';

create function coach.ensure_windows(p_caller coach.caller) returns bigint[]
language plpgsql set search_path = '' as $$
declare
  v_limit record;
  v_id bigint;
  v_ids bigint[] := '{}';
begin
  for v_limit in select * from coach.limits_of(p_caller) order by scope, subject_id loop
    select id into v_id from coach.usage_windows as w
    where w.scope = v_limit.scope and w.subject_id = v_limit.subject_id and w.starts_on = v_limit.starts_on;
    if not found then
      insert into coach.usage_windows (scope, subject_id, starts_on, cap_seconds, max_live)
      values (v_limit.scope, v_limit.subject_id, v_limit.starts_on, v_limit.cap_seconds, v_limit.max_live)
      on conflict (scope, subject_id, starts_on) do nothing;
      select id into strict v_id from coach.usage_windows as w
      where w.scope = v_limit.scope and w.subject_id = v_limit.subject_id and w.starts_on = v_limit.starts_on;
    end if;
    v_ids := v_ids || v_id;
  end loop;
  return v_ids;
end
$$;
comment on function coach.ensure_windows(coach.caller) is 'The ids of a learner''s windows of now, made where missing.';

create function coach.hold_seconds(p_window_ids bigint[], p_caller coach.caller, p_wanted integer)
returns integer
language plpgsql set search_path = '' as $$
declare
  v_hold integer;
  v_moved integer;
begin
  select least(p_wanted, min(seconds_left)) into v_hold from coach.usage_of(p_caller);
  -- Exact by itself: without the locks of the caller it would refuse, never exceed.
  update coach.usage_windows as w
  set reserved_seconds = w.reserved_seconds + v_hold,
      live_sessions = w.live_sessions + 1,
      cap_seconds = l.cap_seconds,
      max_live = l.max_live
  from coach.limits_of(p_caller) as l
  where w.id = any(p_window_ids) and w.scope = l.scope and w.subject_id = l.subject_id
    and (l.cap_seconds is null or w.reserved_seconds + w.used_seconds + v_hold <= l.cap_seconds)
    and (l.max_live is null or w.live_sessions < l.max_live);
  get diagnostics v_moved = row_count;
  if v_moved <> cardinality(p_window_ids) then
    raise exception 'windows changed while they were locked' using errcode = 'serialization_failure';
  end if;
  return v_hold;
end
$$;
comment on function coach.hold_seconds(bigint[], coach.caller, integer) is
  'Reserves the wanted seconds, or what is left, in all windows at once. The windows are locked and have room.';

create function coach.learner_of(p_site_id uuid, p_key_hash text, p_kind text) returns uuid
language plpgsql set search_path = '' as $$
declare
  v_id uuid;
begin
  -- Two rounds: a learner may be deleted between the insert that found it and the lock that keeps it.
  for v_round in 1..2 loop
    select id into v_id from coach.learners
    where site_id = p_site_id and key_hash = p_key_hash for key share;
    if found then
      return v_id;
    end if;
    insert into coach.learners (site_id, key_hash, kind) values (p_site_id, p_key_hash, p_kind)
    on conflict (site_id, key_hash) do nothing;
  end loop;
  select id into strict v_id from coach.learners
  where site_id = p_site_id and key_hash = p_key_hash for key share;
  return v_id;
end
$$;
comment on function coach.learner_of(uuid, text, text) is
  'The learner behind a stored key, made where missing, and kept from deletion until the transaction is over.';

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
  -- Where everybody needs a token, one who shows none yet is told what a learner has.
  v_caller.is_anonymous := p_is_anonymous and v_site.learner_token_mode <> 'required';
  v_caller.address_id := coach.address_id(v_site.id, p_address_key);
  if v_caller.is_anonymous or not p_is_anonymous then
    select id into v_caller.learner_id from coach.learners
    where site_id = v_site.id and key_hash = coach.stored_key(v_site.id, p_learner_key);
  end if;
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
      'remaining_seconds', seconds.remaining,
      'retention_days', organization.retention_days,
      'voice', coach.has_voice(v_site)
    )
    from coach.organizations as organization, coach.scenario_versions as version,
      lateral (select min(seconds_left) as remaining from coach.usage_of(v_caller)) as seconds
    where organization.id = v_site.organization_id and version.id = v_entry.version_id
  );
end
$$;
comment on function public.get_brief(text, text, text, text, text, boolean) is
  'What a learner may practise here and for how long. p_learner_key may be null: nobody known yet.';

create or replace function coach.admit(p_embed_key text, p_origin text, p_scenario text)
returns table (refused text, site_id uuid, version_id bigint)
language sql stable set search_path = '' as $$
  select
    case
      when site.id is null then 'site_unknown'
      when p_origin is null or p_origin <> all (site.origins) then 'origin_forbidden'
      when scenario.current_version_id is null then 'scenario_unknown'
    end,
    site.id, scenario.current_version_id
  from (select coalesce(
    (select id from coach.sites where embed_key = p_embed_key),
    (select retired.site_id from coach.retired_keys as retired
     where retired.embed_key = p_embed_key and retired.expires_at > now())
  ) as id) as named
  left join coach.sites as site on site.id = named.id and site.status = 'active'
  left join coach.scenarios as scenario on scenario.id = p_scenario
$$;

create function coach.reserve_session(
  p_window_ids bigint[], p_caller coach.caller, p_version_id bigint, p_request jsonb
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_wanted integer;
  v_session coach.sessions;
begin
  select greatest(
    least(
      version.duration_seconds, site.max_session_seconds, (p_request ->> 'cap_seconds')::integer,
      case when p_request ->> 'handshake' = 'ephemeral' then coach.ephemeral_cap_seconds() end
    ), coach.minimum_seconds()
  ) into strict v_wanted
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
  insert into coach.consents (session_id, learner_id, version, locale)
  values (v_session.id, p_caller.learner_id, p_request #>> '{consent,version}', p_request #>> '{consent,locale}');
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
comment on function coach.reserve_session(bigint[], coach.caller, bigint, jsonb) is
  'Holds the seconds, writes session, reservation and consent, and spends the token. The windows are locked and have room.';

create function coach.spent_token(p_site_id uuid, p_token jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('outcome', 'token_used') from coach.used_tokens
  where site_id = p_site_id and jti = p_token ->> 'jti'
$$;
comment on function coach.spent_token(uuid, jsonb) is 'The refusal of a token that began a session before; null for a fresh one, or none.';

create function coach.refuse_site(p_site coach.sites, p_token jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('outcome', case
    when p_site.learner_token_mode = 'required' and p_token is null then 'token_required'
    when p_site.learner_token_mode = 'none' and p_token is not null then 'token_refused'
    when not coach.has_voice(p_site) then 'feature_disabled'
  end)
  where p_site.learner_token_mode = 'required' and p_token is null
    or p_site.learner_token_mode = 'none' and p_token is not null
    or not coach.has_voice(p_site)
$$;
comment on function coach.refuse_site(coach.sites, jsonb) is 'Why a site starts no new call for such a learner; null where it does.';

create function public.open_session(
  p_embed_key text, p_origin text, p_scenario text, p_attempt_key uuid, p_request_hash text,
  p_learner_key text, p_learner_name text, p_locale text, p_consent jsonb, p_variables jsonb,
  p_handshake text, p_request_id text, p_cap_seconds integer,
  p_address_key text default null, p_token jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record;
  v_site coach.sites;
  v_token jsonb := nullif(p_token, 'null');
  v_key text;
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
    v_answer := coach.refusal(v_caller);
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
    coach.refusal(v_caller)
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
  text, text, text, uuid, text, text, text, text, jsonb, jsonb, text, text, integer, text, jsonb
) is 'Reserves minutes and begins a session, once for each attempt key and once for each token. Safe to repeat, also after 40001 and 40P01.';

create function public.find_token_keys(p_embed_key text, p_origin text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site coach.sites;
begin
  select * into v_site from coach.sites where id = coach.site_of(p_embed_key) and status = 'active'
    and id::text <> lower(p_embed_key);
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  if p_origin is null or p_origin <> all (v_site.origins) then
    return jsonb_build_object('outcome', 'origin_forbidden');
  end if;
  return jsonb_build_object(
    'outcome', 'ok', 'site_id', v_site.id, 'mode', v_site.learner_token_mode,
    'jwks_url', v_site.learner_token_jwks_url,
    'issuers', (
      select jsonb_agg(embed_key) from (
        select v_site.embed_key union all
        select embed_key from coach.retired_keys where site_id = v_site.id and expires_at > now()
      ) as valid
    ),
    'kids', (
      select coalesce(jsonb_agg(kid order by created_at desc), '[]') from coach.token_keys
      where site_id = v_site.id and (expires_at is null or expires_at > now())
    )
  );
end
$$;
comment on function public.find_token_keys(text, text) is
  'With which keys a site''s backend may sign learner tokens now, and as whom; names only, no secrets.';

revoke execute on function
  coach.stored_key(uuid, text), coach.address_id(uuid, text),
  coach.limits_of(coach.caller), coach.usage_of(coach.caller), coach.refusal(coach.caller),
  coach.ensure_windows(coach.caller), coach.hold_seconds(bigint[], coach.caller, integer),
  coach.learner_of(uuid, text, text), coach.reserve_session(bigint[], coach.caller, bigint, jsonb),
  coach.spent_token(uuid, jsonb), coach.refuse_site(coach.sites, jsonb),
  public.get_brief(text, text, text, text, text, boolean),
  public.open_session(
    text, text, text, uuid, text, text, text, text, jsonb, jsonb, text, text, integer, text, jsonb
  ),
  public.find_token_keys(text, text)
from public, anon, authenticated;
grant execute on function
  coach.stored_key(uuid, text), coach.address_id(uuid, text),
  coach.limits_of(coach.caller), coach.usage_of(coach.caller), coach.refusal(coach.caller),
  coach.ensure_windows(coach.caller), coach.hold_seconds(bigint[], coach.caller, integer),
  coach.learner_of(uuid, text, text), coach.reserve_session(bigint[], coach.caller, bigint, jsonb),
  coach.spent_token(uuid, jsonb), coach.refuse_site(coach.sites, jsonb),
  public.get_brief(text, text, text, text, text, boolean),
  public.open_session(
    text, text, text, uuid, text, text, text, text, jsonb, jsonb, text, text, integer, text, jsonb
  ),
  public.find_token_keys(text, text)
to service_role;
