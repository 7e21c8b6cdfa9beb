-- Who may do what: every object that the catalogue knows × every caller × every act, held against the
-- list below. What the list does not name is refused to everybody, so that a new table or function
-- cannot be forgotten here.
begin;
select no_plan();

-- What `service_role` may do to tables: commands on whole rows, and columns that it may update.
create temporary table allowed_tables (name text primary key, commands text[], columns text[]);
insert into allowed_tables values
  ('console_settings', '{select,insert}', '{blind_first,roles,time_zone,updated_at}'),
  ('cohorts', '{select,insert}', '{name}'),
  ('roster', '{select,insert}', '{cohort_id,name,updated_at}'),
  ('members', '{select,insert}', '{cohort_ids,name,roles,status,updated_at}'),
  ('console_sessions', '{select,insert}', '{counted_from,expires_at,requests}'),
  ('official_attempts', '{select,insert}', '{criteria,finished_at,pass_mark,passed,review_advised,seconds,status,total,versions}'),
  ('standings', '{select,insert}', '{attempts,failed_in_row,failed_since,first_at,first_total,last_at,latest_passed,latest_total,low,low_since,passed}'),
  ('audit_events', '{select,insert}', '{}'),
  ('reviews', '{select,insert}', '{}'),
  ('assignments', '{select,insert}', '{attempts,due,pass_mark,removed_at,time_zone}'),
  ('assignment_extras', '{select,insert,delete}', '{}'),
  ('passes', '{select,insert}', '{}'),
  ('pass_revocations', '{select,insert}', '{}'),
  ('review_words', '{select,insert}', '{}'),
  ('comments', '{select,insert,delete}', '{}'),
  ('disputes', '{select,insert}', '{}'),
  ('dispute_answers', '{select,insert}', '{}'),
  ('lti_platforms', '{select,insert}', '{auth_url,deployments,jwks,jwks_at,jwks_url,name,page_url,token_audience,token_url,updated_at}'),
  ('lti_invites', '{select,insert}', '{platform_id,used_at}'),
  ('lti_keys', '{select,insert}', '{not_after}'),
  ('lti_logins', '{select,insert}', '{login_hint,message_hint,nonce_hash,secret_hash,state_hash,state_used_at}'),
  ('lti_line_items', '{select,insert}', '{leased_until,url}'),
  ('lti_score_targets', '{select,insert}', '{best_score,best_session_id,launched_at,line_item,line_items,scopes,scored_at}'),
  ('lti_launches', '{select,insert}', '{pass_hash}'),
  ('lti_tokens', '{select,insert}', '{}'),
  ('lti_sessions', '{select,insert}', '{}'),
  ('call_attempts', '{select,insert}', '{begun_at,call_id,expires_at,status,tries}'),
  ('calls', '{select,insert}', '{answer,ended_at}'),
  ('consents', '{select,insert}', '{}'),
  ('hangups', '{select,insert}', '{attempts,available_at,finished_at,last_error,status}'),
  ('features', '{select,insert,delete}', '{enabled,updated_at}'),
  ('kept_costs', '{select}', '{}'),
  ('learners', '{select,insert}', '{kind}'),
  ('ledger_entries', '{select,insert}', '{}'),
  ('metrics', '{select,insert}', '{buckets,count,total}'),
  ('metrics_cursor', '{select}', '{event_id}'),
  ('organizations', '{select,insert}', '{month_seconds,name,retention_days,updated_at}'),
  ('reaper_runs', '{select}', '{last_run_at,resumed_at,silent_since,usual_gap}'),
  ('ratings', '{select,insert}', '{comment,stars,updated_at}'),
  ('webhooks', '{select,insert}', '{earlier_kid,earlier_until,kid,updated_at,url}'),
  ('record_stores', '{select,insert}', '{activity_base,endpoint,home_page,sealed_credentials,updated_at}'),
  ('stated_scores', '{select,insert}', '{delivery_id,score}'),
  ('deliveries', '{select,insert}', '{attempts,available_at,finished_at,last_error,payload,status}'),
  ('reports', '{select,insert}', '{attempts,available_at,finished_at,reason,report,status}'),
  ('result_keys', '{select,insert}', '{counted_from,expires_at,last_used_at,requests}'),
  ('reservations', '{select,insert}', '{closed_at,state}'),
  ('scenario_versions', '{select,insert}', '{}'),
  ('scenarios', '{select,insert}', '{current_version_id,organization_id}'),
  ('session_events', '{select,insert}', '{}'),
  ('sessions', '{select,insert}', '{attached_at,cost_cap_micros,cost_charged_micros,deadline,end_reason,ended_at,lapses_at,last_beat_at,paused_at,status,used_seconds}'),
  ('retired_keys', '{select,insert}', '{}'),
  ('sites', '{select,insert}', '{address_day_seconds,address_hour_starts,address_max_live,anonymous_day_seconds,attempts_per_scenario,day_cost_micros,day_seconds,embed_key,ephemeral_enabled,facts_enabled,learner_day_seconds,learner_hour_starts,learner_max_live,learner_token_jwks_url,learner_token_mode,max_live,max_session_seconds,month_cost_micros,name,origins,practice_url,results_enabled,scenario_ids,session_cost_micros,site_hour_starts,status,text_only,updated_at,voice_enabled}'),
  ('token_keys', '{select,insert}', '{expires_at}'),
  ('used_tokens', '{select,insert}', '{}'),
  ('observations', '{select,insert}', '{attached_at,closed_at,epoch,hears_tools,holder,is_anchored,is_holder_attached,lease_expires_at,predecessor,predecessor_expires_at,reason,segment_count,status,wrap_up_at}'),
  ('observed_items', '{select,insert}', '{author,checked_epoch,is_interrupted,is_linked,is_retrieved,is_settled,is_written,previous_item_id,reply_id,sound_ended_at_ms,sound_started_at_ms,started_at_ms}'),
  ('prices', '{select,insert}', '{}'),
  ('progress', '{select,insert}', '{state,tool_calls,updated_at,version}'),
  ('tool_calls', '{select,insert}', '{}'),
  ('heard_tools', '{select,insert}', '{}'),
  ('site_costs', '{select,insert}', '{micro_dollars}'),
  ('session_costs', '{select,insert}', '{amounts,micro_dollars,unpriced_models,updated_at}'),
  ('turns', '{select,insert}', '{ended_at_ms,previous_item_id,started_at_ms,state,text}'),
  ('usage_events', '{select,insert}', '{}'),
  ('usage_windows', '{select,insert}', '{cap_seconds,live_sessions,max_live,reserved_seconds,used_seconds}');

