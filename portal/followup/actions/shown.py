"""Actions as others read them: what their owners published, beside each recommendation.

Whoever may read the recommendation reads them; everybody, once it is public.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, false, func, select

from portal.followup.actions.queries import OFFICE, Due, Indicator, Texts, texts_of
from portal.followup.actions.read_model import (
    actions,
    files,
    measured,
    published,
    published_links,
    values,
)
from portal.followup.recommendations.read_model import recommendations
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

NOTES: Final = 12
"""Of each indicator the notes of so many reports are shown, the newest; of all the numbers."""
_a, _f, _p, _l, _r = actions.c, files.c, published.c, published_links.c, recommendations.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """``published_at``: None before it is. ``notes``: of how many reports; None: of all."""

    action_id: str
    owner_kind: str
    owner: str
    revision_id: str
    starts_on: date | None
    target_on: date | None
    claim: str
    percent: int | None
    report_id: str | None
    published_at: datetime | None
    indicators: Sequence[Indicator]
    texts: Texts
    notes: int | None = None

    @property
    def sealed(self) -> list[Sealed]:
        """The texts that are shown of it."""
        items = {self.revision_id, self.report_id, *(one.indicator_id for one in self.indicators)}
        items |= {due.report_id for one in self.indicators for due in one.dues}
        return [text for (item_id, _), text in self.texts.items() if item_id in items]


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    recommendation_id: str
    text: str
    mandate: str
    state: str


def public(conn: Connection, recommendation_id: str) -> Public | None:
    these = select(recommendations).where(
        _r.recommendation_id == recommendation_id, _r.published_at.is_not(None)
    )
    row = conn.execute(these).one_or_none()
    if row is None:
        return None
    return Public(
        recommendation_id=row.recommendation_id,
        text=row.public_text,
        mandate=row.mandate,
        state=row.addressee,
    )


def acted_on(conn: Connection, recommendation_ids: Collection[str]) -> frozenset[str]:
    """Return those of which an action is published."""
    these = select(_l.recommendation_id).where(_l.recommendation_id.in_(recommendation_ids))
    return frozenset(conn.scalars(these.distinct()))


def about(recommendation_id: str) -> Select[Any]:
    """Return what was published about a recommendation, the Government's first."""
    return (
        select(published)
        .join(published_links, _l.action_id == _p.action_id)
        .where(_l.recommendation_id == recommendation_id)
        .order_by(_p.owner_kind, _p.published_at, _p.action_id)
    )


def of_rows(conn: Connection, rows: Sequence[Row[Any]]) -> list[Shown]:
    """Return these as others read them: with what they have now, not with every text they had."""
    ids = [row.action_id for row in rows]
    numbers = _measured(conn, ids)
    items = {item for row in rows for item in (row.revision_id, row.report_id) if item}
    for one in (each for some in numbers.values() for each in some):
        items |= {one.indicator_id, *(due.report_id for due in one.dues[-NOTES:] if due.report_id)}
    texts = texts_of(conn, ids, items)
    return [_shown(row, texts[row.action_id], numbers.get(row.action_id, ())) for row in rows]


def takes_back(conn: Connection, actor: Actor, action_ids: Collection[str]) -> frozenset[str]:
    """Return which of these this person takes back who is not of their owner: the service's rule.

    By the mandate that a recommendation is of now, if it went to another one.
    """
    if not actor.has(*OFFICE, Role.PUBLICATION_OFFICER):
        return frozenset()
    these = (
        select(_l.action_id)
        .outerjoin(recommendations, _r.recommendation_id == _l.recommendation_id)
        .where(_l.action_id.in_(action_ids))
    )
    if not actor.has(Role.PUBLICATION_OFFICER):
        these = these.where(func.coalesce(_r.mandate, _l.mandate).in_(sorted(actor.mandates)))
    return frozenset(conn.scalars(these))


def of_mandate(conn: Connection, actor: Actor, action_id: str) -> str | None:
    """Return a recommendation by which this person reads the files that came with an action.

    It works for the mandate that one of those is of now about which the action was published.
    """
    these = select(_l.recommendation_id).where(_l.action_id == action_id, _by_mandate(actor))
    return conn.scalars(_of_links(these).order_by(_l.recommendation_id)).first()


def files_with(conn: Connection, action_id: str) -> Sequence[Row[Any]]:
    """Return the files that an action was published with. Ask before whose it is."""
    these = (
        select(files).join(actions, _a.action_id == _f.action_id).where(_f.action_id == action_id)
    )
    return conn.execute(these.where(_with()).order_by(_f.added_at, _f.attachment_id)).all()


def number_of_files(
    conn: Connection, actor: Actor, action_ids: Collection[str]
) -> Mapping[str, int]:
    """Return how many files this person reads beside each of these, for its mandate."""
    mine = _of_links(select(_l.action_id).where(_l.action_id.in_(action_ids), _by_mandate(actor)))
    these = select(_f.action_id, func.count().label("number"))
    these = these.join(actions, _a.action_id == _f.action_id)
    found = these.where(_f.action_id.in_(mine), _with()).group_by(_f.action_id)
    return {row.action_id: row.number for row in conn.execute(found)}


def _with() -> ColumnElement[bool]:
    return _f.step < _a.published


def _by_mandate(actor: Actor) -> ColumnElement[bool]:
    if not actor.has(*OFFICE):
        return false()
    return func.coalesce(_r.mandate, _l.mandate).in_(sorted(actor.mandates))


def _of_links(these: Select[Any]) -> Select[Any]:
    return these.select_from(published_links).outerjoin(
        recommendations, _r.recommendation_id == _l.recommendation_id
    )


def _measured(conn: Connection, ids: Collection[str]) -> Mapping[str, list[Indicator]]:
    reports: dict[str, list[Due]] = {}
    these = select(values).where(values.c.action_id.in_(ids)).order_by(values.c.due_on)
    for row in conn.execute(these):
        one = Due(due_on=row.due_on, report_id=row.report_id, value=row.value)
        reports.setdefault(row.indicator_id, []).append(one)
    found: dict[str, list[Indicator]] = {}
    those = select(measured).where(measured.c.action_id.in_(ids)).order_by(measured.c.place)
    for row in conn.execute(those):
        indicator = Indicator(
            indicator_id=row.indicator_id,
            baseline=row.baseline,
            target=row.target,
            dues=reports.get(row.indicator_id, ()),
        )
        found.setdefault(row.action_id, []).append(indicator)
    return found


def _shown(row: Any, texts: Texts, some: Sequence[Indicator]) -> Shown:
    return Shown(
        action_id=row.action_id,
        owner_kind=row.owner_kind,
        owner=row.owner,
        revision_id=row.revision_id,
        starts_on=row.starts_on,
        target_on=row.target_on,
        claim=row.claim,
        percent=row.percent,
        report_id=row.report_id,
        published_at=row.published_at,
        indicators=some,
        texts=texts,
        notes=NOTES,
    )
