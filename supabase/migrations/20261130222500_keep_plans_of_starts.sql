-- Plans of these are kept from call to call: a function in SQL is planned anew each time, which was most of a start.

create or replace function coach.has_voice(p_site coach.sites) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select p_site.voice_enabled
      and coalesce((select enabled from coach.features where name = 'voice'), true)
  );
end
$$;

create or replace function coach.has_facts(p_site coach.sites) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(everybody.enabled, true) and coalesce(p_site.facts_enabled, everybody.enabled, false)
    from (select (select enabled from coach.features where name = 'facts') as enabled) as everybody
  );
end
$$;

create or replace function coach.handshake_of(p_site coach.sites, p_default text) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
    select case coalesce(
        -- Off for everybody wins over the site; on for everybody does not.
        case when not everybody.enabled then false end, p_site.ephemeral_enabled, everybody.enabled
      ) when true then 'ephemeral' when false then 'relay' else p_default end
    from (select (select enabled from coach.features where name = 'ephemeral') as enabled) as everybody
  );
end
$$;

create or replace function coach.scenario_json(p_version_id bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'id', scenario_id, 'version', content_hash, 'title', title, 'language', language,
      'public', public_part, 'private', private_part
    )
    from coach.scenario_versions where id = p_version_id
  );
end
$$;

create or replace function coach.may_use(p_site coach.sites, p_scenario coach.scenarios) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return (
    select coalesce(p_scenario.organization_id = p_site.organization_id, true)
      and coalesce(p_scenario.id = any(p_site.scenario_ids), true)
  );
end
$$;

create or replace function coach.admit(p_embed_key text, p_origin text, p_scenario text)
returns table (refused text, site_id uuid, version_id bigint)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return query select
    case
      when site.id is null then 'site_unknown'
      when p_origin is null or p_origin <> all (site.origins) then 'origin_forbidden'
      when site.status <> 'active' then 'site_paused'
      when scenario.current_version_id is null or not coach.may_use(site, scenario) then 'scenario_unknown'
    end,
    site.id, scenario.current_version_id
  from (select coalesce(
    (select id from coach.sites where embed_key = p_embed_key),
    (select retired.site_id from coach.retired_keys as retired
     where retired.embed_key = p_embed_key and retired.expires_at > now())
  ) as id) as named
  left join coach.sites as site on site.id = named.id
  left join coach.scenarios as scenario on scenario.id = p_scenario;
end
$$;

create or replace function coach.limits_of(p_caller coach.caller)
returns table (
  scope coach.limit_name, subject_id uuid, starts_on date, resets_at timestamptz,
  cap_seconds integer, max_live integer
)
language plpgsql stable rows 6 set search_path = '' as $$
#variable_conflict use_column
begin
  return query select windows.scope::coach.limit_name, windows.subject_id, windows.starts_on,
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
      least(site.day_seconds, coalesce(site.address_day_seconds, 4 * own.seconds::bigint))::integer, null,
      (p_caller).is_anonymous and (p_caller).address_id is not null),
    ('site_concurrency', site.id, date 'epoch', null, null, site.max_live, true),
    ('learner_concurrency', (p_caller).learner_id, date 'epoch', null, null, site.learner_max_live::integer, true)
  ) as windows (scope, subject_id, starts_on, ends_on, cap_seconds, max_live, applies)
  where site.id = (p_caller).site_id and windows.applies;
end
$$;

create or replace function coach.usage_of(p_caller coach.caller)
returns table (
  scope coach.limit_name, cap integer, used bigint, resets_at timestamptz, seconds_left bigint, is_full boolean
)
language plpgsql stable rows 6 set search_path = '' as $$
#variable_conflict use_column
begin
  return query select l.scope, coalesce(l.cap_seconds, l.max_live),
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
    on w.scope = l.scope and w.subject_id = l.subject_id and w.starts_on = l.starts_on;
end
$$;

create or replace function coach.refusal(p_caller coach.caller) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
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
  );
end
$$;

create or replace function coach.windows_of(p_session_ids uuid[]) returns bigint[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(array_agg(distinct window_id), '{}')
    from coach.reservations, unnest(window_ids) as window_id
    where session_id = any(p_session_ids)
  );
end
$$;

