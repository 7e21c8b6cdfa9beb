create table coach.progress (
  session_id uuid primary key references coach.sessions on delete cascade,
  version integer not null default 0 check (version >= 0),
  tool_calls integer not null default 0 check (tool_calls between 0 and 200),
  state jsonb check (jsonb_typeof(state) = 'object'),
  updated_at timestamptz not null default now(),
  constraint progress_begun check ((version = 0) = (state is null))
);
comment on table coach.progress is
  'How far a session''s talk has come: the persona''s mood, what was raised, settled and reached, its copy of the world.';
comment on column coach.progress.version is 'Counts the writes; who wrote on an older one begins again.';

create table coach.tool_calls (
  session_id uuid not null references coach.sessions on delete cascade,
  call_id text not null check (char_length(call_id) between 1 and 128),
  name text not null check (char_length(name) between 1 and 64),
  by text not null check (by in ('persona', 'learner')),
  outcome text not null check (outcome ~ '^[a-z_]{1,20}$'),
  answer jsonb not null check (jsonb_typeof(answer) = 'object'),
  created_at timestamptz not null default now(),
  primary key (session_id, call_id)
);
comment on table coach.tool_calls is
  'Tools that a browser relayed, each with the answer that a repeated request gets again. What they were given is not kept.';

alter table coach.progress enable row level security;
alter table coach.tool_calls enable row level security;
revoke all on coach.progress, coach.tool_calls from public, anon, authenticated, service_role;
grant select, insert on coach.progress, coach.tool_calls to service_role;
grant update (version, tool_calls, state, updated_at) on coach.progress to service_role;

create function coach.takes_tools(p_session coach.sessions) returns boolean
language sql stable set search_path = '' as $$
  select p_session.status = 'active' and p_session.deadline > now()
$$;
comment on function coach.takes_tools(coach.sessions) is 'Whether a session''s call is running, so that tools still change something.';

create or replace function coach.progress_of(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('objectives', coalesce((
    select state -> 'objectives' from coach.progress where session_id = p_session_id
  ), '[]'))
$$;

create function public.get_progress(p_session_id uuid, p_call_id text) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object(
      'outcome', 'ok', 'is_active', coach.takes_tools(session),
      -- Up to the end: a session that is over stands still.
      'elapsed_seconds', coalesce(greatest(floor(extract(
        epoch from least(now(), session.ended_at, session.deadline) - session.attached_at
      )), 0), 0),
      'scenario', coach.scenario_json(session.scenario_version_id),
      'seed', session.seed, 'variables', session.variables,
      'version', coalesce(progress.version, 0), 'state', progress.state,
      'answer', (
        select answer from coach.tool_calls as call
        where call.session_id = session.id and call.call_id = p_call_id
      )
    )
    from coach.sessions as session left join coach.progress as progress on progress.session_id = session.id
    where session.id = p_session_id
  ), jsonb_build_object('outcome', 'session_unknown'))
$$;
comment on function public.get_progress(uuid, text) is
  'All that a tool''s answer depends on, and the answer itself where the call was answered before. p_call_id may be null.';

create function public.save_progress(
  p_session_id uuid, p_version integer, p_state jsonb, p_call jsonb, p_events jsonb
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_progress coach.progress;
  v_answer jsonb;
begin
  select * into v_session from coach.sessions where id = p_session_id;
  if not found then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  if not coach.takes_tools(v_session) then
    return jsonb_build_object('outcome', 'over');
  end if;
  insert into coach.progress (session_id) values (p_session_id) on conflict (session_id) do nothing;
  select * into strict v_progress from coach.progress where session_id = p_session_id for update;
  select answer into v_answer from coach.tool_calls
  where session_id = p_session_id and call_id = p_call ->> 'id';
  if found then
    return jsonb_build_object('outcome', 'repeated', 'answer', v_answer);
  end if;
  if v_progress.version <> p_version then
    return jsonb_build_object('outcome', 'stale');
  end if;
  if v_progress.tool_calls >= 200 then
    return jsonb_build_object('outcome', 'exhausted');
  end if;
  insert into coach.tool_calls (session_id, call_id, name, by, outcome, answer)
  values (p_session_id, p_call ->> 'id', p_call ->> 'name', p_call ->> 'by', p_call ->> 'outcome', p_call -> 'answer');
  update coach.progress
  set version = p_version + 1, tool_calls = tool_calls + 1, state = p_state, updated_at = now()
  where session_id = p_session_id;
  insert into coach.session_events (session_id, kind, detail)
  select p_session_id, event ->> 'kind', event - 'kind'
  from jsonb_array_elements(p_events) with ordinality as happened (event, place) order by place;
  return jsonb_build_object('outcome', 'saved');
end
$$;
comment on function public.save_progress(uuid, integer, jsonb, jsonb, jsonb) is
  'Stores what one tool call led to, where nothing else came in between: stale means to read again. At most 200 calls a session.';

create or replace function coach.export_session(p_session coach.sessions) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_session.id, 'status', p_session.status, 'started_at', coach.to_iso(p_session.created_at),
    'attached_at', coach.to_iso(p_session.attached_at), 'ended_at', coach.to_iso(p_session.ended_at),
    'end_reason', p_session.end_reason, 'used_seconds', p_session.used_seconds,
    'locale', p_session.locale, 'learner_name', p_session.learner_name, 'variables', p_session.variables,
    'handshake', p_session.handshake,
    'scenario', (
      select jsonb_build_object('id', scenario_id, 'version', content_hash, 'title', title, 'language', language)
      from coach.scenario_versions where id = p_session.scenario_version_id
    ),
    'consent', (
      select jsonb_build_object('version', version, 'locale', locale, 'consented_at', coach.to_iso(consented_at))
      from coach.consents where session_id = p_session.id
    ),
    'transcript', coach.transcript(p_session.id),
    'reported_turns', (select count(*) from coach.turns where session_id = p_session.id and source = 'reported'),
    'report', (
      select jsonb_build_object('status', status, 'reason', reason, 'report', report)
      from coach.reports where session_id = p_session.id
    ),
    'progress', (select state from coach.progress where session_id = p_session.id),
    'events', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'kind', kind, 'detail', detail, 'at', coach.to_iso(created_at)
      ) order by id), '[]')
      from coach.session_events where session_id = p_session.id
    )
  )
$$;

revoke execute on function
  coach.takes_tools(coach.sessions), public.get_progress(uuid, text),
  public.save_progress(uuid, integer, jsonb, jsonb, jsonb)
from public, anon, authenticated;
grant execute on function
  coach.takes_tools(coach.sessions), public.get_progress(uuid, text),
  public.save_progress(uuid, integer, jsonb, jsonb, jsonb)
to service_role;
