-- What a stranger may start and what a call may cost: money beside minutes, starts within an hour beside a day.

alter table coach.sites
  add column address_max_live integer check (address_max_live >= 1),
  add column site_hour_starts integer check (site_hour_starts >= 1),
  add column learner_hour_starts integer check (learner_hour_starts >= 1),
  add column address_hour_starts integer check (address_hour_starts >= 1),
  add column session_cost_micros bigint check (session_cost_micros > 0),
  add column day_cost_micros bigint check (day_cost_micros >= 0),
  add column month_cost_micros bigint check (month_cost_micros >= 0);
grant update (
  address_max_live, site_hour_starts, learner_hour_starts, address_hour_starts, session_cost_micros,
  day_cost_micros, month_cost_micros
) on coach.sites to service_role;

comment on column coach.sites.address_day_seconds is
  'The day of all anonymous learners behind one address; null: four times that of one of them. Never more than day_seconds.';
comment on column coach.sites.address_max_live is
  'Calls at a time of all anonymous learners behind one address; null: half of max_live, rounded up.';
comment on column coach.sites.site_hour_starts is
  'Starts within an hour after which no anonymous learner starts; null: a hundred and twenty, or one for each half minute of the day.';
comment on column coach.sites.learner_hour_starts is
  'Starts of one learner within an hour; null: twelve, or one for each two and a half minutes of the learner''s day.';
comment on column coach.sites.address_hour_starts is
  'Starts within an hour of all anonymous learners behind one address; null: as many as of one of them.';
comment on column coach.sites.session_cost_micros is
  'What a call may cost at the provider, in millionths of a dollar; null: a price for each second it may last.';
comment on column coach.sites.day_cost_micros is
  'What the calls of a day may cost together; null: that price for each second of the day''s allowance.';
comment on column coach.sites.month_cost_micros is 'What the calls of a calendar month (UTC) may cost; null: as the days allow.';


alter table coach.sessions
  add column address_id uuid,
  add column cost_cap_micros bigint check (cost_cap_micros >= 0),
  add column cost_charged_micros bigint not null default 0 check (cost_charged_micros >= 0);
grant update (cost_cap_micros, cost_charged_micros) on coach.sessions to service_role;

comment on column coach.sessions.address_id is
  'Counts the starts behind one address: a hash, of anonymous learners alone, forgotten after a day.';
comment on column coach.sessions.cost_cap_micros is
  'What it may cost at the provider, in millionths of a dollar; held on its site''s day. Null: begun before there were caps.';
comment on column coach.sessions.cost_charged_micros is
  'What of its cost stands in coach.site_costs already.';

drop index coach.sessions_learner_id;

create index sessions_learner_created_at on coach.sessions (learner_id, created_at);
create index sessions_site_created_at on coach.sessions (site_id, created_at) where status <> 'released';
create index sessions_address_created_at on coach.sessions (address_id, created_at) where address_id is not null;
create index sessions_address_known on coach.sessions (created_at) where address_id is not null;


create table coach.site_costs (
  site_id uuid not null references coach.sites,
  day date not null,
  micro_dollars bigint not null check (micro_dollars >= 0),
  primary key (site_id, day)
);
comment on table coach.site_costs is
  'What counts against a site''s money, by the UTC day on which its sessions began: what was metered, and of sessions that nobody could meter all that they might have cost.';
alter table coach.site_costs enable row level security;
revoke all on coach.site_costs from public, anon, authenticated, service_role;
grant select, insert on coach.site_costs to service_role;
grant update (micro_dollars) on coach.site_costs to service_role;

create or replace function coach.counted_seconds() returns integer
language sql immutable set search_path = '' as $$ select 10 $$;
comment on function coach.counted_seconds() is
  'How long a call lasts before it counts as an attempt; where attempts are limited, a shorter one is not scored.';

create or replace function coach.limits_of(p_caller coach.caller)
returns table (
  scope coach.limit_name, subject_id uuid, starts_on date, resets_at timestamptz,
  cap_seconds integer, max_live integer
)
language sql stable rows 6 set search_path = '' as $$
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
      least(site.day_seconds, coalesce(site.address_day_seconds, 4 * own.seconds::bigint))::integer, null,
      (p_caller).is_anonymous and (p_caller).address_id is not null),
    ('site_concurrency', site.id, date 'epoch', null, null, site.max_live, true),
    ('learner_concurrency', (p_caller).learner_id, date 'epoch', null, null, site.learner_max_live::integer, true)
  ) as windows (scope, subject_id, starts_on, ends_on, cap_seconds, max_live, applies)
  where site.id = (p_caller).site_id and windows.applies
