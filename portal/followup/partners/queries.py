"""What a person sees of partners of missions: section E.10, by the matrix.

Who works for the mandate sees them all. A partner sees its own part, from its first day to its
last, while the mission stands where its scope says, and nothing before it accepted the undertaking.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    and_,
    false,
    func,
    not_,
    or_,
    select,
)

from portal.followup.missions import read_model
from portal.followup.missions.queries import Elsewhere, Item, item_of
from portal.followup.missions.read_model import confidential, missions
from portal.followup.partners.read_model import partners, tasks, terms, undertakings
from portal.followup.visits import terms as agreed
from portal.followup.visits.terms import Agreed
from portal.web import policy
from portal.web.accounts import families, offices
from portal.web.policy import Kind, Scope, Sight
from shared.contracts.followup_missions import Phase, TaskState
from shared.contracts.followup_partners import Advice
from shared.contracts.followup_partners import Kind as PartnerKind
from shared.contracts.followup_visits import Window
from shared.core.actor import Actor
from shared.core.geneva import start_of
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.missions import FOR_STATE, KNOWN
from shared.reference.partners import (
    BY_ORGANISATION,
    DESK,
    OWN_STAYS,
    PARTS,
    READS_TERMS,
    ROLES,
    one_form,
)

OFFICE: Final = policy.readers(Kind.PARTNER, least=Sight.WRITE)
OFFICER: Final = Role.HUMAN_RIGHTS_OFFICER
HOLDER: Final = Role.MANDATE_HOLDER
ADMITTED: Final = frozenset(ROLES.values())
GOVERNMENT: Final = Role.GOVERNMENT
_BUSY: Final = (*FOR_STATE, "held")
_e = read_model.exchanged.c
_EXCHANGED: Final = and_(_e.text.is_not(None), _e.state.in_(KNOWN))
"""The items that the State and the partners read: those that the State confirmed once."""
_p, _m, _t, _u = partners.c, missions.c, tasks.c, undertakings.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """``dates``: None while they do not hold. ``called_off``: before it began.

    ``undertaken``: by the person who comes, and for the mandate by anybody of the partner.
    ``cleared_on``: when security cleared these dates, as this partner said.
    """

    partner_id: str
    mission_id: str
    mandate: str
    state: str
    kind: PartnerKind
    who: str
    scope: tuple[str, ...]
    first: date
    until: date
    proposed_by: str
    admitted_at: datetime | None
    undertaken: bool
    ended: bool
    items: tuple[str, ...]
    began: int
    steps: int
    phase: Phase
    dates: Window | None
    called_off: bool
    joined: tuple[str, ...] = ()
    cleared_on: date | None = None

    def is_over(self, today: date) -> bool:
        return self.ended or today > self.until

    @property
    def open(self) -> bool:
        """Whether the partner reads what is its own."""
        return self.undertaken and not self.called_off


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``advice``: what is asked for; None: it is a task. ``given_at``: when it was answered.

    ``given``: the advice; None: there is none, or the partner said that it gives none.
    """

    task_id: str
    part: str
    due: date
    title: Sealed
    now: TaskState
    advice: Advice | None
    given: Sealed | None
    given_at: datetime | None

    @property
    def texts(self) -> list[Sealed]:
        return [self.title, *([self.given] if self.given else [])]


def works(actor: Actor, mandate: str) -> bool:
    stands = [Scope.MANDATE] if actor.serves(mandate) else []
    return policy.sight(actor, Kind.PARTNER, stands) >= Sight.WRITE


def of_mission(conn: Connection, mission_id: str) -> list[Partner]:
    """Return the partners of a mission, those that are over too. Ask before who looks."""
    these = _joined().where(_p.mission_id == mission_id)
    return [of_row(row) for row in conn.execute(these.order_by(_p.kind, _p.who))]


def mine(actor: Actor, today: date) -> Select[Any]:
    """Return what this person is admitted to, the last first."""
    return _joined(actor).where(seen(actor, today)).order_by(_m.first.desc(), _p.partner_id)


def own(conn: Connection, actor: Actor, partner_id: str, today: date) -> Partner | None:
    row = conn.execute(mine(actor, today).where(_p.partner_id == partner_id)).one_or_none()
    return None if row is None else of_row(row)


