-- Launches by LTI 1.3: who may register, how a launch comes back to its browser and to no other, where its score goes.
begin;
select no_plan();

create function pg_temp.call(p_call text) returns jsonb
language plpgsql as $$
declare
  v_answer jsonb;
begin
  execute 'select public.' || p_call into v_answer;
  return v_answer;
end
$$;
alter function pg_temp.call(text) set role = 'service_role';
create function pg_temp.outcome(p_call text) returns text language sql as $$ select pg_temp.call(p_call) ->> 'outcome' $$;
create function pg_temp.hash(p_text text) returns text language sql immutable as $$
  select encode(sha256(convert_to(p_text, 'UTF8')), 'hex')
$$;
create function pg_temp.platform(p_changes jsonb default '{}') returns jsonb language sql as $$
  select '{
    "name": "Moodle", "issuer": "https://lms.example", "client_id": "abc", "deployments": ["1"],
    "auth_url": "https://lms.example/auth", "token_url": "https://lms.example/token",
    "jwks_url": "https://lms.example/certs", "page_url": "https://tool.example/lti.html"
  }'::jsonb || p_changes
$$;
create function pg_temp.save(p_changes jsonb default '{}', p_site text default 'mk_course') returns text language sql as $$
  select pg_temp.outcome(format('save_lti_platform(%L, %L, %L)', p_site, pg_temp.platform(p_changes), 'tester'))
$$;

insert into coach.organizations (name, retention_days) values ('Acme', 7);
insert into coach.sites (organization_id, name, embed_key, origins, learner_token_mode)
select id, 'Course', 'mk_course', '{https://tool.example}', 'optional' from coach.organizations;
insert into coach.sites (organization_id, name, embed_key, origins, learner_token_mode)
select id, 'Other', 'mk_other', '{https://tool.example}', 'required' from coach.organizations;
insert into coach.sites (organization_id, name, embed_key, origins)
select id, 'Open', 'mk_open', '{https://tool.example}' from coach.organizations;
select public.publish_scenario('{"id": "web-sales", "title": "t", "language": "en", "difficulty": "easy",
  "duration_seconds": 300, "content_hash": "hash-of-sales", "public": {}, "private": {}}');

-- Platforms.
select is(pg_temp.save(), 'saved', 'save_lti_platform() registers a platform');
select is(pg_temp.save('{"deployments": ["2"]}'), 'saved', 'and again, with a further deployment');
select is((select deployments from coach.lti_platforms), '{1,2}', 'which is added');
select is((select token_audience from coach.lti_platforms), 'https://lms.example/token', 'whose token address is the audience unless it says another');
select is(pg_temp.save('{}', 'mk_other'), 'platform_taken', 'it belongs to one site');
select is(pg_temp.save('{"client_id": "b"}', 'mk_nobody'), 'site_unknown', 'a site is needed');
select is(pg_temp.save('{"client_id": "b"}', 'mk_open'), 'tokens_off', 'which takes learner tokens');
select is(pg_temp.save('{"client_id": "b", "page_url": "https://evil.example/lti.html"}'), 'page_forbidden', 'and admits the page');
select is(pg_temp.save(format('{"client_id": "b", %s: "https://10.0.0.1/x"}', to_json(field))::jsonb), 'url_invalid', field || ' leads to the open net')
from unnest(array['auth_url', 'token_url', 'jwks_url']) as field;
select is(
  pg_temp.call('list_lti_platforms(''mk_course'')') #>> '{platforms,0,site}', 'Course', 'list_lti_platforms() lists those of a site'
);
select is(jsonb_array_length(pg_temp.call('list_lti_platforms(null)') -> 'platforms'), 1, 'or all');
select is(pg_temp.outcome('list_lti_platforms(''mk_nobody'')'), 'site_unknown', 'not those of a site that is none');

-- Invitations.
create function pg_temp.accept(p_secret text, p_changes jsonb default '{"client_id": "invited"}') returns text language sql as $$
  select pg_temp.outcome(format('accept_lti_invite(%L, %L)', pg_temp.hash(p_secret), pg_temp.platform(p_changes)))
