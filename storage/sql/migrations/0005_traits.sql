-- one row per text that the traits stage has read: its main emotion, and what its writer wants; replaced as a whole
create table text_traits (
    text_id bigint,
    version varchar,
    content_hash bigint,
    emotion varchar,
    emotion_score double,
    intents varchar[]
);

-- one row per mention and brand that was asked whether the mention is about the brand; score 0 .. 1
create table brand_relevance (
    text_id bigint,
    brand varchar,
    version varchar,
    content_hash bigint,
    score double,
    relevant boolean
);

-- one row per mention and brand that does not count, because the brand is strict and the mention not about it
create table left_out (text_id bigint, brand varchar);
