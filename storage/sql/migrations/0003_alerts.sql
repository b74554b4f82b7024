-- one row per alert rule; a removed one stays, so that no file or default brings it back
create table alert_rules (
    name varchar,
    brand varchar,
    metric varchar,
    kind varchar,
    topic varchar,
    bound double,
    above boolean,
    days integer,
    channel varchar,
    cool_down double,
    paused boolean,
    removed boolean,
    origin varchar,
    changed_at timestamp
);

-- one row per thing that was to be told, written before anything is sent; event_id is a hash of its key
-- since, day, label: which mentions the figure counts, from which day to which, and of which label where of one only
-- held: why it was written down and not sent, such as a cool-down
create table alert_events (
    event_id bigint,
    event_key varchar,
    rule varchar,
    brand varchar,
    subject varchar,
    kind varchar,
    direction varchar,
    since date,
    day date,
    label varchar,
    fired_at timestamp,
    title varchar,
    body varchar,
    observed double,
    low double,
    high double,
    n bigint,
    expected double,
    held varchar
);

-- one row per event and channel: the outbox; channel is the name of a variable, never an address
create table deliveries (
    delivery_id bigint,
    event_id bigint,
    channel varchar,
    state varchar,
    attempts integer,
    made_at timestamp,
    next_try timestamp,
    sent_at timestamp,
    error varchar
);
