-- one row per source, configured or once configured: how it stands, how its last run went, and how whole its record is
-- coverage: the share of its intervals of the last 30 days, since its first run, in which a run succeeded (0..1; null
-- where none was due yet). gap: since when nothing good came, null while it is fresh. Runs come a little late: an
-- interval counts as met by a good run in it or in the next one, as the coverage of days does.
create or replace view source_health as
with last as (
    select
        source,
        count(*) as runs,
        count(*) filter (outcome in ('ok', 'partial')) as good_runs,
        sum(new) as new,
        sum(missed) as missed,
        min(finished_at) as first_run_at,
        max(finished_at) as last_run_at,
        max_by(outcome, finished_at) as last_outcome,
        max_by({error: error}, finished_at).error as last_error,
        max(finished_at) filter (outcome in ('ok', 'partial')) as last_good_at
    from runs
    where outcome <> 'skipped'
    group by source
),
clock as (
    select timezone('UTC', now()) as now
),
life as (
    select
        s.source,
        greatest(l.first_run_at, c.now - interval 30 day) as begins,
        case when s.paused or not s.configured then l.last_run_at else greatest(c.now, l.last_run_at) end as ends,
        greatest(s.every_seconds, 60) as step
    from sources s
    join last l on l.source = s.source
    cross join clock c
),
slots as (
    -- The interval that still runs is not overdue yet, but the first one counts from its first run on.
    select *, greatest(1, floor(epoch(ends - begins) / step))::bigint as due from life where ends >= begins
),
met as (
    select
        f.source,
        count(distinct m.slot) as met
    from slots f
    join runs r on r.source = f.source and r.outcome in ('ok', 'partial') and r.finished_at >= f.begins
    cross join lateral (
        select unnest([floor(epoch(r.finished_at - f.begins) / f.step)::bigint - 1,
            floor(epoch(r.finished_at - f.begins) / f.step)::bigint]) as slot
    ) m
    where m.slot >= 0 and m.slot < f.due
    group by f.source
)
select
    s.source,
    s.kind,
    s.brands,
    s.configured,
    s.paused,
    s.every_seconds,
    coalesce(s.last_ok_at, l.last_good_at) as last_ok_at,
    l.last_run_at,
    l.last_outcome,
    l.last_error,
    coalesce(l.runs, 0) as runs,
    coalesce(l.good_runs, 0) as good_runs,
    coalesce(l.new, 0)::bigint as new,
    coalesce(l.missed, 0)::bigint as missed,
    case when f.due is not null then round(coalesce(m.met, 0) / f.due, 4) end as coverage,
    case
        when s.paused or not s.configured or l.last_run_at is null then null
        when l.last_good_at is null then l.first_run_at
        when l.last_outcome not in ('ok', 'partial') then l.last_good_at
        when epoch(c.now - l.last_good_at) > 2 * s.every_seconds + 60 then l.last_good_at
    end as gap,
    s.failures,
    s.retry_at,
    s.next_due
from sources s
cross join clock c
left join last l on l.source = s.source
left join slots f on f.source = s.source
left join met m on m.source = s.source;