create or replace function coach.activate(p_session_id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  update coach.sessions
  set status = 'active', attached_at = now(), last_beat_at = now(),
      deadline = now() + make_interval(secs => limit_seconds),
      lapses_at = now() + least(make_interval(secs => limit_seconds), coach.beat_lease())
  where id = p_session_id and status = 'reserved';
  insert into coach.session_events (session_id, kind) values (p_session_id, 'active');
end
$$;

create or replace function coach.replay(p_site_id uuid, p_attempt_key uuid, p_request_hash text) returns jsonb
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

create or replace function coach.refuse_site(p_site coach.sites, p_token jsonb) returns jsonb
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

create or replace function coach.attempts_of(p_learner_id uuid, p_scenario text) returns setof coach.sessions
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

create or replace function coach.refuse_attempt(p_caller coach.caller, p_scenario text) returns jsonb
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

create or replace function coach.hour_starts_of(p_caller coach.caller)
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

create or replace function coach.refuse_flood(p_caller coach.caller) returns jsonb
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

create or replace function coach.price_of(p_model text, p_unit coach.usage_unit, p_day date) returns numeric
language plpgsql stable set search_path = '' as $$
begin
  return (
    select usd_per_million from coach.prices
    where (p_model = model or starts_with(p_model, model || '-')) and unit = p_unit and valid_from <= p_day
    order by char_length(model) desc, valid_from desc limit 1
  );
end
$$;

create or replace function coach.is_metered(p_plan jsonb) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(
      coach.price_of(p_plan ->> 'model', 'output_audio', (now() at time zone 'UTC')::date) is not null, false
    )
  );
end
$$;

create or replace function coach.cost_windows_of(p_site coach.sites)
returns table (cap bigint, used bigint, resets_at timestamptz)
language plpgsql stable rows 2 set search_path = '' as $$
#variable_conflict use_column
begin
  return query select windows.cap, spent.micro_dollars + held.micro_dollars, windows.ends_on::timestamp at time zone 'UTC'
  from (select (now() at time zone 'UTC')::date as today) as clock
  cross join (select date_trunc('month', now() at time zone 'UTC')::date as first_day) as month
  cross join lateral (values
    (today, today + 1, coalesce((p_site).day_cost_micros, (p_site).day_seconds * coach.second_cost())),
    (first_day, (first_day + interval '1 month')::date, (p_site).month_cost_micros)
  ) as windows (starts_on, ends_on, cap)
  cross join lateral (
    select coalesce(sum(micro_dollars), 0)::bigint as micro_dollars from coach.site_costs
    where site_id = (p_site).id and day >= windows.starts_on and day < windows.ends_on
  ) as spent
  -- What runs may still cost as much as it may.
  cross join lateral (
    select coalesce(sum(greatest(cost_cap_micros - cost_charged_micros, 0)), 0)::bigint as micro_dollars
    from coach.sessions
    where site_id = (p_site).id and lapses_at is not null
      and created_at >= windows.starts_on::timestamp at time zone 'UTC'
  ) as held
  where windows.cap is not null;
end
$$;

create or replace function coach.least_cost(p_site coach.sites) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  return (
    select least((p_site).session_cost_micros, coach.minimum_seconds() * coach.second_cost())
  );
end
$$;

create or replace function coach.refuse_cost(p_site coach.sites) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'outcome', 'limit_reached',
      'retry_after_seconds', greatest(ceil(extract(epoch from resets_at - now())), 1),
      -- In per cent: what an operator spends is no page's business.
      'limit', jsonb_build_object(
        'name', 'site_cost', 'cap', 100, 'resets_at', coach.to_iso(resets_at),
        'used', case when cap = 0 then 100 else least(100, used * 100 / cap) end
      )
    )
    from coach.cost_windows_of(p_site) where cap - used < coach.least_cost(p_site)
    order by resets_at desc limit 1
  );
end
$$;

create or replace function coach.hold_cost(p_session coach.sessions) returns void
language plpgsql set search_path = '' as $$
begin
  update coach.sessions as session
  set cost_cap_micros = (
    select least(
      coalesce(site.session_cost_micros, p_session.limit_seconds * coach.second_cost()),
      min(greatest(windows.cap - windows.used, 0))
    )
    from coach.cost_windows_of(site) as windows
  )
  from coach.sites as site
  where session.id = p_session.id and site.id = p_session.site_id;
end
$$;