-- What `service_role` may call: the functions in `public` …
create temporary table allowed_public (name text primary key);
insert into allowed_public values
  ('open_console_session(jsonb)'),
  ('close_console_session(text)'),
  ('set_console(text,jsonb,text)'),
  ('import_roster(text,jsonb,text)'),
  ('console_overview(jsonb)'),
  ('console_attempts(jsonb)'),
  ('console_learners(jsonb)'),
  ('console_learner(jsonb)'),
  ('console_attempt(jsonb)'),
  ('console_scenarios(jsonb)'),
  ('console_audit(jsonb)'),
  ('console_assignments(jsonb)'),
  ('console_assign(jsonb)'),
  ('console_unassign(jsonb)'),
  ('console_assignment_learners(jsonb)'),
  ('console_cohorts(jsonb)'),
  ('console_heat_map(jsonb)'),
  ('console_pass(jsonb)'),
  ('console_revoke_pass(jsonb)'),
  ('console_passes(jsonb)'),
  ('console_review(jsonb)'),
  ('console_comment(jsonb)'),
  ('console_uncomment(jsonb)'),
  ('console_agreement(jsonb)'),
  ('console_disputes(jsonb)'),
  ('console_answer_dispute(jsonb)'),
  ('get_learner_reviews(jsonb,uuid)'),
  ('open_dispute(jsonb,uuid,jsonb)'),
  ('append_turns(uuid,jsonb)'),
  ('list_results(jsonb)'),
  ('get_result(text,uuid)'),
  ('rotate_result_key(text,text,integer,text)'),
  ('revoke_result_keys(text,text)'),
  ('list_result_keys(text)'),
  ('list_members(text)'),
  ('set_member_status(text,uuid,text,text)'),
  ('list_cohorts(text)'),
  ('attach_call(uuid,text,text,text,jsonb)'),
  ('attach_further_call(uuid,uuid,text,text,text,jsonb)'),
  ('beat_session(uuid)'),
  ('check_database()'),
  ('check_output(uuid,text,text)'),
  ('claim_hangups(integer,integer)'),
  ('claim_observation(uuid,uuid,uuid)'),
  ('close_observation(uuid,uuid,text,text)'),
  ('get_pending_words(uuid)'),
  ('get_session_cost(uuid)'),
  ('list_unwatched_calls(uuid,integer)'),
  ('record_observation(uuid,uuid,jsonb)'),
  ('release_observation(uuid,uuid)'),
  ('claim_report(uuid,integer)'),
  ('end_session(uuid,text)'),
  ('fail_call(uuid,uuid)'),
  ('fail_report(uuid,text,boolean)'),
  ('get_talk(uuid)'),
  ('open_call(uuid,uuid,text)'),
  ('pause_session(uuid,text,uuid)'),
  ('delete_learner(uuid,text)'),
  ('export_learner(uuid,text)'),
  ('find_learner(text,uuid,text)'),
  ('find_token_keys(text,text)'),
  ('get_brief(text,text,text,text,text,boolean)'),
  ('get_usage(date,date,text,text,text)'),
  ('list_audit_events(integer,bigint,text)'),
  ('list_features()'),
  ('list_organizations()'),
  ('list_sites(text,text)'),
  ('list_published(text)'),
  ('rename_organization(text,text,text)'),
  ('delete_organization(text,text)'),
  ('delete_site(text,integer,text)'),
  ('unpublish_scenario(text,text)'),
  ('give_scenario(text,text,text)'),
  ('get_progress(uuid,text)'),
  ('get_report(uuid)'),
  ('save_progress(uuid,integer,jsonb,jsonb,jsonb)'),
  ('mark_not_scored(uuid,text)'),
  ('open_session(jsonb)'),
  ('list_attempts(text,text,text,text,boolean,integer)'),
  ('get_attempt_report(text,text,text,text,boolean,uuid)'),
  ('list_scenarios(text,text)'),
  ('rate_session(uuid,integer,text)'),
  ('note_line_quality(uuid,jsonb)'),
  ('describe_session(uuid)'),
  ('list_ratings(text,text,integer)'),
  ('claim_deliveries(text,integer,integer)'),
  ('settle_delivery(uuid,boolean,text,boolean)'),
  ('set_webhook(text,text,boolean,integer,text)'),
  ('list_deliveries(jsonb)'),
  ('keep_lti_line_item(uuid,text)'),
  ('lease_lti_line_item(uuid,integer)'),
  ('read_lti_score(text)'),
  ('renew_score_time(uuid)'),
  ('retry_deliveries(text,text,uuid,text)'),
  ('postpone_delivery(uuid,integer)'),
  ('set_record_store(text,jsonb,text)'),
  ('find_record_store(text)'),
  ('remove_record_store(text,text)'),
  ('publish_scenario(jsonb)'),
  ('purge_operational(integer)'),
  ('read_metrics()'),
  ('reap_sessions(integer)'),
  ('record_metrics(jsonb)'),
  ('release_session(uuid,text)'),
  ('save_report(uuid,jsonb)'),
  ('purge_records(integer,text)'),
  ('rotate_embed_key(text,integer,text)'),
  ('rotate_token_key(text,integer,text)'),
  ('save_organization(text,jsonb,text)'),
  ('save_site(jsonb,text)'),
  ('set_feature(text,boolean,text,text)'),
  ('update_site(text,jsonb,text)'),
  ('save_lti_platform(text,jsonb,text)'),
  ('list_lti_platforms(text)'),
  ('remove_lti_platform(uuid,text)'),
  ('invite_lti_platform(text,text,integer,text)'),
  ('find_lti_invite(text)'),
  ('accept_lti_invite(text,jsonb)'),
  ('list_lti_keys()'),
  ('rotate_lti_key(text,jsonb,text,text)'),
  ('keep_lti_key_set(uuid,jsonb)'),
  ('open_lti_login(jsonb)'),
  ('begin_lti_login(jsonb)'),
  ('take_lti_state(text)'),
  ('land_lti_launch(jsonb)'),
  ('take_lti_code(jsonb)'),
  ('find_lti_launch(text)'),
  ('note_lti_token(text,text)'),
  ('settle_hangup(bigint,boolean,text)');

