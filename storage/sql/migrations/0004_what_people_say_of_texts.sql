-- What people teach Earshot about their own texts: phrase rules, labels given blind, topics corrected, heads fitted.

-- one row per phrase rule; effect is mask (the engine does not see the phrase) or a label; removed ones stay, for Undo
create table phrase_rules (
    rule_id bigint,
    phrase varchar,
    effect varchar,
    brand varchar,
    person varchar,
    made_at timestamp,
    removed_at timestamp
);

-- one row per text that a phrase rule has a say in, for an engine and version: the label in place of the engine's
create table ruled_texts (
    text_id bigint,
    engine varchar,
    version varchar,
    content_hash bigint,
    rule_id bigint,
    label varchar,
    polarity double
);

-- one row per text that a person has labelled blind, for an audit; other than an override it is in force nowhere
create table own_labels (text_id bigint, label varchar, content_hash bigint, person varchar, made_at timestamp);

-- one row per time that somebody fitted a head to their own labels: how it compared, and whether it was promoted
create table calibrations (
    made_at timestamp,
    brand varchar,
    person varchar,
    engine varchar,
    engine_version varchar,
    generic_version varchar,
    head_hash varchar,
    head varchar,
    promoted boolean,
    verdict varchar
);

-- one row per text and topic of which a person says that the one is, or is not, about the other; always wins
create table topic_overrides (
    text_id bigint,
    topic_id bigint,
    names boolean,
    content_hash bigint,
    person varchar,
    made_at timestamp
);
