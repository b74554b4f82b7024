-- one row per mention, answer or ticket that somebody must deal with
create or replace view care_case as
select
    case_id,
    brand,
    text_id,
    kind,
    status,
    owner,
    due,
    root_cause,
    action,
    told_customer,
    opened_at,
    changed_at,
    closed_at,
    coalesce(priority, 'normal') as priority,
    rule,
    first_response_at,
    escalated_at
from care_cases;
