"""Opening hours that a map of tickets states are the brand's, in the map's own zone."""

from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.measures import Scope
from pipeline.answer import answer
from pipeline.imports import Order, import_file
from pipeline.workbench import Workbench
from tables.column_map import ColumnMap
from tests.house import bench, configure

# Friday 17:00 to Monday 09:30 in New York.
TICKETS = "id,created_at,first_response_at\n1,2024-06-07T17:00:00,2024-06-10T09:30:00\n"


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    return bench(configure(tmp_path_factory.mktemp("hours"), {}))


def order(folder: Path, hours: str, **changes: object) -> Order:
    path = folder / "tickets.csv"
    path.write_text(TICKETS, "utf-8")
    document = {"options": {"timezone": "America/New_York", "business_hours": hours}}
    return Order(what="tickets", path=path, brand="Acme", column_map=ColumnMap.read(document), **changes)  # type: ignore[arg-type]


def waited(tools: Workbench) -> float | None:
    tools.database.publish()
    with tools.database.read() as queries:
        found = answer(queries, "first_response_median_business", Scope(brand="Acme")).estimate
    return found.value if found else None


def test_the_hours_and_the_zone_of_the_map_count(tools: Workbench, tmp_path: Path) -> None:
    import_file(tools, order(tmp_path, "Mon-Fri 08:00-18:00"))
    assert waited(tools) == 150.0
    import_file(tools, order(tmp_path, "Mon-Fri 09:00-17:00"))
    assert waited(tools) == 30.0
    import_file(tools, order(tmp_path, "Mon-Sun 00:00-24:00", dry_run=True))
    assert waited(tools) == 30.0


def test_hours_that_close_before_they_open_are_refused_before_they_spoil_a_figure(
    tools: Workbench, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match="closing must be after opening"):
        import_file(tools, order(tmp_path, "Mon-Fri 18:00-08:00"))
