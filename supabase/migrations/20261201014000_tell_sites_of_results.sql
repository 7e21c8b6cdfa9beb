-- A site may be told the result of every practice, under the name by which its tokens know the learner, where the
-- learner was told so. Off by default.

alter table coach.sites add column results_enabled boolean;
comment on column coach.sites.results_enabled is
  'Whether results go to the site under its learners'' names; null: as the switch for everybody says, else not.';
grant update (results_enabled) on coach.sites to service_role;
alter table coach.features drop constraint features_name_check;
alter table coach.features add constraint features_name_check
  check (name in ('voice', 'ephemeral', 'text_only', 'facts', 'results'));

create or replace function coach.feature_names() returns text[]
language sql immutable set search_path = '' as $$
  select array['ephemeral', 'facts', 'results', 'text_only', 'voice']
$$;
comment on function coach.feature_names() is 'What can be switched for everybody and for a site.';

create function coach.has_results(p_site coach.sites) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(everybody.enabled, true) and coalesce(p_site.results_enabled, everybody.enabled, false)
    from (select (select enabled from coach.features where name = 'results') as enabled) as everybody
  );
end
$$;
comment on function coach.has_results(coach.sites) is
  'Whether results go to a site under its learners'' names: switch for everybody where off, site, switch for everybody; off where none is set.';

alter table coach.consents add column results boolean not null default false;
alter table coach.consents drop constraint consents_subject;
alter table coach.consents add constraint consents_subject check (facts or results or learner_subject is null);
comment on column coach.consents.results is
  'The learner was told, before agreeing, that the result goes to the site.';
comment on column coach.consents.learner_subject is
  'The learner as the site''s tokens name one, kept only where facts or the result go to that site; everywhere else there is a hash alone.';

create function coach.attempt_number(p_session coach.sessions) returns integer
language sql stable set search_path = '' as $$
  select nullif(count(*) filter (where attempt.created_at <= p_session.created_at), 0)::integer
  from coach.learners as learner
  join coach.scenario_versions as version on version.id = p_session.scenario_version_id
  cross join lateral coach.attempts_of(learner.id, version.scenario_id) as attempt
  where learner.id = p_session.learner_id and learner.kind = 'token'
    and p_session.used_seconds >= coach.counted_seconds()
$$;
comment on function coach.attempt_number(coach.sessions) is
  'Which of the learner''s attempts at the scenario it is; null for anonymous learners, of whom nobody knows, and for what was too short to count.';

create function coach.result_of(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'sessionId', session.id,
    'sub', case when consent.results and coach.has_results(site) then consent.learner_subject end,
    'scenario', jsonb_build_object(
      'id', version.scenario_id, 'version', version.content_hash, 'title', version.title, 'language', version.language
    ),
    'attempt', coach.attempt_number(session),
    'startedAt', coach.to_iso(session.created_at), 'completedAt', coach.to_iso(report.finished_at),
    'seconds', session.used_seconds,
    'status', coalesce(report.status, 'pending'),
    'notScoredReason', case report.status when 'not_scored' then report.reason end,
    'evidence', coach.evidence_of(session.id),
    'total', report.report -> 'total', 'passMark', report.report -> 'passMark',
    'passed', (report.report ->> 'total')::numeric >= (report.report ->> 'passMark')::numeric,
    'criteria', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', criterion -> 'id', 'title', criterion -> 'title', 'level', criterion -> 'level'
      ) order by place), '[]')
      from jsonb_array_elements(report.report -> 'criteria') with ordinality as each (criterion, place)
    ),
    'objectives', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', objective -> 'id', 'text', objective -> 'text', 'reached', objective -> 'reached'
      ) order by place), '[]')
      from jsonb_array_elements(report.report -> 'objectives') with ordinality as each (objective, place)
    ),
    'reviewAdvised', coalesce(report.report -> 'reviewAdvised', 'false'),
    'rehearsal', coalesce(report.report -> 'rehearsal', 'false')
  )
  from coach.sessions as session
  join coach.sites as site on site.id = session.site_id
  join coach.scenario_versions as version on version.id = session.scenario_version_id
  left join coach.consents as consent on consent.session_id = session.id
  left join coach.reports as report on report.session_id = session.id
  where session.id = p_session_id and session.status <> 'released'
$$;
comment on function coach.result_of(uuid) is
  'A session as a site is told of it, under the names of the contract; null where no call came about. The learner''s name at the site stands there only where learner and site agree to that.';

alter table coach.webhook_deliveries drop constraint webhook_deliveries_event_check;
alter table coach.webhook_deliveries add constraint webhook_deliveries_event_check
  check (event in ('report.facts', 'session.completed'));
alter table coach.webhook_deliveries drop constraint webhook_deliveries_session_id_event_key;
create index webhook_deliveries_session_id on coach.webhook_deliveries (session_id);
create unique index webhook_deliveries_facts_once on coach.webhook_deliveries (session_id) where event = 'report.facts';

