"""Small groups of people, where figures by segment are made: the same rule as where they are asked for."""

from domain.small_groups import SMALLEST, withheld

__all__ = ["SMALLEST", "withheld"]
