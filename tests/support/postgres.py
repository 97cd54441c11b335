"""A private PostgreSQL for the tests: a directory and a socket of its own, gone afterwards.

It lies in memory where the machine has room for it there: nearly every test that asks for it has a
database made and dropped, which is some thousand files.
"""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import psycopg

# Durability is not what is tested here, and without it a cluster starts in a second.
DURABLE: Final = (
    "-c listen_addresses= -c unix_socket_directories={directory} -c max_connections=100 "
)
OPTIONS: Final = DURABLE + "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


MEMORY: Final = Path("/dev/shm")  # noqa: S108  # a directory that nobody else gets is made in it
ROOM: Final = 2 << 30
"""Bytes that have to be free there: a cluster has 40 MB, and each database 15 MB."""


class NoPostgres(Exception):
    """The machine has none; the message names what to install."""


@contextlib.contextmanager
def running_postgres(*, durable: bool = False, options: str = "") -> Iterator[str]:
    """Start a server for as long as the block runs; give the URL of its first database.

    It listens on a socket in a directory of its own and on no port. PostgreSQL refuses to run as
    root: then it runs as ``postgres``. ``durable``: what is committed is on disk, as in production.
    ``options``: more of the server's, such as ``-c ssl=on``.

    Raises:
        NoPostgres: its programs are not on this machine.
    """
    programs = _programs()
    where = None if durable else in_memory()
    with tempfile.TemporaryDirectory(prefix="rapporteur-pg-", dir=where) as name:
        directory = Path(name)
        as_whom: tuple[str, ...] = ()
        if os.geteuid() == 0:
            shutil.chown(directory, "postgres", "postgres")
            as_whom = ("runuser", "-u", "postgres", "--")
        initdb = [str(programs / "initdb"), "-D", f"{directory}/data", "-A", "trust"]
        initdb += ["-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        _run([*as_whom, *initdb], directory)
        control = [*as_whom, str(programs / "pg_ctl"), "-D", f"{directory}/data", "-w", "-s"]
        given = (DURABLE if durable else OPTIONS).format(directory=directory) + " " + options
        _run([*control, "-l", f"{directory}/log", "-o", given, "start"], directory)
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={directory}"
        finally:
            _run([*control, "-m", "immediate", "stop"], directory)


def in_memory(directory: Path = MEMORY, room: int = ROOM) -> Path | None:
    """Return the directory that lies in memory; None if there is none, or it has no room."""
    has_room = directory.is_dir() and shutil.disk_usage(directory).free > room
    return directory if has_room and os.access(directory, os.W_OK) else None


@contextlib.contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """Make an empty database on the server for as long as the block runs; give its URL."""
    name = f"t{uuid.uuid4().hex}"
    plain = server.replace("postgresql+psycopg:", "postgresql:")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} STRATEGY FILE_COPY".encode())
        try:
            yield re.sub(r"/postgres\?", f"/{name}?", server)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _programs() -> Path:
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    if not found:
        raise NoPostgres("PostgreSQL (Debian: postgresql)")
    return max(found, key=lambda program: float(program.parts[-3])).parent


def _run(command: Sequence[str], directory: Path) -> None:
    # Its own directory: ``postgres`` may not look into the one the tests run in.
    done = subprocess.run(  # noqa: S603  # PostgreSQL's own programs
        command, capture_output=True, text=True, check=False, cwd=directory
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
