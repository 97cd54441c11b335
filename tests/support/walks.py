"""Walks of every page, which all tests of a run share: walked once, judged by several.

``walks`` (tests/portal/conftest.py) has what everybody got in a portal that everybody has used.
A walk is made when the first test asks for it. It is kept in its process, and, where
``RAPPORTEUR_TEST_KEPT`` names a directory, as a file for other processes and for later runs:
``make test`` names one for all its runs, so a browser looks at the answers of a walk that other
tests have judged as text.
"""

import os
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine

from tests.support.drawing import is_drawn
from tests.support.items import Item
from tests.support.lived_in import VISITORS, LivedIn
from tests.support.refusals import drawn_once
from tests.support.walking import (
    DOORS,
    MIRRORED,
    Seen,
    also_in,
    new_shapes,
    pages_of,
    sent_empty,
)

KEPT: Final = "RAPPORTEUR_TEST_KEPT"
"""Environment variable: the directory of what is kept for other processes, if there is one."""
STAFF_PARTS: Final = 64
"""Into how many parts the routes of the staff are drawn for each language."""


class Walks:
    """Every page as everybody got it, in each language; ``world`` makes the portal if needed."""

    def __init__(self, world: Callable[[], LivedIn]) -> None:
        self._world = world
        self._known: dict[str, Any] = {}
        self._of: dict[str, list[Seen]] = {}
        self._here: list[Seen] | None = None

    @property
    def mirrored(self) -> list[Seen]:
        """What everybody got: in disguise, and from right to left."""
        found: list[Seen] = self._kept(MIRRORED, lambda: self.here)
        return found

    @property
    def here(self) -> list[Seen]:
        """The same, walked in this process: the forms of these pages can be sent."""
        if self._here is None:
            self._here = [page for who in VISITORS for page in self.of(who)]
            self._keep(MIRRORED, self._here)
        return self._here

    def of(self, who: str) -> list[Seen]:
        """What one of ``VISITORS`` got, walked in this process."""
        if who not in self._of:
            self._of[who] = walked(self._world(), who)
        return self._of[who]

    def spoken(self, language: str) -> list[Seen]:
        """Return what those at the doors got in this language, and some of what the staff got.

        Those at the doors got every page mirrored and in French, and one of those that look alike
        in the others. Of the pages that look alike to the staff one is opened, of the routes that
        this gate draws.
        """
        if language == MIRRORED:
            return [page for page in self.mirrored if page.who in DOORS]
        found: list[Seen] = self._kept(language, lambda: self._in(language))
        return found

    def _in(self, language: str) -> list[Seen]:
        here = self.here  # in the world of another process some pages have other addresses
        doors = [page for page in here if page.who in DOORS]
        others = [page for page in here if page.who not in DOORS]
        drawn = [page for page in others if is_drawn(f"{language} {page.endpoint}", STAFF_PARTS)]
        read_in(self._world(), language)
        return [
            *also_in(self._world(), doors, language),
            *also_in(self._world(), new_shapes(drawn), language),
        ]

    @property
    def refused(self) -> list[Seen]:
        """What was answered to each form of every page that was sent empty."""
        found: list[Seen] = self._kept("refused", self._sent_empty)
        return found

    @property
    def items(self) -> list[Item]:
        """What stands in the portal that was walked through."""
        found: list[Item] = self._kept("items", lambda: self._world().items)
        return found

    def _sent_empty(self) -> list[Seen]:
        pages = self.here
        with unchanged(self._world()) as world:
            read_in(world, MIRRORED)
            return list(sent_empty(world, pages))

    def _kept(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._known:
            file = _file(name)
            if file and file.exists():
                self._known[name] = pickle.loads(file.read_bytes())  # noqa: S301  # our own file
            else:
                self._keep(name, make())
        return self._known[name]

    def _keep(self, name: str, what: Any) -> None:
        self._known[name] = what
        if file := _file(name):
            write(file, what)


def _file(name: str) -> Path | None:
    directory = os.environ.get(KEPT)
    return Path(directory, f"{name}.walk") if directory else None


def write(file: Path, what: Any) -> None:
    """Keep it in a file, all at once: another process may be looking for it."""
    file.parent.mkdir(exist_ok=True)
    begun = file.with_suffix(f".{os.getpid()}")
    begun.write_bytes(pickle.dumps(what))
    begun.rename(file)


def walked(world: LivedIn, who: str) -> list[Seen]:
    """Walk as one person, mirrored."""
    read_in(world, MIRRORED)
    with drawn_once():  # no page that is refused is looked at
        return list(pages_of(world, who))


def read_in(world: LivedIn, language: str) -> None:
    for one in world.visitors.values():
        one.client.set_cookie("language", language)


@contextmanager
def unchanged(world: LivedIn) -> Iterator[LivedIn]:
    """Put all tables and cookies back as they were, whatever is sent while the block runs."""
    cookies = {who: dict(one.client._cookies or {}) for who, one in world.visitors.items()}
    try:
        with tables_kept(world.portal.engine, world.portal.vault.engine):
            yield world
    finally:
        for who, held in cookies.items():
            world.visitors[who].client._cookies = held


@contextmanager
def tables_kept(*engines: Engine) -> Iterator[None]:
    """Put all their tables back as they were, whatever is written while the block runs."""
    copies = [_copied(engine) for engine in engines]
    try:
        yield
    finally:
        for engine, copy in zip(engines, copies, strict=True):
            _restore(engine, copy)


def _copied(engine: Engine) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:")
    with closing(sqlite3.connect(engine.url.database or "")) as now:
        now.backup(copy)
    return copy


def _restore(engine: Engine, copy: sqlite3.Connection) -> None:
    engine.dispose()
    with closing(copy), closing(sqlite3.connect(engine.url.database or "")) as now:
        copy.backup(now)
