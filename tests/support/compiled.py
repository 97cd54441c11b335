"""Statements that are compiled once in a process, for all its databases of one kind.

SQLAlchemy keeps what it compiled with its engine, under the dialect of that engine. A test has
engines of its own, and would compile each statement of its pages anew.
"""

from typing import Any, Final

from sqlalchemy import Engine

from shared.platform.tables import make_engine

_known: Final[dict[str, tuple[Any, Any]]] = {}
"""The dialect of each kind of database, and what was compiled under it."""


def engine_of(url: str) -> Engine:
    """Open a database of a test: no commit waits for the disk, as nothing asks for a power cut."""
    engine = make_engine(url, durable=False)
    kind = engine.dialect.name
    if kind not in _known:
        engine.connect().close()  # the dialect learns now what the database can
        _known[kind] = (engine.dialect, engine._compiled_cache)
    engine.dialect, engine._compiled_cache = _known[kind]
    return engine
