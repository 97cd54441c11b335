"""Lines of the feed as they are kept, for tests of what a reader finds among them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, insert

from portal.casefile import reprisals
from portal.committee.activity.lines import Line
from portal.committee.activity.read_model import activity, of_mandate, tables


def keep(engine: Engine, lines: Iterable[Line], *, letter: str | None = None) -> None:
    """``letter``: of which letter they tell."""
    tables.create_all(engine)
    reprisals.tables.create_all(engine)
    kept = list(lines)
    named = [(mandate, one.position) for one in kept for mandate in one.mandates]
    with engine.begin() as conn:
        for table, rows in (
            (activity, [row_of(one, letter) for one in kept]),
            (of_mandate, [{"mandate": code, "position": position} for code, position in named]),
        ):
            if rows:
                conn.execute(insert(table), rows)


def row_of(line: Line, letter: str | None) -> dict[str, Any]:
    return {
        "position": line.position,
        "kind": line.kind,
        "at": line.at,
        "mandates": list(line.mandates),
        "recipient": line.recipient,
        "type": line.type,
        "reference": line.reference,
        "desk": line.desk,
        "communication_id": letter,
    }