-- … and what these call in `coach`. `as_owner` marks the functions that run with their owner's rights.
create temporary table allowed_inner (name text primary key, as_owner boolean not null default false);
insert into allowed_inner (name) values
  ('coach.decision_of(uuid)'),
  ('coach.score_of(uuid,jsonb)'),
  ('coach.are_roles(text[])'),
  ('coach.is_time_zone(text)'),
  ('coach.console_session_time()'),
  ('coach.console_requests()'),
  ('coach.member_json(coach.members,text[])'),
  ('coach.admit_viewer(jsonb,text[])'),
  ('coach.sees_learner(coach.viewer,uuid)'),
  ('coach.console_learner(uuid)'),
  ('coach.refresh_standing(uuid,text)'),
  ('coach.record_official_attempt(uuid)'),
  ('coach.has_reviewed(uuid,uuid)'),
  ('coach.is_withheld(coach.viewer,coach.official_attempts)'),
  ('coach.find_official(coach.viewer,coach.console_filter)'),
  ('coach.find_attempt(coach.viewer,uuid)'),
  ('coach.knows_scores(coach.viewer,coach.official_attempts)'),
  ('coach.human_total(bigint,jsonb)'),
  ('coach.review_json(coach.viewer,coach.reviews)'),
  ('coach.reviews_json(coach.viewer,coach.official_attempts)'),
  ('coach.human_level(coach.viewer,coach.official_attempts,text)'),
  ('coach.comments_json(coach.viewer,uuid)'),
  ('coach.dispute_json(coach.viewer,coach.official_attempts,coach.disputes,coach.dispute_answers)'),
  ('coach.first_reviewer(uuid)'),
  ('coach.own_attempt(jsonb,uuid)'),
  ('coach.count_reviews(uuid)'),
  ('coach.due_at(coach.assignments,integer)'),
  ('coach.standing_at(coach.viewer,coach.assignments,uuid)'),
  ('coach.refuse_assignment(uuid,text)'),
  ('coach.assignment_json(coach.viewer,coach.assignments)'),
  ('coach.find_assignments(coach.viewer)'),
  ('coach.smallest_group()'),
  ('coach.latest_levels(coach.viewer,text)'),
  ('coach.group_mean(numeric[])'),
  ('coach.pass_json(coach.official_attempts,coach.passes)'),
  ('coach.refuse_pass(coach.official_attempts)'),
  ('coach.attempt_row(coach.viewer,coach.official_attempts)'),
  ('coach.reasons_of(coach.viewer,coach.standings)'),
  ('coach.find_standings(coach.viewer,coach.console_filter)'),
  ('coach.learner_rows(coach.viewer,coach.console_filter)'),
  ('coach.reviewed_criteria(coach.official_attempts,jsonb)'),
  ('coach.activate(uuid)'),
  ('coach.abandon_observations(uuid)'),
  ('coach.call_clock(coach.sessions)'),
  ('coach.call_plan(coach.sessions)'),
  ('coach.call_reaper()'),
  ('coach.call_refusal(coach.sessions,uuid)'),
  ('coach.date_observed_turns(uuid,text[])'),
  ('coach.grant_wrap_up(uuid,uuid,jsonb)'),
  ('coach.hang_up_calls(uuid)'),
  ('coach.is_overtaken(coach.sessions,uuid)'),
  ('coach.is_paused(coach.sessions)'),
  ('coach.is_seen_so_far(uuid)'),
  ('coach.lasted_until(coach.sessions,timestamp with time zone)'),
  ('coach.longest_pause_ms()'),
  ('coach.making_lease()'),
  ('coach.maximum_noted_pauses()'),
  ('coach.has_unheard_tools(uuid)'),
  ('coach.note_replies(coach.observations,jsonb)'),
  ('coach.pause_window()'),
  ('coach.conversation_nodes(uuid)'),
  ('coach.drop_dead_predecessor(uuid)'),
  ('coach.evidence_of(uuid)'),
  ('coach.finish_observation(coach.observations,text,text)'),
  ('coach.is_being_observed(uuid)'),
  ('coach.keep_observed_turn(coach.observed_items,text,text)'),
  ('coach.linked_items(uuid)'),
  ('coach.lock_observation(uuid)'),
  ('coach.note_heard_tools(coach.observations,jsonb)'),
  ('coach.note_items(coach.observations,jsonb)'),
  ('coach.note_usage(coach.observations,jsonb)'),
  ('coach.observation_fault(coach.observations)'),
  ('coach.progress_of(uuid)'),
  ('coach.has_facts(coach.sites)'),
  ('coach.has_results(coach.sites)'),
  ('coach.attempt_number(coach.sessions)'),
  ('coach.result_requests()'),
  ('coach.results_delay()'),
  ('coach.admit_result_key(text)'),
  ('coach.result_of(uuid)'),
  ('coach.delivery_address(coach.deliveries)'),
  ('coach.delivery_figures()'),
  ('coach.queue_result(uuid)'),
  ('coach.queue_result_event(uuid)'),
  ('coach.queue_score(uuid)'),
  ('coach.grade_of(coach.lti_score_targets,uuid)'),
  ('coach.note_score(coach.deliveries)'),
  ('coach.resend_scores(uuid)'),
  ('coach.reserve_time(uuid)'),
  ('coach.score_address(coach.deliveries)'),
  ('coach.takes_scores(coach.lti_score_targets)'),
  ('coach.webhook_address(coach.deliveries)'),
  ('coach.record_store_address(coach.deliveries)'),
  ('coach.queue_statements(uuid)'),
  ('coach.restate_score(uuid,jsonb,jsonb)'),
  ('coach.wants_facts(uuid)'),
  ('coach.attempts_of(uuid,text)'),
  ('coach.delivery_pause(integer)'),
  ('coach.describe_offers(coach.sites)'),
  ('coach.feature_names()'),
  ('coach.find_known_learner(coach.sites,text,boolean)'),
  ('coach.is_page_url(text)'),
  ('coach.is_webhook_url(text)'),
  ('coach.line_quality_of(uuid)'),
  ('coach.queue_facts(uuid)'),
  ('coach.refuse_attempt(coach.caller,text)'),
  ('coach.price_of(text,coach.usage_unit,date)'),
  ('coach.second_cost()'),
  ('coach.is_metered(jsonb)'),
  ('coach.charge(uuid,bigint)'),
  ('coach.cost_windows_of(coach.sites)'),
  ('coach.least_cost(coach.sites)'),
  ('coach.refuse_cost(coach.sites)'),
  ('coach.hold_cost(coach.sessions)'),
  ('coach.counted_seconds()'),
  ('coach.hour_starts_of(coach.caller)'),
  ('coach.refuse_flood(coach.caller)'),
  ('coach.refuse_start(coach.sites,coach.caller,text)'),
  ('coach.renew_observation(coach.observations,uuid,jsonb)'),
  ('coach.segment_lease()'),
  ('coach.settle_open_items(coach.observations)'),
  ('coach.update_cost(uuid)'),
  ('coach.wanted_items(uuid)'),
  ('coach.add_buckets(bigint[],bigint[])'),
  ('coach.add_metrics(jsonb)'),
  ('coach.address_id(uuid,text)'),
  ('coach.admit(text,text,text)'),
  ('coach.may_use(coach.sites,coach.scenarios)'),
  ('coach.are_origins(text[])'),
  ('coach.assert_settings(jsonb)'),
  ('coach.audit(text,text,jsonb,text)'),
  ('coach.describe_site(coach.sites)'),
  ('coach.ephemeral_cap_seconds()'),
  ('coach.export_session(coach.sessions)'),
  ('coach.handshake_of(coach.sites,text)'),
  ('coach.has_voice(coach.sites)'),
  ('coach.is_key_url(text)'),
  ('coach.refuse_site(coach.sites,jsonb)'),
  ('coach.coaches_of(coach.sites)'),
  ('coach.purpose_of(coach.sites,uuid,text,jsonb)'),
  ('coach.refuse_purpose(text,jsonb)'),
  ('coach.site_of(text)'),
  ('coach.spent_token(uuid,jsonb)'),
  ('coach.stored_key(uuid,text)'),
  ('coach.write_site(jsonb,text[])'),
  ('coach.attach_window()'),
  ('coach.unserved_seconds()'),
  ('coach.is_unserved(uuid)'),
  ('coach.beat_lease()'),
  ('coach.close_session(uuid,text)'),
  ('coach.ending_of(uuid,jsonb)'),
  ('coach.ensure_windows(coach.caller)'),
  ('coach.event_samples(bigint,bigint)'),
  ('coach.finish_report(uuid,text,text,jsonb)'),
  ('coach.fold_delay()'),
  ('coach.fold_events(integer)'),
  ('coach.gauges()'),
  ('coach.has_learner_words(uuid)'),
  ('coach.hold_seconds(bigint[],coach.caller,integer)'),
  ('coach.is_origin(text)'),
  ('coach.learner_of(uuid,text,text)'),
  ('coach.limits_of(coach.caller)'),
  ('coach.lock_windows(bigint[])'),
  ('coach.metric_bounds()'),
  ('coach.minimum_seconds()'),
  ('coach.note_run()'), ('coach.is_sweep_due()'),
  ('coach.ordered_turns(uuid)'),
  ('coach.reap(uuid[])'),
  ('coach.received(uuid,text)'),
  ('coach.refusal(coach.caller)'),
  ('coach.reopen_report(uuid,boolean)'),
  ('coach.replay(uuid,uuid,text)'),
  ('coach.read_start(jsonb)'),
  ('coach.reserve_session(bigint[],coach.caller,bigint,coach.start_request)'),
  ('coach.save_organization(jsonb)'),
  ('coach.scenario_json(bigint)'),
  ('coach.settle(uuid,timestamp with time zone,text)'),
  ('coach.takes_tools(coach.sessions)'),
  ('coach.takes_turns(uuid)'),
  ('coach.to_buckets(double precision[])'),
  ('coach.to_iso(timestamp with time zone)'),
  ('coach.transcript(uuid)'),
  ('coach.turns_window()'),
  ('coach.usage_of(coach.caller)'),
  ('coach.are_deployments(text[])'),
  ('coach.tie_to_course(uuid,uuid,text)'),
  ('coach.platform_json(coach.lti_platforms)'),
  ('coach.write_platform(jsonb)'),
  ('coach.windows_of(uuid[])');