$$;
create function pg_temp.invite(p_site text, p_secret text) returns text language sql as $$
  select pg_temp.outcome(format('invite_lti_platform(%L, %L, 3600, %L)', p_site, pg_temp.hash(p_secret), 'tester'))
$$;
select is(pg_temp.invite('mk_course', 'secret'), 'invited', 'invite_lti_platform() invites');
select is(pg_temp.invite('mk_nobody', 's'), 'site_unknown', 'for a site');
select is(pg_temp.invite('mk_open', 's'), 'tokens_off', 'that takes learner tokens');
select is(pg_temp.call(format('find_lti_invite(%L)', pg_temp.hash('secret'))) ->> 'site', 'Course', 'find_lti_invite() names the site');
select is(pg_temp.accept('other'), 'invite_unknown', 'nobody registers uninvited');
select is(pg_temp.accept('secret', '{"client_id": "invited", "page_url": "https://evil.example/"}'), 'page_forbidden', 'a refusal');
select is(pg_temp.accept('secret'), 'saved', 'leaves the invitation open');
select is(pg_temp.accept('secret', '{"client_id": "second"}'), 'invite_used', 'for one platform');
select is(pg_temp.invite('mk_course', 'late'), 'invited', 'an invitation');
update coach.lti_invites set expires_at = now() where secret_hash = pg_temp.hash('late');
select is(pg_temp.accept('late', '{"client_id": "second"}'), 'invite_expired', 'ends with its time');

-- Keys.
create function pg_temp.rotate(p_kid text) returns text language sql as $$
  select pg_temp.outcome(format('rotate_lti_key(%L, %L, %L, %L)', p_kid, '{"kty": "RSA"}', 'sealed', 'tester'))
$$;
create function pg_temp.keys() returns text language sql as $$
  select string_agg(key ->> 'kid' || case when (key ->> 'is_current')::boolean then '*' else '' end, ' ' order by at)
  from jsonb_array_elements(pg_temp.call('list_lti_keys()') -> 'keys') with ordinality as list (key, at)
$$;
select is(pg_temp.rotate('key-one-'), 'rotated', 'rotate_lti_key() makes a key');
select is(pg_temp.keys(), 'key-one-*', 'the first is used at once');
select is(pg_temp.rotate('key-two-'), 'rotated', 'the next');
select is(pg_temp.keys(), 'key-two- key-one-*', 'is published before it is used');
select is(pg_temp.rotate('key-three'), 'rotating', 'and is not overtaken');
update coach.lti_keys set not_before = not_before - interval '25 hours', not_after = not_after - interval '25 hours';
select is(pg_temp.keys(), 'key-two-* key-one-', 'a day later it signs, the one before is published still');
update coach.lti_keys set not_before = not_before - interval '25 hours', not_after = not_after - interval '25 hours';
select is(pg_temp.keys(), 'key-two-*', 'for a day');

-- A launch comes back to its browser.
create function pg_temp.open(p_changes jsonb default '{}') returns jsonb language sql as $$
  select pg_temp.call(format('open_lti_login(%L)', jsonb_build_object(
    'issuer', 'https://lms.example', 'client_id', 'abc', 'deployment_id', null, 'login_hint', '4',
    'message_hint', 'hint', 'cookie_hash', pg_temp.hash('cookie')
  ) || p_changes))
$$;
create function pg_temp.begin(p_login jsonb, p_secret text, p_cookie text, p_state text) returns jsonb language sql as $$
  select pg_temp.call(format('begin_lti_login(%L)', jsonb_build_object(
    'login_id', p_login -> 'login_id', 'secret_hash', pg_temp.hash(p_secret), 'cookie_hash', pg_temp.hash(p_cookie),
    'state_hash', pg_temp.hash(p_state), 'nonce_hash', pg_temp.hash('nonce')
  )))
