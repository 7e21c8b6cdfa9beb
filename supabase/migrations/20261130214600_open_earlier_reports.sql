-- A learner may read the reports of earlier attempts again, not only of the session whose token the page holds.

create function public.get_attempt_report(
  p_embed_key text, p_origin text, p_scenario text, p_learner_key text,
  p_is_anonymous boolean, p_session_id uuid
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_entry record;
  v_site coach.sites;
begin
  select * into v_entry from coach.admit(p_embed_key, p_origin, p_scenario);
  if v_entry.refused is not null then
    return jsonb_build_object('outcome', v_entry.refused);
  end if;
  select * into strict v_site from coach.sites where id = v_entry.site_id;
  -- What is not among the learner's own attempts does not exist for that learner.
  if not exists (
    select from coach.attempts_of(coach.find_known_learner(v_site, p_learner_key, p_is_anonymous), p_scenario)
    where id = p_session_id
  ) then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  return public.get_report(p_session_id);
end
$$;
comment on function public.get_attempt_report(text, text, text, text, boolean, uuid) is
  'The report of an earlier attempt, to the learner whose attempt it is: by the rule of list_attempts. Without a key nobody is known.';

select coach.expose('public.get_attempt_report(text, text, text, text, boolean, uuid)');
