-- one row per mention and tag that it has, in every brand; `put_by` is 'person' where one put it there, else 'rule'
create or replace view mention_tag as
select
    x.text_id as mention_id,
    t.name as tag,
    case when bool_or(x.rule_id = 0) then 'person' else 'rule' end as put_by,
    min(x.person) filter (x.rule_id = 0) as person,
    min(x.made_at) as made_at
from mention_tags x
join tags t on t.tag_id = x.tag_id and t.removed_at is null
join mentions m on m.mention_id = x.text_id and m.deleted_at is null
group by x.text_id, x.tag_id, t.name;
