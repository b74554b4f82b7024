"""The pages, in the order of the navigation: modules with TITLE, SUBTITLE and render(queries, filters, desk).

A page's SECTION is the menu that it stands under; without one it stands by itself.
"""

from collections.abc import Mapping
from types import ModuleType

from views import (
    alerts,
    cases,
    competitors,
    drivers,
    goals,
    imports,
    journey,
    mentions,
    overview,
    pain_points,
    reports,
    segments,
    settings,
    sources,
    surveys,
    told,
)

# The last part of a page's address, and the page.
VIEWS: Mapping[str, ModuleType] = {
    "overview": overview,
    "pain-points": pain_points,
    "mentions": mentions,
    "cases": cases,
    "told": told,
    "surveys": surveys,
    "drivers": drivers,
    "competitors": competitors,
    "journey": journey,
    "segments": segments,
    "goals": goals,
    "sources": sources,
    "import": imports,
    "alerts": alerts,
    "reports": reports,
    "settings": settings,
}
