"""Full text in six languages, with the same results on SQLite and PostgreSQL.

Texts and search words are reduced to terms in the same way (``terms.py``); the databases only store
and find terms (FTS5; an array of lexemes with a GIN index). A word finds itself, from four letters
on also longer ones, and every word that has a stem of its own. In quotation marks it finds itself
alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, Table, Text, text

from portal.web.terms import MADE_BY, UNSPACED, reduced
from shared.read_models import model
from shared.read_models.beside import Attached, attach

_PREFIXED = 4  # letters from which a word also finds longer ones: torture, tortured
# SQLite keeps the longer words ready for words of these lengths, others it gathers when asked.
_READY = " ".join(map(str, range(_PREFIXED, 11)))
_MOST_WORDS = 12  # of a query
_NEAR = 2_000  # of the greatest keys, which PostgreSQL looks through first
_MOST_CHARACTERS = 1_000
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]')

KEY = BigInteger().with_variant(Integer, "sqlite")  # an alias of the row's number there


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A word of a search. ``stems``: none of one in quotation marks."""

    term: str
    stems: tuple[str, ...]
    longer: bool
    """Whether words that begin with it are found too."""


def sought(asked: str) -> list[Sought]:
    """Return the words of a search, the longest first: they are found quickest."""
    asked = asked[:_MOST_CHARACTERS]
    quoted = set().union(*(reduced(one) for one in _QUOTED.findall(asked)))
    words = {**reduced(_QUOTED.sub(" ", asked)), **dict.fromkeys(quoted, ())}
    found = (
        Sought(
            term=term,
            stems=stems,
            longer=len(term) >= _PREFIXED and term not in quoted and not UNSPACED.match(term),
        )
        for term, stems in words.items()
    )
    return sorted(found, key=lambda one: (-len(one.term), one.term))[:_MOST_WORDS]


def stored(*written: str, marks: Iterable[str] = ()) -> str:
    """Return the column ``terms`` of a row. ``marks``: exact ones beside the words, for filters."""
    words: dict[str, tuple[str, ...]] = {}
    for text_ in written:
        words |= reduced(text_)
    return " ".join(sorted({*words, *(one for stems in words.values() for one in stems), *marks}))


def mark(kind: str, value: str | int) -> str:
    """Return an exact term that no text contains: ``_state_fra``."""
    return f"_{kind}_{re.sub(r'[^a-z0-9]', '', str(value).lower())}"


def searchable(table: Table) -> None:
    """Index the column ``terms`` of this table (its primary key ``key`` is of type ``KEY``)."""
    attach(table, _INDEX)


def query(asked: str, marks: Iterable[str] = (), *, dialect: str) -> str | None:
    """Return the query in the database's own words; None when it asks for nothing."""
    sqlite = dialect == "sqlite"
    loose, exact = ('"{}"*', '"{}"') if sqlite else ("'{}':*", "'{}'")
    either, both = (" OR ", " AND ") if sqlite else (" | ", " & ")
    words = [
        [(loose if one.longer else exact).format(one.term), *map(exact.format, one.stems)]
        for one in sought(asked)
    ]
    parts = [f"({either.join(one)})" for one in words] + [exact.format(one) for one in marks]
    return both.join(parts) or None


def keys(
    conn: Connection, table: Table, wanted: str, *, before: int | None = None, most: int = -1
) -> list[int]:
    """Return the keys of the rows that are found, all of them or the ``most`` greatest ones."""
    values: dict[str, object] = {"wanted": wanted}
    if before is not None:
        values["before"] = before
    if conn.dialect.name != "sqlite":
        return _on_postgres(conn, table.name, values, most)
    name = table.name
    where = f"{name}_fts WHERE {name}_fts MATCH :wanted"
    if before is not None:
        where += " AND rowid < :before"
    if most >= 0:
        where, values["most"] = f"{where} ORDER BY rowid DESC LIMIT :most", most
    return list(conn.scalars(text(f"SELECT rowid FROM {where}"), values))  # noqa: S608  # names of our own tables


