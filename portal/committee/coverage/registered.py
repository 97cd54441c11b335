"""What the register of organisations says of States: grades of institutions, and who is where.

A grade is of an institution that everybody may find today. Contacts are counted with every
confirmed organisation that is not sealed, in bands: so no number leads to a hidden one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Protocol, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, Engine, and_, select

from portal.committee.coverage.counting import Register
from portal.stakeholders.organisations import (
    accreditation,
    accreditations,
    cards,
    merged,
    queries,
)
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.read_model import CONSUMER, organisations
from portal.web.context import vault as of_the_page
from shared.core.message import Sealed
from shared.platform.vault import Vault
from shared.read_models.places import positions
from shared.reference.accreditation import GANHRI, Record, in_force
from shared.reference.coverage import NO_GRADE

_KINDS = ("organisation", "accreditation")
"""Under whose keys the texts are sealed."""
_COUNTED: Final = and_(queries.CONFIRMED, ~queries.SEALED)
_Institutions: TypeAlias = Mapping[str, Mapping[str, Sequence[Record]]]
_kept: WeakKeyDictionary[Engine, tuple[object, _Institutions]] = WeakKeyDictionary()


class _Pseudonyms(Protocol):
    def pseudonym(self, use: str, value: str) -> str: ...


def for_pages(conn: Connection, today: date, *, whole: bool) -> Register:
    """Return it from the cards that this process keeps. ``whole``: with who is where."""
    grades = _grades(*_found(conn), today)
    if not whole:
        return Register(entries={}, states={}, grades=grades)
    states = {one.organisation_id: one.country for one in cards.of(conn, _COUNTED)}
    return Register(entries=_entries(conn, of_the_page(), states), states=states, grades=grades)


def grade(conn: Connection, state: str, today: date) -> str | None:
    """Return the grade of today of this State: pages that everybody may ask for read no more.

    Who may be found is asked each time: an institution can hide at any moment.
    """
    here = _institutions(conn).get(state, {})
    which = select(organisations.c.organisation_id).where(
        queries.PUBLIC, organisations.c.organisation_id.in_(list(here))
    )
    found = [*conn.scalars(which)] if here else []
    records = [(one, record) for one in found for record in here[one]]
    return _grades(dict.fromkeys(found, state), records, today).get(state)


def _institutions(conn: Connection) -> _Institutions:
    """Return by State the institutions with their records, until anything changes or is erased."""
    p, vault = positions.c, of_the_page()
    reached = conn.execute(
        select(p.topic, p.partition, p.position)
        .where(p.consumer == CONSUMER)
        .order_by(p.topic, p.partition)
    ).all()
    now = ([tuple(row) for row in reached], [vault.forgotten_of(kind) for kind in _KINDS])
    kept = _kept.get(conn.engine)
    if kept is None or kept[0] != now:
        kept = _kept[conn.engine] = now, _by_state(conn)
    return kept[1]


def _by_state(conn: Connection) -> _Institutions:
    of: dict[str, list[Record]] = defaultdict(list)
    for one, record in accreditations.every(conn):
        if _is_grade(record):
            of[one].append(record)
    found: dict[str, dict[str, list[Record]]] = defaultdict(dict)
    for card in cards.of(conn, organisations.c.organisation_id.in_(list(of))):
        found[card.country][card.organisation_id] = of[card.organisation_id]
    return found


def grades_on(conn: Connection, day: date) -> Mapping[str, frozenset[str]]:
    """Return which grades were in force on this day, of institutions that may be found today."""
    return _in_force(*_found(conn), day)


def _found(conn: Connection) -> tuple[Mapping[str, str], Sequence[tuple[str, Record]]]:
    """Return the countries of the institutions that everybody may find, and all records."""
    records = [(one, record) for one, record in accreditations.every(conn) if _is_grade(record)]
    theirs = organisations.c.organisation_id.in_({one for one, _ in records})
    public = cards.of(conn, and_(queries.PUBLIC, theirs))
    return {one.organisation_id: one.country for one in public}, records


def _is_grade(record: Record) -> bool:
    return record.scheme == GANHRI


def opened(conn: Connection, vault: Vault, today: date) -> Register:
    """Return the same without a page: each text is opened, which takes seconds for thousands."""
    public, states = (_countries(conn, vault, one) for one in (queries.PUBLIC, _COUNTED))
    kept = accreditations.of(conn, public)
    texts = vault.reveal_all([one.sealed for one in kept])
    records = [
        (one.organisation_id, accreditation.read(one, text))
        for one, text in zip(kept, texts, strict=True)
        if text is not None
    ]
    return Register(
        entries=_entries(conn, vault, states),
        states=states,
        grades=_grades(public, records, today),
    )


def _countries(conn: Connection, vault: Vault, which: ColumnElement[bool]) -> dict[str, str]:
    c = organisations.c
    sealed: dict[str, Sealed] = {
        row.organisation_id: row.profile
        for row in conn.execute(select(c.organisation_id, c.profile).where(which))
    }
    texts = vault.reveal_all(list(sealed.values()))
    return {
        one: profiles.read(text).country
        for one, text in zip(sealed, texts, strict=True)
        if text is not None
    }


def _entries(conn: Connection, vault: _Pseudonyms, states: Iterable[str]) -> dict[str, str]:
    """Return the entry of each pseudonym; what was merged is of the real one (decision 0068)."""
    leads_to = merged.pointers(conn)
    real = {one: merged.real(leads_to, one) for one in {*states, *leads_to}}
    return {vault.pseudonym("contacts", one): entry for one, entry in real.items()}


def _grades(
    countries: Mapping[str, str], records: Iterable[tuple[str, Record]], today: date
) -> dict[str, str]:
    """Return the grades in force by State; "none" where an institution has a record and none."""
    found = _in_force(countries, records, today)
    return {state: "/".join(sorted(grades)) or NO_GRADE for state, grades in found.items()}


def _in_force(
    countries: Mapping[str, str], records: Iterable[tuple[str, Record]], day: date
) -> dict[str, frozenset[str]]:
    of: dict[str, list[Record]] = defaultdict(list)
    for organisation_id, record in records:
        if _is_grade(record) and organisation_id in countries:
            of[organisation_id].append(record)
    found: dict[str, set[str]] = defaultdict(set)
    for organisation_id, some in of.items():
        grade = in_force(some, GANHRI, day).grade
        found[countries[organisation_id]] |= {grade} if grade else set()
    return {state: frozenset(grades) for state, grades in found.items()}
