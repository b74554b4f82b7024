-- Goals with their dated scorecards, and the voice of the team, which stands beside the customers' and never in it.

-- one row per goal, for a brand, metric and segment; a dropped one stays, for its check-ins
create table goals (
    goal_id bigint,
    brand varchar,
    metric varchar,
    segment varchar,
    target double,
    by_day date,
    plan varchar,
    owner varchar,
    made_at timestamp,
    changed_at timestamp,
    dropped_at timestamp
);

-- one row per goal and period: how it stood when `run` first looked in that period; never updated
create table goal_checkins (
    goal_id bigint,
    brand varchar,
    metric varchar,
    segment varchar,
    period date,
    since date,
    until date,
    value double,
    low double,
    high double,
    n bigint,
    target double,
    verdict varchar,
    made_at timestamp
);

-- one row per note of the team; topics_version and read_hash say which topic matcher has read which content of it
create table team_notes (
    note_id bigint,
    brand varchar,
    noted_at timestamp,
    team varchar,
    touchpoint varchar,
    text varchar,
    content_hash bigint,
    row_hash bigint,
    first_seen_at timestamp,
    changed_at timestamp,
    day date,
    topics_version varchar,
    read_hash bigint
);

-- one row per note of the team and topic that it names; a note's rows are replaced together
create table team_note_topics (note_id bigint, content_hash bigint, topic_id bigint, score double);

-- one row per answer of an employee: no words and no customer, so that it cannot be mixed with those of customers
create table employee_answers (
    answer_id bigint,
    brand varchar,
    survey varchar,
    respondent_key varchar,
    answered_at timestamp,
    enps integer,
    segment varchar,
    weight double,
    row_hash bigint,
    first_seen_at timestamp,
    changed_at timestamp,
    day date
);
