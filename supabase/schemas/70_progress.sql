-- How far a talk has come, and the tools that changed it.

create table coach.progress (
  session_id uuid primary key references coach.sessions on delete cascade,
  version integer not null default 0 check (version >= 0),
  tool_calls integer not null default 0 check (tool_calls between 0 and 200),
  state jsonb check (jsonb_typeof(state) = 'object'),
  updated_at timestamptz not null default now(),
  constraint progress_begun check ((version = 0) = (state is null))
);
comment on table coach.progress is
  'How far a session''s talk has come: the persona''s mood, what was raised, settled and reached, its copy of the records.';
comment on column coach.progress.version is 'Counts the writes; who wrote on an older one begins again.';
alter table coach.progress enable row level security;
revoke all on coach.progress from public, anon, authenticated, service_role;
grant select, insert on coach.progress to service_role;
grant update (version, tool_calls, state, updated_at) on coach.progress to service_role;

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
alter table coach.tool_calls enable row level security;
revoke all on coach.tool_calls from public, anon, authenticated, service_role;
grant select, insert on coach.tool_calls to service_role;

-- What the persona called, its own connection tells. A page that claims calls of its own would lead the
-- persona by our answers to the next real one: such a session is not scored.
create table coach.heard_tools (
  session_id uuid not null references coach.sessions on delete cascade,
  call_id text not null check (char_length(call_id) between 1 and 128),
  primary key (session_id, call_id)
);
comment on table coach.heard_tools is
  'Calls of tools that our server saw the persona make, by their ids. Those of coach.tool_calls are what a browser says.';
alter table coach.heard_tools enable row level security;
revoke all on coach.heard_tools from public, anon, authenticated, service_role;
grant select, insert on coach.heard_tools to service_role;

create function coach.takes_tools(p_session coach.sessions) returns boolean
language sql stable set search_path = '' as $$
  select p_session.status = 'active' and p_session.deadline > now()
$$;
comment on function coach.takes_tools(coach.sessions) is
  'Whether a session''s call is running, so that tools still change something.';

create function coach.progress_of(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  with progress as (
    select (select state from coach.progress where session_id = p_session_id) as state
  )
  select jsonb_build_object(
    'objectives', coalesce(state -> 'objectives', '[]'), 'moods', coalesce(state -> 'moods', '[]'),
    'moments', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'kind', event.kind, 'id', event.detail -> 'id', 'second', event.detail -> 'second'
      ) order by event.id), '[]')
      from coach.session_events as event
      where event.session_id = p_session_id
        and event.kind in ('objection_raised', 'objection_settled', 'objective_reached')
    )
  )
  from progress
$$;
comment on function coach.progress_of(uuid) is
  'How far a session''s talk came and when, as reports tell it: names and seconds, no word that was spoken.';

create function coach.note_heard_tools(p_observation coach.observations, p_call_ids jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if jsonb_typeof(p_call_ids) is distinct from 'array' then
    return;
  end if;
  update coach.observations set hears_tools = true where call_id = p_observation.call_id and not hears_tools;
  -- As many as a session may have answered, and as many again that nobody relayed.
  insert into coach.heard_tools (session_id, call_id)
  select p_observation.session_id, heard.id from jsonb_array_elements_text(p_call_ids) as heard (id)
  where char_length(heard.id) between 1 and 128
    and 400 > (select count(*) from coach.heard_tools where session_id = p_observation.session_id)
  on conflict (session_id, call_id) do nothing;
end
$$;
comment on function coach.note_heard_tools(coach.observations, jsonb) is
  'Writes down which tools the persona was heard to call. Null: the segment that writes knows nothing of tools.';

create function coach.has_unheard_tools(p_session_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from coach.tool_calls as claimed
    where claimed.session_id = p_session_id and claimed.by = 'persona' and not exists (
      select from coach.heard_tools as heard
      where heard.session_id = claimed.session_id and heard.call_id = claimed.call_id
    )
  )
$$;
comment on function coach.has_unheard_tools(uuid) is
  'Whether a browser claimed a call of the persona''s that our server never saw. Only meaningful where all was seen.';

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

create function public.check_output(p_session_id uuid, p_call_id text, p_output text) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('outcome', case when exists (
    select from coach.tool_calls
    where session_id = p_session_id and call_id = p_call_id and by = 'persona'
      and btrim(answer ->> 'output') = btrim(p_output)
  ) then 'genuine' else 'forged' end)
$$;
comment on function public.check_output(uuid, text, text) is
  'Whether what a browser told the persona of a tool is what our server answered: it might direct the persona itself.';

select coach.expose(
  'coach.takes_tools(coach.sessions)', 'coach.progress_of(uuid)',
  'coach.note_heard_tools(coach.observations, jsonb)', 'coach.has_unheard_tools(uuid)',
  'public.get_progress(uuid, text)', 'public.save_progress(uuid, integer, jsonb, jsonb, jsonb)',
  'public.check_output(uuid, text, text)'
);
