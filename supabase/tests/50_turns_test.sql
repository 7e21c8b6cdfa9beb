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
-- A session that is active, made without a start: only turns matter here.
create function pg_temp.session() returns uuid language sql as $$
  insert into coach.sessions (site_id, learner_id, learner_slot, scenario_version_id, attempt_key, request_hash,
    request_id, handshake, locale, seed, limit_seconds, status, attached_at, deadline)
  select l.site_id, l.id, 1 + (select count(*) from coach.sessions), v.id, gen_random_uuid(), 'h', 'r', 'relay',
    'en', 1, 60, 'active', now(), now() + interval '60 seconds'
  from coach.learners as l, coach.scenario_versions as v
  returning id
$$;
create function pg_temp.turn(p_sequence integer, p_item text, p_previous text, p_changes jsonb default '{}')
returns jsonb language sql as $$
  select jsonb_build_object(
    'sequence', p_sequence, 'itemId', p_item, 'previousItemId', p_previous, 'speaker', 'learner',
    'state', 'final', 'text', 'Words of ' || p_item, 'startedAtMs', p_sequence * 1000, 'endedAtMs', p_sequence * 1000
  ) || p_changes
$$;
create function pg_temp.append(p_session uuid, variadic p_turns jsonb[]) returns jsonb language sql as $$
  select pg_temp.call(format('append_turns(%L, %L)', p_session, to_jsonb(p_turns)))
$$;
create function pg_temp.order_of(p_session uuid) returns text language sql as $$
  select string_agg(turn ->> 'itemId', ' ') from jsonb_array_elements(
    pg_temp.call(format('get_report(%L)', p_session)) -> 'transcript'
  ) as turn
$$;

select pg_temp.call(format('save_site(%L)', '{"organization": "Acme", "name": "Lessons", "embed_key": "mk_lessons"}'));
insert into coach.learners (site_id, key_hash) select id, 'learner' from coach.sites;
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "public": {}, "private": {}
}'));
create temporary table s as select name, pg_temp.session() as id from unnest(array[
  'plain', 'arrival', 'gap', 'cycle', 'branch', 'merged', 'closed', 'old', 'full'
]) as name;
create function pg_temp.id(p_name text) returns uuid language sql as $$ select id from s where name = p_name $$;