$$;
comment on function coach.limits_of(coach.caller) is
  'The limits of a site''s learner now, as configured: five, and the address''s day where the learner is anonymous.';

create or replace function coach.second_cost() returns bigint
language sql immutable set search_path = '' as $$ select 7000 $$;
comment on function coach.second_cost() is
  'What a second of a call may cost where a site says nothing, in millionths of a dollar: 42 cents a minute, four times an honest one on the dearest model.';

create or replace function coach.is_metered(p_plan jsonb) returns boolean
language sql stable set search_path = '' as $$
  select coalesce(
    coach.price_of(p_plan ->> 'model', 'output_audio', (now() at time zone 'UTC')::date) is not null, false
  )
$$;
comment on function coach.is_metered(jsonb) is
  'Whether somebody watches a call and knows what it costs. False without a plan, or of a model without a price.';

create or replace function coach.charge(p_session_id uuid, p_micro_dollars bigint) returns void
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
begin
  select * into strict v_session from coach.sessions where id = p_session_id for no key update;
  if p_micro_dollars <= v_session.cost_charged_micros is not false then
    return;
  end if;
  update coach.sessions set cost_charged_micros = p_micro_dollars where id = p_session_id;
  insert into coach.site_costs as known (site_id, day, micro_dollars)
  values (
    v_session.site_id, (v_session.created_at at time zone 'UTC')::date,
    p_micro_dollars - v_session.cost_charged_micros
  )
  on conflict (site_id, day) do update set micro_dollars = known.micro_dollars + excluded.micro_dollars;
end
$$;
comment on function coach.charge(uuid, bigint) is
  'Counts what a session has cost so far against its site''s money. Less than before, or null, changes nothing. Locks the session, then the day: nobody locks a session while holding a day of another.';

create or replace function coach.cost_windows_of(p_site coach.sites)
returns table (cap bigint, used bigint, resets_at timestamptz)
language sql stable rows 2 set search_path = '' as $$
  select windows.cap, spent.micro_dollars + held.micro_dollars, windows.ends_on::timestamp at time zone 'UTC'
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
  where windows.cap is not null
$$;
comment on function coach.cost_windows_of(coach.sites) is
  'A site''s money of the day, and of the month where that is limited: spent, and held by sessions that run.';

create or replace function coach.least_cost(p_site coach.sites) returns bigint
language sql stable set search_path = '' as $$
  select least((p_site).session_cost_micros, coach.minimum_seconds() * coach.second_cost())
$$;
comment on function coach.least_cost(coach.sites) is 'With less money than that no call is worth granting.';

create or replace function coach.refuse_cost(p_site coach.sites) returns jsonb
language sql stable set search_path = '' as $$
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
$$;
comment on function coach.refuse_cost(coach.sites) is
  'Refuses a start where a site''s money of the day or the month is spent or held; null when there is room.';

create or replace function coach.hold_cost(p_session coach.sessions) returns void
language sql set search_path = '' as $$
  update coach.sessions as session
  set cost_cap_micros = (
    select least(
      coalesce(site.session_cost_micros, p_session.limit_seconds * coach.second_cost()),
      min(greatest(windows.cap - windows.used, 0))
    )
    from coach.cost_windows_of(site) as windows
  )
  from coach.sites as site
  where session.id = p_session.id and site.id = p_session.site_id
$$;
comment on function coach.hold_cost(coach.sessions) is
  'Says what a new session may cost: as its site is set, or what the site''s money leaves. Its windows are locked, so that no other start counts on the same money.';

create or replace function coach.update_cost(p_session_id uuid) returns void
language sql set search_path = '' as $$
  with used as (
    select event.model, amount.key::coach.usage_unit as unit, amount.value::numeric as quantity,
      coach.price_of(event.model, amount.key::coach.usage_unit, (event.created_at at time zone 'UTC')::date) as price
    from coach.usage_events as event, jsonb_each_text(event.amounts) as amount
    where event.session_id = p_session_id and amount.value::numeric > 0
  ), summed as (
    select jsonb_object_agg(unit, quantity) as amounts
    from (select unit, sum(quantity) as quantity from used group by unit) as units
  )
  insert into coach.session_costs (session_id, micro_dollars, amounts, unpriced_models)
  select p_session_id, coalesce(round(sum(quantity * price)), 0),
    coalesce((select amounts from summed), '{}'),
    coalesce(array_agg(distinct model) filter (where price is null), '{}')
  from used
  on conflict (session_id) do update
  set micro_dollars = excluded.micro_dollars, amounts = excluded.amounts,
      unpriced_models = excluded.unpriced_models, updated_at = now();
  select coach.charge(p_session_id, micro_dollars) from coach.session_costs where session_id = p_session_id
