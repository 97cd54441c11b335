"""What a person sees of country assessments: section E.10, by the matrix.

``Kind.DOSSIER`` is what the team's versions and the entries say, ``Kind.FOR_PARTNERS`` the versions
for partners. Whom to consult is of those who read the confidential programme.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    true,
)

from portal.casefile.replies.sight import listed as reads_replies
from portal.casefile.replies.tables import cases, signatures
from portal.followup.inputs import queries as inputs
from portal.followup.inputs.queries import Call
from portal.followup.missions.queries import of_row, stands_to
from portal.followup.missions.read_model import missions, ours
from portal.followup.partners import queries as partners
from portal.followup.partners.queries import Partner
from portal.homes.dossiers.read_model import copies, entries, frozen, heads, line, versions
from portal.public.register.tables import letters
from portal.web import policy
from portal.web.policy import Kind, Scope, Sight
from shared.contracts.followup_dossiers import Audience, Line
from shared.contracts.followup_dossiers import Entry as Written
from shared.contracts.followup_missions import Phase, Plans
from shared.contracts.followup_visits import Window
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.dossiers import CONSULT, MOST_VERSIONS, PARTS

READERS: Final = policy.readers(Kind.DOSSIER)
ADMITTED: Final = policy.readers(Kind.FOR_PARTNERS) - READERS
_READING: Final = frozenset({"rc", "unct", "nhri"})
"""Partners of these kinds read it: neither security nor an organisation does (E.10)."""
WRITERS: Final = policy.readers(Kind.DOSSIER, least=Sight.WRITE)
HOLDER: Final = Role.MANDATE_HOLDER
AUDIENCES: Final[tuple[Audience, ...]] = ("team", "partners")
_KINDS: Final[dict[Audience, Kind]] = {"team": Kind.DOSSIER, "partners": Kind.FOR_PARTNERS}
_m, _v = missions.c, versions.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """That of one mission, as this person sees it. ``team``: of the mandate, so all of its parts.

    ``dates``: of this mission; None while they do not hold. ``seen``: how much of the versions for
    each audience. ``steps``: of its own stream. ``kept``: its visit is a record of a mandate that
    ended. ``acting``: for which mandate of the visit this person acts.
    """

    mission_id: str
    mandate: str
    state: str
    plans: Plans
    phase: Phase
    dates: Window | None
    steps: int
    seen: dict[Audience, Sight]
    team: bool
    kept: bool = False
    acting: str = ""

    @property
    def writes(self) -> bool:
        """Whether this person reads what is written today, and works on it while it is open."""
        return self.seen["team"] >= Sight.WRITE

    @property
    def works(self) -> bool:
        return self.writes and not self.kept

    @property
    def called_off(self) -> bool:
        return self.plans == "called_off" and self.phase == "planning"

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(part for part in PARTS if self.team or part != CONSULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """``entries``: those that this person reads."""

    audience: Audience
    number: int
    lines: Sequence[Line]
    entries: Sequence[Written]
    issued_by: str
    issued_at: datetime


def found(conn: Connection, actor: Actor, mission_id: str) -> Assessment | None:
    """Return the assessment of a mission; None: for this person there is none.

    Who only reads finds it once a version stands.
    """
    these = select(missions, heads.c.steps.label("own")).outerjoin(
        heads, heads.c.mission_id == _m.mission_id
    )
    row = conn.execute(these.where(_m.mission_id == mission_id)).one_or_none()
    if row is None:
        return None
    one = _of_row(row, actor)
    there = one.writes or bool(numbers(conn, one))
    return one if there else None


def of_partner(conn: Connection, actor: Actor, this: Partner) -> Assessment | None:
    """Return it as a partner that is admitted today reads it; None: for this one there is none."""
    row = conn.execute(select(missions).where(_m.mission_id == this.mission_id)).one_or_none()
    stands = [Scope.ADMITTED] if this.open and this.kind in _READING else []
    sight = policy.sight(partners.in_role(actor, this), Kind.FOR_PARTNERS, stands)
    if row is None or sight < Sight.READ:
        return None
    return Assessment(
        mission_id=row.mission_id,
        mandate=row.mandate,
        state=row.state,
        plans=row.plans,
        phase=row.phase,
        dates=None,
        steps=0,
        seen={"team": Sight.NOTHING, "partners": sight},
        team=False,
    )


def numbers(conn: Connection, one: Assessment) -> list[tuple[Audience, int, datetime]]:
    """Return the versions that this person reads, the newest first."""
    these = select(_v.audience, _v.number, _v.issued_at).where(
        _v.mission_id == one.mission_id, _v.audience.in_(_read(one)), _v.withdrawn_at.is_(None)
    )
    rows = conn.execute(these.order_by(_v.issued_at.desc(), _v.audience.desc()))
    return [(row.audience, row.number, row.issued_at) for row in rows]


def version(conn: Connection, one: Assessment, audience: str, number: int) -> Version | None:
    """Return a version that this person reads; None: there is none, or it was withdrawn."""
    if number > MOST_VERSIONS:
        return None
    row = conn.execute(
        select(versions).where(*_of(one, audience), _v.number == number, _v.withdrawn_at.is_(None))
    ).one_or_none()
    return None if row is None else _version(conn, one, row)


def last(conn: Connection, one: Assessment, audience: str, before: int | None) -> Version | None:
    """Return the last version that stands, or the one before this number."""
    these = select(versions).where(*_of(one, audience), _v.withdrawn_at.is_(None))
    if before is not None:
        these = these.where(_v.number < before)
    row = conn.execute(these.order_by(_v.number.desc()).limit(1)).one_or_none()
    return None if row is None else _version(conn, one, row)


def given(one: Assessment, number: int) -> Select[Any]:
    """Return the copies of a version for partners, the last first. Ask before who looks."""
    c = copies.c
    these = select(copies).where(c.mission_id == one.mission_id, c.number == number)
    return these.order_by(c.made_at.desc(), c.copy_id)


def written(conn: Connection, one: Assessment) -> list[Written]:
    """Return the entries of today, by part and day. Ask before whether this person writes."""
    these = select(entries).where(
        entries.c.mission_id == one.mission_id, entries.c.part.in_(one.parts)
    )
    return [_entry(row) for row in conn.execute(these.order_by(entries.c.on, entries.c.entry_id))]


def index(actor: Actor) -> Select[Any]:
    """Return the missions with a version that this person reads, and those that they write."""
    issued = exists().where(
        _v.mission_id == _m.mission_id, _v.audience == "team", _v.withdrawn_at.is_(None)
    )
    writes = policy.rows(actor, Kind.DOSSIER, _means(actor), least=Sight.WRITE)
    reads = policy.rows(actor, Kind.DOSSIER, _means(actor))
    newest = (
        select(func.max(_v.issued_at))
        .where(_v.mission_id == _m.mission_id, _v.audience == "team", _v.withdrawn_at.is_(None))
        .correlate(missions)
        .scalar_subquery()
    )
    these = select(_m.mission_id, _m.mandate, _m.state, newest.label("issued_at"))
    return these.where(or_(writes, and_(reads, issued))).order_by(_m.first.desc(), _m.mission_id)


def last_number(actor: Actor) -> ScalarSelect[int | None]:
    """Return the number of the last version that this person reads, in a query of ``missions``."""
    standing = (_v.audience == "team", _v.withdrawn_at.is_(None))
    reads = policy.rows(actor, Kind.DOSSIER, _means(actor))
    these = select(func.max(_v.number)).where(_v.mission_id == _m.mission_id, *standing, reads)
    return these.correlate(missions).scalar_subquery()


def contributions(conn: Connection, one: Assessment) -> list[tuple[Call, Row[Any]]]:
    """Return what everybody reads today of the contributions to its calls, and finds by itself.

    A call that was withdrawn, or is open by its address alone, has none here.
    """
    return [
        (call, row)
        for call in inputs.of_mission(conn, one.mission_id)
        if call.public and call.ended != "withdrawn"
        for row in conn.execute(inputs.published(call.call_id))
    ]


def not_public(actor: Actor, one: Assessment) -> Select[Any]:
    """Return the letters to the State that are not public and this person reads, of the mandate.

    No version has them: they stand beside it, by what the matrix and R15 say of today's reader.
    """
    c = cases.c
    signed = exists().where(
        signatures.c.communication_id == c.communication_id, signatures.c.mandate == one.mandate
    )
    published = exists().where(letters.c.communication_id == c.communication_id)
    these = select(c.communication_id, c.reference, c.type, c.transmitted_at, c.answered_at)
    return these.where(
        reads_replies(actor), c.recipient == one.state, c.reference.is_not(None), signed, ~published
    ).order_by(c.transmitted_at.desc(), c.communication_id)


def _of(one: Assessment, audience: str) -> list[ColumnElement[bool]]:
    known = [each for each in _read(one) if each == audience]
    return [_v.mission_id == one.mission_id, _v.audience.in_(known)]


def _read(one: Assessment) -> list[Audience]:
    return [each for each in AUDIENCES if one.seen[each] >= Sight.READ]


def _version(conn: Connection, one: Assessment, row: Row[Any]) -> Version:
    f = frozen.c
    these = select(frozen).where(
        f.mission_id == row.mission_id,
        f.audience == row.audience,
        f.number == row.number,
        f.part.in_(one.parts),
    )
    return Version(
        audience=row.audience,
        number=row.number,
        lines=[line(each) for each in row.lines],
        entries=[_entry(each) for each in conn.execute(these.order_by(f.on, f.entry_id))],
        issued_by=row.issued_by,
        issued_at=row.issued_at,
    )


def _entry(row: Row[Any]) -> Written:
    return Written(
        entry_id=row.entry_id,
        part=row.part,
        on=row.on,
        shared=row.shared,
        origin=row.origin,
        text=row.text,
    )


def _means(actor: Actor) -> dict[Scope, ColumnElement[bool]]:
    return {
        Scope.ANY: true(),
        Scope.MANDATE: ours(actor.mandates),
        Scope.STATE: _m.state.in_(sorted(actor.states)),
    }


def _of_row(row: Row[Any], actor: Actor) -> Assessment:
    mission = of_row(row, actor)
    stands = stands_to(actor, mission)
    holds = row.plans in {"agreed", "unsettled"} or row.phase != "planning"
    return Assessment(
        mission_id=row.mission_id,
        mandate=row.mandate,
        state=row.state,
        plans=row.plans,
        phase=row.phase,
        dates=Window(first=row.first, last=row.last) if holds else None,
        steps=row.own or 0,
        seen={each: policy.sight(actor, kind, stands) for each, kind in _KINDS.items()},
        team=policy.sight(actor, Kind.CONFIDENTIAL, stands) >= Sight.WRITE,
        kept=row.kept_at is not None,
        acting=mission.acting,
    )
