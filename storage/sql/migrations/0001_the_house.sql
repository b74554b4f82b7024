-- The first schema. Tables are plural and for the code; views are singular and for people (sql/views).
-- No keys, indexes, sequences or checks: DuckLake refuses them; uniqueness is MERGE + the writer's lock + `verify`.
-- All times are UTC in plain TIMESTAMP; a column called `day` is the local day in the configured time zone.
-- `label` and `polarity` on a text are those in force (a person's override, else the engine in force on the content
-- as it is now): copies of what overrides and scores say, rewritten in the transaction that changes either.

-- one row per setting that belongs to the database and not to a file: engine in force, time zone, secret's fingerprint
create table settings (key varchar, value varchar);

-- one row per watched brand, as the configuration names it
create table brands (brand varchar, role varchar, query varchar, position integer);

-- one row per configured source: what the next run needs to know; no brands: every brand may match
-- fingerprint: of how it is asked (kind, options, interval); once that changes, it is asked anew and no failure counts
create table sources (
    source varchar,
    kind varchar,
    brands varchar[],
    every_seconds double,
    paused boolean,
    configured boolean,
    cursor varchar,
    next_due timestamp,
    retry_at timestamp,
    failures integer,
    last_ok_at timestamp,
    updated_at timestamp,
    fingerprint varchar
);

-- one row per execution of a command on a source
create table runs (
    run_id bigint,
    source varchar,
    kind varchar,
    started_at timestamp,
    finished_at timestamp,
    outcome varchar,
    fetched integer,
    new integer,
    changed integer,
    deleted integer,
    missed integer,
    next_due timestamp,
    error varchar,
    warnings varchar
);

-- one row per public utterance; row_hash sums up what the service said last, claimed_at is the date that it said
create table mentions (
    mention_id bigint,
    source varchar,
    kind varchar,
    external_id varchar,
    url varchar,
    author_key varchar,
    title varchar,
    text varchar,
    content_hash bigint,
    row_hash bigint,
    language varchar,
    rating double,
    country varchar,
    app_version varchar,
    site varchar,
    parent varchar,
    published_at timestamp,
    claimed_at timestamp,
    first_seen_at timestamp,
    changed_at timestamp,
    day date,
    deleted_at timestamp,
    deleted_by varchar,
    story_id bigint,
    reply_at timestamp,
    reply_text varchar,
    engagement varchar,
    label varchar,
    polarity double
);

-- one row per mention and brand that it matches, with the sources that say so; no row here: kept 30 days for query
-- previews, counted nowhere
create table mention_brands (mention_id bigint, brand varchar, sources varchar[]);

-- one row per text, engine, version and content: what an engine said, or why it said nothing (append-only)
-- text_id is a mention_id, response_id or ticket_id; the three never meet, being hashes of different kinds
create table scores (
    text_id bigint,
    engine varchar,
    version varchar,
    content_hash bigint,
    label varchar,
    polarity double,
    confidence double,
    language varchar,
    reason varchar,
    scored_at timestamp
);

-- one row per thing that a text speaks about, with its span in the text; a text's rows are replaced together
create table aspects (
    text_id bigint,
    version varchar,
    content_hash bigint,
    phrase varchar,
    lemma varchar,
    span_start integer,
    span_end integer,
    polarity double,
    label varchar
);

-- one row per topic that people can edit; merged_into keeps old ids resolvable
create table topics (
    topic_id bigint,
    name varchar,
    description varchar,
    examples varchar,
    origin varchar,
    merged_into bigint,
    created_at timestamp
);

-- one row per text and topic that it names, with the sentence that does; a text's rows are replaced together
create table text_topics (
    text_id bigint,
    version varchar,
    content_hash bigint,
    topic_id bigint,
    score double,
    span_start integer,
    span_end integer
);

-- one row per text that the topic stage has read, whether it named a topic or not
create table topic_reads (text_id bigint, version varchar, content_hash bigint);

-- one row per stage of analysis that has been asked for, such as 'score|default|1'
create table work_tasks (task varchar, seeded_at timestamp);

-- one row per stage and text that is still to do; what keeps "what is unscored" cheap
create table work_queue (task varchar, text_id bigint, kind varchar, content_hash bigint);

-- one row per brand and topic that somebody has triaged
create table triage (
    brand varchar,
    topic_id bigint,
    status varchar,
    owner varchar,
    due date,
    root_cause varchar,
    action varchar,
    told_customer boolean,
    changed_at timestamp
);

-- one row per mention, answer or ticket that somebody must deal with
create table care_cases (
    case_id bigint,
    brand varchar,
    text_id bigint,
    kind varchar,
    status varchar,
    owner varchar,
    due date,
    root_cause varchar,
    action varchar,
    told_customer boolean,
    opened_at timestamp,
    changed_at timestamp,
    closed_at timestamp
);

-- one row per change that a person made, never updated
create table audit_log (
    made_at timestamp,
    person varchar,
    verb varchar,
    subject varchar,
    detail varchar
);

-- one row per text whose label a person has corrected; always wins
create table overrides (text_id bigint, label varchar, content_hash bigint, person varchar, made_at timestamp);

-- one row per imported answer
create table survey_responses (
    response_id bigint,
    brand varchar,
    survey varchar,
    respondent_key varchar,
    answered_at timestamp,
    nps integer,
    csat integer,
    csat_max integer,
    ces integer,
    ces_max integer,
    ces_direction varchar,
    comment varchar,
    content_hash bigint,
    row_hash bigint,
    customer_key varchar,
    touchpoint varchar,
    segment varchar,
    country varchar,
    weight double,
    first_seen_at timestamp,
    changed_at timestamp,
    day date,
    label varchar,
    polarity double
);

-- one row per imported support case
create table tickets (
    ticket_id bigint,
    brand varchar,
    external_id varchar,
    created_at timestamp,
    first_response_at timestamp,
    resolved_at timestamp,
    reopened_at timestamp,
    author_kind varchar,
    owner varchar,
    channel varchar,
    priority varchar,
    satisfaction integer,
    subject varchar,
    text varchar,
    content_hash bigint,
    row_hash bigint,
    customer_key varchar,
    segment varchar,
    first_seen_at timestamp,
    changed_at timestamp,
    day date,
    label varchar,
    polarity double
);

-- one row per imported customer
create table customers (
    customer_id bigint,
    brand varchar,
    customer_key varchar,
    churned boolean,
    churned_at timestamp,
    started_at timestamp,
    tenure_months double,
    monthly_revenue double,
    margin double,
    segment varchar,
    country varchar,
    row_hash bigint,
    first_seen_at timestamp,
    changed_at timestamp
);

-- one row per brand, local day, source and kind: what the trend is drawn from
create table daily_counts (
    brand varchar,
    day date,
    source varchar,
    kind varchar,
    negative integer,
    neutral integer,
    positive integer,
    unscored integer,
    stars_1 integer,
    stars_2 integer,
    stars_3 integer,
    stars_4 integer,
    stars_5 integer
);

-- one row per note on the time axis that a person left
create table event_notes (brand varchar, day date, note varchar, person varchar, made_at timestamp);

-- one row per thing that was erased and must not come back; the key is keyed and says nothing by itself
create table tombstones (kind varchar, key varchar, made_at timestamp);
