-- one row per imported answer; who answered is a keyed hash
create or replace view survey_response as
select
    response_id,
    brand,
    survey,
    respondent_key,
    answered_at,
    first_seen_at,
    day,
    nps,
    csat,
    csat_max,
    ces,
    ces_max,
    ces_direction,
    comment,
    customer_key,
    touchpoint,
    segment,
    country,
    weight,
    label as sentiment,
    polarity
from survey_responses;
