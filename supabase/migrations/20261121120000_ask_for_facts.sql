-- Contacts and commitments of a practice, for a site that wants them and a learner who agrees. Off by default.
alter table coach.sites add column facts_enabled boolean;
comment on column coach.sites.facts_enabled is 'Whether contacts and commitments are noted; null: as the switch for everybody says, else not.';
grant update (facts_enabled) on coach.sites to service_role;

alter table coach.consents
  add column facts boolean not null default false,
  add column learner_subject text check (char_length(learner_subject) between 1 and 255),
  add constraint consents_subject check (facts or learner_subject is null);
comment on column coach.consents.facts is 'The learner agreed that contacts and commitments are noted and handed to the site.';
comment on column coach.consents.learner_subject is
  'The learner as the site''s tokens name one, kept only where facts go to that site; everywhere else there is a hash alone.';

alter table coach.features drop constraint features_name_check;
alter table coach.features add constraint features_name_check
  check (name in ('voice', 'ephemeral', 'text_only', 'facts'));

create function coach.has_facts(p_site coach.sites) returns boolean
language sql stable set search_path = '' as $$
  select coalesce(everybody.enabled, true) and coalesce(p_site.facts_enabled, everybody.enabled, false)
  from (select (select enabled from coach.features where name = 'facts') as enabled) as everybody
$$;
comment on function coach.has_facts(coach.sites) is
  'Whether a site asks learners for facts: switch for everybody where off, site, switch for everybody; off where none is set.';

create function coach.wants_facts(p_session_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select coalesce((
    select consent.facts and coach.has_facts(site)
    from coach.sessions as session
    join coach.consents as consent on consent.session_id = session.id
    join coach.sites as site on site.id = session.site_id
    where session.id = p_session_id
  ), false)
$$;
comment on function coach.wants_facts(uuid) is
  'Whether a session''s report notes facts: the learner agreed at the start, and the site asks for them still.';

-- The door keeps its name and gets a layer of its own, so that what leases a report stays written once.
alter function public.claim_report(uuid, integer) set schema coach;
alter function coach.claim_report(uuid, integer) rename to lease_report;
comment on function coach.lease_report(uuid, integer) is
  'Leases a report that is due to one caller, with what it is made of. A lease that runs out frees it, five times.';

create function public.claim_report(p_session_id uuid, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_lease jsonb := coach.lease_report(p_session_id, p_lease_seconds);
begin
  if v_lease ->> 'outcome' <> 'claimed' then
    return v_lease;
  end if;
  return v_lease || jsonb_build_object(
    'facts_wanted', coach.wants_facts((v_lease ->> 'session_id')::uuid)
  );
end
$$;
comment on function public.claim_report(uuid, integer) is
  'Leases a report that is due to one caller: that session''s, or the oldest; and says whether it may note facts.';

revoke execute on function
  coach.has_facts(coach.sites), coach.wants_facts(uuid), public.claim_report(uuid, integer)
from public, anon, authenticated;
grant execute on function
  coach.has_facts(coach.sites), coach.wants_facts(uuid), public.claim_report(uuid, integer)
to service_role;
