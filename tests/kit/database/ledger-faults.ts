import type { ISql } from "postgres";

/**
 * What is wrong with the books, in one snapshot: windows against reservations and ledger, use against the
 * caps that sites and organizations have, sessions against all three. Empty when they balance.
 */
export async function findLedgerFaults(sql: ISql): Promise<string[]> {
  const rows = await sql<{ fault: string }[]>`
    with held as (
      select window_id, coalesce(sum(hold_seconds), 0) as seconds, count(*) as live
      from coach.reservations, unnest(window_ids) as window_id where state = 'held' group by 1
    ), billed as (
      select window_id, sum(used_seconds) as seconds
      from coach.ledger_entries, unnest(window_ids) as window_id group by 1
    ), books as (
      select w.*, coalesce(held.seconds, 0) as held, coalesce(held.live, 0) as live,
        coalesce(billed.seconds, 0) as billed,
        case w.scope
          when 'organization_month' then organization.month_seconds
          when 'site_day' then site.day_seconds
          else w.cap_seconds end as cap,
        case w.scope when 'site_concurrency' then site.max_live else w.max_live end as most
      from coach.usage_windows as w
      left join held on held.window_id = w.id
      left join billed on billed.window_id = w.id
      left join coach.sites as site on site.id = w.subject_id
      left join coach.organizations as organization on organization.id = w.subject_id
    )
    select format('over-granted: %s has %s of %s seconds', scope, held + billed, cap) as fault
    from books where held + billed > cap
    union all
    select format('over-granted: %s has %s of %s calls', scope, live, most) from books where live > most
    union all
    select format('window %s of %s differs from its sums', id, scope) from books
    where (reserved_seconds, live_sessions, used_seconds) is distinct from (held, live, billed)
    union all
    select format('learner %s has two calls in one place', learner_id) from coach.sessions
    where lapses_at is not null group by learner_id, learner_slot having count(*) > 1
    union all
    select format('session %s (%s) and its reservation (%s) differ', session.id, session.status, hold.state)
    from coach.sessions as session left join coach.reservations as hold on hold.session_id = session.id
    where (session.lapses_at is not null) is distinct from (hold.state = 'held')
      or session.used_seconds > hold.hold_seconds
    union all
    select format('session %s (%s) and its ledger row differ', session.id, session.status)
    from coach.sessions as session left join coach.ledger_entries as entry on entry.session_id = session.id
    where (session.status = 'ended') is distinct from (entry.session_id is not null)
      or session.used_seconds is distinct from coalesce(entry.used_seconds, 0)`;
  return rows.map(({ fault }) => fault);
}