insert into allowed_inner values ('coach.erase_expired(integer)', true), ('coach.erase_lti_platform(uuid)', true), ('coach.erase_lti_remains(integer)', true), ('coach.erase_record_store(uuid)', true), ('coach.erase_learner(uuid)', true), ('coach.erase_organization(uuid)', true), ('coach.erase_site(uuid)', true), ('coach.erase_sessions(uuid[])', true);
insert into allowed_inner values ('coach.latest_migration()', true), ('coach.purge_rows(integer)', true);
-- Triggers, what only runs inside of an owner's function, and what only runs while the schema is made.
create temporary table uncalled (name text primary key);
insert into uncalled values
  ('coach.note_official_session()'),
  ('coach.note_official_report()'),
  ('coach.expose(regprocedure[])'),
  ('coach.purge_windows(integer)'),
  ('coach.refuse_change()');

create temporary table callers (role text primary key);
insert into callers values ('anon'), ('authenticated'), ('service_role');

create function pg_temp.refusal_as(p_role text, p_query text) returns text
language plpgsql as $$
begin
  execute format('set local role %I', p_role);
  execute p_query;
  execute 'reset role';
  return 'allowed';
exception when others then
  return sqlstate;
end
$$;

create temporary view functions as
  select p.oid, n.nspname::text collate "default" as schema, p.proname::text collate "default" as called,
    case n.nspname when 'coach' then 'coach.' else '' end
      || p.proname || '(' || replace(oidvectortypes(p.proargtypes), ', ', ',') || ')' as name,
    p.pronargs as arity, p.prosecdef, p.proconfig, p.proretset, p.prorettype, p.proargnames, p.proacl, p.proowner
  from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
  where n.nspname in ('coach', 'public')
    and not exists (select from pg_depend where objid = p.oid and deptype = 'e');
