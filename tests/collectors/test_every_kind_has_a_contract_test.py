"""A collector without the contract suite is a collector nobody checked."""

import importlib
import inspect

import pytest

import collectors
from tests.collectors.contract import CollectorContract


@pytest.mark.parametrize("kind", collectors.KINDS)
def test_every_kind_has_a_contract_test(kind: str) -> None:
    module = importlib.import_module(f"tests.collectors.test_{kind}")
    suites = [suite for _, suite in inspect.getmembers(module, inspect.isclass)]
    promised = [
        suite
        for suite in suites
        if issubclass(suite, CollectorContract)
        and getattr(suite, "kind", None) == kind
        and suite.__name__.startswith("Test")
    ]
    assert promised, f"tests/collectors/test_{kind}.py needs a Test class that subclasses CollectorContract"
