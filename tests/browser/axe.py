"""What axe finds on a page, less what is Streamlit's own and known."""

from functools import cache

from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit

# (rule, part of the element): found in Streamlit 1.67 itself, not in anything that Earshot draws.
UPSTREAM = (
    # The menu of a phone: the list of pages holds a div of sections, and the items stand in that.
    ("list", "stSidebarNavItems"),
    ("listitem", '<li class="st-emotion-cache'),
    # The place where files are dropped: a section without a role of its own that can be focused by script.
    ("presentation-role-conflict", "stFileUploaderDropzone"),
)


def faults(visit: Visit) -> list[str]:
    """One line per element that breaks a rule."""
    found = _axe().run(visit.page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for rule in found
        for node in rule["nodes"]
        if not any(rule["id"] == known and part in node["html"] for known, part in UPSTREAM)
    ]


@cache
def _axe() -> Axe:
    return Axe()
