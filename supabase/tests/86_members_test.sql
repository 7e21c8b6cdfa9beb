-- Who uses the console of a site: what a site can give, what a token narrows, and whom an operator shuts out.
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
select pg_temp.call(format('save_site(%L)', jsonb_build_object(
  'organization', organization, 'name', name, 'embed_key', key, 'origins', '["https://lms.example"]'::jsonb,
  'learner_token_mode', 'optional'
))) from (values ('Acme', 'Lessons', 'mk_lessons'), ('Acme', 'More', 'mk_more'), ('Rival', 'Others', 'mk_others'))
  as site (organization, name, key);
create function pg_temp.sign_in(p_jti text, p_roles jsonb, p_cohorts jsonb default null, p_site text default 'mk_lessons')
returns jsonb language sql as $$
  select pg_temp.call(format('open_console_session(%L)', jsonb_build_object(
    'embed_key', p_site, 'subject_key', 'ann', 'name', 'Ann', 'roles', p_roles, 'cohorts', p_cohorts, 'jti', p_jti,
    'token_expires_at', '2030-01-01T00:00:00Z', 'token_hash', encode(sha256(convert_to(p_jti, 'UTF8')), 'hex')
  )))
$$;
create function pg_temp.look(p_jti text, p_door text default 'learners') returns text language sql as $$
  select pg_temp.call(format('console_%s(%L)', p_door, jsonb_build_object(
    'session_hash', encode(sha256(convert_to(p_jti, 'UTF8')), 'hex'), 'most', 50
  ))) ->> 'outcome'
$$;

-- What a site can give
select is(pg_temp.sign_in('token-01', '["coach"]') ->> 'outcome', 'console_off', 'a console is shut until it is opened');
select is(
  pg_temp.call('set_console(''mk_lessons'', ''{"roles": ["coach", "reviewer"]}'', ''test'')') ->> 'outcome', 'set', 'it is opened'
);
select is(
  pg_temp.sign_in('token-02', '["admin", "coach"]') #> '{member,roles}', '["coach"]', 'a token gets no role beyond the site''s'
);
select is(pg_temp.sign_in('token-03', '["admin"]') ->> 'outcome', 'role_refused', 'and is refused where none is left');
select is(pg_temp.sign_in('token-02', '["coach"]') ->> 'outcome', 'token_used', 'a token signs in once');
select is(
  pg_temp.sign_in('token-04', '["coach"]', '["Spring"]') ->> 'outcome', 'cohort_unknown', 'a cohort that is none opens none'
);
select is(pg_temp.look('token-02'), 'ok', 'who signed in may look');
select is(pg_temp.look('token-02', 'audit'), 'role_missing', 'as far as the role goes');
select is(pg_temp.look('token-99'), 'session_unknown', 'nobody else may');
select pg_temp.call('set_console(''mk_lessons'', ''{"roles": ["reviewer"]}'', ''test'')');
select is(pg_temp.look('token-02'), 'session_unknown', 'what the site takes back ends at once');
select pg_temp.call('set_console(''mk_lessons'', ''{"roles": ["coach"]}'', ''test'')');
select is(pg_temp.look('token-02'), 'ok', 'and comes back with the role');
select is(
  pg_temp.call('set_console(''mk_lessons'', ''{"roles": ["teacher"]}'', ''test'')') ->> 'outcome', 'role_unknown', 'no other roles'
);
select is(
  pg_temp.call('set_console(''mk_lessons'', ''{"roles": ["coach"], "time_zone": "Mars/Base"}'', ''test'')') ->> 'outcome',
  'zone_unknown', 'no other zones'
);

-- Whom an operator shuts out
create function pg_temp.members(p_site text) returns jsonb language sql as $$
  select pg_temp.call(format('list_members(%L)', p_site)) -> 'members'
$$;
create function pg_temp.set_status(p_status text, p_site text default 'mk_lessons') returns text language sql as $$
  select pg_temp.call(format('set_member_status(%L, %L, %L, %L)', p_site, (select id from coach.members), p_status, 'test')) ->> 'outcome'
$$;
select is(
  jsonb_path_query_array(pg_temp.members('mk_lessons'), '$[*].name'), '["Ann"]', 'list_members() names who signed in'
);
select is(pg_temp.members('mk_more'), '[]', 'and nobody at another site');
select is(pg_temp.call('list_members(''mk_nobody'')') ->> 'outcome', 'site_unknown', 'nor at none');
select is(pg_temp.set_status('removed', 'mk_more'), 'member_unknown', 'another site''s operator shuts nobody out');
select is(pg_temp.set_status('removed', 'mk_nobody'), 'site_unknown', 'nor does none');
select is(pg_temp.set_status('removed'), 'set', 'their own does');
select is(pg_temp.look('token-02'), 'session_unknown', 'at once');
select is(pg_temp.sign_in('token-05', '["coach"]') ->> 'outcome', 'member_removed', 'whatever a token says');
select is(pg_temp.set_status('active'), 'set', 'and lets in again');
select is(pg_temp.look('token-02'), 'session_unknown', 'by another token');
select is(pg_temp.sign_in('token-06', '["coach"]') ->> 'outcome', 'opened', 'that is');
select results_eq(
  $$select detail ->> 'status' from coach.audit_events where action = 'set_member_status' order by id$$,
  $$values ('removed'), ('active')$$, 'both are written down'
);

-- Names and cohorts
select is(pg_temp.call(format('import_roster(%L, %L, %L)', 'mk_lessons', '[
  {"learner_key": "one", "name": "Ada", "cohort": "Spring"}, {"learner_key": "two", "name": null, "cohort": "Spring"},
  {"learner_key": "three", "name": "Cy", "cohort": null}
]', 'test')), '{"outcome": "imported", "learners": 3}', 'a roster is read');
select is(
  pg_temp.call(format('list_cohorts(%L)', site)) -> 'cohorts' -> 0 -> 'learners', learners, format('cohorts at %s', site)
) from (values ('mk_lessons', '2'::jsonb), ('mk_more', '0'), ('mk_others', null)) as each (site, learners);
select is(pg_temp.call('list_cohorts(''mk_nobody'')') ->> 'outcome', 'site_unknown', 'none at no site');
select is(pg_temp.sign_in('token-07', '["coach"]', '["Spring"]') ->> 'outcome', 'opened', 'a token names a cohort');
select is(
  jsonb_path_query_array(pg_temp.call(format('console_learners(%L)', jsonb_build_object(
    'session_hash', encode(sha256(convert_to(jti, 'UTF8')), 'hex'), 'most', 50
  ))), '$.answer.total'), total, format('learners whom %s shows', jti)
) from (values ('token-06', '[3]'::jsonb), ('token-07', '[2]')) as each (jti, total);

select * from finish();
rollback;
