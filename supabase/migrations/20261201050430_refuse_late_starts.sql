-- Starts of official attempts are held against assignments.

create or replace function coach.refuse_assignment(p_learner_id uuid, p_scenario text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_assignment coach.assignments;
  v_standing record;
  v_begun integer := (
    -- Not an attempt of record yet, and yet one that was begun.
    select count(*) from coach.sessions as session
    join coach.scenario_versions as version on version.id = session.scenario_version_id
    where session.learner_id = p_learner_id and session.purpose = 'official' and session.status = 'reserved'
      and version.scenario_id = p_scenario
  );
  v_refusal jsonb;
begin
  for v_assignment in
    select assignment.* from coach.assignments as assignment
    join coach.roster as entry on entry.cohort_id = assignment.cohort_id
    where entry.learner_id = p_learner_id and assignment.scenario_id = p_scenario and assignment.removed_at is null
    order by assignment.created_at desc
  loop
    select * into v_standing from coach.standing_at(null, v_assignment, p_learner_id);
    if v_standing.due_at > now() and coalesce(v_standing.used + v_begun < v_standing.allowed, true) then
      return null;
    end if;
    v_refusal := coalesce(v_refusal, jsonb_build_object(
      'outcome', 'limit_reached', 'retry_after_seconds', null,
      'limit', jsonb_build_object(
        'name', 'learner_attempts', 'used', v_standing.used + v_begun, 'resets_at', null,
        -- After the deadline there are no more than were made.
        'cap', case when v_standing.due_at > now() then v_standing.allowed else v_standing.used + v_begun end
      )
    ));
  end loop;
  return v_refusal;
end
$$;

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
    v_answer := coalesce(
      coach.refuse_purpose(
        coach.purpose_of(v_site, v_caller.learner_id, v_start.scenario, v_start.token), v_start.consent
      ),
      coach.refuse_start(v_site, v_caller, v_counted),
      case when v_start.consent ->> 'purpose' = 'official'
        then coach.refuse_assignment(v_caller.learner_id, v_start.scenario) end
    );
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
    coach.refuse_purpose(
      coach.purpose_of(v_site, v_caller.learner_id, v_start.scenario, v_start.token), v_start.consent
    ),
    coach.refuse_start(v_site, v_caller, v_counted),
    case when v_start.consent ->> 'purpose' = 'official'
      then coach.refuse_assignment(v_caller.learner_id, v_start.scenario) end,
    coach.reserve_session(v_window_ids, v_caller, v_entry.version_id, v_start)
  );
end
$$;
