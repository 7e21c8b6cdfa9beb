-- Correctness never depends on this: every start reaps, every beat keeps its call watched. Where pg_cron and
-- pg_net exist, a schedule makes both happen also while nobody starts or beats. It calls the function
-- `observer` with two secrets of Vault, which `docs/operate.md` tells how to set; without them it does nothing.
create function coach.call_reaper() returns void
language plpgsql set search_path = '' as $$
declare
  v_url text;
  v_key text;
begin
  if to_regclass('vault.decrypted_secrets') is null or to_regnamespace('net') is null then
    return;
  end if;
  -- Dynamic, since neither schema exists where the extensions do not.
  execute $query$
    select max(decrypted_secret) filter (where name = 'maka_functions_url'),
      max(decrypted_secret) filter (where name = 'maka_functions_key')
    from vault.decrypted_secrets where name in ('maka_functions_url', 'maka_functions_key')
  $query$ into v_url, v_key;
  if v_url is null or v_key is null then
    return;
  end if;
  execute $query$
    select net.http_post(
      url := $1 || '/observer/reap', body := '{}'::jsonb, timeout_milliseconds := 8000,
      headers := jsonb_build_object(
        'content-type', 'application/json', 'apikey', $2, 'authorization', 'Bearer ' || $2
      )
    )
  $query$ using v_url, v_key;
end
$$;
comment on function coach.call_reaper() is
  'Wakes the function that reaps, hangs up, replaces killed segments and works off reports. Called by pg_cron.';
revoke execute on function coach.call_reaper() from public, anon, authenticated;
grant execute on function coach.call_reaper() to service_role;

do $$
begin
  if (
    select count(*) = 2 from pg_catalog.pg_available_extensions where name in ('pg_cron', 'pg_net')
  ) then
    create extension if not exists pg_cron;
    create extension if not exists pg_net;
    execute $query$select cron.schedule('maka-reap', '10 seconds', 'select coach.call_reaper()')$query$;
  end if;
exception when insufficient_privilege or feature_not_supported or object_not_in_prerequisite_state then
  raise notice 'no schedule: %', sqlerrm;
end
$$;
