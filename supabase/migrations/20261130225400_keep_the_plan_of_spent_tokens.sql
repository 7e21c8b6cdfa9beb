create or replace function coach.spent_token(p_site_id uuid, p_token jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('outcome', 'token_used') from coach.used_tokens
    where site_id = p_site_id and jti = p_token ->> 'jti'
  );
end
$$;