$$;
comment on function coach.update_cost(uuid) is
  'Sums what a session used, each event at the price of its day, and counts it against its site''s money.';

drop function coach.close_session(uuid, boolean, boolean);

create or replace function coach.close_session(p_session_id uuid, p_unscored text) returns void
language plpgsql set search_path = '' as $$
begin
  update coach.calls set ended_at = now(), answer = null where session_id = p_session_id and ended_at is null;
  insert into coach.hangups (call_id, provider_call_id)
  select id, provider_call_id from coach.calls
  where session_id = p_session_id and provider_call_id is not null
  on conflict (call_id) do nothing;
  insert into coach.reports (session_id, status, reason, finished_at)
  select p_session_id, case when p_unscored is null then 'pending' else 'not_scored' end, p_unscored,
    case when p_unscored is not null then now() end;
  insert into coach.session_events (session_id, kind, detail)
  select id, status, jsonb_build_object('reason', end_reason, 'used_seconds', used_seconds)
  from coach.sessions where id = p_session_id;
end
$$;
comment on function coach.close_session(uuid, text) is
  'What follows a settlement in the same transaction: calls closed, hang-ups queued, and the report asked for, unless there is a reason why it is not scored.';

create or replace function coach.settle(p_session_id uuid, p_until timestamptz, p_reason text) returns boolean
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_reservation coach.reservations;
  v_used integer := 0;
begin
  select * into v_session from coach.sessions where id = p_session_id for no key update;
  if v_session.status is null or v_session.status not in ('reserved', 'active') then
    return false;
  end if;
  select * into strict v_reservation from coach.reservations where session_id = p_session_id;
  if v_session.status = 'active' then
    -- Nobody hears when an ephemeral call ends: its browser's word for it is worth nothing.
    v_used := case when v_session.handshake = 'ephemeral' then v_reservation.hold_seconds else least(
      v_reservation.hold_seconds,
      greatest(1, ceil(extract(epoch from p_until - v_session.attached_at)))
    ) end;
    insert into coach.ledger_entries
      (session_id, organization_id, site_id, learner_id, window_ids, used_seconds, reason)
    select p_session_id, organization_id, v_session.site_id, v_session.learner_id,
      v_reservation.window_ids, v_used, p_reason
    from coach.sites where id = v_session.site_id;
  end if;
  update coach.usage_windows
  set reserved_seconds = reserved_seconds - v_reservation.hold_seconds,
      used_seconds = used_seconds + v_used,
      live_sessions = live_sessions - 1
  where id = any(v_reservation.window_ids);
  update coach.reservations
  set state = case when v_used > 0 then 'settled' else 'released' end, closed_at = now()
  where session_id = p_session_id;
  update coach.sessions
  set status = case when v_used > 0 then 'ended' else 'released' end,
      used_seconds = v_used, ended_at = now(), lapses_at = null, end_reason = p_reason
  where id = p_session_id;
  perform coach.close_session(p_session_id, case
    when v_used = 0 then 'no_learner_turns'
    when v_session.handshake = 'ephemeral' then 'unobserved'
    -- Where attempts are counted, what does not count is not scored: it could be repeated until it pleases.
    when v_used < coach.counted_seconds() and exists (
      select from coach.sites where id = v_session.site_id and attempts_per_scenario is not null
    ) then 'too_short'
  end);
  return true;
end
$$;
comment on function coach.settle(uuid, timestamptz, text) is
  'Ends a session once: bills from the attached call to the given instant, an ephemeral one its whole hold, or gives the hold back where no call came about. The caller has locked the windows.';

