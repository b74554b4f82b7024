-- one row per mention and brand that was asked whether the mention is about the brand, for the content as it is now
create or replace view relevance as
select
    r.text_id as mention_id,
    r.brand,
    r.score,
    r.relevant,
    r.version,
    exists (select 1 from left_out l where l.text_id = r.text_id and l.brand = r.brand) as left_out
from brand_relevance r
join mentions m on m.mention_id = r.text_id and m.content_hash = r.content_hash;
