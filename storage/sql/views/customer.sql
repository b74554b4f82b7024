-- one row per imported customer; who it is is a keyed hash
create or replace view customer as
select
    customer_id,
    brand,
    customer_key,
    churned,
    churned_at,
    started_at,
    tenure_months,
    monthly_revenue,
    margin,
    segment,
    country,
    first_seen_at,
    changed_at
from customers;
