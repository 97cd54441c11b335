"""Visits to follow up (section F.3): published reports whose next round is due, and why.

The first is due on the day that the mandate planned, else a year after the report was presented, or
was published where it is not presented yet; then one a year after the newest was opened. Letters
sent to the State since say that a concern goes on; they make nothing due. Nothing opens by itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, ScalarSelect, Select, and_, func, or_, select

from portal.casefile.replies import sight
from portal.casefile.replies.tables import cases, signatures
from portal.followup.recommendations.read_model import recommendations
from portal.followup.rounds import queries
from portal.followup.rounds.read_model import rounds, rows
from portal.followup.visit_reports.read_model import items, reports
from shared.core.actor import Actor
from shared.core.geneva import day_of, start_of
from shared.reference.rounds import YEARLY
from shared.reference.visit_reports import FIRST_ROUND, first_round_on

_c, _i, _r, _w, _k = reports.c, items.c, recommendations.c, rows.c, cases.c
_PUBLISHED: Final = "published"
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """``planned``: the day that the mandate set, if it did. ``letters``: that the reader may open.

    ``asked_on``: when its newest round was opened, if one was.

    ``number``: the recommendations of the report that a round can have. ``leads``: its mandate is
    the first that wrote the report, and plans.
    """

    mission_id: str
    mandate: str
    state: str
    published_on: date
    presented_on: date | None
    planned: date | None
    asked_on: date | None
    letters: int
    number: int
    leads: bool

    @property
    def due_on(self) -> date:
        if self.asked_on is not None:
            return self.asked_on + YEARLY
        return first_round_on(self.published_on, self.presented_on, self.planned)

    @property
    def moves(self) -> bool:
        """Whether another day can be planned for its first round: the presentation has one."""
        return self.leads and self.presented_on is not None and self.asked_on is None


def suggested(actor: Actor, on: date) -> Select[Any]:
    """Return the reports whose next round is due, with the mandate that follows them up.

    The longest public first. Each mandate of a joint report asks about its own recommendations.
    """
    asked = _asked()
    passed = or_(
        _c.presented_on <= on - FIRST_ROUND,
        and_(_c.presented_on.is_(None), _c.published_at < start_of(on - FIRST_ROUND + _DAY)),
    )
    first = or_(_c.first_round <= on, and_(_c.first_round.is_(None), passed))
    due = or_(and_(asked.is_(None), first), asked < start_of(on - YEARLY + _DAY))
    return (
        select(
            *(_c.mission_id, _r.mandate, _c.state, _c.published_at, _c.first_round),
            *(_c.presented_on, _c.mandate.label("leads")),
            asked.label("asked_at"),
            _letters(actor).label("letters"),
            func.count().label("number"),
        )
        .join(items, _i.mission_id == _c.mission_id)
        .join(recommendations, _r.recommendation_id == _i.recommendation_id)
        .where(
            *(_c.stage == _PUBLISHED, due, _r.addressee == _c.state),
            queries.can_follow(actor),
        )
        .group_by(
            *(_c.mission_id, _r.mandate, _c.state, _c.published_at, _c.first_round),
            *(_c.presented_on, _c.mandate),
        )
        .order_by(_c.published_at, _c.mission_id, _r.mandate)
    )


def of_row(row: Row[Any]) -> Suggested:
    return Suggested(
        mission_id=row.mission_id,
        mandate=row.mandate,
        state=row.state,
        published_on=day_of(row.published_at),
        presented_on=row.presented_on,
        planned=row.first_round,
        asked_on=day_of(row.asked_at) if row.asked_at else None,
        letters=row.letters,
        number=row.number,
        leads=row.leads == row.mandate,
    )


def rows_of(conn: Connection, mission_id: str, offered: Collection[str]) -> list[str]:
    """Return which of these recommendations are of the published report, in its order."""
    these = (
        select(_i.recommendation_id)
        .join(reports, _c.mission_id == _i.mission_id)
        .where(_i.mission_id == mission_id, _c.stage == _PUBLISHED)
        .order_by(_i.number, _i.recommendation_id)
    )
    return [each for each in conn.scalars(these) if each in offered]


def _asked() -> ScalarSelect[datetime | None]:
    """Return when the mandate opened its newest round with a recommendation of the report."""
    own = items.alias()
    return (
        select(func.max(rounds.c.opened_at))
        .select_from(rows)
        .join(own, own.c.recommendation_id == _w.recommendation_id)
        .join(rounds, rounds.c.round_id == _w.round_id)
        .where(
            own.c.mission_id == _c.mission_id,
            rounds.c.mandate == _r.mandate,
        )
        .correlate(reports, recommendations)
        .scalar_subquery()
    )


def _letters(actor: Actor) -> Any:
    """Count the letters of the mandate to the State, sent since, that this person may open."""
    signed = (
        select(signatures.c.communication_id)
        .where(
            signatures.c.communication_id == _k.communication_id,
            signatures.c.mandate == _r.mandate,
        )
        .correlate(cases, recommendations)
        .exists()
    )
    return (
        select(func.count())
        .select_from(cases)
        .where(
            _k.recipient == _c.state,
            _k.transmitted_at > _c.published_at,
            signed,
            sight.visible(actor),
        )
        .correlate(reports, recommendations)
        .scalar_subquery()
    )