$$;
select is(pg_temp.open('{"client_id": null}') ->> 'outcome', 'platform_unknown', 'of two clients of one issuer none is guessed');
select is(pg_temp.open('{"client_id": null, "deployment_id": "2"}') ->> 'outcome', 'opened', 'unless the deployment tells them apart');
select is(pg_temp.open('{"client_id": "nobody"}') ->> 'outcome', 'platform_unknown', 'a stranger is unknown');
select is(pg_temp.open('{"issuer": "https://other.example"}') ->> 'outcome', 'platform_unknown', 'as is another issuer');
create temporary table logins as select name, pg_temp.open() as login from unnest(array['first', 'bare', 'late', 'foreign']) as name;
create function pg_temp.login(p_name text) returns jsonb language sql as $$ select login from logins where name = p_name $$;
select is(pg_temp.begin(pg_temp.login('bare'), null, null, 'bare') ->> 'outcome', 'window_needed', 'who keeps neither cookie nor secret needs a window');
select is(pg_temp.begin(pg_temp.login('bare'), null, 'cookie', 'bare') ->> 'outcome', 'begun', 'a cookie is enough');
select is(pg_temp.begin(pg_temp.login('first'), 'secret', null, 'first') ->> 'login_hint', '4', 'as is a secret, and hints come back');
select is(pg_temp.begin(pg_temp.login('first'), 'secret', null, 'again') ->> 'outcome', 'login_used', 'once');
select is((select login_hint || coalesce(message_hint, '') from coach.lti_logins where state_hash = pg_temp.hash('first')), '', 'and are forgotten');
update coach.lti_logins set expires_at = now() where id = (pg_temp.login('late') ->> 'login_id')::uuid;
select is(pg_temp.begin(pg_temp.login('late'), 'secret', null, 'late') ->> 'outcome', 'login_unknown', 'not after ten minutes');

create function pg_temp.state(p_state text) returns text language sql as $$
  select pg_temp.outcome(format('take_lti_state(%L)', pg_temp.hash(p_state)))