-- append_turns
select is(
  pg_temp.append(pg_temp.id('plain'), pg_temp.turn(1, 'a', null), pg_temp.turn(2, 'b', 'a')),
  '{"outcome": "ok", "contiguous": 2, "missing": []}', 'append_turns() says how far the numbers reach'
);
select is(
  pg_temp.append(pg_temp.id('plain'), pg_temp.turn(6, 'f', 'e'), pg_temp.turn(4, 'd', 'c')),
  '{"outcome": "ok", "contiguous": 2, "missing": [3, 5]}', 'it names the gaps'
);
select is(
  pg_temp.append(pg_temp.id('plain'), pg_temp.turn(2, 'b', 'a', '{"text": "Something else"}')),
  '{"outcome": "ok", "contiguous": 2, "missing": [3, 5]}', 'a number that is there already is passed over'
);
select is(
  (select text from coach.turns where session_id = pg_temp.id('plain') and sequence = 2), 'Words of b',
  'and keeps its first words'
);
select is(
  pg_temp.append(pg_temp.id('plain'), pg_temp.turn(3, 'c', 'b'), pg_temp.turn(5, 'e', 'd'), pg_temp.turn(5, 'x', 'd')),
  '{"outcome": "ok", "contiguous": 6, "missing": []}', 'gaps are filled later'
);
select is(pg_temp.order_of(pg_temp.id('plain')), 'a b c d e f', 'the transcript is in order');
select is(
  pg_temp.call(format('get_report(%L)', pg_temp.id('plain'))) #> '{transcript,0}', '{
    "itemId": "a", "speaker": "learner", "state": "final", "text": "Words of a", "startedAtMs": 1000,
    "endedAtMs": 1000, "source": "reported"
  }', 'and under the contract''s names'
);
select lives_ok(
  format('select pg_temp.append(%L, pg_temp.turn(7, ''c'', ''b'', %L))', pg_temp.id('plain'),
    '{"text": "Words of c, and more", "startedAtMs": 3000}'), 'words that come late have a number of their own'
);
select is(
  (select jsonb_agg(turn -> 'text') from jsonb_array_elements(
    pg_temp.call(format('get_report(%L)', pg_temp.id('plain'))) -> 'transcript'
  ) as turn where turn ->> 'itemId' = 'c'), '["Words of c, and more"]', 'and take the place of the earlier ones'
);
select is(pg_temp.order_of(pg_temp.id('plain')), 'a b c d e f', 'in which they stay');
select is(
  pg_temp.append(pg_temp.id('plain'), pg_temp.turn(9000, 'z', null)) -> 'missing',
  to_jsonb(array(select generate_series(8, 107))), 'no more than a hundred gaps are named'
);
select is(
  pg_temp.append(gen_random_uuid(), pg_temp.turn(1, 'a', null)), '{"outcome": "session_unknown"}',
  'an unknown session takes none'
);
select throws_ok(
  format('select pg_temp.append(%L, variadic array(select pg_temp.turn(n, ''i'' || n, null) from generate_series(1, 201) as n))',
    pg_temp.id('full')),
  '22023', 'at most 200 turns at a time', 'a batch has a limit'
);
select throws_ok(
  format('select pg_temp.append(%L, pg_temp.turn(1, ''a'', null, %L))', pg_temp.id('full'), changes),
  '23514', null, 'the table refuses ' || changes
)
from unnest(array[
  '{"speaker": "narrator"}', '{"state": "forming"}', '{"sequence": 0}', '{"sequence": 10001}',
  '{"startedAtMs": -1}', '{"itemId": ""}'
]) as changes;
select throws_ok(
  format('select pg_temp.append(%L, pg_temp.turn(1, ''a'', null, %L))', pg_temp.id('full'),
    jsonb_build_object('text', repeat('x', 8001))),
  '23514', null, 'and words without end'
);

-- Order
create function pg_temp.append_shuffled(p_session uuid, p_seed float8, p_turns jsonb) returns void
language plpgsql as $$
declare
  v_turn jsonb;
begin
  perform setseed(p_seed);
  for v_turn in select value from jsonb_array_elements(p_turns) order by random() loop
    perform pg_temp.append(p_session, v_turn);
  end loop;
end
$$;
create temporary table scrambled as select jsonb_agg(pg_temp.turn(
    n, 'i' || n, case when n > 1 then 'i' || n - 1 end, jsonb_build_object('startedAtMs', (n * 7919) % 1000)
  )) as turns
  from generate_series(1, 30) as n;
create temporary table arrivals as select n / 20.0 as seed, pg_temp.session() as id from generate_series(1, 10) as n;
select pg_temp.append_shuffled(id, seed, turns) from arrivals, scrambled;
select results_eq(
  'select distinct pg_temp.order_of(id) from arrivals',
  $$select string_agg('i' || n, ' ' order by n) from generate_series(1, 30) as n$$,
  'the chain orders turns, whatever order they arrive in and whatever the clock says'
);

do $$ begin perform pg_temp.append(pg_temp.id('gap'),
  pg_temp.turn(4, 'd', 'lost'), pg_temp.turn(5, 'e', 'd'), pg_temp.turn(1, 'a', null), pg_temp.turn(2, 'b', 'a'),
  pg_temp.turn(7, 'g', 'lost too', '{"startedAtMs": 500}')); end $$;
