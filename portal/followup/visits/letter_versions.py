"""What changed in a letter about a visit since the text on which a mandate decided last.

Approved is the whole: what the letter asks beside its words is compared with them.
"""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Row

from portal.followup.visits import letter_queries, letter_words
from portal.followup.visits.letter_queries import VisitLetter
from portal.letters.approval.text import Compared, Version, compared
from portal.web.context import vault
from portal.web.db import engine
from shared.contracts.followup_visit_letters import Asking
from shared.contracts.followup_visits import Window

_RULED: Final = frozenset({"visit-letter-approved", "visit-letter-changes-requested"})


def since_ruled(one: VisitLetter, mandates: Collection[str], text: str | None) -> Compared | None:
    """Return what changed since these mandates, or else any, approved it or asked for changes.

    ``text``: the present one. None: nobody decided on an earlier text.
    """
    with engine().connect() as conn:
        rows = letter_queries.steps_of(conn, one)
    ruled = [row for row in rows if row.kind in _RULED and row.version < one.version]
    theirs = [row.version for row in ruled if row.mandate in mandates]
    last = max(theirs or [row.version for row in ruled], default=None)
    base = next((row for row in rows if row.text and row.version == last), None)
    if base is None:
        return None
    version = Version(version=base.version, written_by=base.by_id, written_at=base.at)
    old = vault().reveal(base.text)
    return compared(version, _whole(_asking(base), old), _whole(one.asking, text))


def _whole(asking: Asking, text: str | None) -> str | None:
    return None if text is None else "\n".join([*letter_words.asked(asking), "", text])


def _asking(row: Row[Any]) -> Asking:
    dates = Window(first=row.first, last=row.last) if row.first and row.last else None
    return Asking(kind=row.visit_kind, dates=dates)
