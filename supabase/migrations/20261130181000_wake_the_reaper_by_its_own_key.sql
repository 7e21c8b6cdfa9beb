-- Who holds the schedule's key can wake the reaper and nothing else; the database's key stays where it is.
create or replace function coach.call_reaper() returns void
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
      max(decrypted_secret) filter (where name = 'maka_schedule_key')
    from vault.decrypted_secrets where name in ('maka_functions_url', 'maka_schedule_key')
  $query$ into v_url, v_key;
  if v_url is null or v_key is null then
    return;
  end if;
  execute $query$
    select net.http_post(
      url := $1 || '/observer/reap', body := '{}'::jsonb, timeout_milliseconds := 8000,
      headers := jsonb_build_object('content-type', 'application/json', 'authorization', 'Bearer ' || $2)
    )
  $query$ using v_url, v_key;
end
$$;
