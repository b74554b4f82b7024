-- one row per imported support case
create or replace view ticket as
select
    ticket_id,
    brand,
    external_id,
    created_at,
    first_response_at,
    resolved_at,
    reopened_at,
    author_kind,
    owner,
    channel,
    priority,
    satisfaction,
    subject,
    text,
    customer_key,
    segment,
    first_seen_at,
    day,
    label as sentiment,
    polarity
from tickets;
