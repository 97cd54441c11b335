"""What a person reads of early warning: section D.5, and no more (SD8).

The Committee, the Chief and the Quick Response Desk read every alert; a holder and an officer those
on the State of their mandate, and those on letters that it signed, or for a holder another mandate
on its themes; a desk officer those on the own States, without reprisals (R15).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    false,
    not_,
    or_,
    select,
    true,
)

from portal.committee.warning import signed
from portal.committee.warning.read_model import alerts, pins, rules, steps
from shared.contracts.stakeholders_alerts import Level, Series, Stage
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.alerts import COUNTRIES
from shared.reference.early_warning import RULES, Settings

ALL: Final = frozenset({Role.COORDINATION_COMMITTEE, Role.CHIEF, Role.QUICK_RESPONSE_DESK})
OF_MANDATES: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})
READERS: Final = ALL | OF_MANDATES | {Role.DESK_OFFICER}
HANDLERS: Final = frozenset({Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER})
RULES_FOR: Final = ALL
"""Who reads the rules: what one would have raised is on every State."""

_c = alerts.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """As this reader sees it. ``usual`` and ``now``: the least numbers of the bands.

    ``version`` and ``usual``: None for the desk of the State: they rest on reprisals, too (R15).
    """

    alert_id: str
    rule: Series
    version: int | None
    state: str
    on: date
    level: Level
    usual: int | None
    now: int
    doubtful: bool
    stage: Stage
    code: str | None
    raised_at: datetime
    told_at: datetime
    stage_at: datetime
    handler: str | None

    @property
    def number(self) -> str:
        """Which rule raised it: "3.2" is version 2 of rule 3."""
        rule = str(RULES[self.rule])
        return rule if self.version is None else f"{rule}.{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    kind: str
    level: Level | None
    now: int | None
    code: str | None
    by_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A version of a rule. ``in_force``: it is the newest, and not suspended."""

    rule: Series
    version: int
    settings: Settings
    reason: Sealed
    weeks: int
    raised: int
    false: float
    share: float
    delay: int | None
    adopted_by: str
    adopted_at: datetime
    suspended_at: datetime | None
    in_force: bool


def visible(actor: Actor) -> ColumnElement[bool]:
    """R15 wins: who is the desk officer of a State reads its alerts as such, whatever else."""
    any_of: list[ColumnElement[bool]] = [true() if actor.has(*ALL) else false()]
    if actor.has(*OF_MANDATES):
        own = sorted(COUNTRIES[one] for one in actor.mandates if one in COUNTRIES)
        any_of += [_c.state.in_(own), signed.of_mandates(actor)]
    known = _c.raised_at.is_not(None)
    if not actor.has(Role.DESK_OFFICER):
        return and_(known, or_(*any_of))
    here = _c.state.in_(sorted(actor.states))
    kept_back = and_(here, _c.desk_level.is_(None))
    return and_(known, or_(*any_of, here), not_(kept_back))


def going_on(actor: Actor) -> Select[Any]:
    """Return what is open: first what nobody has, then by when it was told to this reader."""
    stage, told_at = as_read(actor, "stage"), as_read(actor, "told_at")
    these = select(alerts).where(visible(actor), stage != "closed")
    return these.order_by((stage != "raised"), told_at.desc(), _c.alert_id)


def over(actor: Actor) -> Select[Any]:
    these = select(alerts).where(visible(actor), as_read(actor, "stage") == "closed")
    return these.order_by(as_read(actor, "stage_at").desc(), _c.alert_id)


def as_read(actor: Actor, name: str) -> ColumnElement[Any]:
    """Return this of each alert as this person reads it: a desk officer without reprisals."""
    here = _c.state.in_(sorted(actor.states) if actor.has(Role.DESK_OFFICER) else [])
    return case((here, _c[f"desk_{name}"]), else_=_c[name])


def one(conn: Connection, actor: Actor, alert_id: str) -> Alert | None:
    row = conn.execute(select(alerts).where(visible(actor), _c.alert_id == alert_id)).one_or_none()
    return alert(row, actor) if row else None


def waiting(conn: Connection) -> Sequence[Row[Any]]:
    """Return every alert that nobody has, for the notices: no page shows these rows."""
    these = select(alerts).where(_c.stage == "raised", _c.raised_at.is_not(None))
    return conn.execute(these.order_by(_c.told_at, _c.alert_id)).all()


