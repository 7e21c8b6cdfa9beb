-- What one browser says of its line is one voice, however often it says it.
create or replace function coach.gauges() returns jsonb
language sql stable set search_path = '' as $$
  select coach.gauges_of_calls() || jsonb_strip_nulls(jsonb_build_object(
    'deliveries_pending', waiting.pending, 'delivery_oldest_seconds', waiting.oldest,
    'deliveries_failed', (select count(*) from coach.webhook_deliveries where status = 'failed'),
    'line_mos_last_quarter', line.mos, 'line_samples_last_quarter', line.samples
  ))
  from (
    select count(*) as pending,
      coalesce(greatest(extract(epoch from now() - min(created_at)), 0), 0) as oldest
    from coach.webhook_deliveries where status = 'pending'
  ) as waiting, (
    select round(avg(told.mos), 2) as mos, coalesce(sum(told.samples), 0) as samples
    from (
      select avg((detail ->> 'mos')::numeric) as mos, count(*) as samples
      from coach.session_events where kind = 'line_quality' and created_at > now() - interval '15 minutes'
      group by session_id
    ) as told
  ) as line
$$;
