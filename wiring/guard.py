"""A store that lets a person do what their role allows, and writes each change under their own name."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from inspect import signature
from typing import Any, cast

from domain.people import Person, Right
from storage.store import Store

# What deciding about texts and pain points writes to. A noun that is not named here is an admin's.
TRIAGED = frozenset(
    {
        "triage",
        "overrides",
        "topic_overrides",
        "tags",
        "tag_rules",
        "journey_edits",
        "topic_changes",
        "cases",
        "comments",
        "visits",
        "notes",
        "mutes",
        "saved_views",
        "goals",
        "team_notes",
    }
)


def guarded(store: Store, person: Person) -> Store:
    """The store as this person may use it: a noun that needs more raises NotAllowed when it is reached for."""
    return cast(Store, _Guarded(store, person))


class _Guarded:
    def __init__(self, store: Store, person: Person) -> None:
        self._store, self._person = store, person

    def __getattr__(self, noun: str) -> Any:
        if noun.startswith("_"):
            raise AttributeError(noun)
        found = getattr(self._store, noun)
        self._person.require(Right.TRIAGE if noun in TRIAGED else Right.MANAGE)
        return _Named(found, self._person.name)


class _Named:
    """A noun whose every write carries one name, whatever the page says who it is."""

    def __init__(self, noun: object, name: str) -> None:
        self._noun, self._name = noun, name

    def __getattr__(self, verb: str) -> Any:
        if verb.startswith("_"):
            raise AttributeError(verb)
        found = getattr(self._noun, verb)
        return _signed(found, self._name) if callable(found) else found


def _signed(write: Callable[..., Any], name: str) -> Callable[..., Any]:
    """The same write with `person`, as an argument or as a field of a record, set to the name."""
    form = signature(write)

    @wraps(write)
    def signed(*args: Any, **kwargs: Any) -> Any:
        asked = form.bind_partial(*(_by(a, name) for a in args), **{k: _by(v, name) for k, v in kwargs.items()})
        if "person" in form.parameters:
            asked.arguments["person"] = name
        return write(*asked.args, **asked.kwargs)

    return signed


def _by(value: Any, name: str) -> Any:
    if is_dataclass(value) and not isinstance(value, type) and "person" in {f.name for f in fields(value)}:
        return replace(value, person=name)
    return value
