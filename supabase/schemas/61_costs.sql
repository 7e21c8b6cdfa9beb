-- What sessions cost at the provider.

create type coach.usage_unit as enum (
  'input_text', 'input_audio', 'input_image', 'cached_text', 'cached_audio', 'cached_image',
  'output_text', 'output_audio', 'seconds'
);
revoke all on type coach.usage_unit from public, anon, authenticated;
grant usage on type coach.usage_unit to service_role;

create table coach.prices (
  model text not null check (char_length(model) between 1 and 120),
  unit coach.usage_unit not null,
  valid_from date not null,
  usd_per_million numeric(14, 4) not null check (usd_per_million >= 0),
  primary key (model, unit, valid_from)
);
comment on table coach.prices is
  'List prices by day. A model is priced by its longest prefix here; a new price is a new row, so that old sessions keep theirs.';
comment on column coach.prices.usd_per_million is
  'US dollars for a million tokens, or for a million seconds of transcription: micro-dollars for one.';
alter table coach.prices enable row level security;
revoke all on coach.prices from public, anon, authenticated, service_role;
grant select, insert on coach.prices to service_role;

-- From the provider's price pages as stored in 2026. Cached input is billed at its own price, not added.
insert into coach.prices (model, unit, valid_from, usd_per_million)
select model, unit::coach.usage_unit, date '2026-01-01', price
from (values
  ('gpt-realtime-2.1', 4, 0.40, 24, 32, 0.40, 64, 5, 0.50),
  ('gpt-realtime-2', 4, 0.40, 24, 32, 0.40, 64, 5, 0.50),
  ('gpt-realtime-2.1-mini', 0.60, 0.06, 2.40, 10, 0.30, 20, 0.80, 0.08),
  ('gpt-realtime-1.5', 4, 0.40, 16, 32, 0.40, 64, null, null)
) as list (
  model, input_text, cached_text, output_text, input_audio, cached_audio, output_audio, input_image, cached_image
)
cross join lateral (values
  ('input_text', input_text), ('cached_text', cached_text), ('output_text', output_text),
  ('input_audio', input_audio), ('cached_audio', cached_audio), ('output_audio', output_audio),
  ('input_image', input_image), ('cached_image', cached_image)
) as priced (unit, price)
where price is not null;
insert into coach.prices (model, unit, valid_from, usd_per_million)
select model, 'seconds', date '2026-01-01', usd_per_minute * 1000000 / 60
from (values
  ('gpt-transcribe', 0.0045), ('gpt-live-transcribe', 0.017), ('gpt-realtime-whisper', 0.017)
) as list (model, usd_per_minute);

create table coach.usage_events (
  id bigint generated always as identity primary key,
  session_id uuid not null references coach.sessions on delete cascade,
  call_id uuid not null references coach.calls on delete cascade,
  event_key text not null check (char_length(event_key) between 1 and 200),
  kind text not null check (kind in ('response', 'transcription')),
  model text not null check (char_length(model) between 1 and 120),
  amounts jsonb not null check (jsonb_typeof(amounts) = 'object'),
  created_at timestamptz not null default now(),
  unique (call_id, event_key)
);
comment on table coach.usage_events is 'What the provider metered, once for each response and each transcription.';
comment on column coach.usage_events.amounts is
  'Tokens or seconds by coach.usage_unit. Cached tokens are not counted again as input.';
create index usage_events_session_id on coach.usage_events (session_id);
alter table coach.usage_events enable row level security;
revoke all on coach.usage_events from public, anon, authenticated, service_role;
grant select, insert on coach.usage_events to service_role;

create table coach.session_costs (
  session_id uuid primary key references coach.sessions on delete cascade,
  micro_dollars bigint not null check (micro_dollars >= 0),
  amounts jsonb not null,
  unpriced_models text[] not null default '{}',
  updated_at timestamptz not null default now()
);
comment on table coach.session_costs is
  'Money of one session by the list prices of its day, in millionths of a dollar.';
comment on column coach.session_costs.unpriced_models is
  'Models that used something for which no price is known: the sum lacks it.';
create index session_costs_updated_at on coach.session_costs (updated_at);
alter table coach.session_costs enable row level security;
revoke all on coach.session_costs from public, anon, authenticated, service_role;
grant select, insert on coach.session_costs to service_role;
grant update (micro_dollars, amounts, unpriced_models, updated_at) on coach.session_costs to service_role;

create table coach.kept_costs (
  site_id uuid not null references coach.sites,
  day date not null,
  micro_dollars bigint not null check (micro_dollars >= 0),
  primary key (site_id, day)
);
comment on table coach.kept_costs is
  'Money of sessions whose records are gone, summed by site and UTC day, so that the books stay whole.';
alter table coach.kept_costs enable row level security;
revoke all on coach.kept_costs from public, anon, authenticated, service_role;
grant select on coach.kept_costs to service_role;

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

create function coach.price_of(p_model text, p_unit coach.usage_unit, p_day date) returns numeric
language plpgsql stable set search_path = '' as $$
begin
  return (
    select usd_per_million from coach.prices
    where (p_model = model or starts_with(p_model, model || '-')) and unit = p_unit and valid_from <= p_day
    order by char_length(model) desc, valid_from desc limit 1
  );
end
$$;
comment on function coach.price_of(text, coach.usage_unit, date) is
  'The price of a day; a dated snapshot costs what its model costs. Null where none is known.';

create function coach.second_cost() returns bigint
language sql immutable set search_path = '' as $$ select 7000 $$;
comment on function coach.second_cost() is
  'What a second of a call may cost where a site says nothing, in millionths of a dollar: 42 cents a minute, four times an honest one on the dearest model.';

