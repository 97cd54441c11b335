"""What is new of letters about visits, for notices: asked for, sent back, left, approved by all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, not_, select

from portal.followup.visits.letter_model import letters, signatures, steps

ASKED: Final = "visit-letter-approval-requested"
BACK: Final = "visit-letter-changes-requested"
LEFT: Final = "visit-letter-left"
APPROVED: Final = "visit-letter-approved"
_c, _s, _g = letters.c, steps.c, signatures.c
_b = steps.alias().c


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """``kind``: what it comes to: whoever leaves last may leave a text that all others approved.

    Where all had approved before somebody left, that is told no second time.

    ``missing``: the mandates that have not approved the text.
    """

    letter_id: str
    kind: str
    mandates: Sequence[str]
    missing: Sequence[str]
    position: int
    by: str
    at: datetime


def told(conn: Connection, since: datetime) -> Iterator[News]:
    """Yield what happened since then, while the letter stands where that left it."""
    stands = and_(_s.stage == _c.stage, _s.version == _c.version)
    before = (
        select(_b.stage)
        .where(_b.visit_letter_id == _s.visit_letter_id, _b.position < _s.position)
        .order_by(_b.position.desc())
        .limit(1)
        .scalar_subquery()
    )
    these = (
        select(steps, _c.mandates, before.label("before"))
        .join(letters, _c.visit_letter_id == _s.visit_letter_id)
        .where(_s.at > since, _s.kind.in_((ASKED, BACK, LEFT, APPROVED)), stands)
        .order_by(_s.position)
    )
    for row in conn.execute(these).all():
        done = row.stage == "approved"
        if row.kind == APPROVED and not done:
            continue
        yield News(
            letter_id=row.visit_letter_id,
            kind=APPROVED if done and row.before != "approved" else row.kind,
            mandates=row.mandates,
            missing=_missing(conn, row.visit_letter_id) if row.kind == ASKED else (),
            position=row.position,
            by=row.by_id,
            at=row.at,
        )


def _missing(conn: Connection, letter_id: str) -> Sequence[str]:
    these = select(_g.mandate).where(
        _g.visit_letter_id == letter_id, not_(_g.approved), not_(_g.gone)
    )
    return conn.scalars(these.order_by(_g.mandate)).all()
