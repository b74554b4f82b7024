"""What a page needs to let a person try, make, stop and take back tag rules."""

from config import Config
from domain.tags import TagChange, TagRule
from pipeline import tag_rules
from pipeline.tag_rules import Applied, TagPreview
from wiring.bench import workbench

# A page must answer: as many mentions as can be read in a second or two, in no order.
MOST_AT_A_LOOK = 20_000


class TagDesk:
    """Tag rules of one configuration; each change is published before it returns."""

    def __init__(self, config: Config) -> None:
        self._bench = workbench(config)

    def preview(self, query: str, tag: str, brand: str | None, person: str) -> TagPreview:
        """What a rule would tag, by at most MOST_AT_A_LOOK of the published mentions."""
        rule = self._rule(query, tag, brand, person)
        with self._bench.database.read() as queries:
            return tag_rules.preview(queries.kept, queries.tags, rule, most=MOST_AT_A_LOOK)

    def add(self, query: str, tag: str, brand: str | None, person: str, *, backdate: bool) -> TagChange:
        """Put a rule in use, with `backdate` for what is there too."""
        found = tag_rules.add(self._bench, self._rule(query, tag, brand, person), backdate=backdate)
        self._bench.database.publish()
        return found

    def apply(self, rule_id: int) -> Applied:
        """Let one rule look at every mention again."""
        found = tag_rules.apply(self._bench, [rule_id])
        self._bench.database.publish()
        return found

    def _rule(self, query: str, tag: str, brand: str | None, person: str) -> TagRule:
        return tag_rules.new_rule(query, tag, brand, person, self._bench.clock())
