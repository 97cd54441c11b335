"""Query plans of a page's statements: by an index, or by scanning a table.

Scanning a small table is right. So PostgreSQL plans with scans switched off: if it still scans a
table, it has no index for the query. SQLite plans the same for few rows as for many.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, event, text

Asked = tuple[str, Any]
"""A statement with its values."""

MEANT: Final = {
    "triage_queue": "the desk's numbers: each submission is in one list",
    "positions": "one row for each read model and partition",
    "mandate_chains": "one row for each mandate: notices of an ended one are shown to nobody",
    "register_letters": "kept in memory, read anew when something was published",
    "register_replies": "likewise",
    "register_statements": "likewise",
    "register_grades": "small, and counted for statistics",
    "history_letters": "kept in memory, read anew when an import or its undoing brought some",
    "history_visits": "some thousand; a mandate stands in the list of a row",
    "history_papers": "likewise",
    "reprisalentries": "some hundred; a mandate stands in the list of a row",
    "history_imports": "one row for each import of letters from before the platform",
    "library_documents": "some hundred, whose sealed titles are compared in memory",
}
"""What is read whole on purpose, and why."""

_WHOLE: Final = re.compile(r"\bSeq Scan on (\w+)|^SCAN (\w+)$")


def settle(engine: Engine) -> None:
    """Let PostgreSQL count what it has, as its own process does in time.

    SQLite is not asked to, as the platform does not ask it. Its counts would stay: a table of a
    search's index that was counted when it had two rows is read whole for each row that comes.
    """
    if engine.dialect.name == "postgresql":
        with engine.begin() as conn:
            conn.execute(text("ANALYZE"))


@contextmanager
def statements(engine: Engine) -> Iterator[list[Asked]]:
    """Give what the database is asked while the block runs, with its values."""
    asked: list[Asked] = []

    def keep(_conn: Connection, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.lstrip().startswith("SELECT"):
            asked.append((statement, values))

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", keep)


def explained(engine: Engine, asked: Sequence[Asked]) -> dict[str, list[str]]:
    """Return the plan of each statement, by the indexes that there are."""
    sqlite = engine.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN (COSTS OFF)"
    with engine.connect() as conn:
        if not sqlite:
            conn.execute(text("SET LOCAL enable_seqscan = off"))
        return {
            statement: [
                str(row[-1]) for row in conn.exec_driver_sql(f"{explain} {statement}", values)
            ]
            for statement, values in asked
        }


def read_whole(plans: Mapping[str, list[str]]) -> set[str]:
    """Return the tables of which these plans read every row without an index."""
    return {
        table
        for statement, plan in plans.items()
        if not _stops(statement, plan)
        for step in plan
        if (found := _WHOLE.search(step)) and not (table := found[1] or found[2]).startswith("anon")
    }


def _stops(statement: str, plan: Sequence[str]) -> bool:
    """Whether it reads in the order of the table itself, and no further than it shows."""
    return " LIMIT " in " ".join(statement.split()) and not any("B-TREE" in one for one in plan)
