-- Operators see who uses the console of a site, and shut people out.

create function public.list_members(p_site text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return jsonb_build_object(
    'outcome', 'ok',
    'roles', coalesce((select to_jsonb(roles) from coach.console_settings where site_id = v_site_id), '[]'),
    'members', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', member.id, 'name', member.name, 'roles', to_jsonb(member.roles), 'status', member.status,
        'last_seen_at', (
          select coach.to_iso(max(session.created_at)) from coach.console_sessions as session
          where session.member_id = member.id
        )
      ) order by lower(member.name), member.id), '[]')
      from coach.members as member where member.site_id = v_site_id
    )
  );
end
$$;
comment on function public.list_members(text) is 'Who uses the console of a site, and the roles that the site can give.';

create function public.set_member_status(p_site text, p_member_id uuid, p_status text, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  update coach.members set status = p_status, updated_at = now() where id = p_member_id and site_id = v_site_id;
  if not found then
    return jsonb_build_object('outcome', 'member_unknown');
  end if;
  -- Whoever is let in again signs in again.
  update coach.console_sessions set expires_at = now() where member_id = p_member_id and expires_at > now();
  perform coach.audit('set_member_status', p_member_id::text, jsonb_build_object(
    'status', p_status, 'site_id', v_site_id
  ), p_actor);
  return jsonb_build_object('outcome', 'set');
end
$$;
comment on function public.set_member_status(text, uuid, text, text) is
  'Shuts a member out (removed) whatever the host''s tokens say, or lets one in again (active); either ends all sessions.';

create function public.list_cohorts(p_site text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site coach.sites;
begin
  select * into v_site from coach.sites where id = coach.site_of(p_site);
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return jsonb_build_object('outcome', 'ok', 'cohorts', (
    select coalesce(jsonb_agg(jsonb_build_object('id', cohort.id, 'name', cohort.name, 'learners', (
      select count(*) from coach.roster as entry join coach.learners as learner on learner.id = entry.learner_id
      where entry.cohort_id = cohort.id and learner.site_id = v_site.id
    )) order by cohort.name), '[]')
    from coach.cohorts as cohort where cohort.organization_id = v_site.organization_id
  ));
end
$$;
comment on function public.list_cohorts(text) is 'The cohorts of a site''s organization, and how many of the site''s learners are in each.';

select coach.expose(
  'public.list_members(text)', 'public.set_member_status(text, uuid, text, text)', 'public.list_cohorts(text)'
);