$$;
select is(pg_temp.call(format('take_lti_state(%L)', pg_temp.hash('first'))) #>> '{platform,client_id}', 'abc', 'take_lti_state() says whose token it must be');
select is(pg_temp.state('first'), 'state_used', 'once');
select is(pg_temp.state('nobody'), 'state_unknown', 'of no state that it did not give');
select is(pg_temp.begin(pg_temp.login('foreign'), 'secret', null, 'foreign') ->> 'outcome', 'begun', 'a login');
update coach.lti_logins set expires_at = now() where state_hash = pg_temp.hash('foreign');
select is(pg_temp.state('foreign'), 'state_expired', 'nor of one that is too old');
select is(pg_temp.outcome(format('keep_lti_key_set(%L, %L)', (select id from coach.lti_platforms where client_id = 'abc'), '{"keys": []}')), 'kept', 'keep_lti_key_set() keeps keys');
select is(pg_temp.state('bare'), 'taken', 'another');
select is((select jwks from coach.lti_platforms where client_id = 'abc'), '{"keys": []}', 'which are there for the next launch');

create function pg_temp.land(p_name text, p_changes jsonb default '{}') returns text language sql as $$
  select pg_temp.outcome(format('land_lti_launch(%L)', jsonb_build_object(
    'login_id', pg_temp.login(p_name) -> 'login_id', 'deployment_id', '1', 'kind', 'resource_link', 'subject', '4',
    'learner_key', 'key', 'token_subject', 'lti-hash', 'learner_name', 'Mia', 'locale', 'en', 'scenario_id', 'web-sales',
    'resource_link_id', 'link', 'is_learner', true, 'line_item', 'https://lms.example/item', 'line_items', null,
    'scopes', array['https://purl.imsglobal.org/spec/lti-ags/scope/score'], 'deep_linking', null, 'code_hash', pg_temp.hash('code ' || p_name)
  ) || p_changes))
$$;
select is(pg_temp.land('foreign'), 'login_unknown', 'what did not come back does not land');
select is(pg_temp.land('first', '{"deployment_id": "9"}'), 'deployment_unknown', 'nor what comes from another deployment');
select is(pg_temp.land('first'), 'landed', 'land_lti_launch() keeps a launch');
select is(pg_temp.land('bare', '{"is_learner": false}'), 'landed', 'of a teacher too');
select results_eq(
  'select subject, resource_link_id, line_item, scopes from coach.lti_score_targets',
  $$values ('4', 'link', 'https://lms.example/item', '{https://purl.imsglobal.org/spec/lti-ags/scope/score}'::text[])$$, 'a score of the learner has a place to go, of the teacher none'
);
create function pg_temp.code(p_name text, p_secret text, p_cookie text, p_login text default null) returns text language sql as $$
  select pg_temp.outcome(format('take_lti_code(%L)', jsonb_build_object(
    'login_id', pg_temp.login(coalesce(p_login, p_name)) -> 'login_id', 'code_hash', pg_temp.hash('code ' || p_name),
    'secret_hash', pg_temp.hash(p_secret), 'cookie_hash', pg_temp.hash(p_cookie), 'pass_hash', pg_temp.hash('pass ' || p_name)
  )))
$$;
select is(pg_temp.code('first', null, null), 'browser_unknown', 'a code alone is worth nothing');
select is(pg_temp.code('first', 'guess', 'guess'), 'browser_unknown', 'nor with wrong secrets');
select is(pg_temp.code('first', 'secret', null, 'bare'), 'code_unknown', 'nor for another login');
select is(pg_temp.code('first', 'secret', 'wrong'), 'taken', 'a secret opens it');
select is(pg_temp.code('first', 'secret', 'cookie'), 'code_used', 'once');
update coach.lti_launches set code_expires_at = now() where code_hash = pg_temp.hash('code bare');
select is(pg_temp.code('bare', null, 'cookie'), 'code_expired', 'not when it is old');
update coach.lti_launches set code_expires_at = now() + interval '1 minute' where code_hash = pg_temp.hash('code bare');
select is(pg_temp.code('bare', null, 'cookie'), 'taken', 'and a cookie opens it as well');

-- A pass gives tokens, and a session is tied to its course.
select is(pg_temp.outcome(format('find_lti_launch(%L)', pg_temp.hash('pass nobody'))), 'pass_unknown', 'find_lti_launch() wants a pass');
select is(
  pg_temp.call(format('find_lti_launch(%L)', pg_temp.hash('pass first'))) @>
    '{"embed_key": "mk_course", "scenario_id": "web-sales", "is_learner": true, "is_scored": true, "token_subject": "lti-hash"}', true, 'and tells the launch'
);
create function pg_temp.note(p_name text, p_jti text) returns jsonb language sql as $$
  select pg_temp.call(format('note_lti_token(%L, %L)', pg_temp.hash('pass ' || p_name), p_jti))
$$;
select is(pg_temp.note('nobody', 'jti-0000') ->> 'outcome', 'pass_unknown', 'note_lti_token() wants a pass');
create temporary table noted as select pg_temp.note('first', 'jti-0001') as answer;
select is((select answer ->> 'kid' from noted), (select kid from coach.token_keys), 'and names a key of the site, made where it has none');
select is(pg_temp.note('bare', 'jti-0002') ->> 'outcome', 'noted', 'of a teacher too');
select is((select count(*) from coach.token_keys), 1::bigint, 'which is made once');
create function pg_temp.start(p_jti text, p_key text, p_site text default 'mk_course') returns uuid language sql as $$
  select (pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', p_site, 'origin', 'https://tool.example', 'scenario', 'web-sales', 'attempt_key', gen_random_uuid(),
    'request_hash', 'h', 'learner_key', p_key, 'learner_name', null, 'locale', 'en',
    'consent', '{"version": "1", "locale": "en"}'::jsonb, 'variables', '{}'::jsonb, 'handshake', 'relay',
    'request_id', 'r', 'cap_seconds', null,
    'token', jsonb_build_object('jti', p_jti, 'expires_at', now() + interval '1 minute')
  ))) ->> 'session_id')::uuid
