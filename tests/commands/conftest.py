"""The wire, for everything that collects."""

from tests.collectors.conftest import wire

__all__ = ["wire"]
