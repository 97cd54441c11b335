"""What a person reads of the watch-list: section D.5, and no more (SD8).

The Committee, the Chief and the Quick Response Desk read all of it; a holder and an officer what
has their theme or State, once it was opened; a desk officer the own States, without what rests on
reprisals (R15). A United Nations partner reads what is open of the own States by invitation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    false,
    func,
    not_,
    or_,
    select,
    true,
)

from portal.committee.situations.read_model import actions, guests, situations, steps, themes
from portal.committee.warning import queries as warning
from portal.committee.warning.queries import Alert
from portal.committee.warning.read_model import alerts
from shared.contracts.stakeholders_situations import Level, Stage
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.alerts import COUNTRIES, mandates_on

HOUSE: Final = frozenset({Role.CHIEF, Role.QUICK_RESPONSE_DESK})
OF_MANDATES: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})
PROPOSES: Final = frozenset({Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER})
NOTES: Final = PROPOSES | {Role.HUMAN_RIGHTS_OFFICER}
READERS: Final = HOUSE | OF_MANDATES | PROPOSES
GUESTS: Final = frozenset({Role.UN_PARTNER})

_c, _g = situations.c, guests.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """``review_on``: None: no review is due. ``alert_id``: not for every reader of this."""

    situation_id: str
    state: str
    mandates: Sequence[str]
    codes: Sequence[str]
    level: Level
    stage: Stage
    code: str | None
    reprisals: bool
    alert_id: str | None
    proposed_by: str
    proposed_at: datetime
    opened_at: datetime | None
    ended_at: datetime | None
    review_on: date | None

    @property
    def own(self) -> frozenset[str]:
        """The mandates that it concerns: the themes, and those on the State."""
        return frozenset(self.mandates) | mandates_on(self.state)

    def overdue(self, on: date) -> bool:
        return self.stage == "open" and self.review_on is not None and self.review_on < on


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    position: int
    kind: str
    level: Level | None
    code: str | None
    text: Sealed | None
    review_on: date | None
    by_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    action_id: str
    kind: str
    acted_on: date
    source: str
    noted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """``gone_at``: None: the invitation stands."""

    situation_id: str
    state: str
    guest_id: str
    invited_at: datetime
    gone_at: datetime | None


def visible(actor: Actor, *, works: bool) -> ColumnElement[bool]:
    """R15 wins: who is the desk officer of a State reads its situations as such, whatever else."""
    any_of: list[ColumnElement[bool]] = [true() if works or actor.has(*HOUSE) else false()]
    if actor.has(*OF_MANDATES):
        own = sorted(COUNTRIES[one] for one in actor.mandates if one in COUNTRIES)
        t = themes.c
        of_theme = select(t.situation_id).where(t.mandate.in_(sorted(actor.mandates)))
        theirs = or_(_c.state.in_(own), _c.situation_id.in_(of_theme))
        any_of.append(and_(_c.opened_at.is_not(None), theirs))
    known = _c.proposed_at.is_not(None)
    if not actor.has(Role.DESK_OFFICER):
        return and_(known, or_(*any_of))
    here = _c.state.in_(sorted(actor.states))
    return and_(known, or_(*any_of, here), not_(and_(here, _c.reprisals.is_(True))))


def as_guest(actor: Actor) -> ColumnElement[bool]:
    """What a partner reads by invitation: of the own States, while it is open, never reprisals."""
    stands = (_g.guest_id == actor.actor_id, _g.gone_at.is_(None))
    here = _c.state.in_(sorted(actor.states)) if actor.has(*GUESTS) else false()
    theirs = _c.situation_id.in_(select(_g.situation_id).where(*stands))
    return and_(here, _c.stage == "open", _c.reprisals.is_(False), theirs)


def guests_of(conn: Connection, situation_id: str) -> list[str]:
    """Return the accounts that are invited to it."""
    these = select(_g.guest_id).where(_g.situation_id == situation_id, _g.gone_at.is_(None))
    return list(conn.scalars(these.order_by(_g.invited_at, _g.guest_id)))


def invited_since(conn: Connection, since: datetime) -> list[Invited]:
    """Return invitations that began or ended since then, for the notices."""
    names = Invited.__dataclass_fields__
    these = (
        select(_g.situation_id, _c.state, _g.guest_id, _g.invited_at, _g.gone_at)
        .join(situations, _c.situation_id == _g.situation_id)
        .where(or_(_g.invited_at > since, _g.gone_at > since))
        .order_by(_g.invited_at, _g.situation_id, _g.guest_id)
    )
    return [Invited(**{name: getattr(row, name) for name in names}) for row in conn.execute(these)]


def going_on(seen: ColumnElement[bool]) -> Select[Any]:
    """Return what is open, by the day of its review."""
    these = select(situations).where(seen, _c.stage == "open")
    return these.order_by(_c.review_on, _c.situation_id)


def proposed(seen: ColumnElement[bool]) -> Select[Any]:
    these = select(situations).where(seen, _c.stage == "proposed")
    return these.order_by(_c.proposed_at, _c.situation_id)


def of_state(seen: ColumnElement[bool], state: str) -> Select[Any]:
    """Return what is open or proposed of a State."""
    these = select(situations).where(seen, _c.state == state, _c.stage.in_(("open", "proposed")))
    return these.order_by(_c.stage, _c.proposed_at, _c.situation_id)


def over(seen: ColumnElement[bool]) -> Select[Any]:
    these = select(situations).where(seen, _c.stage.in_(("closed", "declined")))
    return these.order_by(_c.ended_at.desc(), _c.situation_id)


def one(conn: Connection, situation_id: str, seen: ColumnElement[bool]) -> Situation | None:
    these = select(situations).where(seen, _c.situation_id == situation_id)
    row = conn.execute(these).one_or_none()
    return situation(row) if row else None


def from_alert(conn: Connection, alert_id: str, seen: ColumnElement[bool]) -> list[Situation]:
    these = select(situations).where(seen, _c.alert_id == alert_id)
    return [situation(row) for row in conn.execute(these.order_by(_c.proposed_at))]


def every(conn: Connection) -> list[Situation]:
    """Return what is proposed or open, for the notices: no page shows these rows."""
    these = select(situations).where(
        _c.proposed_at.is_not(None), _c.stage.in_(("proposed", "open", "declined"))
    )
    return [situation(row) for row in conn.execute(these.order_by(_c.situation_id))]


def situation(row: Row[Any]) -> Situation:
    return Situation(**{name: getattr(row, name) for name in Situation.__dataclass_fields__})


def number_of_steps(conn: Connection, situation_id: str) -> int:
    """Return how many steps the page shows, which a decision names (decision 0063)."""
    counted = select(func.count()).where(steps.c.situation_id == situation_id)
    return conn.scalar(counted) or 0


def open_since(conn: Connection, situation_id: str) -> datetime | None:
    """Return when it was opened last, which is not the first time of one that was closed."""
    s = steps.c
    these = select(func.max(s.at)).where(
        s.situation_id == situation_id, s.kind.in_(("open", "reopened"))
    )
    found: datetime | None = conn.scalar(these)
    return found


def steps_of(conn: Connection, situation_id: str) -> list[Step]:
    """Return what happened, in its order."""
    these = select(steps).where(steps.c.situation_id == situation_id)
    return [
        Step(**{name: getattr(row, name) for name in Step.__dataclass_fields__})
        for row in conn.execute(these.order_by(steps.c.position))
    ]


def actions_of(conn: Connection, situation_id: str) -> list[Action]:
    """Return what the Government did, the last first, without what was taken back."""
    a = actions.c
    known = (a.situation_id == situation_id, a.noted_at.is_not(None), a.gone.is_not(True))
    rows = conn.execute(select(actions).where(*known).order_by(a.acted_on.desc(), a.action_id))
    return [
        Action(**{name: getattr(row, name) for name in Action.__dataclass_fields__}) for row in rows
    ]


def alerts_on(actor: Actor, state: str) -> Select[Any]:
    """Return the alerts on the State that this person reads, those that are open first."""
    a = alerts.c
    these = select(alerts).where(warning.visible(actor), a.state == state)
    stage, told_at = warning.as_read(actor, "stage"), warning.as_read(actor, "told_at")
    return these.order_by(stage == "closed", told_at.desc(), a.alert_id)


def alert(row: Row[Any], actor: Actor) -> Alert:
    return warning.alert(row, actor)


def desk_reads(conn: Connection, alert_id: str) -> bool:
    """Whether the desk of the State reads all that this alert told last, as it is (R15)."""
    a = alerts.c
    told = select(a.told_at).where(
        a.alert_id == alert_id,
        a.desk_told_at == a.told_at,
        a.desk_level == a.level,
        a.desk_now == a.now,
    )
    return conn.scalar(told) is not None
