"""The letters that a reprisal case went into (I5): which they are, its group alone reads."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, and_, exists, select

from portal.followup.reprisals import queries
from portal.followup.reprisals.queries import Case
from portal.letters.communications import queries as communications
from portal.letters.communications.tables import letters, signatures
from portal.web.context import vault
from portal.web.i18n.formats import short_day
from shared.core.actor import Actor
from shared.core.case_numbers import case_number
from shared.core.geneva import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """``letter_id``: None once the key is destroyed. ``there``: this person may read the letter."""

    number: int
    letter_id: str | None
    there: bool

    @property
    def called(self) -> str:
        return case_number(self.letter_id) if self.letter_id else "?"


def of(conn: Connection, one: Case, actor: Actor) -> list[Linked]:
    """Return the letters of a case that exists for this person."""
    rows = queries.letters_of(conn, one.case_id)
    ids = vault().reveal_all([row.letter for row in rows]) if rows else []
    known = [each for each in ids if each]
    there = {each.communication_id for each in communications.some(conn, actor, known)}
    return [
        Linked(number=row.number, letter_id=each, there=each in there)
        for row, each in zip(rows, ids, strict=True)
    ]


def to_choose(
    conn: Connection, one: Case, actor: Actor, linked: Collection[Linked]
) -> dict[str, str]:
    """Return the letters of its mandate to its State that this person reads, the last first."""
    c, s = letters.c, signatures.c
    signed = exists().where(
        s.communication_id == c.communication_id,
        s.mandate == one.mandate,
        s.declined_at.is_(None),
    )
    these = select(c.communication_id, c.type, c.reference, c.drafted_at).where(
        and_(communications.visible(actor), signed, c.recipient == one.state)
    )
    taken = {each.letter_id for each in linked}
    return {
        row.communication_id: f"{row.reference or row.type} {case_number(row.communication_id)}, "
        f"{short_day(day_of(row.drafted_at))}"
        for row in conn.execute(these.order_by(c.changed.desc(), c.communication_id))
        if row.communication_id not in taken
    }
