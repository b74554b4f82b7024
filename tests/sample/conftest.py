from collections.abc import Iterator
from datetime import date

import pytest

import config
from collectors import World, build
from collectors._http import Fetcher
from domain.records import Mention, Source
from matching import match_brands
from sample import SampleFolder, SampleServer, write

UNTIL = date(2024, 6, 14)


@pytest.fixture(scope="session")
def server() -> Iterator[SampleServer]:
    with SampleServer(UNTIL) as server:
        yield server


@pytest.fixture(scope="session")
def folder(server: SampleServer, tmp_path_factory: pytest.TempPathFactory) -> SampleFolder:
    return write(tmp_path_factory.mktemp("sample"), UNTIL, base_url=server.url)


@pytest.fixture(scope="session")
def written(folder: SampleFolder) -> config.Config:
    return config.load(folder.config)


@pytest.fixture(scope="session")
def collected(written: config.Config) -> dict[str, list[Mention]]:
    """What the real collectors give, by source."""
    world = World(fetcher=Fetcher(allow_private_addresses=True), environment={})
    return {source.name: _mentions(source, world) for source in written.sources}


def _mentions(source: Source, world: World) -> list[Mention]:
    return [mention for batch in build(source, world).collect(None) for mention in batch.mentions]


@pytest.fixture(scope="session")
def by_brand(written: config.Config, collected: dict[str, list[Mention]]) -> dict[str, list[Mention]]:
    """The same by brand, as its query matches."""
    found: dict[str, list[Mention]] = {brand.name: [] for brand in written.brands}
    for source in written.sources:
        for mention in collected[source.name]:
            for name in match_brands(written.brands, mention, source.brands):
                found[name].append(mention)
    return found
