-- one row per issued report: its frozen numbers as one JSON document; report_id is a day and a hash of that document
create table reports (
    report_id varchar,
    brand varchar,
    since date,
    until date,
    engine varchar,
    taxonomy varchar,
    formulas varchar,
    body varchar,
    origin varchar,
    made_at timestamp
);

-- one row per quote in a report, apart from its numbers: once the one who wrote it is erased, `quote` is null for good
create table report_quotes (
    report_id varchar,
    place integer,
    mention_id bigint,
    topic_id bigint,
    source varchar,
    day date,
    quote varchar,
    removed_at timestamp
);

-- one row per message that tells of a report: which one, and the forms that go along with it
create table report_events (event_id bigint, report_id varchar, forms varchar[]);
