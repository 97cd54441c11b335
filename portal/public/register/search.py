"""Full text in six languages, with the same results on SQLite and PostgreSQL.

This module reduces texts and search words to terms in the same way; the databases only store and
find terms (FTS5; an array of lexemes with a GIN index). Words lose case, accents and vowel marks,
Arabic words their article and the variants of their letters; Chinese, which has no spaces, is cut
into pairs of characters.
"""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, Table, Text, text

from shared.read_models.beside import Attached, attach

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u0640\u200b-\u200f]")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_SAME = str.maketrans(
    {
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ٱ": "ا",
        "ء": "",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
    }
)
_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_LEAST = 3  # letters that stay of an Arabic word
_PREFIXED = 4  # letters from which a word also finds longer ones: torture, tortured
# SQLite keeps the longer words ready for words of these lengths, others it gathers when asked.
_READY = " ".join(map(str, range(_PREFIXED, 11)))
_LONGEST = 60  # characters of a word
_MOST_WORDS = 12  # of a query

KEY = BigInteger().with_variant(Integer, "sqlite")  # an alias of the row's number there


def terms(written: str) -> set[str]:
    """Return the search terms of a text."""
    plain = unicodedata.normalize("NFKD", written).casefold()
    plain = _MARKS.sub("", plain).translate(_SAME)
    found: set[str] = set()
    for word in _WORD.findall(plain):
        found.update(_of(word))
    return found


def stored(*written: str, marks: Iterable[str] = ()) -> str:
    """Return the column ``terms`` of a row. ``marks``: exact ones beside the words, for filters."""
    words = set().union(*map(terms, written)) if written else set()
    return " ".join(sorted({*words, *marks}))


def mark(kind: str, value: str | int) -> str:
    """Return an exact term that no text contains: ``_state_fra``."""
    return f"_{kind}_{re.sub(r'[^a-z0-9]', '', str(value).lower())}"


def searchable(table: Table) -> None:
    """Index the column ``terms`` of this table (its primary key ``key`` is of type ``KEY``)."""
    attach(table, _INDEX)


def query(asked: str, marks: Iterable[str] = (), *, dialect: str) -> str | None:
    """Return the query in the database's own words; None when it asks for nothing."""
    words = sorted(terms(asked[:1_000]), key=len, reverse=True)[:_MOST_WORDS]
    loose = '"{}"*' if dialect == "sqlite" else "'{}':*"
    exact = '"{}"' if dialect == "sqlite" else "'{}'"
    parts = [
        (loose if len(word) >= _PREFIXED and not _UNSPACED.match(word) else exact).format(word)
        for word in words
    ] + [exact.format(one) for one in marks]
    return (" AND " if dialect == "sqlite" else " & ").join(parts) or None


def keys(
    conn: Connection, table: Table, wanted: str, *, before: int | None = None, most: int = -1
) -> list[int]:
    """Return the keys of the rows that are found, all of them or the ``most`` greatest ones."""
    name, sqlite = table.name, conn.dialect.name == "sqlite"
    if sqlite:
        key, where = "rowid", f"{name}_fts WHERE {name}_fts MATCH :wanted"
    else:
        key, where = "key", f"{name} WHERE vector @@ CAST(:wanted AS tsquery)"
        if most < 0:
            # Its lexemes are kept apart from the row: the planner takes a scan for cheap, wrongly.
            conn.execute(text("SET LOCAL enable_seqscan = off"))
    values: dict[str, object] = {"wanted": wanted}
    if before is not None:
        where, values["before"] = f"{where} AND {key} < :before", before
    if most >= 0:
        where, values["most"] = f"{where} ORDER BY {key} DESC LIMIT :most", most
    found = list(conn.scalars(text(f"SELECT {key} FROM {where}"), values))  # noqa: S608  # names of our own tables
    if not sqlite and most < 0:
        conn.execute(text("SET LOCAL enable_seqscan = on"))
    return found


def columns() -> list[Column[Any]]:
    """Return the two columns that a searchable table needs."""
    return [
        Column("key", KEY, primary_key=True, autoincrement=False),
        Column("terms", Text),
    ]


def _of(word: str) -> Iterable[str]:
    if len(word) > _LONGEST:
        return
    at = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > at:
            yield word[at : run.start()]
        yield from _pairs(run[0])
        at = run.end()
    if at == 0:
        yield _without_article(word) if _ARABIC.search(word) else word
    elif at < len(word):
        yield word[at:]


def _pairs(run: str) -> Iterable[str]:
    return [run[n : n + 2] for n in range(len(run) - 1)] or [run]


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _LEAST:
            return word[len(article) :]
    return word


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
