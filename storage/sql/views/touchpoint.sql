-- one row per imported figure of a touchpoint (own rating, visits, completed, returns, complaints), both days included
create or replace view touchpoint as
select
    f.figure_id,
    f.brand,
    coalesce(n.touchpoint, f.touchpoint) as touchpoint,
    f.touchpoint as named_in_file,
    f.kind,
    f.first_day,
    f.last_day,
    f.value,
    f.customers,
    f.scale_max,
    f.segment,
    f.first_seen_at,
    f.changed_at
from touchpoint_figures f
left join touchpoint_names n on n.name = lower(trim(f.touchpoint));
