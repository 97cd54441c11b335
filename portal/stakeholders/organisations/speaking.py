"""Who speaks for an organisation, as its pages and the register desk show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, select

from portal.stakeholders.organisations import joining, merged
from portal.stakeholders.organisations.read_model import focal_points
from portal.web.accounts import focal
from portal.web.accounts.account import Account
from portal.web.accounts.focal import Suspension
from shared.core.message import Sealed
from shared.core.roles import Role

_c = focal_points.c
_ROLE = Role.FOCAL_POINT
OPEN = ("proposed", "accepted")
HELD = ("active", "suspended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A proposal or designation. ``step``: proposed, accepted, active, suspended or ended.

    ``changed_at``: when it came to this step.
    """

    organisation_id: str
    focal_point_id: str
    account_id: str
    about: Sealed
    by_letter: bool
    last_day: date
    step: str
    proposed_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody of the organisation.

    ``named``: what they are asked for now, or else the last that the register has of them.
    ``held``: a designation that is not over, be it suspended.
    """

    account: Account
    named: Named | None
    held: Named | None
    suspension: Suspension | None

    @property
    def speaks(self) -> bool:
        return self.account.has(Role.FOCAL_POINT)

    @property
    def can_be_designated(self) -> bool:
        """Whether an officer may: again, if the role was not given then."""
        step = self.named.step if self.named and not self.suspension else ""
        return step == "accepted" or (step == "active" and not self.speaks)


def speakers(conn: Connection, organisation_id: str) -> list[Speaker]:
    """Return everybody of the organisation who began or speaks for it, by name.

    Whoever was invited and did not come yet is not shown. The first focal point is, from the
    confirmation on: an officer can end what went to a wrong address.
    """
    every = of(conn, organisation_id)
    last = {one.account_id: one for one in every}
    last |= {one.account_id: one for one in every if one.step != "ended"}
    held = {one.account_id: one for one in every if one.step in HELD}
    people = [one for one in joining.people(conn, organisation_id) if one.begun or one.has(_ROLE)]
    suspended = focal.suspensions(conn, [one.account_id for one in people])
    return [
        Speaker(
            account=one,
            named=last.get(one.account_id),
            held=held.get(one.account_id),
            suspension=suspended.get(one.account_id),
        )
        for one in people
    ]


def of(conn: Connection, organisation_id: str) -> list[Named]:
    """Return all that the register has of this organisation, the oldest first.

    Of an entry that was merged into it: who was designated there. A proposal there has lapsed.
    """
    ours = merged.family(conn, organisation_id)
    here = (_c.organisation_id == organisation_id) | _c.step.not_in(OPEN)
    return _found(conn, _c.organisation_id.in_(ours) & here)


def proposal_to(conn: Connection, account_id: str) -> Named | None:
    """Return what this person is asked to accept."""
    found = _found(conn, (_c.account_id == account_id) & (_c.step == "proposed"))
    over = merged.pointers(conn)
    these = [one for one in found if one.organisation_id not in over]
    return these[-1] if these else None


def in_step(conn: Connection, *steps: str) -> list[Named]:
    """Return those in these steps; a proposal for an entry that was merged is over."""
    over = merged.pointers(conn)
    found = _found(conn, _c.step.in_(steps))
    return [one for one in found if one.step not in OPEN or one.organisation_id not in over]


def handed(conn: Connection, since: datetime) -> list[tuple[str, str]]:
    """Return what was handed on since then, each with the account that took over."""
    rows = conn.execute(select(_c.focal_point_id, _c.handed_to).where(_c.handed_at >= since))
    return [(row.focal_point_id, row.handed_to) for row in rows]


def _found(conn: Connection, which: ColumnElement[bool]) -> list[Named]:
    rows: Sequence[object] = conn.execute(
        select(focal_points).where(which).order_by(_c.proposed_at, _c.focal_point_id)
    ).all()
    return [Named(**{name: getattr(row, name) for name in _FIELDS}) for row in rows]


_FIELDS = tuple(Named.__dataclass_fields__)