create temporary view coach_tables as
  select c.oid, c.relname::text collate "default" as name, c.relrowsecurity from pg_class as c
  where c.relnamespace = 'coach'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f');
-- Types that were made as such; each table has one of its own besides, which follows the table.
create temporary view own_types as
  select t.oid, t.typname, t.typacl, t.typowner from pg_type as t left join pg_class as c on c.oid = t.typrelid
  where t.typnamespace = 'coach'::regnamespace and (t.typtype in ('e', 'd', 'r') or c.relkind = 'c');

-- The list is complete and names nothing that is gone.
select set_eq($$select name from functions where schema = 'public'$$, 'select name from allowed_public',
  'public holds the functions on the list and no other');
select set_eq($$select name from functions where schema = 'coach'$$,
  'select name from allowed_inner union all select name from uncalled',
  'coach holds the functions on the list and no other');
select set_eq('select name from coach_tables', 'select name from allowed_tables',
  'coach holds the tables on the list and no other');
select is_empty(
  $$select relname from pg_class as c where relnamespace = 'public'::regnamespace
    and not exists (select from pg_depend where objid = c.oid and deptype = 'e')$$,
  'public holds no table, view or sequence'
);

-- How functions are made.
select is_empty($$select called from functions where schema = 'public' group by called having count(*) > 1$$,
  'no public function is overloaded');
