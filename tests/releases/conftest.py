"""A publisher of two versions, its server, and stores that trust it or not yet."""

from __future__ import annotations

import shutil
from pathlib import Path

import publisher
import pytest
from publisher import NEW, OLD, Publisher, fetched, served

from llmpick.catalog.load import load
from llmpick.releases.store import Store


@pytest.fixture(scope="session")
def two_published(tmp_path_factory: pytest.TempPathFactory, small_catalog: Path) -> Path:
    """
    A publisher of two versions, to be copied.

    `before` is its repository with one of them, `store` that of who trusted it then.
    """
    folder = tmp_path_factory.mktemp("publisher")
    made = Publisher(folder)
    publisher.make_keys(made.keys)
    made.publish(publisher.version(small_catalog, folder / "old", OLD, "old"))
    shutil.copytree(made.repository, folder / "before")
    with served(folder / "before") as server:
        first = load(str(small_catalog))
        fetched(Store(str(folder / "store")), server.url, first, root=str(made.root))
    made.publish(publisher.version(small_catalog, folder / "new", NEW, "new"))
    return folder


@pytest.fixture
def theirs(two_published: Path, tmp_path: Path) -> Publisher:
    """A publisher that the test may change."""
    shutil.copytree(two_published, tmp_path / "publisher")
    return Publisher(tmp_path / "publisher")


@pytest.fixture
def server(theirs: Publisher):
    """Its server."""
    with served(theirs.repository) as found:
        yield found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store of catalogs."""
    return Store(str(tmp_path / "store"))


@pytest.fixture
def trusting(two_published: Path, tmp_path: Path) -> Store:
    """A store that has the old version, and trusts its publisher."""
    shutil.copytree(two_published / "store", tmp_path / "trusting", symlinks=True)
    return Store(str(tmp_path / "trusting"))