def _on_postgres(conn: Connection, name: str, values: Mapping[str, object], most: int) -> list[int]:
    """Look among the greatest keys first; where few are found there, few are found at all.

    The planner takes terms for independent of each other. It would read all rows, the greatest key
    first, for terms that many have and none has both.
    """
    found_by = "vector @@ CAST(:wanted AS tsquery)"
    below = "key < :before" if "before" in values else "true"
    if most >= 0:
        values = {**values, "most": most, "near": max(_NEAR, most)}
        some = f"SELECT key, vector FROM {name} WHERE {below} ORDER BY key DESC LIMIT :near"  # noqa: S608
        near = f"WITH near AS MATERIALIZED ({some}) SELECT key FROM near WHERE {found_by}"  # noqa: S608
        found = list(conn.scalars(text(f"{near} ORDER BY key DESC LIMIT :most"), values))
        if len(found) == most:
            return found
    # Its lexemes are kept apart from the row: the planner takes a scan for cheap, wrongly.
    every = f"WITH fitting AS MATERIALIZED (SELECT key FROM {name} WHERE {found_by})"  # noqa: S608
    asked = f"{every} SELECT key FROM fitting WHERE {below}"  # noqa: S608
    if most >= 0:
        asked += " ORDER BY key DESC LIMIT :most"
    _scans(conn, "off")
    found = list(conn.scalars(text(asked), values))
    _scans(conn, "on")
    return found


def _scans(conn: Connection, on: str) -> None:
    for kind in ("seqscan", "indexscan"):
        conn.execute(text(f"SET LOCAL enable_{kind} = {on}"))


def columns() -> list[Column[Any]]:
    """Return the two columns that a searchable table needs."""
    return [
        Column("key", KEY, primary_key=True, autoincrement=False),
        Column("terms", Text, info={model.MADE_BY: MADE_BY}),
    ]


_TRIGGERS = (
    (
        "CREATE TRIGGER <table>_added AFTER INSERT ON <table> BEGIN "
        "INSERT INTO <table>_fts(rowid, terms) VALUES (new.key, coalesce(new.terms, '')); END"
    ),
    (
        "CREATE TRIGGER <table>_gone AFTER DELETE ON <table> BEGIN "
        "INSERT INTO <table>_fts(<table>_fts, rowid, terms) "
        "VALUES ('delete', old.key, coalesce(old.terms, '')); END"
    ),
    (
        "CREATE TRIGGER <table>_changed AFTER UPDATE OF terms ON <table> BEGIN "
        "INSERT INTO <table>_fts(<table>_fts, rowid, terms) "
        "VALUES ('delete', old.key, coalesce(old.terms, '')); "
        "INSERT INTO <table>_fts(rowid, terms) VALUES (new.key, coalesce(new.terms, '')); END"
    ),
)
_INDEX = {
    "sqlite": Attached(
        made=(
            (
                # its content is read when somebody looks for something: by then it is live
                "CREATE VIRTUAL TABLE <table>_fts USING fts5(terms, content='<live>', "
                "content_rowid='key', "
                f"detail=none, prefix='{_READY}', "
                "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
            ),
            *_TRIGGERS,
        ),
        gone=("DROP TABLE IF EXISTS <table>_fts",),
        # a trigger names the index as a column too, which no renaming reaches
        leaving=(
            "DROP TRIGGER <table>_added",
            "DROP TRIGGER <table>_gone",
            "DROP TRIGGER <table>_changed",
            "ALTER TABLE <table>_fts RENAME TO <to>_fts",
        ),
        arrived=_TRIGGERS,
    ),
    "postgresql": Attached(
        made=(
            (
                "ALTER TABLE <table> ADD COLUMN vector tsvector "
                "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(terms, ' '))) STORED"
            ),
            "CREATE INDEX <live>_vector<tag> ON <table> USING gin (vector)",
        ),
    ),
}
