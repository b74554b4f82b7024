"""What texts show and want, counted in a scope."""

import pandas as pd

from domain.measures import Scope
from domain.traits import AdvocacyCounts
from storage.queries import scope as where
from storage.queries.ask import Ask

_READ = """
    from counted_mentions m
    where m.emotion is not null and {where}
"""


class TraitCounts:
    """Emotions and intents of mentions that are not deleted; what could not be read counts nowhere."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def emotions(self, scope: Scope) -> pd.DataFrame:
        """Columns emotion, n, of: mentions by their one emotion ("none" is one), most first; `of` is their sum."""
        found = where.counted(scope)
        sql = "select m.emotion, count(*)::bigint as n, (sum(count(*)) over ())::bigint as of" + _READ
        return self._ask.frame(sql.format(where=found.sql) + " group by m.emotion order by n desc, 1", found.values)

    def intents(self, scope: Scope) -> pd.DataFrame:
        """Columns intent, n, of: mentions by intent, most first. Several may hold: they do not sum to `of`, the read.

        The row "none" counts those that want nothing that was recognised.
        """
        found = where.counted(scope)
        sql = f"""
            with read as (select m.intents {_READ})
            select intent, count(*)::bigint as n, (select count(*) from read)::bigint as of
            from (select unnest(if(len(intents) = 0, ['none'], intents)) as intent from read)
            group by intent order by n desc, intent
        """  # noqa: S608 - our own text
        return self._ask.frame(sql.format(where=found.sql), found.values)

    def advocacy(self, scope: Scope) -> AdvocacyCounts:
        """Mentions that recommend, and those that warn against."""
        found = where.counted(scope)
        sql = f"""
            with read as (
                select
                    list_contains(m.intents, 'recommends') as recommends,
                    list_contains(m.intents, 'warns_against') as warns
                {_READ}
            )
            select
                count(*) filter (recommends), count(*) filter (warns), count(*) filter (recommends or warns), count(*)
            from read
        """  # noqa: S608 - our own text
        recommends, warns, texts, read = (int(str(n)) for n in self._ask.row(sql.format(where=found.sql), found.values))
        return AdvocacyCounts(recommends=recommends, warns=warns, texts=texts, read=read)