create or replace function public.beat_session(p_session_id uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
begin
  update coach.sessions
  set last_beat_at = now(), lapses_at = least(now() + coach.beat_lease(), deadline)
  where id = p_session_id and status = 'active' and deadline > now()
  returning * into v_session;
  if found then
    return jsonb_build_object(
      'outcome', 'continue', 'remaining_seconds', floor(extract(epoch from v_session.deadline - now()))
    );
  end if;
  select * into v_session from coach.sessions where id = p_session_id;
  if not found then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  if v_session.status = 'reserved' then
    return jsonb_build_object('outcome', 'continue', 'remaining_seconds', v_session.limit_seconds);
  end if;
  return jsonb_build_object('outcome', 'stop', 'remaining_seconds', 0, 'end_reason', v_session.end_reason);
end
$$;
comment on function public.beat_session(uuid) is
  'Renews the lease of a call. A late beat before anybody reaped it revives it: a database that was away ends no call.';

create or replace function coach.call_refusal(p_session coach.sessions, p_attempt_key uuid) returns jsonb
language sql stable set search_path = '' as $$
  with attempts as (
    select coalesce(sum(tries), 0) as tries, max(begun_at) as last_at,
      bool_or(status = 'making' and expires_at > now() and attempt_key = p_attempt_key) as is_pending,
      bool_or(status = 'making' and expires_at > now() and attempt_key <> p_attempt_key) as is_busy
    from coach.call_attempts where session_id = p_session.id
  ), spaced as (
    select *, case when tries = 0 then 0 else ceil(extract(
      epoch from last_at + make_interval(secs => least(2 ^ (least(tries, 4) - 1), 8)) - now()
    )) end as wait_seconds
    from attempts
  )
  select case
    when is_pending then jsonb_build_object('outcome', 'pending')
    when p_session.handshake = 'ephemeral' then jsonb_build_object('outcome', 'over', 'end_reason', null)
    when not coach.has_voice(site) or site.status <> 'active' then jsonb_build_object('outcome', 'feature_disabled')
    when is_busy then jsonb_build_object('outcome', 'too_soon', 'retry_after_seconds', 2)
    when tries >= 24 or 8 <= (select count(*) from coach.calls where session_id = p_session.id)
      then jsonb_build_object('outcome', 'too_many')
    when wait_seconds > 0 then jsonb_build_object('outcome', 'too_soon', 'retry_after_seconds', wait_seconds)
  end
  from spaced, coach.sites as site where site.id = p_session.site_id
$$;
comment on function coach.call_refusal(coach.sessions, uuid) is
  'Why a session gets no further call now; null where it does. Eight calls and twenty-four tries a session, 1, 2, 4 and then 8 seconds apart. The call of an ephemeral session cannot be hung up, so that it stays its only one.';

create or replace function public.attach_call(
  p_session_id uuid, p_provider_call_id text, p_provider text, p_answer text, p_plan jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_is_live boolean;
  v_call coach.calls;
begin
  select * into v_session from coach.sessions where id = p_session_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'gone');
  end if;
  v_is_live := v_session.status in ('reserved', 'active');
  -- A call that comes too late is noted all the same, so that the queue ends what its caller forgets.
  insert into coach.calls (session_id, provider, provider_call_id, answer, ended_at)
  select p_session_id, p_provider, p_provider_call_id, case when v_is_live then p_answer end,
    case when not v_is_live then now() end
  where p_provider_call_id is not null or v_session.status = 'reserved'
  on conflict (provider, provider_call_id) do nothing;
  select * into v_call from coach.calls
  where provider = p_provider and provider_call_id = p_provider_call_id;
  if v_call.session_id <> p_session_id then
    return jsonb_build_object('outcome', 'gone');
  end if;
  if not v_is_live then
    insert into coach.hangups (call_id, provider_call_id)
    select v_call.id, v_call.provider_call_id where v_call.id is not null
    on conflict (call_id) do nothing;
    return jsonb_build_object('outcome', 'gone');
  end if;
  if v_session.status = 'reserved' then
    perform coach.activate(p_session_id);
  end if;
  if not coach.is_metered(p_plan) then
    perform coach.charge(p_session_id, v_session.cost_cap_micros);
  end if;
  if v_call.id is not null and p_plan is not null then
    insert into coach.observations (call_id, session_id, plan) values (v_call.id, p_session_id, p_plan)
    on conflict (call_id) do nothing;
  end if;
  return (
    select jsonb_build_object(
      'outcome', 'active', 'deadline', coach.to_iso(deadline), 'limit_seconds', limit_seconds,
      'call_id', v_call.id
    ) from coach.sessions where id = p_session_id
  );
end
$$;
comment on function public.attach_call(uuid, text, text, text, jsonb) is
  'The answer is about to leave: money starts here, and with a plan our watch over the call. A further call of an active session keeps its deadline.';

create or replace function public.open_call(p_session_id uuid, p_attempt_key uuid, p_request_hash text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_attempt coach.call_attempts;
  v_refusal jsonb;
begin
  select * into v_session from coach.sessions where id = p_session_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  select * into v_attempt from coach.call_attempts
  where session_id = p_session_id and attempt_key = p_attempt_key;
  if v_attempt.request_hash <> p_request_hash then
    return jsonb_build_object('outcome', 'attempt_conflict');
  end if;
  if v_session.status <> 'active' or v_session.deadline <= now() then
    return jsonb_build_object('outcome', 'over', 'end_reason', v_session.end_reason);
  end if;
  if v_attempt.status = 'made' then
    return coalesce((
      select jsonb_build_object('outcome', 'replayed', 'answer', answer)
        || coach.call_clock(v_session) || coach.call_plan(v_session)
      from coach.calls where id = v_attempt.call_id and ended_at is null
    ), jsonb_build_object('outcome', 'attempt_over'));
  end if;
  v_refusal := coach.call_refusal(v_session, p_attempt_key);
  if v_refusal is not null then
    return v_refusal;
  end if;
  insert into coach.call_attempts as attempt (session_id, attempt_key, request_hash, expires_at)
  values (p_session_id, p_attempt_key, p_request_hash, now() + coach.making_lease())
  on conflict (session_id, attempt_key) do update
  set status = 'making', tries = attempt.tries + 1, begun_at = now(), expires_at = excluded.expires_at;
  update coach.sessions
  set last_beat_at = now(), lapses_at = least(now() + coach.beat_lease(), deadline), paused_at = null
  where id = p_session_id;
  return jsonb_build_object('outcome', 'granted', 'hangups', coach.hang_up_calls(p_session_id))
    || coach.call_plan(v_session);
end
$$;
comment on function public.open_call(uuid, uuid, text) is
  'Begins a further call of a running session and ends the one it has: the caller hangs up what it is given before it makes a new one. One at a time; a repeated request is told of the call that it has.';

create or replace function coach.attempts_of(p_learner_id uuid, p_scenario text) returns setof coach.sessions
language sql stable rows 20 set search_path = '' as $$
  select session.* from coach.sessions as session
  join coach.scenario_versions as version on version.id = session.scenario_version_id
  where session.learner_id = p_learner_id and version.scenario_id = p_scenario
    and (
      session.status in ('reserved', 'active')
      or session.status = 'ended' and session.used_seconds >= coach.counted_seconds()
    )
$$;
comment on function coach.attempts_of(uuid, text) is
  'The sessions of a learner that count as attempts: those under way, and those that lasted ten seconds or more.';

create or replace function coach.hour_starts_of(p_caller coach.caller)
returns table (cap integer, made integer, frees_at timestamptz)
language sql stable rows 3 set search_path = '' as $$
  select limits.cap, limits.cap, nth.created_at + interval '1 hour'
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
  where site.id = (p_caller).site_id and limits.applies
$$;
comment on function coach.hour_starts_of(coach.caller) is
  'The windows of the last hour, of learner, address and site, that are full, and when each has room again.';

create or replace function coach.refuse_flood(p_caller coach.caller) returns jsonb
language sql stable set search_path = '' as $$
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
$$;
comment on function coach.refuse_flood(coach.caller) is
  'Refuses who starts too often within an hour, or too many calls at a time from one address; null for anybody else.';

create or replace function coach.refuse_start(p_site coach.sites, p_caller coach.caller, p_scenario text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(
    coach.refuse_attempt(p_caller, p_scenario), coach.refuse_flood(p_caller), coach.refuse_cost(p_site)
  );
end
$$;
comment on function coach.refuse_start(coach.sites, coach.caller, text) is
  'The first limit that refuses a start: time, calls and attempts, then starts within an hour, then money; null when there is room.';

create or replace function coach.reserve_session(
  p_window_ids bigint[], p_caller coach.caller, p_version_id bigint, p_start coach.start_request
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_wanted integer;
  v_notes_facts boolean;
  v_session coach.sessions;
begin
  select greatest(
    least(
      version.duration_seconds, site.max_session_seconds, p_start.cap_seconds,
      case when p_start.handshake = 'ephemeral' then coach.ephemeral_cap_seconds() end
    ), coach.minimum_seconds()
  ), coach.has_facts(site) and coalesce((p_start.consent ->> 'facts')::boolean, false)
  into strict v_wanted, v_notes_facts
  from coach.sites as site, coach.scenario_versions as version
  where site.id = p_caller.site_id and version.id = p_version_id;

  insert into coach.sessions (
    site_id, learner_id, learner_slot, scenario_version_id, attempt_key, request_hash, request_id,
    handshake, locale, learner_name, variables, seed, limit_seconds, address_id
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
    case when p_caller.is_anonymous then p_caller.address_id end
  returning * into v_session;
  perform coach.hold_cost(v_session);

  insert into coach.reservations (session_id, hold_seconds, window_ids)
  values (v_session.id, v_session.limit_seconds, p_window_ids);
  insert into coach.consents (session_id, learner_id, version, locale, facts, learner_subject)
  values (
    v_session.id, p_caller.learner_id, p_start.consent ->> 'version', p_start.consent ->> 'locale',
    v_notes_facts, case when v_notes_facts then p_start.consent ->> 'subject' end
  );
  -- Every start of a site holds its windows: nobody else can be using this token now.
  if jsonb_typeof(p_start.token) = 'object' then
    insert into coach.used_tokens (site_id, jti, session_id, expires_at) values (
      p_caller.site_id, p_start.token ->> 'jti', v_session.id, (p_start.token ->> 'expires_at')::timestamptz
    );
  end if;
  return jsonb_build_object(
    'outcome', 'granted', 'session_id', v_session.id, 'limit_seconds', v_session.limit_seconds,
    'handshake', v_session.handshake,
    'seed', v_session.seed, 'scenario', coach.scenario_json(p_version_id)
  );
end
$$;
comment on function coach.reserve_session(bigint[], coach.caller, bigint, coach.start_request) is
  'Holds the seconds, writes session, reservation and consent, and spends the token. The windows are locked and have room.';

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
    v_answer := coach.refuse_start(v_site, v_caller, v_counted);
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
    coach.refuse_start(v_site, v_caller, v_counted),
    coach.reserve_session(v_window_ids, v_caller, v_entry.version_id, v_start)
  );
end
$$;
comment on function public.open_session(jsonb) is
  'Reserves minutes and begins a session, once for each attempt key and once for each token. Safe to repeat, also after 40001 and 40P01.';

create or replace function public.record_observation(p_call_id uuid, p_holder uuid, p_batch jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_observation coach.observations := coach.lock_observation(p_call_id);
  v_is_live boolean;
begin
  if v_observation.call_id is null then
    return jsonb_build_object('outcome', 'call_unknown');
  end if;
  if v_observation.closed_at is not null then
    return jsonb_build_object('outcome', 'closed');
  end if;
  perform coach.drop_dead_predecessor(p_call_id);
  perform coach.renew_observation(v_observation, p_holder, p_batch);
  select * into v_observation from coach.observations where call_id = p_call_id;
  -- Also from a segment that lost its lease: what it saw is true all the same.
  perform coach.note_items(v_observation, coalesce(p_batch -> 'items', '[]'));
  perform coach.note_usage(v_observation, coalesce(p_batch -> 'usage', '[]'));
  perform coach.note_heard_tools(v_observation, p_batch -> 'toolCalls');
  insert into coach.session_events (session_id, kind, detail)
  select v_observation.session_id, event.kind, coalesce(event.detail, '{}')
  from jsonb_to_recordset(coalesce(p_batch -> 'events', '[]')) as event (kind text, detail jsonb);
  select ended_at is null into v_is_live from coach.calls where id = p_call_id;
  -- Last words of a call that was hung up keep no session alive.
  if p_batch -> 'isLearnerActive' = 'true' and v_is_live then
    perform public.beat_session(v_observation.session_id);
  end if;
  return (
    select jsonb_build_object(
      'outcome', case when p_holder = v_observation.holder then 'holding'
        when p_holder = v_observation.predecessor then 'superseded' else 'lost' end,
      'is_over', session.status <> 'active' or not v_is_live,
      'is_broken_off', session.status = 'active' and not v_is_live,
      'is_lapsed', session.status = 'active' and session.lapses_at <= now(),
      'remaining_ms', greatest(floor(extract(epoch from session.deadline - now()) * 1000), 0),
      'is_over_cost', coalesce(session.cost_cap_micros <= (
        select micro_dollars from coach.session_costs where session_id = session.id
      ), false),
      'wraps_up', coach.grant_wrap_up(p_call_id, p_holder, p_batch),
      'is_anchored', v_observation.is_anchored,
      'epoch', v_observation.epoch,
      'is_holder_attached', v_observation.is_holder_attached,
      'wanted', coach.wanted_items(p_call_id)
    )
    from coach.sessions as session where session.id = v_observation.session_id
  );
end
$$;
comment on function public.record_observation(uuid, uuid, jsonb) is
  'Stores what a segment saw, calls of tools included, renews its lease, and tells it what to fetch and whether to go on.';

create or replace function coach.assert_settings(p_site jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  v_unknown text;
begin
  select string_agg(key, ', ' order by key) into v_unknown from jsonb_object_keys(p_site) as key
  where key not in (
    'organization', 'name', 'embed_key', 'origins', 'status', 'voice', 'ephemeral', 'text_only', 'facts',
    'learner_token_mode', 'learner_token_jwks_url', 'practice_url', 'attempts_per_scenario',
    'organization_month_seconds', 'site_day_seconds', 'learner_day_seconds', 'anonymous_day_seconds',
    'address_day_seconds', 'max_session_seconds', 'site_max_live', 'learner_max_live', 'address_max_live',
    'site_hour_starts', 'learner_hour_starts', 'address_hour_starts', 'session_cost_micros', 'day_cost_micros',
    'month_cost_micros', 'retention_days'
  );
  if v_unknown is not null then
    raise exception 'a site has no setting %', v_unknown using errcode = 'invalid_parameter_value';
  end if;
end
$$;
comment on function coach.assert_settings(jsonb) is
  'Refuses a misspelt setting, which would otherwise leave a limit at its default unseen.';

create or replace function coach.write_site(p_site jsonb, p_origins text[]) returns coach.sites
language sql set search_path = '' as $$
  -- A setting that is named as null is taken back; one that is not named stays.
  update coach.sites set
    name = coalesce(p_site ->> 'name', name),
    origins = case when p_site ? 'origins' then p_origins else origins end,
    status = coalesce(p_site ->> 'status', status),
    voice_enabled = case when p_site ? 'voice' then coalesce((p_site ->> 'voice')::boolean, true) else voice_enabled end,
    ephemeral_enabled = case when p_site ? 'ephemeral' then (p_site ->> 'ephemeral')::boolean else ephemeral_enabled end,
    text_only = case when p_site ? 'text_only' then coalesce((p_site ->> 'text_only')::boolean, false) else text_only end,
    facts_enabled = case when p_site ? 'facts' then (p_site ->> 'facts')::boolean else facts_enabled end,
    practice_url = case when p_site ? 'practice_url' then p_site ->> 'practice_url' else practice_url end,
    attempts_per_scenario = case when p_site ? 'attempts_per_scenario'
      then (p_site ->> 'attempts_per_scenario')::integer else attempts_per_scenario end,
    learner_token_mode = coalesce(p_site ->> 'learner_token_mode', learner_token_mode),
    learner_token_jwks_url = case when p_site ? 'learner_token_jwks_url'
      then p_site ->> 'learner_token_jwks_url' else learner_token_jwks_url end,
    day_seconds = coalesce((p_site ->> 'site_day_seconds')::integer, day_seconds),
    learner_day_seconds = coalesce((p_site ->> 'learner_day_seconds')::integer, learner_day_seconds),
    anonymous_day_seconds = case when p_site ? 'anonymous_day_seconds'
      then (p_site ->> 'anonymous_day_seconds')::integer else anonymous_day_seconds end,
    address_day_seconds = case when p_site ? 'address_day_seconds'
      then (p_site ->> 'address_day_seconds')::integer else address_day_seconds end,
    max_session_seconds = coalesce((p_site ->> 'max_session_seconds')::integer, max_session_seconds),
    max_live = coalesce((p_site ->> 'site_max_live')::integer, max_live),
    learner_max_live = coalesce((p_site ->> 'learner_max_live')::smallint, learner_max_live),
    address_max_live = case when p_site ? 'address_max_live'
      then (p_site ->> 'address_max_live')::integer else address_max_live end,
    site_hour_starts = case when p_site ? 'site_hour_starts'
      then (p_site ->> 'site_hour_starts')::integer else site_hour_starts end,
    learner_hour_starts = case when p_site ? 'learner_hour_starts'
      then (p_site ->> 'learner_hour_starts')::integer else learner_hour_starts end,
    address_hour_starts = case when p_site ? 'address_hour_starts'
      then (p_site ->> 'address_hour_starts')::integer else address_hour_starts end,
    session_cost_micros = case when p_site ? 'session_cost_micros'
      then (p_site ->> 'session_cost_micros')::bigint else session_cost_micros end,
    day_cost_micros = case when p_site ? 'day_cost_micros'
      then (p_site ->> 'day_cost_micros')::bigint else day_cost_micros end,
    month_cost_micros = case when p_site ? 'month_cost_micros'
      then (p_site ->> 'month_cost_micros')::bigint else month_cost_micros end,
    updated_at = now()
  where embed_key = p_site ->> 'embed_key'
  returning *
$$;
comment on function coach.write_site(jsonb, text[]) is 'Changes what is named of the site with that embed key.';

create or replace function coach.describe_site(p_site coach.sites) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_site.id, 'name', p_site.name,
    'organization', (select name from coach.organizations where id = p_site.organization_id),
    'embed_key', p_site.embed_key, 'status', p_site.status, 'origins', p_site.origins,
    'created_at', coach.to_iso(p_site.created_at),
    'learner_tokens', jsonb_build_object(
      'mode', p_site.learner_token_mode, 'jwks_url', p_site.learner_token_jwks_url,
      'kids', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'kid', kid, 'created_at', coach.to_iso(created_at), 'expires_at', coach.to_iso(expires_at)
        ) order by created_at desc), '[]')
        from coach.token_keys where site_id = p_site.id and (expires_at is null or expires_at > now())
      )
    ),
    'limits', jsonb_build_object(
      'site_day_seconds', p_site.day_seconds, 'learner_day_seconds', p_site.learner_day_seconds,
      'anonymous_day_seconds', p_site.anonymous_day_seconds, 'address_day_seconds', p_site.address_day_seconds,
      'max_session_seconds', p_site.max_session_seconds, 'site_max_live', p_site.max_live,
      'learner_max_live', p_site.learner_max_live, 'address_max_live', p_site.address_max_live,
      'site_hour_starts', p_site.site_hour_starts, 'learner_hour_starts', p_site.learner_hour_starts,
      'address_hour_starts', p_site.address_hour_starts
    ),
    'costs', jsonb_build_object(
      'session_micros', coalesce(p_site.session_cost_micros, p_site.max_session_seconds * coach.second_cost()),
      'day_micros', coalesce(p_site.day_cost_micros, p_site.day_seconds * coach.second_cost()),
      'month_micros', p_site.month_cost_micros
    ),
    'features', jsonb_build_object(
      'voice', p_site.voice_enabled, 'ephemeral', p_site.ephemeral_enabled, 'text_only', p_site.text_only,
      'voice_in_effect', coach.has_voice(p_site)
    ),
    'retired_keys', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'embed_key', embed_key, 'expires_at', coach.to_iso(expires_at), 'is_valid', expires_at > now()
      ) order by expires_at desc), '[]')
      from coach.retired_keys where site_id = p_site.id
    )
  )
