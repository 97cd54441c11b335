"""Databases for the beginning of a test; each process prepares them once."""

import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import URL, make_url

from portal.app.migrate import PORTAL, VAULT, Kept, upgrade
from portal.app.read_models import READ_MODELS
from shared.platform.tables import make_engine
from shared.read_models.model import Applier

Parts = tuple[Kept, ...]


def begin(url: str, vault_url: str) -> None:
    """Make the portal's and the vault's kept tables, and those of all read models.

    A database that has no tables yet is replaced by a copy of one that was made before; another
    is brought up to date as the portal does it.
    """
    if url == vault_url:
        _begin(url, (PORTAL, VAULT))
    else:
        _begin(url, (PORTAL,))
        _begin(vault_url, (VAULT,))


def begin_portal(url: str) -> None:
    """Make the portal's tables alone."""
    _begin(url, (PORTAL,))


def _begin(url: str, parts: Parts) -> None:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        path = Path(address.database or "")
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_file(parts))
            return
    elif _is_replaced(address, parts):
        return
    _make(url, parts)


@cache
def _file(parts: Parts) -> bytes:
    directory = Path(tempfile.mkdtemp())
    try:
        _make(f"sqlite:///{directory}/begun.db", parts)
        return (directory / "begun.db").read_bytes()
    finally:
        shutil.rmtree(directory)


@cache
def _template(server: URL, parts: Parts) -> str:
    """Return the name of a database on this PostgreSQL that copies are made of."""
    name = f"begun{uuid4().hex}"
    with _asking(server) as conn:
        conn.execute(f"CREATE DATABASE {name} STRATEGY FILE_COPY".encode())
    _make(server.set(database=name).render_as_string(hide_password=False), parts)
    return name


def _is_replaced(address: URL, parts: Parts) -> bool:
    """Put a copy in the place of a database that is empty; False if it is not."""
    server = _server(address)
    with _asking(server) as conn:
        if not _is_new(conn, str(address.database)) and not _is_empty(address):
            return False
        template = _template(server, parts)
        conn.execute(f"DROP DATABASE {address.database}".encode())
        made = f"CREATE DATABASE {address.database} TEMPLATE {template} STRATEGY FILE_COPY"
        conn.execute(made.encode())
    return True


def _is_new(conn: psycopg.Connection[tuple[object, ...]], database: str) -> bool:
    """Whether nobody used it yet, as its size says: the first connection makes files of its own.

    So it is seen without that connection, which takes longer than to make a database.
    """
    size = "SELECT pg_database_size(%s) = pg_database_size('template1')"
    return conn.execute(size, (database,)).fetchone() == (True,)


def _is_empty(address: URL) -> bool:
    with _asking(address) as conn:
        found = conn.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1")
        return found.fetchone() is None


def _server(address: URL) -> URL:
    return address.set(database="postgres")


def _asking(address: URL) -> psycopg.Connection[tuple[object, ...]]:
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


def _make(url: str, parts: Sequence[Kept]) -> None:
    engine = make_engine(url, durable=False)
    for one in parts:
        upgrade(engine, one)
    for model in READ_MODELS if PORTAL in parts else ():
        Applier(engine, model).prepare()
    engine.dispose()
