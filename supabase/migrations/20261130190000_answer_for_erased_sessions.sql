-- Who ends a session while its learner is erased is told that there is none.
create or replace function coach.ending_of(p_session_id uuid, p_hangups jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object(
      'outcome', 'ended', 'used_seconds', session.used_seconds,
      'report', case report.status when 'not_scored' then 'not_scored' else 'pending' end,
      'hangups', p_hangups
    )
    from coach.sessions as session join coach.reports as report on report.session_id = session.id
    where session.id = p_session_id
  ), jsonb_build_object('outcome', 'session_unknown'))
$$;
comment on function coach.ending_of(uuid, jsonb) is
  'The figures of a session that is over, as a function''s answer; it may have been erased meanwhile.';
