"""The columns that the platform counts: from what is public, save contacts in bands (section D.4).

A letter or a reply under embargo is not counted, so no count tells that there is one. An answer
that cannot be given is none: "not applicable" where nothing was asked, and no data otherwise.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from portal.casefile.replies.tables import cases
from portal.followup.publication.tables import documents, letters, signatures
from portal.followup.recommendations.read_model import RECOMMENDATIONS, recommendations, tops
from portal.stakeholders.contacts.read_model import contacts
from portal.web.kept import Kept
from shared.core.geneva import start_of
from shared.reference import mandates
from shared.reference.coverage import (
    NOT_APPLICABLE,
    RECENT,
    band,
    before,
    covered,
    periods,
)

_SUBSTANTIVE = "substantive"
_l = letters.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What the register of organisations knows of States.

    ``entries``: the entry of each pseudonym of the contact log, as mergers made it. ``states``: of
    each entry. ``grades``: of the institutions that everybody may find, by State.
    """

    entries: Mapping[str, str]
    states: Mapping[str, str]
    grades: Mapping[str, str]


def counted(conn: Connection, register: Register, today: date) -> dict[str, dict[str, str]]:
    """Return each column that is counted: the standard's key, the State, the answer."""
    return {
        "letters": letters_to(conn, before(today, RECENT)),
        "replies": _replies(conn, today),
        "recommendations": _recommendations(conn, today),
        "nhri": {one: grade for one, grade in register.grades.items() if one in covered()},
        "organisations": in_contact(conn, register, today, RECENT),
        "themes": {one: str(len(found)) for one, found in never_written(conn).items()},
    }


def letters_to(conn: Connection, since: date) -> dict[str, str]:
    """Return how many public letters went to each State since this day; none is 0."""
    sent = and_(_public(), _l.transmitted_at >= start_of(since))
    numbers = _by_state(conn, _l.recipient, sent)
    return {state: str(numbers[state]) for state in covered()}


def _replies(conn: Connection, today: date) -> dict[str, str]:
    """Return asked, answered and in time, of letters whose time is over or that were answered."""
    first = (
        select(documents.c.communication_id, func.min(documents.c.received_at).label("at"))
        .where(documents.c.kind == _SUBSTANTIVE, documents.c.shown_at.is_not(None))
        .group_by(documents.c.communication_id)
        .subquery()
    )
    rows = conn.execute(
        select(_l.recipient, cases.c.due_at, first.c.at)
        .join(cases, cases.c.communication_id == _l.communication_id)
        .outerjoin(first, first.c.communication_id == _l.communication_id)
        .where(_public(), cases.c.due_at.is_not(None))
        .where(_l.transmitted_at >= start_of(before(today, RECENT)))
    )
    told: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        if row.at is not None or row.due_at < start_of(today):
            of = told[row.recipient]
            of[0] += 1
            of[1] += row.at is not None
            of[2] += row.at is not None and row.at <= row.due_at
    return {one: _share(told.get(one)) for one in covered()}


def _share(told: list[int] | None) -> str:
    return "/".join(map(str, told)) if told else NOT_APPLICABLE


def _recommendations(conn: Connection, today: date) -> dict[str, str]:
    """Count among all that were ever made: a process keeps the numbers of the day."""
    known = _COUNTED.of(conn)
    found = known.get(today)  # at midnight another thread may count another day
    if found is None:
        known.clear()
        found = known[today] = _open_for_long(conn, today)
    return found


def _open_for_long(conn: Connection, today: date) -> dict[str, str]:
    c = recommendations.c
    open_ = and_(
        c.published_at.is_not(None),
        c.withdrawn_at.is_(None),
        c.closed.is_(None),
        c.item.is_(None),  # another mechanism's is counted there
        ~exists().where(tops.c.recommendation_id == c.recommendation_id),
        c.issued_at < start_of(before(today, RECENT)),
    )
    numbers = _by_state(conn, c.addressee, open_)
    return {state: str(numbers[state]) for state in covered()}


def _none(_: Connection) -> dict[date, dict[str, str]]:
    return {}


_COUNTED: Final = Kept(RECOMMENDATIONS.consumer, make=_none)


def in_contact(conn: Connection, register: Register, today: date, months: int) -> dict[str, str]:
    """Return the band of organisations that were in contact; below four there is none (SD2)."""
    first, end = periods(today, months)
    c = contacts.c
    these = select(c.organisation).where(c.day >= first, c.day < end, c.taken_back.is_(False))
    known = register.entries
    found = {known[one] for one in conn.scalars(these.distinct()) if one in known}
    numbers = Counter(register.states[one] for one in found if one in register.states)
    return {
        state: told
        for state, number in numbers.items()
        if state in covered() and (told := band(number)) is not None
    }


def never_written(conn: Connection) -> dict[str, list[str]]:
    """Return the thematic mandates that have never written a public letter to each State."""
    rows = conn.execute(
        select(_l.recipient, signatures.c.mandate)
        .join(signatures, signatures.c.communication_id == _l.communication_id)
        .where(_public())
        .distinct()
    )
    written: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        written[row.recipient].add(row.mandate)
    thematic = [code for code, one in mandates().items() if one.kind == "thematic"]
    return {state: [one for one in thematic if one not in written[state]] for state in covered()}


def _public() -> ColumnElement[bool]:
    return _l.published_at.is_not(None)


def _by_state(
    conn: Connection, state: ColumnElement[str], which: ColumnElement[bool]
) -> Counter[str]:
    rows = conn.execute(select(state, func.count()).where(which).group_by(state))
    return Counter(dict(rows.tuples().all()))
