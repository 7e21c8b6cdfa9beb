-- Claims that run side by side lock what they touch in one order, and a launch sends again what its course refused.

create or replace function public.claim_deliveries(p_channel text, p_batch integer, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_claimed uuid[];
begin
  with due as (
    select id from coach.deliveries as delivery
    where channel = p_channel and status = 'pending' and available_at <= now()
      and not exists (
        select from coach.deliveries as earlier
        where earlier.lane = delivery.lane and earlier.number < delivery.number
          and earlier.status = 'pending' and earlier.channel = delivery.channel
      )
    order by available_at limit least(greatest(p_batch, 0), 100) for update skip locked
  ), claimed as (
    update coach.deliveries as delivery
    set attempts = delivery.attempts + 1, available_at = now() + make_interval(secs => p_lease_seconds)
    from due where delivery.id = due.id returning delivery.id
  )
  select array_agg(id) into v_claimed from claimed;
  return (
    select jsonb_build_object('deliveries', coalesce(jsonb_agg(jsonb_build_object(
      'id', id, 'site_id', site_id, 'event', event, 'payload', payload, 'attempts', attempts
    ) || coach.delivery_address(delivery::coach.deliveries) order by number), '[]'))
    -- What an address locks is locked in one order, whoever claims beside.
    from (select * from coach.deliveries where id = any(v_claimed) order by lane, number) as delivery
  );
end
$$;

create function coach.resend_scores(p_target_id uuid) returns void
language sql set search_path = '' as $$
  update coach.deliveries
  set status = 'pending', finished_at = null, available_at = now(), attempts = 0
  where lane = p_target_id and channel = 'ags' and status = 'failed'
$$;
comment on function coach.resend_scores(uuid) is
  'Tries again what a course refused: a launch may have said where it goes now, or an administrator mended what was wrong.';
select coach.expose('coach.resend_scores(uuid)');

create or replace function public.land_lti_launch(p_launch jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_arrival coach.lti_arrival := jsonb_populate_record(null::coach.lti_arrival, p_launch);
  v_login coach.lti_logins;
  v_platform coach.lti_platforms;
  v_key_hash text;
  v_target_id uuid;
begin
  select * into v_login from coach.lti_logins
  where id = v_arrival.login_id and state_used_at is not null for no key update;
  if not found then
    return jsonb_build_object('outcome', 'login_unknown');
  end if;
  select * into strict v_platform from coach.lti_platforms where id = v_login.platform_id;
  if not v_arrival.deployment_id = any(v_platform.deployments) then
    return jsonb_build_object('outcome', 'deployment_unknown');
  end if;
  v_key_hash := coach.stored_key(v_platform.site_id, v_arrival.learner_key);
  if v_arrival.is_learner and v_arrival.resource_link_id is not null then
    insert into coach.lti_score_targets (
      platform_id, deployment_id, resource_link_id, subject, key_hash, line_item, line_items, scopes
    ) values (
      v_platform.id, v_arrival.deployment_id, v_arrival.resource_link_id, v_arrival.subject, v_key_hash,
      v_arrival.line_item, v_arrival.line_items, coalesce(v_arrival.scopes, '{}')
    )
    on conflict (platform_id, deployment_id, resource_link_id, subject) do update set
      line_item = excluded.line_item, line_items = excluded.line_items, scopes = excluded.scopes,
      launched_at = now()
    returning id into v_target_id;
    perform coach.resend_scores(v_target_id);
  end if;
  insert into coach.lti_launches (
    login_id, platform_id, deployment_id, kind, target_id, key_hash, token_subject, learner_name, locale,
    scenario_id, deep_linking, cookie_hash, secret_hash, code_hash
  ) values (
    v_login.id, v_platform.id, v_arrival.deployment_id, v_arrival.kind, v_target_id, v_key_hash,
    v_arrival.token_subject, v_arrival.learner_name, v_arrival.locale, v_arrival.scenario_id,
    v_arrival.deep_linking, v_login.cookie_hash, v_login.secret_hash, v_arrival.code_hash
  );
  return jsonb_build_object('outcome', 'landed');
end
$$;
