import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.asked_again import Elsewhere, asking_again
from tests.support.line import counted
from tests.support.lived_in import LivedIn, lived_in
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.refusals import drawn_once
from tests.support.walks import KEPT, Walks


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    """The portal on empty databases, with services that say yes to everything."""
    with pages(*sqlite_urls(tmp_path)) as built:
        yield built


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivedIn]:
    """A portal that everybody has used for a while; what a test changes it puts back.

    For tests of this process that walk through it, or send its forms (``walks.unchanged``).
    """
    directory = tmp_path_factory.mktemp("lived")
    files = str(directory / "files")
    with (
        pages(
            *sqlite_urls(directory), demo=True, attachments=files, comparisons_a_day=1_000
        ) as built,
        counted(built.app),
    ):
        yield lived_in(built)


@pytest.fixture(scope="session")
def walks(request: pytest.FixtureRequest) -> Walks:
    """Every page as everybody got it, walked once for all tests of a run."""

    def world() -> LivedIn:
        made: LivedIn = request.getfixturevalue("lived")
        return made

    return Walks(world)


@pytest.fixture(scope="module", autouse=True)
def pages_asked_again(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ask in other languages for the pages that no walk reaches, in the tests that get them."""
    with asking_again(request.node.nodeid):
        yield


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    """The pages that no walk reaches, as their tests got them in each language."""
    kept = os.environ.get(KEPT)
    return Elsewhere(Path(kept) if kept else tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture
def refusals_drawn_once() -> Iterator[None]:
    """Draw each kind of refusal once for a session, for tests that ask for the status alone."""
    with drawn_once():
        yield