select is(
  pg_temp.order_of(pg_temp.id('gap')), 'g a b d e', 'a chain whose beginning is lost stands where its time puts it'
);
do $$ begin perform pg_temp.append(pg_temp.id('gap'), pg_temp.turn(3, 'lost', 'b'), pg_temp.turn(6, 'lost too', 'e')); end $$;
select is(
  pg_temp.order_of(pg_temp.id('gap')), 'a b lost d e lost too g', 'and where it belongs when the rest arrives'
);

do $$ begin perform pg_temp.append(pg_temp.id('cycle'),
  pg_temp.turn(1, 'a', 'c'), pg_temp.turn(2, 'b', 'a'), pg_temp.turn(3, 'c', 'b'), pg_temp.turn(4, 'd', 'd'),
  pg_temp.turn(5, 'e', 'c'), pg_temp.turn(6, 'f', null)); end $$;
select is(pg_temp.order_of(pg_temp.id('cycle')), 'd f a b c e', 'a cycle is cut and loses no turn');

do $$ begin perform pg_temp.append(pg_temp.id('branch'),
  pg_temp.turn(1, 'a', null), pg_temp.turn(2, 'late', 'a', '{"startedAtMs": 9000}'),
  pg_temp.turn(3, 'soon', 'a', '{"startedAtMs": 2000}'), pg_temp.turn(4, 'after soon', 'soon'),
  pg_temp.turn(5, 'after late', 'late')); end $$;
select is(
  pg_temp.order_of(pg_temp.id('branch')), 'a soon after soon late after late',
  'of two that follow the same turn, the earlier comes first with all that follows it'
);

do $$ begin perform pg_temp.append(pg_temp.id('merged'), pg_temp.turn(1, 'a', null), pg_temp.turn(2, 'b', 'a')); end $$;
insert into coach.turns (session_id, source, sequence, item_id, previous_item_id, speaker, state, text, started_at_ms, ended_at_ms)
values (pg_temp.id('merged'), 'observed', 1, 'b', 'a', 'learner', 'final', 'What was heard', 0, 0);
select results_eq(
  $$select turn ->> 'itemId', turn ->> 'source', turn ->> 'text' from jsonb_array_elements(
    pg_temp.call(format('get_report(%L)', pg_temp.id('merged'))) -> 'transcript') as turn$$,
  $$values ('a', 'reported', 'Words of a'), ('b', 'observed', 'What was heard')$$,
  'what the server heard goes before what the browser says'
);

-- Closed
update coach.sessions set status = 'ended', ended_at = now() - interval '23 hours', lapses_at = null
where id in (pg_temp.id('closed'), pg_temp.id('old'));
insert into coach.reports (session_id, site_id) select id, site_id from coach.sessions where id = pg_temp.id('closed');
select is(
  pg_temp.append(pg_temp.id('closed'), pg_temp.turn(1, 'a', null)) ->> 'outcome', 'ok',
  'turns that a browser had kept are taken for a day'
);
update coach.reports set status = 'ready', report = '{}', finished_at = now() where session_id = pg_temp.id('closed');
select is(
  pg_temp.append(pg_temp.id('closed'), pg_temp.turn(2, 'b', 'a')), '{"outcome": "closed"}', 'until the report is made'
);
update coach.sessions set ended_at = now() - interval '24 hours' where id = pg_temp.id('old');
select is(pg_temp.append(pg_temp.id('old'), pg_temp.turn(1, 'a', null)), '{"outcome": "closed"}', 'and no longer');
insert into coach.turns (session_id, source, sequence, item_id, speaker, state, text, started_at_ms, ended_at_ms)
select pg_temp.id('full'), 'reported', n, 'i' || n, 'learner', 'final', 'x', n, n from generate_series(1, 2000) as n;
select is(
  pg_temp.append(pg_temp.id('full'), pg_temp.turn(2001, 'z', null)), '{"outcome": "closed"}', 'a session has its fill'
);
select is(
  jsonb_array_length(pg_temp.call(format('get_report(%L)', pg_temp.id('full'))) -> 'transcript'), 2000,
  'and all of it is in the transcript'
);

select * from finish();
rollback;
