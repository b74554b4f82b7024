"""The configuration: earshot.toml, validated where it enters."""

from config.read import load, parse
from config.settings import Config
from config.tables import seconds

__all__ = ["Config", "load", "parse", "seconds"]
