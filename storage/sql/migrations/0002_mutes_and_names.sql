-- one row per author (by key) or site that a person hides, of one brand or, where brand is null, of all
create table mutes (kind varchar, value varchar, brand varchar, person varchar, made_at timestamp);

-- muted: whether a mute hides this mention of this brand; rewritten in the transaction that changes either
alter table mention_brands add column muted boolean default 'false';

-- one row per author whose name is kept, which is off unless the configuration says so
create table author_names (author_key varchar, author_name varchar, seen_at timestamp);
