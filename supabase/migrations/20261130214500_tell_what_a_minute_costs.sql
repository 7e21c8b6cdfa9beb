-- What a minute of a practice costs, by site and scenario.

create or replace function public.get_usage(p_from date, p_to date, p_by text, p_organization text, p_site text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if p_site is not null and v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return jsonb_build_object('outcome', 'ok', 'rows', (
    with used as (
      select session_id, site_id, (settled_at at time zone 'UTC')::date as day, 1 as sessions, used_seconds,
        0 as metered_seconds, 0::bigint as micro_dollars, learner_id
      from coach.ledger_entries
      where settled_at >= p_from::timestamp at time zone 'UTC' and settled_at < (p_to + 1)::timestamp at time zone 'UTC'
      union all
      select session.id, session.site_id, (session.created_at at time zone 'UTC')::date, 0, 0,
        session.used_seconds, cost.micro_dollars, null
      from coach.session_costs as cost join coach.sessions as session on session.id = cost.session_id
      where session.created_at >= p_from::timestamp at time zone 'UTC'
        and session.created_at < (p_to + 1)::timestamp at time zone 'UTC'
      union all
      select null, site_id, day, 0, 0, 0, micro_dollars, null
      from coach.kept_costs where day between p_from and p_to
    ), named as (
      select used.*, site.name as site, organization.name as organization, version.scenario_id as scenario
      from used join coach.sites as site on site.id = used.site_id
      join coach.organizations as organization on organization.id = site.organization_id
      left join coach.sessions as session on session.id = used.session_id
      left join coach.scenario_versions as version on version.id = session.scenario_version_id
      where (p_organization is null or organization.name = p_organization)
        and (v_site_id is null or site.id = v_site_id)
    ), summed as (
      select organization,
        case when p_by in ('site', 'day', 'scenario') then site end as site,
        case when p_by = 'day' then day end as day,
        case when p_by = 'scenario' then scenario end as scenario,
        sum(sessions) as sessions, sum(used_seconds) as used_seconds,
        count(distinct learner_id) as learners, sum(micro_dollars) as micro_dollars,
        sum(micro_dollars) filter (where metered_seconds > 0) * 60
          / nullif(sum(metered_seconds), 0) as minute_micro_dollars
      from named group by 1, 2, 3, 4
    )
    select coalesce(jsonb_agg(to_jsonb(summed) order by organization, site, day, scenario), '[]') from summed
  ));
end
$$;
comment on function public.get_usage(date, date, text, text, text) is
  'Calls, seconds and money between two UTC days, by organization, site, day or scenario, and what a minute of the metered calls cost. Of erased sessions the scenario is not known any more.';
