-- one row per mention and brand that it matches, with the names of the sources that found it there
create or replace view mention_brand as
select
    mention_id,
    brand,
    sources
from mention_brands;
