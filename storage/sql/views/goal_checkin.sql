-- one row per goal and period: the figure, target and verdict when the schedule first looked; `value` null is no data
create or replace view goal_checkin as
select
    goal_id,
    brand,
    metric,
    segment,
    period,
    since,
    until,
    value,
    low,
    high,
    n,
    target,
    verdict,
    made_at
from goal_checkins;
