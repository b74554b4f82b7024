-- one row per brand, local day, source and kind that has mentions; `unscored` ones are in no share
create or replace view daily as
select
    brand,
    day,
    source,
    kind,
    negative + neutral + positive + unscored as mentions,
    negative,
    neutral,
    positive,
    unscored,
    stars_1,
    stars_2,
    stars_3,
    stars_4,
    stars_5,
    stars_1 + stars_2 + stars_3 + stars_4 + stars_5 as stars_n,
    stars_1 + 2 * stars_2 + 3 * stars_3 + 4 * stars_4 + 5 * stars_5 as stars_sum
from daily_counts;
