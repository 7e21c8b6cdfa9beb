-- Who practises, as one site knows it.

create table coach.learners (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references coach.sites,
  key_hash text not null check (char_length(key_hash) between 1 and 200),
  kind text not null default 'anonymous' check (kind in ('anonymous', 'token')),
  created_at timestamptz not null default now(),
  unique (site_id, key_hash)
);
comment on table coach.learners is
  'A person or device as one site knows it: by a hash, whose source (token, device, address) never gets here.';
alter table coach.learners enable row level security;
revoke all on coach.learners from public, anon, authenticated, service_role;
grant select, insert on coach.learners to service_role;
-- Nothing of a learner changes; the right is what a row lock asks for.
grant update (kind) on coach.learners to service_role;

create table coach.used_tokens (
  site_id uuid not null references coach.sites,
  jti text not null check (char_length(jti) between 1 and 128),
  session_id uuid not null,
  expires_at timestamptz not null,
  primary key (site_id, jti)
);
comment on table coach.used_tokens is 'Learner tokens that began a session: none begins two.';
create index used_tokens_expires_at on coach.used_tokens (expires_at);
alter table coach.used_tokens enable row level security;
revoke all on coach.used_tokens from public, anon, authenticated, service_role;
grant select, insert on coach.used_tokens to service_role;

create function coach.stored_key(p_site_id uuid, p_key text) returns text
language sql immutable set search_path = '' as $$
  select encode(sha256(convert_to(p_site_id::text || ' ' || p_key, 'UTF8')), 'hex')
$$;
comment on function coach.stored_key(uuid, text) is
  'How a learner''s key is stored: the same person is somebody else on every site, whichever embed key the site has.';

create function coach.address_id(p_site_id uuid, p_address_key text) returns uuid
language sql immutable set search_path = '' as $$
  select left(coach.stored_key(p_site_id, 'address ' || p_address_key), 32)::uuid
$$;
comment on function coach.address_id(uuid, text) is
  'Names the windows of all who share an address. The address stands in no row; only its allowance of a day does.';

create function coach.learner_of(p_site_id uuid, p_key_hash text, p_kind text) returns uuid
language plpgsql set search_path = '' as $$
declare
  v_id uuid;
begin
  -- Two rounds: a learner may be deleted between the insert that found it and the lock that keeps it.
  for v_round in 1..2 loop
    select id into v_id from coach.learners
    where site_id = p_site_id and key_hash = p_key_hash for key share;
    if found then
      return v_id;
    end if;
    insert into coach.learners (site_id, key_hash, kind) values (p_site_id, p_key_hash, p_kind)
    on conflict (site_id, key_hash) do nothing;
  end loop;
  select id into strict v_id from coach.learners
  where site_id = p_site_id and key_hash = p_key_hash for key share;
  return v_id;
end
$$;
comment on function coach.learner_of(uuid, text, text) is
  'The learner behind a stored key, made where missing, and kept from deletion until the transaction is over.';

create function coach.find_known_learner(p_site coach.sites, p_learner_key text, p_is_anonymous boolean) returns uuid
language sql stable set search_path = '' as $$
  -- Where everybody needs a token, nobody is known without one.
  select id from coach.learners
  where site_id = p_site.id and key_hash = coach.stored_key(p_site.id, p_learner_key)
    and not (p_is_anonymous and p_site.learner_token_mode = 'required')
$$;
comment on function coach.find_known_learner(coach.sites, text, boolean) is
  'The learner behind a key as the functions make it; null for one who never was here, or must show a token first.';

create function coach.spent_token(p_site_id uuid, p_token jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('outcome', 'token_used') from coach.used_tokens
    where site_id = p_site_id and jti = p_token ->> 'jti'
  );
end
$$;
comment on function coach.spent_token(uuid, jsonb) is
  'The refusal of a token that began a session before; null for a fresh one, or none.';

select coach.expose(
  'coach.stored_key(uuid, text)', 'coach.address_id(uuid, text)', 'coach.learner_of(uuid, text, text)',
  'coach.find_known_learner(coach.sites, text, boolean)', 'coach.spent_token(uuid, jsonb)'
);
