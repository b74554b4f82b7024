-- Touchpoints of the customer's journey: the template in force, the texts that belong to them, what was imported.

-- one row per touchpoint of the journey template in force, in the order of the journey
create table touchpoints (touchpoint varchar, position integer, description varchar);

-- one row per touchpoint and name, in lower case, that surveys and imported figures call it by, its own included
create table touchpoint_names (touchpoint varchar, name varchar);

-- one row per touchpoint and topic whose texts belong to it
create table touchpoint_topics (touchpoint varchar, topic_id bigint, topic varchar);

-- one row per text and touchpoint whose phrases it holds; a text's rows are replaced together
create table text_touchpoints (text_id bigint, version varchar, content_hash bigint, touchpoint varchar);

-- one row per imported figure of a touchpoint, between two local days, both included
-- kind: own_rating, visits, completed, returns or complaints; customers: what returns and complaints are counted against
create table touchpoint_figures (
    figure_id bigint,
    row_hash bigint,
    brand varchar,
    touchpoint varchar,
    kind varchar,
    first_day date,
    last_day date,
    value double,
    customers double,
    scale_max integer,
    segment varchar,
    first_seen_at timestamp,
    changed_at timestamp
);
