-- one row per execution of a command on a source
create or replace view run as
select
    run_id,
    source,
    kind,
    started_at,
    finished_at,
    outcome,
    fetched,
    new,
    changed,
    deleted,
    missed,
    next_due,
    error,
    warnings
from runs;