create or replace function coach.queue_facts(p_session_id uuid) returns void
language sql set search_path = '' as $$
  insert into coach.webhook_deliveries (site_id, session_id, event, payload)
  select session.site_id, session.id, 'report.facts', jsonb_build_object(
    'type', 'report.facts', 'timestamp', coach.to_iso(now()),
    'data', jsonb_build_object(
      'sessionId', session.id, 'startedAt', coach.to_iso(session.created_at),
      'scenario', (
        select jsonb_build_object('id', scenario_id, 'version', content_hash, 'title', title, 'language', language)
        from coach.scenario_versions where id = session.scenario_version_id
      ),
      'learner', consent.learner_subject, 'facts', report.report -> 'facts'
    )
  )
  from coach.sessions as session
  join coach.reports as report on report.session_id = session.id
  join coach.consents as consent on consent.session_id = session.id
  join coach.webhooks as webhook on webhook.site_id = session.site_id and webhook.url is not null
  where session.id = p_session_id and coach.wants_facts(session.id)
    and jsonb_typeof(report.report -> 'facts') = 'object'
    -- A practice without a name and without a promise is nothing to tell of.
    and report.report #> '{facts,contacts}' || (report.report #> '{facts,commitments}') <> '[]'
  on conflict (session_id) where event = 'report.facts' do nothing
$$;
comment on function coach.queue_facts(uuid) is
  'Queues the facts of a report for its site, once, where learner and site want them and the site says where to.';

create function coach.queue_result(p_session_id uuid) returns void
language sql set search_path = '' as $$
  -- Each end of a report is told: what was not scored for want of words may be scored a day later.
  insert into coach.webhook_deliveries (site_id, session_id, event, payload)
  select session.site_id, session.id, 'session.completed', jsonb_build_object(
    'type', 'session.completed', 'timestamp', coach.to_iso(now()), 'data', coach.result_of(session.id)
  )
  from coach.sessions as session
  join coach.sites as site on site.id = session.site_id
  join coach.webhooks as webhook on webhook.site_id = site.id and webhook.url is not null
  where session.id = p_session_id and session.status = 'ended' and coach.has_results(site)
$$;
comment on function coach.queue_result(uuid) is
  'Queues a result that is final for its site, where the site wants results and says where to.';

