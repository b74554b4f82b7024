"""Tag rules: tried before they are used, applied to what comes in, and to what is there where somebody asks for it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.errors import ConfigError
from domain.identity import stable_id
from domain.tags import TagChange, TagRule, tag_named
from matching import compile_query, fields_of
from pipeline.rematch import asks_for_author
from pipeline.workbench import Progress, Workbench
from storage.kept import Kept, KeptMention
from storage.tag_rows import TagRows

SLICE = 5_000
LONGEST_QUERY = 1_000
_EXAMPLES = 8
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TagPreview:
    """What a rule finds: `holds` of the `looked_at` mentions fit its query and brand.

    `new` of them have not got the tag yet and would, `refused` had it taken off by a person and stay without. Where
    not `whole`, only a part of all mentions was looked at, in no order. `examples` are some of the new ones.
    """

    rule: TagRule
    looked_at: int
    holds: int
    new: int
    refused: int
    whole: bool
    examples: tuple[KeptMention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What rules did to mentions that were there: how many they looked at, and how many tags they give now."""

    looked_at: int
    tagged: int


def new_rule(query: str, tag: str, brand: str | None, person: str, now: datetime) -> TagRule:
    """A rule to try or to add; ConfigError where the query or the tag is none."""
    query = query.strip()
    if not query:
        raise ConfigError('a tag rule needs a query; write words such as: late OR "never arrived"')
    if len(query) > LONGEST_QUERY:
        raise ConfigError(f"query {query[:40]!r}...: longer than {LONGEST_QUERY} characters; make two rules of it")
    if asks_for_author(query):
        raise ConfigError("a tag rule cannot ask for author: names are not kept; use words, title: or site:")
    compile_query(query)
    number = stable_id("tag rule", query, tag, brand or "", now.isoformat()) >> 21
    return TagRule(rule_id=number, tag=tag_named(tag), query=query, brand=brand, person=person, made_at=now)


def preview(kept: Kept, tags: TagRows, rule: TagRule, *, most: int | None = None) -> TagPreview:
    """What a rule would tag among the mentions that are there, at most `most` of them; changes nothing."""
    having, refused = tags.having(rule.tag), tags.refused(rule.tag)
    looked_at = holds = 0
    found: list[KeptMention] = []
    ids: set[int] = set()
    whole = True
    for page in _pages(kept):
        for one in page:
            looked_at += 1
            if _fits(rule, one):
                holds += 1
                ids.add(one.mention_id)
                if one.mention_id not in having | refused:
                    found = [*found, one][:_EXAMPLES]
        if most is not None and looked_at >= most:
            whole = False
            break
    return TagPreview(
        rule=rule,
        looked_at=looked_at,
        holds=holds,
        new=len(ids - having - refused),
        refused=len(ids & refused),
        whole=whole,
        examples=tuple(found),
    )


def add(bench: Workbench, rule: TagRule, *, backdate: bool = True, progress: Progress = lambda n: None) -> TagChange:
    """Put a rule in use, and with `backdate` let it tag what is there; `mentions` counts those."""
    with bench.database.write() as store:
        change = store.tag_rules.add(rule)
    tagged = apply(bench, [rule.rule_id], progress).tagged if backdate else 0
    return TagChange(change_id=change.change_id, tag=change.tag, mentions=tagged)


def apply(bench: Workbench, numbers: Collection[int] = (), progress: Progress = lambda n: None) -> Applied:
    """Let rules, all that are not paused or those of these numbers, look at every mention again.

    ConfigError for a number that no rule has.
    """
    with bench.database.write() as store:
        known = store.tag_rules.rules()
    rules = [rule for rule in known if (rule.rule_id in numbers if numbers else not rule.paused)]
    if missing := set(numbers) - {rule.rule_id for rule in rules}:
        raise ConfigError(f"tag rule {min(missing)}: there is none; `earshot tag rules` lists them")
    looked_at = tagged = 0
    last = -1
    while rules and not bench.stop.is_set():
        with bench.database.write() as store:
            page = store.kept.page(_EVER, after=last, limit=SLICE)
        if not page:
            break
        tagged += _put(bench, page, rules)
        looked_at, last = looked_at + len(page), page[-1].mention_id
        progress(len(page))
    return Applied(looked_at=looked_at, tagged=tagged)


def tag_new(bench: Workbench, progress: Progress = lambda n: None) -> int:
    """Tag what came or changed since the rules last looked; returns how many tags they gave."""
    tagged = 0
    while not bench.stop.is_set():
        with bench.database.write() as store:
            rules = [rule for rule in store.tag_rules.rules() if not rule.paused]
            page = store.tag_rules.pending(SLICE)
        if not page:
            return tagged
        tagged += _put(bench, page, rules, waited=True)
        progress(len(page))
    return tagged


def _put(bench: Workbench, page: Sequence[KeptMention], rules: Sequence[TagRule], *, waited: bool = False) -> int:
    """Read while the database is closed; keep what rules that are still there, and mentions as they still are, say."""
    tagged = [(one.mention_id, rule.rule_id) for one in page for rule in rules if _fits(rule, one)]
    with bench.database.write() as store:
        there = {rule.rule_id for rule in store.tag_rules.rules()}
        now = store.kept.hashes([one.mention_id for one in page])
        same = [one for one in page if now.get(one.mention_id) == one.content_hash]
        ids = {one.mention_id for one in same}
        pairs = [(key, rule) for key, rule in tagged if key in ids and rule in there]
        found = store.tag_rules.put(same, pairs, {rule.rule_id for rule in rules} & there)
        if waited:
            store.tag_rules.done(page)
    return found


def _pages(kept: Kept) -> Iterator[list[KeptMention]]:
    last = -1
    while page := kept.page(_EVER, after=last, limit=SLICE):
        yield page
        last = page[-1].mention_id


def _fits(rule: TagRule, one: KeptMention) -> bool:
    if rule.brand is not None and rule.brand not in one.brands:
        return False
    return compile_query(rule.query).matches(fields_of(one.mention))