def seen(actor: Actor, today: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Whether this person is admitted today, to where the mission stands now."""
    return _theirs(actor, _p.admitted_at.is_not(None), _stands(today))


_w = terms.c
last_of_term = (
    select(_w.until)
    .where(_w.partner_id == _u.partner_id, _w.step < _u.step, _w.until.is_not(None))
    .order_by(_w.step.desc())
    .limit(1)
    .correlate(undertakings)
    .scalar_subquery()
)
"""Of the admission for which somebody undertook; a new proposal takes nothing of it away."""
end_of_term = (
    select(func.min(_w.ended_at))
    .where(_w.partner_id == _u.partner_id, _w.step > _u.step)
    .correlate(undertakings)
    .scalar_subquery()
)
"""When that admission was ended by hand, if it was."""


def term_of(step: ColumnElement[int]) -> ScalarSelect[int]:
    """Return with which proposal the admission began in which a partner's step was taken."""
    these = (_w.partner_id == _p.partner_id, _w.step < step, _w.until.is_not(None))
    return select(func.max(_w.step)).where(*these).correlate_except(terms).scalar_subquery()


def undertook(actor: Actor) -> ColumnElement[bool]:
    """Join what this person undertook, as ``last_of_term`` and ``end_of_term`` are of it."""
    return and_(_u.partner_id == _p.partner_id, _u.account_id == actor.actor_id)


def left(actor: Actor, today: date) -> ColumnElement[bool]:
    """Whether this person ``undertook``, and is admitted no more for 30 days at most."""
    since = today - OWN_STAYS
    ended = or_(end_of_term.is_(None), end_of_term >= start_of(since))
    off = and_(_m.plans == "called_off", _m.phase == "planning")
    over = not_(and_(_p.admitted_at.is_not(None), _stands(today), not_(off)))
    return and_(_theirs(actor), last_of_term >= since, ended, over)


def _stands(today: date | ColumnElement[date]) -> ColumnElement[bool]:
    return and_(
        in_scope(),
        _p.ended_at.is_(None),
        _p.first <= today,
        _p.until >= today,
        ~offices.is_over(_m.mandate, today),
    )


def _theirs(actor: Actor, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    theirs = [and_(_p.kind == kind, own) for kind, own in _as_which(actor)]
    # Who works for a mandate has pages of its own: what is here is a partner's.
    means = {Scope.ADMITTED: and_(or_(false(), *theirs), *which), Scope.MANDATE: false()}
    return policy.rows(actor, Kind.PARTNER, means)


def in_scope() -> ColumnElement[bool]:
    """Whether the mission stands where a partner is admitted to it."""
    within = or_(*(and_(_p[part].is_(True), _m.phase.in_(PARTS[part])) for part in PARTS))
    return and_(within, _m.joint.is_(None))


def joined_by_mission() -> ColumnElement[bool]:
    return _p.mission_id == _m.mission_id


def tasks_of(conn: Connection, one: Partner) -> list[Task]:
    """Return the tasks since it was proposed, in the order of their days."""
    these = select(tasks).where(_t.partner_id == one.partner_id, _t.step > one.began)
    return [
        Task(
            task_id=row.task_id,
            part=row.part,
            due=row.due,
            title=row.title,
            now=row.now,
            advice=row.advice,
            given=row.given,
            given_at=row.given_at,
        )
        for row in conn.execute(these.order_by(_t.due, _t.task_id))
    ]


def clears(one: Partner) -> bool:
    """Whether a partner can say that security is cleared: before the visit, for agreed days."""
    return one.kind == "security" and one.open and one.phase == "planning" and bool(one.dates)


def dates(actor: Actor, one: Partner) -> Window | None:
    """Return the days of the visit, for who reads its programme; for others it is a line (VR1)."""
    return one.dates if one.open and _sight(actor, one) >= Sight.READ else None


def programme(conn: Connection, actor: Actor, one: Partner) -> list[Item] | None:
    """Return what the partner reads of the programme with the State; None: it reads nothing of it.

    An institution reads the items that are its own.
    """
    sight = _sight(actor, one)
    if not one.open or sight < Sight.SUMMARY:
        return None
    items = exchanged(conn, one.mission_id)
    return items if sight >= Sight.READ else [each for each in items if each.item_id in one.items]


def times(conn: Connection, actor: Actor, one: Partner) -> list[Elsewhere] | None:
    """Return when and where the team has other meetings, for who answers for its security.

    None: for everybody else. Nothing of whom it meets, or what for, is read from here.
    """
    stands = [Scope.SECURITY] if one.kind == "security" else []
    sight = policy.sight(in_role(actor, one), Kind.CONFIDENTIAL, stands)
    if not one.open or sight < Sight.METADATA:
        return None
    c = confidential.c
    these = select(c.day, c.begins, c.ends, c.place).where(
        c.mission_id == one.mission_id, c.state.in_(_BUSY)
    )
    rows = conn.execute(these.order_by(c.day, c.begins, c.item_id))
    return [
        Elsewhere(on=row.day, begins=row.begins, ends=row.ends, place=row.place) for row in rows
    ]


def terms_of(conn: Connection, actor: Actor, one: Partner) -> tuple[bool, Agreed | None]:
    """Return whether the partner reads terms of reference, and those that were agreed."""
    stands = [Scope.ADMITTED] if one.kind in READS_TERMS else []
    if not one.open or policy.sight(in_role(actor, one), Kind.TERMS, stands) < Sight.READ:
        return False, None
    return True, agreed.of_mission(conn, one.mission_id)


def exchanged(conn: Connection, mission_id: str) -> list[Item]:
    """Return the programme as the State confirmed it. Ask before who looks."""
    these = select(read_model.exchanged).where(_e.mission_id == mission_id, _EXCHANGED)
    rows = conn.execute(these.order_by(_e.day, _e.begins, _e.item_id))
    return [item_of(row) for row in rows]


def of_state(actor: Actor) -> Select[Any]:
    """Return the missions whose programme this Government reads, also once they are over.

    That there is one is public: dates were agreed. Of what is on it it reads what was exchanged.
    """
    return select(missions).where(to_state(actor)).order_by(_m.first.desc(), _m.mission_id)


def to_state(actor: Actor) -> ColumnElement[bool]:
    """Whether this person reads the programme of a mission as the Government of its State.

    What goes on as a joint visit has that one's.
    """
    means = {Scope.STATE: _m.state.in_(sorted(actor.states)), Scope.ADMITTED: false()}
    return and_(policy.rows(actor, Kind.PROGRAMME, means), _m.joint.is_(None))


def counted(conn: Connection, mission_id: str, today: date) -> int:
    """Return how many partners are proposed or admitted."""
    these = (_p.mission_id == mission_id, _p.ended_at.is_(None), _p.until >= today)
    return conn.scalar(select(func.count()).select_from(partners).where(*these)) or 0


def _as_which(actor: Actor) -> list[tuple[PartnerKind, ColumnElement[bool]]]:
    """Return as what kind of partner somebody may come, and under which ids.

    Entries of the register that were merged are one organisation.
    """
    found: list[tuple[PartnerKind, ColumnElement[bool]]] = []
    for kind, role in ROLES.items():
        if not actor.has(role):
            continue
        if kind == DESK:
            found.append((kind, _p["is"].in_(sorted(actor.states))))
        elif kind not in BY_ORGANISATION:
            found.append((kind, _p["is"] == actor.actor_id))
        elif actor.organisation_id:
            ours = families.of(one_form(kind, actor.organisation_id))
            found.append((kind, _p["is"].in_(ours)))
    return found


def merged_with(conn: Connection, mission_id: str, kind: PartnerKind, who: str, on: date) -> bool:
    """Whether the same organisation is proposed or admitted by another entry of the register."""
    own = one_form(kind, who)
    these = select(_p.partner_id).where(
        _p.mission_id == mission_id,
        _p.kind == kind,
        _p["is"].in_(families.of(own)),
        _p["is"] != own,
        _p.ended_at.is_(None),
        _p.until >= on,
    )
    return kind in BY_ORGANISATION and bool(conn.scalar(select(these.exists())))


def _sight(actor: Actor, one: Partner) -> Sight:
    return policy.sight(in_role(actor, one), Kind.PROGRAMME, [Scope.ADMITTED])


def in_role(actor: Actor, one: Partner) -> Actor:
    """By the role that the admission is for: who has another role as well reads no more by it."""
    return replace(actor, roles=actor.roles & {ROLES[one.kind]})


def _joined(actor: Actor | None = None) -> Select[Any]:
    columns = (
        _m.mandate.label("of"),
        _m.joined,
        _m.phase,
        _m.plans,
        _m.first.label("begins"),
        _m.last.label("ends"),
    )
    accepted = (_u.partner_id == _p.partner_id, _u.step > _p.began)
    by = accepted if actor is None else (*accepted, _u.account_id == actor.actor_id)
    own = select(_u.step).where(*by).exists().label("undertaken")
    return select(partners, *columns, own).join(missions, joined_by_mission())


def of_row(row: Row[Any]) -> Partner:
    holds = row.plans in {"agreed", "unsettled"} or row.phase != "planning"
    return Partner(
        partner_id=row.partner_id,
        mission_id=row.mission_id,
        mandate=row.of,
        joined=tuple(row.joined or ()),
        state=row.state,
        kind=row.kind,
        who=row.who,
        scope=tuple(part for part in PARTS if getattr(row, part)),
        first=row.first,
        until=row.until,
        proposed_by=row.proposed_by,
        admitted_at=row.admitted_at,
        undertaken=bool(row.undertaken),
        ended=row.ended_at is not None,
        items=tuple(row.items or ()),
        began=row.began,
        steps=row.steps,
        phase=row.phase,
        dates=Window(first=row.begins, last=row.ends) if holds else None,
        called_off=row.plans == "called_off" and row.phase == "planning",
        cleared_on=row.cleared_on if _is_cleared(row) else None,
    )


def _is_cleared(row: Row[Any]) -> bool:
    """Whether these days were cleared, and no others."""
    return (row.cleared_first, row.cleared_last) == (row.begins, row.ends)
