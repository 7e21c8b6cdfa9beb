-- What a learner says of a practice, and what the browser says of the line.
create table coach.ratings (
  session_id uuid primary key references coach.sessions on delete cascade,
  stars smallint not null check (stars between 1 and 5),
  comment text check (char_length(comment) between 1 and 1000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table coach.ratings is 'How a learner found a practice, in stars and words. Goes with the session.';
alter table coach.ratings enable row level security;
revoke all on coach.ratings from public, anon, authenticated, service_role;
grant select, insert on coach.ratings to service_role;
grant update (stars, comment, updated_at) on coach.ratings to service_role;

create index session_events_line_quality on coach.session_events (created_at) where kind = 'line_quality';

create function public.rate_session(p_session_id uuid, p_stars integer, p_comment text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
begin
  -- Keeps the session from being deleted between the look and the insert.
  select * into v_session from coach.sessions where id = p_session_id for key share;
  if not found then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  if v_session.attached_at is null or v_session.ended_at < now() - coach.turns_window() then
    return jsonb_build_object('outcome', 'closed');
  end if;
  insert into coach.ratings (session_id, stars, comment)
  values (p_session_id, p_stars, nullif(btrim(p_comment), ''))
  on conflict (session_id) do update
    set stars = excluded.stars, comment = excluded.comment, updated_at = now();
  return jsonb_build_object('outcome', 'rated');
end
$$;
comment on function public.rate_session(uuid, integer, text) is
  'Keeps the learner''s word on a session whose call came about, until a day after its end. The last word counts.';

create function public.note_line_quality(p_session_id uuid, p_quality jsonb) returns jsonb
language plpgsql set search_path = '' as $$
begin
  -- The row is locked, so that of two samples at once only one is near nothing.
  perform from coach.sessions where id = p_session_id and status = 'active' for no key update;
  if not found or exists (
    select from coach.session_events
    where session_id = p_session_id and kind = 'line_quality' and created_at > now() - interval '10 seconds'
  ) then
    return jsonb_build_object('outcome', 'unchanged');
  end if;
  insert into coach.session_events (session_id, kind, detail) values (p_session_id, 'line_quality', jsonb_build_object(
    'round_trip_ms', round((p_quality ->> 'round_trip_ms')::numeric),
    'jitter_ms', round((p_quality ->> 'jitter_ms')::numeric, 1),
    'loss_percent', round((p_quality ->> 'loss_percent')::numeric, 2),
    'mos', round((p_quality ->> 'mos')::numeric, 2)
  ));
  return jsonb_build_object('outcome', 'noted');
end
$$;
comment on function public.note_line_quality(uuid, jsonb) is
  'Keeps how the browser judges its line, of a running session and at most every ten seconds: a call of an hour has 360 rows at most.';

create function coach.line_quality_of(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'samples', count(*),
    'mos', round(avg((detail ->> 'mos')::numeric), 2), 'worst_mos', min((detail ->> 'mos')::numeric),
    'round_trip_ms', round(avg((detail ->> 'round_trip_ms')::numeric)),
    'jitter_ms', round(avg((detail ->> 'jitter_ms')::numeric), 1),
    'loss_percent', round(avg((detail ->> 'loss_percent')::numeric), 2)
  )
  from coach.session_events where session_id = p_session_id and kind = 'line_quality'
$$;
comment on function coach.line_quality_of(uuid) is 'What the browser said of a session''s line, on average and at its worst.';

create function public.describe_session(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object(
      'outcome', 'found', 'id', session.id, 'site', site.name, 'embed_key', site.embed_key,
      'learner_id', session.learner_id, 'status', session.status, 'end_reason', session.end_reason,
      'handshake', session.handshake, 'started_at', coach.to_iso(session.created_at),
      'attached_at', coach.to_iso(session.attached_at), 'ended_at', coach.to_iso(session.ended_at),
      'used_seconds', session.used_seconds, 'limit_seconds', session.limit_seconds,
      'scenario', (
        select jsonb_build_object('id', scenario_id, 'version', content_hash)
        from coach.scenario_versions where id = session.scenario_version_id
      ),
      'turns', (select count(*) from coach.turns where session_id = session.id),
      'evidence', coach.evidence_of(session.id),
      'report', (
        select jsonb_build_object('status', status, 'reason', reason, 'total', report -> 'total')
        from coach.reports where session_id = session.id
      ),
      'stars', (select stars from coach.ratings where session_id = session.id),
      'line', coach.line_quality_of(session.id),
      'events', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'kind', kind, 'detail', detail, 'at', coach.to_iso(created_at)
        ) order by id), '[]')
        from coach.session_events where session_id = session.id
      )
    )
    from coach.sessions as session join coach.sites as site on site.id = session.site_id
    where session.id = p_session_id
  ), jsonb_build_object('outcome', 'session_unknown'))
$$;
comment on function public.describe_session(uuid) is
  'What happened to a session, for whoever operates the service: no word that was spoken, and no name.';

create function public.list_ratings(p_site text, p_scenario text, p_limit integer) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if p_site is not null and v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return (
    with rated as (
      select rating.*, version.scenario_id, site.name as site
      from coach.ratings as rating
      join coach.sessions as session on session.id = rating.session_id
      join coach.sites as site on site.id = session.site_id
      join coach.scenario_versions as version on version.id = session.scenario_version_id
      where (v_site_id is null or session.site_id = v_site_id)
        and (p_scenario is null or version.scenario_id = p_scenario)
    ), summed as (
      select scenario_id as scenario, count(*) as ratings, round(avg(stars), 2) as mean, array[
          count(*) filter (where stars = 1), count(*) filter (where stars = 2), count(*) filter (where stars = 3),
          count(*) filter (where stars = 4), count(*) filter (where stars = 5)
        ] as stars
      from rated group by scenario_id
    ), latest as (
      select scenario_id as scenario, site, session_id, stars, comment, coach.to_iso(updated_at) as rated_at
      from rated where comment is not null
      order by updated_at desc, session_id limit least(greatest(p_limit, 0), 500)
    )
    select jsonb_build_object(
      'outcome', 'ok',
      'scenarios', (select coalesce(jsonb_agg(to_jsonb(summed) order by scenario), '[]') from summed),
      'comments', (select coalesce(jsonb_agg(to_jsonb(latest) order by rated_at desc, session_id), '[]') from latest)
    )
  );
end
$$;
comment on function public.list_ratings(text, text, integer) is
  'How scenarios were rated, everywhere or on one site, and the latest comments.';

revoke execute on function
  coach.line_quality_of(uuid), public.rate_session(uuid, integer, text),
  public.note_line_quality(uuid, jsonb), public.describe_session(uuid), public.list_ratings(text, text, integer)
from public, anon, authenticated;
grant execute on function
  coach.line_quality_of(uuid), public.rate_session(uuid, integer, text),
  public.note_line_quality(uuid, jsonb), public.describe_session(uuid), public.list_ratings(text, text, integer)
to service_role;
