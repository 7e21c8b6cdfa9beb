-- What the persona called, its own line tells. A page that claims calls of its own would lead the persona by our
-- answers to the next real one: such a session is not scored.
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

alter table coach.observations add column hears_tools boolean not null default false;
comment on column coach.observations.hears_tools is
  'Whether the watch writes down calls of tools: where it does not, none is missing.';
grant update (hears_tools) on coach.observations to service_role;

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

create or replace function coach.evidence_of(p_session_id uuid) returns text
language sql stable set search_path = '' as $$
  select case
    when count(*) = 0 then 'none'
    when bool_or(status = 'tampered') then 'tampered'
    when bool_and(status = 'complete') then case
      when bool_and(hears_tools) and coach.has_unheard_tools(p_session_id) then 'tampered' else 'complete' end
    when bool_and(status = 'waiting' or reason = 'never_attached') then 'none'
    else 'incomplete' end
  from coach.observations where session_id = p_session_id
$$;

alter function public.record_observation(uuid, uuid, jsonb) set schema coach;
alter function coach.record_observation(uuid, uuid, jsonb) rename to record_sightings;
comment on function coach.record_sightings(uuid, uuid, jsonb) is
  'Stores what a segment saw of words and usage, renews its lease, and tells it what to fetch and whether to go on.';

create function public.record_observation(p_call_id uuid, p_holder uuid, p_batch jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_answer jsonb := coach.record_sightings(p_call_id, p_holder, p_batch);
begin
  if v_answer ->> 'outcome' in ('call_unknown', 'closed') or jsonb_typeof(p_batch -> 'toolCalls') is distinct from 'array' then
    return v_answer;
  end if;
  update coach.observations set hears_tools = true where call_id = p_call_id and not hears_tools;
  -- As many as a session may have answered, and as many again that nobody relayed.
  insert into coach.heard_tools (session_id, call_id)
  select observation.session_id, heard.id
  from coach.observations as observation, jsonb_array_elements_text(p_batch -> 'toolCalls') as heard (id)
  where observation.call_id = p_call_id and char_length(heard.id) between 1 and 128
    and 400 > (select count(*) from coach.heard_tools where session_id = observation.session_id)
  on conflict (session_id, call_id) do nothing;
  return v_answer;
end
$$;
comment on function public.record_observation(uuid, uuid, jsonb) is
  'Stores what a segment saw, calls of tools included, renews its lease, and tells it what to fetch and whether to go on.';

revoke execute on function coach.has_unheard_tools(uuid), public.record_observation(uuid, uuid, jsonb)
from public, anon, authenticated;
grant execute on function coach.has_unheard_tools(uuid), public.record_observation(uuid, uuid, jsonb)
to service_role;