select is_empty(
  $$select name from functions where schema = 'public' and (prorettype <> 'jsonb'::regtype or proretset)$$,
  'every public function returns one jsonb'
);
select is_empty(
  $$select name from functions, unnest(proargnames) as argument where schema = 'public' and argument !~ '^p_[a-z_]+$'$$,
  'every argument of a public function has a name'
);
select set_eq('select name from functions where prosecdef', 'select name from allowed_inner where as_owner',
  'only functions on the list run as their owner, none of them in the exposed schema');
select is_empty(
  $$select name from functions where not coalesce('search_path=""' = any(proconfig), false)$$,
  'every function of ours has an empty search path'
);

-- Functions × callers: by the catalogue, and by calling.
select is(
  has_function_privilege(c.role, f.oid, 'execute'),
  c.role = 'service_role' and f.name not in (select name from uncalled),
  format('%s × execute × %s', c.role, f.name)
)
from callers as c, functions as f order by f.name, c.role;
select is_empty(
  $$select name from functions, aclexplode(coalesce(proacl, acldefault('f', proowner))) as acl where acl.grantee = 0$$,
  'no function is granted to everybody'
);
select is_empty(
  $$select name from functions, aclexplode(coalesce(proacl, acldefault('f', proowner))) as acl where acl.is_grantable
    and acl.grantee <> proowner$$,
  'nobody may pass a right on a function on'
);
select is(
  pg_temp.refusal_as(c.role, format(
    'select public.%I(%s)', d.called, array_to_string(array_fill('null'::text, array[d.arity::integer]), ', ')
  )), '42501', format('%s calling %s is refused', c.role, d.name)
)
from callers as c, functions as d where d.schema = 'public' and c.role <> 'service_role' order by d.name, c.role;