create function coach.is_metered(p_plan jsonb) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(
      coach.price_of(p_plan ->> 'model', 'output_audio', (now() at time zone 'UTC')::date) is not null, false
    )
  );
end
$$;
comment on function coach.is_metered(jsonb) is
  'Whether somebody watches a call and knows what it costs. False without a plan, or of a model without a price.';

create function coach.charge(p_session_id uuid, p_micro_dollars bigint) returns void
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

create function coach.cost_windows_of(p_site coach.sites)
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
comment on function coach.cost_windows_of(coach.sites) is
  'A site''s money of the day, and of the month where that is limited: spent, and held by sessions that run.';

create function coach.least_cost(p_site coach.sites) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  return (
    select least((p_site).session_cost_micros, coach.minimum_seconds() * coach.second_cost())
  );
end
$$;
comment on function coach.least_cost(coach.sites) is 'With less money than that no call is worth granting.';

create function coach.refuse_cost(p_site coach.sites) returns jsonb
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
comment on function coach.refuse_cost(coach.sites) is
  'Refuses a start where a site''s money of the day or the month is spent or held; null when there is room.';

create function coach.hold_cost(p_session coach.sessions) returns void
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
comment on function coach.hold_cost(coach.sessions) is
  'Says what a new session may cost: as its site is set, or what the site''s money leaves. Its windows are locked, so that no other start counts on the same money.';

create function coach.update_cost(p_session_id uuid) returns void
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

create function coach.note_usage(p_observation coach.observations, p_usage jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  insert into coach.usage_events (session_id, call_id, event_key, kind, model, amounts)
  select p_observation.session_id, p_observation.call_id, used.key, used.kind, used.model, used.amounts
  from jsonb_to_recordset(p_usage) as used (key text, kind text, model text, amounts jsonb)
  order by used.key
  on conflict (call_id, event_key) do nothing;
  if found then
    perform coach.update_cost(p_observation.session_id);
  end if;
end
$$;
comment on function coach.note_usage(coach.observations, jsonb) is 'Meters each response and transcription once.';

create function public.get_session_cost(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object(
      'outcome', 'ok', 'micro_dollars', coalesce(cost.micro_dollars, 0),
      'amounts', coalesce(cost.amounts, '{}'), 'unpriced_models', to_jsonb(coalesce(cost.unpriced_models, '{}')),
      'used_seconds', session.used_seconds
    )
    from coach.sessions as session left join coach.session_costs as cost on cost.session_id = session.id
    where session.id = p_session_id
  ), jsonb_build_object('outcome', 'session_unknown'))
$$;
comment on function public.get_session_cost(uuid) is
  'What a session cost at the provider so far, as far as it was observed.';

create function public.get_usage(p_from date, p_to date, p_by text, p_organization text, p_site text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if p_site is not null and v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return jsonb_build_object('outcome', 'ok', 'rows', (
    with used as (
      select session_id, site_id, (settled_at at time zone 'UTC')::date as day, 1 as sessions, used_seconds,
        0 as metered_seconds, 0::bigint as micro_dollars, learner_id
      from coach.ledger_entries
      where settled_at >= p_from::timestamp at time zone 'UTC' and settled_at < (p_to + 1)::timestamp at time zone 'UTC'
      union all
      select session.id, session.site_id, (session.created_at at time zone 'UTC')::date, 0, 0,
        session.used_seconds, cost.micro_dollars, null
      from coach.session_costs as cost join coach.sessions as session on session.id = cost.session_id
      where session.created_at >= p_from::timestamp at time zone 'UTC'
        and session.created_at < (p_to + 1)::timestamp at time zone 'UTC'
      union all
      select null, site_id, day, 0, 0, 0, micro_dollars, null
      from coach.kept_costs where day between p_from and p_to
    ), named as (
      select used.*, site.name as site, organization.name as organization, version.scenario_id as scenario
      from used join coach.sites as site on site.id = used.site_id
      join coach.organizations as organization on organization.id = site.organization_id
      left join coach.sessions as session on session.id = used.session_id
      left join coach.scenario_versions as version on version.id = session.scenario_version_id
      where (p_organization is null or organization.name = p_organization)
        and (v_site_id is null or site.id = v_site_id)
    ), summed as (
      select organization,
        case when p_by in ('site', 'day', 'scenario') then site end as site,
        case when p_by = 'day' then day end as day,
        case when p_by = 'scenario' then scenario end as scenario,
        sum(sessions) as sessions, sum(used_seconds) as used_seconds,
        count(distinct learner_id) as learners, sum(micro_dollars) as micro_dollars,
        sum(micro_dollars) filter (where metered_seconds > 0) * 60
          / nullif(sum(metered_seconds), 0) as minute_micro_dollars
      from named group by 1, 2, 3, 4
    )
    select coalesce(jsonb_agg(to_jsonb(summed) order by organization, site, day, scenario), '[]') from summed
  ));
end
$$;
comment on function public.get_usage(date, date, text, text, text) is
  'Calls, seconds and money between two UTC days, by organization, site, day or scenario, and what a minute of the metered calls cost. Of erased sessions the scenario is not known any more.';

select coach.expose(
  'coach.price_of(text, coach.usage_unit, date)', 'coach.second_cost()', 'coach.is_metered(jsonb)',
  'coach.charge(uuid, bigint)', 'coach.cost_windows_of(coach.sites)', 'coach.least_cost(coach.sites)',
  'coach.refuse_cost(coach.sites)', 'coach.hold_cost(coach.sessions)', 'coach.update_cost(uuid)',
  'coach.note_usage(coach.observations, jsonb)', 'public.get_session_cost(uuid)',
  'public.get_usage(date, date, text, text, text)'
);
