"""The SQLite file of the node: its table, how to open it, and the lock that reserves it.

The table `events` has all data of the node; stream heads, metadata and the ids that make appends
repeatable are read from it, so no second copy can disagree.
"""

import fcntl
import json
import sqlite3
import uuid
from pathlib import Path
from typing import Final, TextIO

from deploy.local.eventstore.record import JSON, Record, ticks_now

APPLICATION_ID: Final = 0x52505445
SCHEMA_VERSION: Final = 1
SCHEMA: Final = f"""
CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  stream TEXT NOT NULL,
  revision INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  type TEXT NOT NULL,
  created INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  metadata BLOB NOT NULL,
  data BLOB NOT NULL
);
CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
CREATE INDEX events_by_id ON events (event_id);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
"""


class UnusableFile(Exception):
    """The data file cannot be used; the message is a sentence for the person who gave it."""


def lock(path: Path) -> TextIO:
    """Keep other nodes off the file for as long as the returned lock file stays open.

    The lock is beside the data file: closing a second descriptor of the data file itself
    would drop the locks that SQLite holds on it.

    Raises:
        UnusableFile: another node has the file, or its directory cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = path.with_name(path.name + ".lock").open("w")
    except OSError as error:
        raise UnusableFile(f"The data file {path} cannot be created: {error.strerror}.") from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held.close()
        raise UnusableFile(f"Another event store node is using {path}.") from error
    return held


def connect(path: Path, *, cache_kib: int) -> sqlite3.Connection:
    """Open the file in autocommit mode; a commit is on disk when it returns."""
    connection = sqlite3.connect(
        path, timeout=10, isolation_level=None, check_same_thread=False, cached_statements=64
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # macOS tells the disk to write what it holds only when asked this way.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute(f"PRAGMA cache_size = -{cache_kib}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def prepare(path: Path) -> None:
    """Create the table in a fresh file, with the system event that a store begins with.

    Raises:
        UnusableFile: the file is something else, or of another version.
    """
    try:
        connection = connect(path, cache_kib=256)
    except sqlite3.Error as error:
        raise UnusableFile(f"The data file {path} cannot be opened: {error}.") from error
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and (application, version) != (APPLICATION_ID, SCHEMA_VERSION):
            raise UnusableFile(f"{path} is not the data of an event store node of this version.")
        if not tables:
            connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA}")
            first = Record(
                1,
                "$embedded-node",
                0,
                str(uuid.uuid4()),
                "$store-created",
                ticks_now(),
                JSON,
                b"",
                json.dumps({"schema": SCHEMA_VERSION}).encode(),
            )
            connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", first)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise UnusableFile(f"The data file {path} cannot be used: {error}.") from error
    finally:
        connection.close()