create or replace function coach.finish_report(p_session_id uuid, p_status text, p_reason text, p_report jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  update coach.reports
  set status = p_status, reason = left(p_reason, 200), report = p_report, finished_at = now()
  where session_id = p_session_id;
  insert into coach.session_events (session_id, kind, detail)
  values (p_session_id, 'report_' || p_status, jsonb_strip_nulls(jsonb_build_object('reason', p_reason)));
  perform coach.queue_result(p_session_id);
end
$$;
comment on function coach.finish_report(uuid, text, text, jsonb) is
  'Closes a report''s job, and queues the result for the site in the same breath; its row is locked by the caller.';

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
  if p_unscored is not null then
    perform coach.queue_result(p_session_id);
  end if;
  insert into coach.session_events (session_id, kind, detail)
  select id, status, jsonb_build_object('reason', end_reason, 'used_seconds', used_seconds)
  from coach.sessions where id = p_session_id;
end
$$;
comment on function coach.close_session(uuid, text) is
  'What follows a settlement in the same transaction: calls closed, hang-ups queued, and the report asked for, unless there is a reason why it is not scored, which the site is told.';

create or replace function coach.reserve_session(
  p_window_ids bigint[], p_caller coach.caller, p_version_id bigint, p_start coach.start_request
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_wanted integer;
  v_notes_facts boolean;
  v_tells_results boolean;
  v_session coach.sessions;
begin
  select greatest(
    least(
      version.duration_seconds, site.max_session_seconds, p_start.cap_seconds,
      case when p_start.handshake = 'ephemeral' then coach.ephemeral_cap_seconds() end
    ), coach.minimum_seconds()
  ), coach.has_facts(site) and coalesce((p_start.consent ->> 'facts')::boolean, false),
    coach.has_results(site) and coalesce((p_start.consent ->> 'results')::boolean, false)
  into strict v_wanted, v_notes_facts, v_tells_results
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
  insert into coach.consents (session_id, learner_id, version, locale, facts, results, learner_subject)
  values (
    v_session.id, p_caller.learner_id, p_start.consent ->> 'version', p_start.consent ->> 'locale',
    v_notes_facts, v_tells_results, case when v_notes_facts or v_tells_results then p_start.consent ->> 'subject' end
  );
  -- Every start of a site holds its windows: nobody else can be using this token now.
  if jsonb_typeof(p_start.token) = 'object' then
    insert into coach.used_tokens (site_id, jti, session_id, expires_at) values (
      p_caller.site_id, p_start.token ->> 'jti', v_session.id, (p_start.token ->> 'expires_at')::timestamptz
    );
    perform coach.tie_to_course(v_session.id, p_caller.site_id, p_start.token ->> 'jti');
  end if;
  return jsonb_build_object(
    'outcome', 'granted', 'session_id', v_session.id, 'limit_seconds', v_session.limit_seconds,
    'handshake', v_session.handshake,
    'learner_key', (select key_hash from coach.learners where id = v_session.learner_id),
    'seed', v_session.seed, 'scenario', coach.scenario_json(p_version_id)
  );
end
$$;
comment on function coach.reserve_session(bigint[], coach.caller, bigint, coach.start_request) is
  'Holds the seconds, writes session, reservation and consent, spends the token, and ties the session to the course that it was made for. The windows are locked and have room.';

create or replace function public.get_brief(
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
  v_caller.learner_id := coach.find_known_learner(v_site, p_learner_key, p_is_anonymous);
  v_caller.address_id := coach.address_id(v_site.id, p_address_key);
  -- Where everybody needs a token, one who shows none yet is told what a learner has.
  v_caller.is_anonymous := p_is_anonymous and v_site.learner_token_mode <> 'required';
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
      'remaining_seconds', seconds.remaining, 'resets_at', coach.to_iso(seconds.resets_at),
      'retention_days', organization.retention_days,
      'voice', coach.has_voice(v_site), 'facts', coach.has_facts(v_site), 'results', coach.has_results(v_site),
      'practice_url', v_site.practice_url,
      'attempts', (
        select jsonb_build_object(
          'made', count(*), 'allowed', v_site.attempts_per_scenario,
          'best', max((report.report ->> 'total')::numeric) filter (
            where report.status = 'ready' and jsonb_typeof(report.report -> 'total') = 'number'
          )
        )
        from coach.attempts_of(v_caller.learner_id, p_scenario) as attempt
        left join coach.reports as report on report.session_id = attempt.id
      )
    )
    from coach.organizations as organization, coach.scenario_versions as version,
      lateral (
        select min(seconds_left) as remaining,
          max(resets_at) filter (where is_full and seconds_left is not null) as resets_at
        from coach.usage_of(v_caller)
      ) as seconds
    where organization.id = v_site.organization_id and version.id = v_entry.version_id
  );
end
$$;
comment on function public.get_brief(text, text, text, text, text, boolean) is
  'What a learner may practise here, for how long and how often still. p_learner_key may be null: nobody known yet.';

create or replace function coach.assert_settings(p_site jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  v_unknown text;
begin
  select string_agg(key, ', ' order by key) into v_unknown from jsonb_object_keys(p_site) as key
  where key not in (
    'organization', 'name', 'embed_key', 'origins', 'status', 'voice', 'ephemeral', 'text_only', 'facts', 'results',
    'learner_token_mode', 'learner_token_jwks_url', 'practice_url', 'attempts_per_scenario', 'scenarios',
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
    results_enabled = case when p_site ? 'results' then (p_site ->> 'results')::boolean else results_enabled end,
    practice_url = case when p_site ? 'practice_url' then p_site ->> 'practice_url' else practice_url end,
    attempts_per_scenario = case when p_site ? 'attempts_per_scenario'
      then (p_site ->> 'attempts_per_scenario')::integer else attempts_per_scenario end,
    scenario_ids = case
      when jsonb_typeof(p_site -> 'scenarios') = 'array'
      then array(select chosen from jsonb_array_elements_text(p_site -> 'scenarios') as chosen order by chosen)
      when p_site ? 'scenarios' then null
      else scenario_ids end,
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

create or replace function coach.describe_offers(p_site coach.sites) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'attempts_per_scenario', p_site.attempts_per_scenario, 'scenarios', p_site.scenario_ids,
    'practice_url', p_site.practice_url,
    'facts', p_site.facts_enabled, 'facts_in_effect', coach.has_facts(p_site),
    'results', p_site.results_enabled, 'results_in_effect', coach.has_results(p_site),
    'webhook', (
      select jsonb_build_object(
        'url', url, 'kid', kid,
        'earlier_until', case when earlier_until > now() then coach.to_iso(earlier_until) end,
        'pending', (select count(*) from coach.webhook_deliveries where site_id = p_site.id and status = 'pending'),
        'failed', (select count(*) from coach.webhook_deliveries where site_id = p_site.id and status = 'failed')
      )
      from coach.webhooks where site_id = p_site.id
    )
  )
$$;
comment on function coach.describe_offers(coach.sites) is
  'What a site says of a practice besides its minutes, and where its facts and results go.';

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
        'facts', facts, 'results', results, 'learner_subject', learner_subject
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
    'course', (
      select jsonb_build_object('platform', platform.issuer, 'resource_link_id', target.resource_link_id)
      from coach.lti_sessions as tied
      join coach.lti_score_targets as target on target.id = tied.target_id
      join coach.lti_platforms as platform on platform.id = target.platform_id
      where tied.session_id = p_session.id
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
comment on function coach.export_session(coach.sessions) is
  'All that is kept of one session and concerns its learner.';

select coach.expose(
  'coach.has_results(coach.sites)', 'coach.attempt_number(coach.sessions)', 'coach.result_of(uuid)',
  'coach.queue_result(uuid)'
);