-- Tables × commands × callers, then columns × commands × callers.
select is(
  has_table_privilege(c.role, t.oid, command),
  c.role = 'service_role' and exists (
    select from allowed_tables as a where a.name = t.name and command = any(a.commands)
  ),
  format('%s × %s × coach.%s', c.role, command, t.name)
)
from callers as c, coach_tables as t,
  unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as command
order by t.name, c.role, command;
select is(
  array(
    select a.attname::text from pg_attribute as a
    where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      and has_column_privilege(c.role, t.oid, a.attnum, command) order by 1
  ),
  array(
    select a.attname::text from pg_attribute as a, allowed_tables as l
    where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and l.name = t.name
      and c.role = 'service_role' and (command = any(l.commands) or command = 'update' and a.attname = any(l.columns))
    order by 1
  ),
  format('%s × %s × columns of coach.%s', c.role, command, t.name)
)
from callers as c, coach_tables as t, unnest(array['select', 'insert', 'update', 'references']) as command
order by t.name, c.role, command;
select is_empty(
  $$select name from coach_tables as t join pg_class as k using (oid),
      aclexplode(coalesce(k.relacl, acldefault('r', k.relowner))) as acl
    where acl.grantee = 0 or (acl.is_grantable and acl.grantee <> k.relowner)$$,
  'no table is granted to everybody, and nobody may pass a right on'
);
select is(
  pg_temp.refusal_as(c.role, format('select from coach.%I', t.name)), '42501',
  format('%s reading coach.%s is refused', c.role, t.name)
)
from callers as c, coach_tables as t where c.role <> 'service_role' order by t.name, c.role;

