"""Rows on their way out of the house: a stream of Arrow batches, ids as text, times with their zone."""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa

from domain.measures import Scope
from storage.queries import scope as where
from storage.queries.ask import Ask

_BATCH = 10_000
_NO_NAMES: Sequence[str] = ()

_MENTIONS = """
    with named as (
        select x.text_id, x.content_hash, string_agg(t.name, '; ' order by t.name) as topics
        from text_topics x
        join topics t on t.topic_id = x.topic_id
        group by all
    ),
    labelled as (
        select mention_id, string_agg(tag, '; ' order by tag) as tags from mention_tag group by mention_id
    )
    select
        m.mention_id::varchar as mention_id, m.source, m.kind, b.brand, m.external_id, m.url, m.author_key, m.title,
        m.text, m.language, m.rating, m.country, m.app_version, m.site, m.published_at, m.first_seen_at, m.day,
        m.story_id::varchar as story_id, m.reply_at, m.reply_text, m.label as sentiment, m.polarity, n.topics, g.tags
    from mentions m
    join mention_brands b on b.mention_id = m.mention_id
    left join named n on n.text_id = m.mention_id and n.content_hash = m.content_hash
    left join labelled g on g.mention_id = m.mention_id
    where {where}
"""


class Export:
    """What can be taken along whole."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def mentions(self, scope: Scope) -> pa.RecordBatchReader:
        """All mentions in scope, with names of topics and tags; read it before the next question is put."""
        found = where.mentions(scope)
        answer = self._ask.roomy().execute(_MENTIONS.format(where=found.sql), found.values)
        return zoned(answer.to_arrow_reader(_BATCH))


def table(frame: pd.DataFrame, ids: Sequence[str] = _NO_NAMES) -> pa.RecordBatchReader:
    """A small frame as the same kind of stream; the columns `ids` become text."""
    texts = frame.assign(**{name: frame[name].map(str) for name in ids})
    return zoned(pa.Table.from_pandas(texts, preserve_index=False).to_reader(_BATCH))


def zoned(reader: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """Naive times are UTC and say so; a column without any value is one of texts."""
    return reader.cast(pa.schema([field.with_type(_said(field.type)) for field in reader.schema]))


def _said(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(kind):
        return pa.timestamp(kind.unit, "UTC")
    return pa.string() if pa.types.is_null(kind) else kind
