-- one row per goal in force; `target` is in the metric's unit, `by_day` the day on which it is to be met
create or replace view goal as
select
    goal_id,
    brand,
    metric,
    segment,
    target,
    by_day,
    plan,
    owner,
    made_at,
    changed_at
from goals
where dropped_at is null;
