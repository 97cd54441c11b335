"""Delegations of grading, as those who work for the mandate see them. The service rules: FR5."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from portal.followup.grading.read_model import delegations
from portal.followup.recommendations.shared_with import Recommendation
from portal.followup.visit_reports.read_model import reports
from portal.web import followup_policy as policy
from portal.web.accounts import account as accounts
from portal.web.accounts import offices
from portal.web.accounts.account import Account
from portal.web.accounts.offices import holdings
from portal.web.followup_policy import Scope
from portal.web.paging import Numbers, Page, cut, first
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.holding import Holding

OFFICE: Final = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
Stand: TypeAlias = Literal["stands", "ended", "over", "left", "lost"]
"""``left``: who delegated it left the mandate; ``lost``: the officer works for it no more."""
_c = delegations.c
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """``to``: the officer's name; ``by``: of who delegated it. None: there is no such account.

    ``over_on``: the first day on which it counts no more, of one that ended by itself, if known.
    """

    delegation_id: str
    mandate: str
    delegate_id: str
    scope: str
    state: str | None
    mission_id: str | None
    recommendations: Sequence[str]
    until: date
    delegated_by: str
    delegated_at: datetime
    ended_by: str | None
    ended_at: datetime | None
    over_on: date | None
    to: str | None
    by: str | None
    stand: Stand

    @property
    def stands(self) -> bool:
        return self.stand == "stands"

    @property
    def ends(self) -> bool:
        """Whether there is something to end: it may stand, or would again before its last day."""
        return self.stand in {"stands", "left", "lost"}


def current(conn: Connection, mandates: Collection[str], on: date) -> list[Delegation]:
    """Return those of these mandates that nobody ended and whose last day is not over."""
    return _found(conn, and_(_c.mandate.in_(sorted(mandates)), ~_past(on)), on)


def past(
    conn: Connection, mandates: Collection[str], on: date, at: Numbers = first
) -> Page[Delegation]:
    """Return the others of these mandates, a page of them, the newest first."""
    found = cut(conn, _query(and_(_c.mandate.in_(sorted(mandates)), _past(on))), "ended", at)
    return found.of(_made(conn, found, on))


def find(conn: Connection, actor: Actor, delegation_id: str, on: date) -> Delegation | None:
    """Return one of a mandate that the person works for."""
    found = _found(conn, (_c.delegation_id == delegation_id) & visible(actor), on)
    return found[0] if found else None


def some(conn: Connection, actor: Actor, ids: Collection[str], on: date) -> list[Delegation]:
    return _found(conn, _c.delegation_id.in_(sorted(ids)) & visible(actor), on) if ids else []


def lately(conn: Connection, on: date, *, since: date) -> list[Delegation]:
    """Return those whose last day is still to come, or was on or after ``since``."""
    return _found(conn, _c.until >= since, on)


def under(conn: Connection, actor: Actor, about: Recommendation, on: date) -> Delegation | None:
    """Return the delegation under which this officer grades it now, if any."""
    if not about.ours or not actor.has(Role.HUMAN_RIGHTS_OFFICER):
        return None
    mine = and_(_c.mandate == about.mandate, _c.delegate_id == actor.actor_id, ~_past(on))
    return next((one for one in _found(conn, mine, on) if one.stands and _covers(one, about)), None)


def visible(actor: Actor) -> ColumnElement[bool]:
    """Those of the mandates that this person works for."""
    means = {Scope.MANDATE: _c.mandate.in_(sorted(actor.mandates))}
    return policy.rows(actor, policy.Kind.DELEGATION, means)


def officers(conn: Connection, mandate: str, on: date, *, but: str) -> dict[str, str]:
    """Return the officers of a mandate by account, with their names."""
    return {
        one.account_id: one.name
        for one in offices.holding(conn, on, Role.HUMAN_RIGHTS_OFFICER)
        if mandate in one.mandates and one.account_id != but
    }


def visits(conn: Connection, mandate: str) -> list[tuple[str, str, str | None, datetime]]:
    """Return the mandate's visits with a published report: State, symbol and when it came."""
    c = reports.c
    query = select(c.mission_id, c.state, c.symbol, c.published_at).where(
        c.mandate == mandate, c.stage == "published"
    )
    return [
        (row.mission_id, row.state, row.symbol, row.published_at)
        for row in conn.execute(query.order_by(c.published_at.desc(), c.mission_id))
    ]


def _covers(one: Delegation, about: Recommendation) -> bool:
    match one.scope:
        case "all":
            return True
        case "state":
            return about.addressee == one.state
        case _:
            return about.recommendation_id in one.recommendations


def _past(on: date) -> ColumnElement[bool]:
    return or_(_c.ended_at.is_not(None), _c.until < on)


def _query(which: ColumnElement[bool]) -> Select[Any]:
    query = select(delegations).where(_c.delegated_at.is_not(None), which)
    return query.order_by(_c.delegated_at.desc(), _c.delegation_id)


def _found(conn: Connection, which: ColumnElement[bool], on: date) -> list[Delegation]:
    return _made(conn, list(conn.execute(_query(which))), on)


def _made(conn: Connection, rows: Sequence[Row[Any]], on: date) -> list[Delegation]:
    people = offices.of_all(conn, {row.delegate_id for row in rows}, on)
    names = accounts.names(
        conn, {row.delegated_by for row in rows} | {row.delegate_id for row in rows}
    )
    held = holdings(conn, {row.mandate for row in rows})
    return [
        _delegation(row, names, of, _stand(row, people.get(row.delegate_id), of, on))
        for row, of in ((row, held[row.mandate]) for row in rows)
    ]


def _stand(row: Row[Any], officer: Account | None, held: Holding, on: date) -> Stand:
    if row.ended_at is not None:
        return "ended"
    if on > row.until:
        return "over"
    if not held.held_by(row.delegated_by, on):
        return "left"
    return "stands" if officer is not None and _serves(officer, row.mandate) else "lost"


def _serves(officer: Account, mandate: str) -> bool:
    role = officer.has(Role.HUMAN_RIGHTS_OFFICER) and mandate in officer.mandates
    return role and not officer.disabled


def _over_on(row: Row[Any], held: Holding, stand: Stand) -> date | None:
    if stand == "over":
        last: date | None = row.until
    elif stand == "left":
        own = (one.last for one in held.terms.values() if one.holder_id == row.delegated_by)
        last = max(own, default=None)
    else:
        return None
    return last + _A_DAY if last else None


def _delegation(row: Row[Any], names: Mapping[str, str], held: Holding, stand: Stand) -> Delegation:
    return Delegation(
        delegation_id=row.delegation_id,
        mandate=row.mandate,
        delegate_id=row.delegate_id,
        scope=row.scope,
        state=row.state,
        mission_id=row.mission_id,
        recommendations=tuple(row.recommendations or ()),
        until=row.until,
        delegated_by=row.delegated_by,
        delegated_at=row.delegated_at,
        ended_by=row.ended_by,
        over_on=_over_on(row, held, stand),
        ended_at=row.ended_at,
        to=names.get(row.delegate_id),
        by=names.get(row.delegated_by),
        stand=stand,
    )
