-- Topics that people own: names they gave, what they proposed to the machine and it to them, and every change with its
-- way back. `topic_finds` is what was found; `text_topics` is what is in force, and is derived from it.

-- state: null is in use, 'proposed' waits for a person, 'dismissed' is remembered and named nowhere
alter table topics add column state varchar;

-- what the taxonomy calls a topic that a person has renamed; null: nobody has
alter table topics add column seed_name varchar;

-- when a person last called it resolved; null: never, or moved on since
alter table triage add column resolved_at timestamp;

-- one row per text and topic that the taxonomy or discovery found in it, before merges, splits and dismissals
create table topic_finds as select * from text_topics;

-- one row per split: what names `from_topic` and fits the pattern names `topic_id` instead
create table topic_splits (topic_id bigint, from_topic bigint, phrases varchar, pattern varchar, made_at timestamp);

-- one row per discovered topic and encoder: the middle of the texts that it was found by
create table topic_centres (topic_id bigint, encoder varchar, centre float[]);

-- one row per complaint that discovery has read; clustered: whether it was there when clusters were last looked for
create table discovery_reads (text_id bigint, content_hash bigint, clustered boolean);

-- one row per change of a topic that a person made; `followers` are the topics that a merge took along
create table topic_changes (
    change_id bigint,
    made_at timestamp,
    person varchar,
    verb varchar,
    topic_id bigint,
    other_id bigint,
    before varchar,
    after varchar,
    followers bigint[],
    undone_at timestamp
);