-- Rows.
select is_empty('select name from coach_tables where not relrowsecurity', 'row security is on for every table');
select is_empty($$select policyname from pg_policies where schemaname in ('coach', 'public')$$,
  'no policy lets anybody in');

-- Schema, types, sequences.
select is(
  has_schema_privilege(c.role, 'coach', act), c.role = 'service_role' and act = 'usage',
  format('%s × %s × schema coach', c.role, act)
)
from callers as c, unnest(array['usage', 'create']) as act order by 1;
select is(
  has_type_privilege(c.role, t.oid, 'usage'), c.role = 'service_role',
  format('%s × usage × type coach.%s', c.role, t.typname)
)
from callers as c, own_types as t order by 1;
select is_empty(
  $$select n.nspname from pg_namespace as n, aclexplode(n.nspacl) as acl
    where n.nspname = 'coach' and (acl.grantee = 0 or acl.is_grantable and acl.grantee <> n.nspowner)
    union all
    select t.typname from own_types as t, aclexplode(coalesce(t.typacl, acldefault('T', t.typowner))) as acl
    where acl.grantee = 0 or acl.is_grantable and acl.grantee <> t.typowner$$,
  'neither the schema nor a type is granted to everybody'
);
select is_empty(
  $$select s.relname, c.role from callers as c, pg_class as s, unnest(array['usage', 'select', 'update']) as act
    where s.relnamespace = 'coach'::regnamespace and s.relkind = 'S' and has_sequence_privilege(c.role, s.oid, act)$$,
  'nobody may touch a sequence'
);

-- What is made later starts closed to all of them.
create type coach.made_later as enum ('once');
create table coach.later_table (id bigint generated always as identity primary key);
create table public.later_table (id bigint generated always as identity primary key);
create function coach.later_function() returns void language sql as '';
create function public.later_function() returns void language sql as '';
select is(has_type_privilege(role, 'coach.made_later', 'usage'), false, format('%s × a later type', role))
from callers order by role;
select is(
  has_function_privilege(role, format('%s.later_function()', schema), 'execute'), false,
  format('%s × a later function in %s', role, schema)
)
from callers, unnest(array['coach', 'public']) as schema order by schema, role;
select is(
  has_table_privilege(role, format('%s.later_table', schema), 'select, insert, update, delete, truncate, references, trigger'),
  false, format('%s × a later table in %s', role, schema)
)
from callers, unnest(array['coach', 'public']) as schema order by schema, role;
select is(
  has_sequence_privilege(role, format('%s.later_table_id_seq', schema), 'usage, select, update'), false,
  format('%s × a later sequence in %s', role, schema)
)
from callers, unnest(array['coach', 'public']) as schema order by schema, role;

select * from finish();
rollback;
