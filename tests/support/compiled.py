"""Statements that are compiled once in a process, for all its databases of one kind.

SQLAlchemy keeps what it compiled with its engine, under the dialect of that engine. A test has
engines of its own, and would compile each statement of its pages anew.
"""

from typing import Final

from sqlalchemy import Engine

from shared.platform.tables import make_engine

_first: Final[dict[str, Engine]] = {}


def engine_of(url: str) -> Engine:
    """Open a database of a test: no commit waits for the disk, as nothing asks for a power cut."""
    engine = make_engine(url, durable=False)
    first = _first.get(engine.dialect.name)
    if first is None:
        engine.connect().close()  # the dialect learns now what the database can
        first = _first[engine.dialect.name] = engine
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return engine