def alert(row: Row[Any], actor: Actor) -> Alert:
    """Return the alert as this person reads it: a desk officer without reprisals.

    Nor does the desk read that there was an alert before, which may have rested on reprisals.
    """
    values = {name: getattr(row, name) for name in Alert.__dataclass_fields__}
    if of_desk(actor, row.state):
        values |= {"level": row.desk_level, "now": row.desk_now, "doubtful": False}
        values |= {"usual": None, "version": None}
        kept = ("on", "told_at", "stage", "code", "stage_at", "handler")
        values |= {name: getattr(row, f"desk_{name}") for name in kept}
    return Alert(**values)


def of_desk(actor: Actor, state: str) -> bool:
    """Whether this person reads alerts on the State without reprisals."""
    return actor.has(Role.DESK_OFFICER) and state in actor.states


def goes_back(conn: Connection, actor: Actor, this: Alert) -> bool:
    """Whether the last step can be taken back: until a newer alert was raised on the State.

    For the desk of the State the end is the end: a newer alert may rest on reprisals.
    """
    if this.stage == "raised":
        return False
    if of_desk(actor, this.state):
        return this.stage != "closed"
    newer = select(_c.alert_id).where(
        _c.rule == this.rule, _c.state == this.state, _c.raised_at > this.raised_at
    )
    return conn.execute(newer.limit(1)).first() is None


def steps_of(conn: Connection, actor: Actor, this: Alert) -> list[Step]:
    """Return what happened, in its order.

    The desk of the State reads it from when it was told on, with what it was told: after its end
    anew, since what was open beyond it rests on reprisals.
    """
    c = steps.c
    these = select(steps).where(c.alert_id == this.alert_id)
    hidden = of_desk(actor, this.state)
    rows = conn.execute((these.where(c.desk) if hidden else these).order_by(c.position)).all()
    found = [
        Step(**{name: getattr(row, name) for name in Step.__dataclass_fields__}) for row in rows
    ]
    if not hidden:
        return found
    read = [
        replace(step, level=row.desk_level, now=row.desk_now, code=row.desk_code or row.code)
        for step, row in zip(found, rows, strict=True)
    ]
    ends = [at + 1 for at, step in enumerate(read) if step.kind == "closed"]
    begins = [at for at, step in enumerate(read) if step.level]
    first = max((at for at in begins if at in ends), default=min(begins, default=len(read)))
    return [replace(one, kind="raised") for one in read[first : first + 1]] + read[first + 1 :]


def versions(conn: Connection) -> list[Rule]:
    """Return every version of every rule, by its number, the newest first."""
    c = rules.c
    rows = conn.execute(select(rules).where(c.adopted_at.is_not(None))).all()
    newest = {row.rule: max(r.version for r in rows if r.rule == row.rule) for row in rows}
    found = [_rule(row, newest[row.rule]) for row in rows]
    return sorted(found, key=lambda one: (RULES[one.rule], -one.version))


def in_force(conn: Connection) -> dict[Series, Rule]:
    return {one.rule: one for one in versions(conn) if one.in_force}


def pinned(conn: Connection, rule: Series) -> Mapping[str, date]:
    """Return the last day of the baseline of each State that is compared with an earlier time."""
    c = pins.c
    rows = conn.execute(select(c.state, c.until).where(c.rule == rule, c.until.is_not(None)))
    return {row.state: row.until for row in rows}


def pin(conn: Connection, this: Alert) -> Row[Any] | None:
    c = pins.c
    these = select(pins).where(c.rule == this.rule, c.state == this.state, c.until.is_not(None))
    return conn.execute(these).one_or_none()


def _rule(row: Row[Any], newest: int) -> Rule:
    names = ("version", "reason", "weeks", "raised", "false", "share", "delay")
    also = ("adopted_by", "adopted_at", "suspended_at")
    return Rule(
        rule=cast("Series", row.rule),
        settings=Settings(floor=row.floor, least=row.least, quiet=row.quiet),
        in_force=row.version == newest and row.suspended_at is None,
        **{name: getattr(row, name) for name in (*names, *also)},
    )
