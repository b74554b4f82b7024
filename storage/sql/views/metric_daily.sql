-- one row per brand, local day and metric that has data on it: the value and the rows behind it; percentages are 0..100
create or replace view metric_daily as
with days as (
    select
        brand,
        day,
        sum(mentions) as mentions,
        sum(negative) as negative,
        sum(positive) as positive,
        sum(negative + neutral + positive) as scored,
        sum(stars_4 + stars_5) as top2,
        sum(stars_n) as stars_n,
        sum(stars_sum) as stars_sum
    from daily
    group by brand, day
),
answers as (
    select
        brand,
        day,
        count(nps) as nps_n,
        count(*) filter (nps >= 9) as promoters,
        count(*) filter (nps <= 6) as detractors,
        count(csat) filter (csat_max = 5) as csat_n,
        count(*) filter (csat_max = 5 and csat >= 4) as satisfied,
        count(ces) filter (ces_max = 7) as ces_n,
        count(*) filter (
            ces_max = 7 and ((ces_direction = 'high_is_easy' and ces >= 5) or (ces_direction = 'low_is_easy' and ces <= 3))
        ) as easy
    from survey_responses
    group by brand, day
)
select brand, day, 'mentions' as metric, mentions::double as value, mentions::bigint as n from days
union all
select brand, day, 'net_sentiment', 100.0 * (positive - negative) / scored, scored::bigint from days where scored > 0
union all
select brand, day, 'negative_share', 100.0 * negative / scored, scored::bigint from days where scored > 0
union all
select brand, day, 'review_stars', stars_sum / stars_n, stars_n::bigint from days where stars_n > 0
union all
select brand, day, 'review_top2', 100.0 * top2 / stars_n, stars_n::bigint from days where stars_n > 0
union all
select brand, day, 'nps', 100.0 * (promoters - detractors) / nps_n, nps_n from answers where nps_n > 0
union all
select brand, day, 'csat_survey', 100.0 * satisfied / csat_n, csat_n from answers where csat_n > 0
union all
select brand, day, 'ces', 100.0 * easy / ces_n, ces_n from answers where ces_n > 0;
