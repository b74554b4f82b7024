-- What people do about what was said: cases with a clock, pain points that wake up, comments and saved views.

-- rule: which rule opened it, null a person; content_hash: of the text that it was opened on, so that the same words do
-- not open it twice; told_owner: the owner who has been told of it
alter table care_cases add column priority varchar;
alter table care_cases add column rule varchar;
alter table care_cases add column content_hash bigint;
alter table care_cases add column first_response_at timestamp;
alter table care_cases add column escalated_at timestamp;
alter table care_cases add column told_owner varchar;

-- ignored_at: when it was set aside until it gets worse; closed_at: when it was closed for good
alter table triage add column ignored_at timestamp;
alter table triage add column closed_at timestamp;
alter table triage add column escalated_at timestamp;

-- one row per person and page whose news the person has seen up to a moment
create table visits (person varchar, page varchar, seen_at timestamp);

-- one row per comment on a mention, a topic, a chart or a case; `subject` is its id; removed ones stay, for Undo
create table comments (
    comment_id bigint,
    kind varchar,
    subject varchar,
    said varchar,
    person varchar,
    made_at timestamp,
    removed_at timestamp
);

-- one row per page with filters that people gave a name; removed ones stay, for Undo
create table saved_views (
    view_id bigint,
    name varchar,
    page varchar,
    query varchar,
    person varchar,
    made_at timestamp,
    removed_at timestamp
);