$$;
comment on function coach.describe_site(coach.sites) is
  'Everything that an operator set for a site; no secret is among it.';

create or replace function coach.erase_expired(p_batch integer) returns void
language sql security definer set search_path = '' as $$
  delete from coach.used_tokens where (site_id, jti) in (
    select site_id, jti from coach.used_tokens where expires_at < now() - interval '1 hour'
    order by expires_at limit p_batch for update skip locked
  );
  update coach.sessions set address_id = null where id in (
    select id from coach.sessions where address_id is not null and created_at < now() - interval '1 day'
    order by created_at limit p_batch for update skip locked
  )
$$;
comment on function coach.erase_expired(integer) is
  'Forgets tokens that are too old to be shown again, and behind which address a session began. Runs as its owner, so that no API role may delete rows by itself.';

select coach.expose(
  'coach.counted_seconds()', 'coach.second_cost()', 'coach.is_metered(jsonb)', 'coach.charge(uuid, bigint)',
  'coach.cost_windows_of(coach.sites)', 'coach.least_cost(coach.sites)', 'coach.refuse_cost(coach.sites)',
  'coach.hold_cost(coach.sessions)', 'coach.close_session(uuid, text)', 'coach.hour_starts_of(coach.caller)',
  'coach.refuse_flood(coach.caller)', 'coach.refuse_start(coach.sites, coach.caller, text)'
);