$$;
create temporary table started as select name, pg_temp.start(jti, key, site) as id
from (values ('learner', 'jti-0001', 'key', 'mk_course'), ('teacher', 'jti-0002', 'teacher', 'mk_course'),
  ('stranger', 'jti-9999', 'stranger', 'mk_course'), ('elsewhere', 'jti-0001', 'elsewhere', 'mk_other')) as starts (name, jti, key, site);
select results_eq(
  'select name, subject from coach.lti_sessions join started on started.id = session_id join coach.lti_score_targets as target on target.id = target_id',
  $$values ('learner', '4')$$, 'a session is tied to the course of its launch, if the score of that counts, on its own site'
);

-- Deep Linking is kept with the launch.
insert into logins select 'deep', pg_temp.open();
select pg_temp.begin(pg_temp.login('deep'), 'secret', null, 'deep');
select pg_temp.state('deep');
select is(pg_temp.land('deep', '{"kind": "deep_linking", "resource_link_id": null, "deep_linking": {"returnUrl": "https://lms.example/r"}}'), 'landed', 'a request to choose');
select is(pg_temp.code('deep', 'secret', null), 'taken', 'is opened alike');
select is(pg_temp.call(format('find_lti_launch(%L)', pg_temp.hash('pass deep'))) #>> '{deep_linking,returnUrl}', 'https://lms.example/r', 'and tells where the choice goes');

-- What is kept goes.
update coach.lti_launches set expires_at = now() - interval '2 hours' where code_hash = pg_temp.hash('code deep');
select pg_temp.call('purge_records(100)');
select is((select count(*) from coach.lti_launches), 2::bigint, 'launches go when they are over');
select pg_temp.call(format('release_session(%L, %L)', id, 'start_failed')) from started;
create temporary table learner as select learner_id as id from coach.sessions where id = (select id from started where name = 'learner');
select is(
  pg_temp.call(format('export_learner(%L, %L)', id, 'tester')) #>> '{courses,0,subject}', '4', 'a copy says how courses name the learner'
) from learner;
select is(
  pg_temp.call(format('export_learner(%L, %L)', id, 'tester')) #>> '{sessions,0,course,resource_link_id}', 'link', 'and in which one each session was'
) from learner;
select pg_temp.call(format('delete_learner(%L, %L)', id, 'tester')) from learner;
select is_empty('select from coach.lti_score_targets', 'with the learner goes where the score would go');
select is_empty($$select from coach.lti_launches where learner_name is not null and key_hash = coach.stored_key((select id from coach.sites where embed_key = 'mk_course'), 'key')$$, 'and every launch');
insert into coach.lti_score_targets (platform_id, deployment_id, resource_link_id, subject, key_hash, launched_at)
select id, '1', 'link', subject, 'k', now() - days * interval '1 day' from coach.lti_platforms, (values ('old', 8), ('new', 6)) as kept (subject, days)
where client_id = 'abc';
select pg_temp.call('purge_records(100)');
select is((select array_agg(subject) from coach.lti_score_targets), array['new'], 'who launched and never practised is forgotten with the retention time');
select is(pg_temp.outcome(format('remove_lti_platform(%L, %L)', id, 'tester')), 'removed', 'remove_lti_platform() removes a platform') from coach.lti_platforms where client_id = 'abc';
select is(pg_temp.outcome(format('remove_lti_platform(%L, %L)', gen_random_uuid(), 'tester')), 'platform_unknown', 'that there is');
select is_empty('select from coach.lti_score_targets union all select from coach.lti_logins', 'with all that was its own');
update coach.sites set status = 'disabled' where embed_key = 'mk_course';
select is(pg_temp.outcome('delete_site(''mk_course'', 100, ''tester'')'), 'deleted', 'a site goes');
select is_empty('select from coach.lti_platforms union all select from coach.lti_invites', 'with its platforms and invitations');

select * from finish();
rollback;
