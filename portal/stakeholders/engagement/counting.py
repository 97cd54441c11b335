"""What happened in a quarter between a mandate and organisations, in numbers that tell of nobody.

Each number is one that everybody could add up from what is public already, or it counts five or
more, whoever they are (decision 0069). So nothing is in it by which a hidden organisation is known.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from portal.casefile.submissions.read_model import submissions
from portal.stakeholders.consultations import queries as consultations_of
from portal.stakeholders.consultations.queries import Consultation
from portal.stakeholders.consultations.read_model import consultations
from portal.stakeholders.contacts import asking
from portal.stakeholders.contacts.read_model import contacts
from portal.stakeholders.dialogues import queries as dialogues_of
from portal.stakeholders.dialogues import whose as whose_slot
from portal.stakeholders.dialogues.queries import Dialogue
from portal.stakeholders.dialogues.read_model import dialogues
from portal.stakeholders.organisations import merged
from portal.stakeholders.sessions import queries as sessions_of
from portal.stakeholders.sessions.queries import Session
from portal.stakeholders.sessions.read_model import sessions
from portal.stakeholders.subscriptions.read_model import reports
from shared.contracts.stakeholders_engagement import Counts
from shared.core.geneva import start_of
from shared.reference.engagement import first_day, last_day, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A quarter: its first day and its last, and its moments from ``since`` to before ``until``."""

    year: int
    quarter: int

    @property
    def first(self) -> date:
        return first_day(self.year, self.quarter)

    @property
    def last(self) -> date:
        return last_day(self.year, self.quarter)

    @property
    def since(self) -> datetime:
        return start_of(self.first)

    @property
    def until(self) -> datetime:
        return start_of(self.last + timedelta(days=1))


def offered_sessions(conn: Connection, of: Period) -> list[Session]:
    """Return the sessions that everybody could find, and that were held then."""
    c = sessions.c
    these = select(sessions).where(
        c.access == "open",
        c.closed_at.is_not(None),
        c.called_off.is_(False),
        c.ends_at >= of.since,
        c.ends_at < of.until,
    )
    rows = conn.execute(these.order_by(c.starts_at, c.session_id))
    return [sessions_of.session(row) for row in rows]


def offered_consultations(conn: Connection, of: Period) -> list[Consultation]:
    """Return the consultations that closed then."""
    c = consultations.c
    closed = (c.closes_at >= of.since, c.closes_at < of.until)
    these = select(consultations).where(c.title.is_not(None), c.cancelled_at.is_(None), *closed)
    rows = conn.execute(these.order_by(c.closes_at, c.consultation_id))
    return [consultations_of.consultation(row) for row in rows]


def held_dialogues(conn: Connection, mandate: str, of: Period) -> list[Dialogue]:
    """Return the dialogues with the mandate that were held then."""
    c = dialogues.c
    these = select(dialogues).where(
        c.mandate == mandate,
        c.closed_at.is_not(None),
        c.called_off.is_(False),
        c.starts_at >= of.since,
        c.starts_at < of.until,
    )
    rows = conn.execute(these.order_by(c.starts_at, c.dialogue_id))
    return [dialogues_of.dialogue(row) for row in rows]


def counted(  # what the officer says beside the mandate and the quarter
    conn: Connection,
    mandate: str,
    of: Period,
    *,
    session_ids: Collection[str],
    consultation_ids: Collection[str],
    visits: int,
) -> Counts:
    """Return the numbers of a report. Only what was offered is counted."""
    held = [one.session_id for one in offered_sessions(conn, of) if one.session_id in session_ids]
    asked = [
        one.consultation_id
        for one in offered_consultations(conn, of)
        if one.consultation_id in consultation_ids
    ]
    logged, organisations = _contacts(conn, mandate, of)
    return Counts(
        numbers={
            "submissions": told(_submissions(conn, mandate, of)),
            "sessions": len(held),
            "attended": _attended(conn, held),
            "consultations": len(asked),
            "proposals": _added([consultations_of.count(conn, one) for one in asked]),
            "statements": told(_statements(conn, mandate, of)),
            "contacts": logged,
            "organisations": organisations,
            "notices": _notices(conn, mandate, of),
            "visits": visits,
        },
        sessions=tuple(held),
        consultations=tuple(asked),
    )


def _submissions(conn: Connection, mandate: str, of: Period) -> int:
    """Return how many were shared with the mandate then."""
    c = submissions.c
    these = select(c.mandates).where(c.triaged_at >= of.since, c.triaged_at < of.until)
    return sum(mandate in (shared or ()) for shared in conn.scalars(these))


def _contacts(conn: Connection, mandate: str, of: Period) -> tuple[int | None, int | None]:
    """Return how many contacts there were and with how many organisations, each counted once.

    Contacts with fewer than five organisations are not told, however many there were (SB14), and
    one that is sealed is in no number.
    """
    c, sealed = contacts.c, asking.sealed(conn)
    these = (c.mandate == mandate, c.taken_back.is_(False), c.day.between(of.first, of.last))
    known = select(c.organisation).where(*these, c.organisation.not_in(sealed))
    found = list(conn.scalars(known))
    pointers = merged.pointers(conn)
    same = {asking.pseudonym(one): asking.pseudonym(merged.real(pointers, one)) for one in pointers}
    organisations = told(len({same.get(one, one) for one in found}))
    return (None if organisations is None else told(len(found))), organisations


def _attended(conn: Connection, session_ids: Sequence[str]) -> int | None:
    figures = sessions_of.figures(conn, session_ids)
    return _added([figures[one].came for one in session_ids])


def _statements(conn: Connection, mandate: str, of: Period) -> int:
    """Return how many statements of organisations everybody can read now."""
    found = 0
    for one in held_dialogues(conn, mandate, of):
        named = _of_organisations(conn, one)
        written = dialogues_of.statements_of(conn, one.dialogue_id)
        found += sum(each.published_at is not None and each.slot_id in named for each in written)
    return found


def _notices(conn: Connection, mandate: str, of: Period) -> int:
    """Return of how many reports that are public a notice was sent then."""
    c = reports.c
    sent = (c.sent_at >= of.since, c.sent_at < of.until, c.gone_at.is_(None))
    these = select(c.mandates).where(*sent)
    return sum(mandate in (named or ()) for named in conn.scalars(these))


def _of_organisations(conn: Connection, one: Dialogue) -> dict[str, str]:
    every = [each for each in dialogues_of.all_slots(conn, one.dialogue_id) if each.organisation]
    return whose_slot.public_names(conn, one, every)


def _added(numbers: Sequence[int]) -> int | None:
    """Add up what is told of each: a sum with one that is not would give it away."""
    some = [told(number) for number in numbers]
    if any(some):
        return sum(number for number in some if number)
    return None if None in some else 0
