-- Tags: words that people, or rules that people wrote, put on mentions; with a way back for every change.

-- one row per tag; key is its name in one case, by which two are told apart; a deleted one stays, for Undo
create table tags (tag_id bigint, name varchar, key varchar, person varchar, made_at timestamp, removed_at timestamp);

-- one row per mention, tag and whoever says so: rule_id 0 is a person, else a rule; a mention has a tag while one does
create table mention_tags (text_id bigint, tag_id bigint, rule_id bigint, person varchar, made_at timestamp);

-- one row per mention and tag that a person took off it: no rule puts it there again
create table tag_refusals (text_id bigint, tag_id bigint, person varchar, made_at timestamp);

-- one row per rule: mentions that its query holds for, of one brand or (null) of any, get its tag
-- paused_at: new mentions are left alone since; removed_at: not in use any more, kept for Undo
create table tag_rules (
    rule_id bigint,
    tag_id bigint,
    query varchar,
    brand varchar,
    person varchar,
    made_at timestamp,
    paused_at timestamp,
    removed_at timestamp
);

-- one row per change that a person made to tags or rules; `subject` is the tag or the rule
create table tag_changes (
    change_id bigint,
    made_at timestamp,
    person varchar,
    verb varchar,
    subject bigint,
    before varchar,
    after varchar,
    undone_at timestamp
);

-- one row per mention and tag that a change touched and what was there before: who said so, that it was refused
-- (rule_id -1), or nothing (rule_id null)
create table tag_changed (
    change_id bigint,
    text_id bigint,
    tag_id bigint,
    rule_id bigint,
    person varchar,
    made_at timestamp
);

-- one row per word or topic that a person put at a touchpoint of a journey template (added), or took away from it
create table journey_edits (
    edit_id bigint,
    journey varchar,
    touchpoint varchar,
    kind varchar,
    value varchar,
    added boolean,
    person varchar,
    made_at timestamp,
    removed_at timestamp
);
