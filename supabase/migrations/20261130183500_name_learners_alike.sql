-- A provider hears one name of a learner in every call of a session, and another at another site.
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
    'learner_key', (select key_hash from coach.learners where id = v_session.learner_id),
    'seed', v_session.seed, 'scenario', coach.scenario_json(p_version_id)
  );
end
$$;

-- A learner's copy holds what the browser told as well, and every other row that belongs to a session.
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
      select jsonb_build_object(
        'version', version, 'locale', locale, 'consented_at', coach.to_iso(consented_at),
        'facts', facts, 'learner_subject', learner_subject
      )
      from coach.consents where session_id = p_session.id
    ),
    'transcript', coach.transcript(p_session.id),
    -- As each of the two sources told it; the transcript above is what of both counts.
    'turns', (
      select coalesce(jsonb_agg(to_jsonb(turn) - 'session_id' order by source, sequence), '[]')
      from coach.turns as turn where session_id = p_session.id
    ),
    'tool_calls', (
      select coalesce(jsonb_agg(to_jsonb(call) - 'session_id' order by created_at, call_id), '[]')
      from coach.tool_calls as call where session_id = p_session.id
    ),
    'heard_tools', (
      select coalesce(jsonb_agg(call_id order by call_id), '[]') from coach.heard_tools where session_id = p_session.id
    ),
    'calls', (
      select coalesce(jsonb_agg(to_jsonb(call) - 'session_id' order by created_at), '[]')
      from coach.calls as call where session_id = p_session.id
    ),
    'observations', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'call_id', call_id, 'status', status, 'reason', reason, 'gaps', epoch, 'at', coach.to_iso(closed_at)
      ) order by created_at), '[]')
      from coach.observations where session_id = p_session.id
    ),
    'observed_items', (
      select coalesce(jsonb_agg(to_jsonb(item) - 'session_id' order by started_at_ms, item_id), '[]')
      from coach.observed_items as item where session_id = p_session.id
    ),
    'metered', (
      select amounts from coach.session_costs where session_id = p_session.id
    ),
    'report', (
      select jsonb_build_object('status', status, 'reason', reason, 'report', report)
      from coach.reports where session_id = p_session.id
    ),
    'progress', (select state from coach.progress where session_id = p_session.id),
    'rating', (
      select jsonb_build_object('stars', stars, 'comment', comment, 'rated_at', coach.to_iso(updated_at))
      from coach.ratings where session_id = p_session.id
    ),
    'deliveries', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'event', event, 'status', status, 'payload', payload, 'at', coach.to_iso(coalesce(finished_at, created_at))
      ) order by created_at), '[]')
      from coach.webhook_deliveries where session_id = p_session.id
    ),
    'events', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'kind', kind, 'detail', detail, 'at', coach.to_iso(created_at)
      ) order by id), '[]')
      from coach.session_events where session_id = p_session.id
    )
  )
$$;
