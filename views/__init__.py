"""The pages, in the order of the navigation: modules with TITLE, SUBTITLE and render(queries, filters, desk)."""

from collections.abc import Mapping
from types import ModuleType

from views import mentions, overview, pain_points, sources, surveys

# The last part of a page's address, and the page.
VIEWS: Mapping[str, ModuleType] = {
    "overview": overview,
    "pain-points": pain_points,
    "mentions": mentions,
    "surveys": surveys,
    "sources": sources,
}
