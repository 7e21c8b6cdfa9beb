-- A paused site says so, and a brief without minutes says when there are some again.
create or replace function coach.admit(p_embed_key text, p_origin text, p_scenario text)
returns table (refused text, site_id uuid, version_id bigint)
language sql stable set search_path = '' as $$
  select
    case
      when site.id is null then 'site_unknown'
      when p_origin is null or p_origin <> all (site.origins) then 'origin_forbidden'
      when site.status <> 'active' then 'site_paused'
      when scenario.current_version_id is null then 'scenario_unknown'
    end,
    site.id, scenario.current_version_id
  from (select coalesce(
    (select id from coach.sites where embed_key = p_embed_key),
    (select retired.site_id from coach.retired_keys as retired
     where retired.embed_key = p_embed_key and retired.expires_at > now())
  ) as id) as named
  left join coach.sites as site on site.id = named.id
  left join coach.scenarios as scenario on scenario.id = p_scenario
$$;

create or replace function public.get_brief(
  p_embed_key text, p_origin text, p_scenario text, p_learner_key text,
  p_address_key text default null, p_is_anonymous boolean default true
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_entry record;
  v_site coach.sites;
  v_caller coach.caller;
begin
  select * into v_entry from coach.admit(p_embed_key, p_origin, p_scenario);
  if v_entry.refused is not null then
    return jsonb_build_object('outcome', v_entry.refused);
  end if;
  select * into strict v_site from coach.sites where id = v_entry.site_id;
  v_caller.site_id := v_site.id;
  v_caller.learner_id := coach.find_known_learner(v_site, p_learner_key, p_is_anonymous);
  v_caller.address_id := coach.address_id(v_site.id, p_address_key);
  -- Where everybody needs a token, one who shows none yet is told what a learner has.
  v_caller.is_anonymous := p_is_anonymous and v_site.learner_token_mode <> 'required';
  return (
    select jsonb_build_object(
      'outcome', 'ok',
      'scenario', jsonb_build_object(
        'id', version.scenario_id, 'version', version.content_hash, 'title', version.title,
        'language', version.language, 'difficulty', version.difficulty,
        'duration_seconds', version.duration_seconds, 'public', version.public_part
      ),
      'session_seconds', case when seconds.remaining < coach.minimum_seconds() then 0
        else least(version.duration_seconds, v_site.max_session_seconds, seconds.remaining) end,
      'remaining_seconds', seconds.remaining, 'resets_at', coach.to_iso(seconds.resets_at),
      'retention_days', organization.retention_days,
      'voice', coach.has_voice(v_site), 'facts', coach.has_facts(v_site), 'practice_url', v_site.practice_url,
      'attempts', (
        select jsonb_build_object(
          'made', count(*), 'allowed', v_site.attempts_per_scenario,
          'best', max((report.report ->> 'total')::numeric) filter (
            where report.status = 'ready' and jsonb_typeof(report.report -> 'total') = 'number'
          )
        )
        from coach.attempts_of(v_caller.learner_id, p_scenario) as attempt
        left join coach.reports as report on report.session_id = attempt.id
      )
    )
    from coach.organizations as organization, coach.scenario_versions as version,
      lateral (
        select min(seconds_left) as remaining,
          max(resets_at) filter (where is_full and seconds_left is not null) as resets_at
        from coach.usage_of(v_caller)
      ) as seconds
    where organization.id = v_site.organization_id and version.id = v_entry.version_id
  );
end
$$;
