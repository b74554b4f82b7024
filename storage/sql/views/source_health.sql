-- one row per source, configured or once configured: how it stands and how its last run went
create or replace view source_health as
with last as (
    select
        source,
        count(*) as runs,
        count(*) filter (outcome in ('ok', 'partial')) as good_runs,
        sum(new) as new,
        sum(missed) as missed,
        max(finished_at) as last_run_at,
        max_by(outcome, finished_at) as last_outcome,
        max_by({error: error}, finished_at).error as last_error,
        max(finished_at) filter (outcome in ('ok', 'partial')) as last_good_at
    from runs
    where outcome <> 'skipped'
    group by source
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
    s.failures,
    s.retry_at,
    s.next_due
from sources s
left join last l on l.source = s.source;
