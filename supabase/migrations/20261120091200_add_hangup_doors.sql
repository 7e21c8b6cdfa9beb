create function public.claim_hangups(p_batch integer, p_lease_seconds integer) returns jsonb
language sql set search_path = '' as $$
  with due as (
    select id from coach.hangups where status = 'pending' and available_at <= now()
    order by available_at limit least(greatest(p_batch, 0), 200)
    for update skip locked
  ), leased as (
    update coach.hangups as hangup
    set attempts = attempts + 1, available_at = now() + make_interval(secs => p_lease_seconds)
    from due where due.id = hangup.id
    returning hangup.id, hangup.provider_call_id, hangup.attempts
  )
  select jsonb_build_object('hangups', coalesce(jsonb_agg(to_jsonb(leased) order by id), '[]')) from leased
$$;
comment on function public.claim_hangups(integer, integer) is 'Leases hang-ups that are due, each to one caller.';

create function public.settle_hangup(p_id bigint, p_done boolean, p_error text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_hangup coach.hangups;
begin
  select * into v_hangup from coach.hangups where id = p_id for update;
  if not found then
    return jsonb_build_object('outcome', 'hangup_unknown');
  end if;
  if v_hangup.status <> 'pending' then
    return jsonb_build_object('outcome', v_hangup.status);
  end if;
  if p_done then
    update coach.hangups set status = 'done', finished_at = now(), last_error = null where id = p_id;
    return jsonb_build_object('outcome', 'done');
  end if;
  -- Twenty attempts, a minute apart in the end, outlast the longest call a provider keeps open anyway.
  if v_hangup.attempts >= 20 then
    update coach.hangups set status = 'failed', finished_at = now(), last_error = left(p_error, 500)
    where id = p_id;
    return jsonb_build_object('outcome', 'failed');
  end if;
  update coach.hangups
  set last_error = left(p_error, 500),
      available_at = now() + make_interval(secs => least(2 ^ greatest(attempts - 1, 0), 60))
  where id = p_id;
  return jsonb_build_object('outcome', 'queued');
end
$$;
comment on function public.settle_hangup(bigint, boolean, text) is
  'Confirms a hang-up, or puts it back with a pause of 1, 2, 4 … 60 seconds, and gives up after twenty attempts.';

revoke execute on function public.claim_hangups(integer, integer), public.settle_hangup(bigint, boolean, text)
from public, anon, authenticated;
grant execute on function public.claim_hangups(integer, integer), public.settle_hangup(bigint, boolean, text)
to service_role;
