create function public.check_output(p_session_id uuid, p_call_id text, p_output text) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('outcome', case when exists (
    select from coach.tool_calls
    where session_id = p_session_id and call_id = p_call_id and by = 'persona'
      and btrim(answer ->> 'output') = btrim(p_output)
  ) then 'genuine' else 'forged' end)
$$;
comment on function public.check_output(uuid, text, text) is
  'Whether what a browser told the persona of a tool is what our server answered: it might direct the persona itself.';
revoke execute on function public.check_output(uuid, text, text) from public, anon, authenticated;
grant execute on function public.check_output(uuid, text, text) to service_role;
