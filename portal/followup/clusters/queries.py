"""Clusters as far as a person may see them.

Those who work for its mandate see a cluster; anybody else sees one in which they may read two
recommendations or more, one of them of its mandate, and of it those alone: its mandate is named,
and has one in it. There is no trace of any other. One of a Government or of a country team has no
recommendation of its own mandate, so nobody else ever sees it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, exists, false, func, or_, select

from portal.followup.clusters.read_model import clusters, members
from portal.followup.recommendations.read_model import recommendations
from portal.followup.recommendations.shared_with import Recommendation, narrowed
from portal.followup.recommendations.sight import visible
from portal.web import followup_policy as policy
from portal.web.paging import Numbers, Page, cut, first
from portal.web.policy import Sight
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.reference.country_teams import team_of
from shared.reference.grouping import government_of, owners, state_of

MOST = 100  # of a cluster on a page: it has 40 at most
_SEVERAL = 2
_c, _m, _r = clusters.c, members.c, recommendations.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """``mandate``: whose it is. ``number``: of the recommendations that the person may read.

    ``ours``: they may change it.

    ``step``: how often it was changed.
    """

    cluster_id: str
    mandate: str
    addressee: str
    name: Sealed
    begun_at: datetime
    step: int
    number: int
    ours: bool

    @property
    def private(self) -> bool:
        """Whether it is of a Government or a country team, which nobody else sees."""
        return state_of(self.mandate) is not None


def listed(conn: Connection, actor: Actor, at: Numbers = first) -> Page[Cluster]:
    """Return those that this person may see: their own before others, the newest first."""
    own_first = case((_ours(actor), 0), else_=1)
    query = _query(actor).order_by(own_first, _c.begun_at.desc(), _c.cluster_id)
    found = cut(conn, query, "groups", at)
    return found.of(map(_cluster, found))


def find(conn: Connection, actor: Actor, cluster_id: str) -> Cluster | None:
    """Return the cluster; None also when this person may not see it, or it was dissolved."""
    row = conn.execute(_query(actor).where(_c.cluster_id == cluster_id)).one_or_none()
    return _cluster(row) if row else None


def of_recommendation(conn: Connection, actor: Actor, recommendation_id: str) -> list[Cluster]:
    """Return in which clusters a recommendation is that this person may read."""
    inside = exists().where(
        _m.cluster_id == _c.cluster_id, _m.recommendation_id == recommendation_id
    )
    query = _query(actor).where(inside).order_by(_c.begun_at, _c.cluster_id)
    return [_cluster(row) for row in conn.execute(query)]


def members_of(conn: Connection, actor: Actor, cluster_id: str) -> list[Recommendation]:
    """Return the recommendations in it that this person may read, the newest first."""
    inside = exists().where(
        _m.cluster_id == cluster_id, _m.recommendation_id == _r.recommendation_id
    )
    return list(narrowed(conn, actor, inside, "page", first, size=MOST))


def _query(actor: Actor) -> Any:
    read = (
        select(func.count())
        .select_from(members)
        .join(recommendations, _r.recommendation_id == _m.recommendation_id)
        .where(_m.cluster_id == _c.cluster_id, visible(actor))
        .correlate(clusters)
    )
    number, own = read.scalar_subquery(), read.where(_m.mandate == _c.mandate).scalar_subquery()
    ours = _ours(actor)
    sees = or_(ours, and_(number >= _SEVERAL, own > 0))
    return select(clusters, number.label("number"), ours.label("ours")).where(
        _c.begun_at.is_not(None), _c.dissolved_at.is_(None), sees
    )


def _ours(actor: Actor) -> ColumnElement[bool]:
    """Those of whom the person works for, or that follows what its mandate had then."""
    codes = sorted(_codes(actor))
    if not codes:
        return false()
    heir = exists().where(
        _m.cluster_id == _c.cluster_id,
        _m.mandate == _c.mandate,
        _m.recommendation_id == _r.recommendation_id,
        _r.mandate.in_(codes),
    )
    return or_(_c.mandate.in_(codes), heir)


def _codes(actor: Actor) -> frozenset[str]:
    """Return for whom this person groups recommendations, as the service has it."""
    lines = policy.lines(actor, policy.Kind.CLUSTER, least=Sight.WRITE)
    acting = replace(actor, roles=frozenset(role for role, _ in lines))
    return owners(acting)


def _cluster(row: Row[Any]) -> Cluster:
    return Cluster(
        cluster_id=row.cluster_id,
        mandate=row.mandate,
        addressee=row.addressee,
        name=row.name,
        begun_at=row.begun_at,
        step=row.step,
        number=row.number,
        ours=bool(row.ours),
    )


def begins_as(actor: Actor, about: Recommendation) -> str | None:
    """Return for whom this person groups it with others; None: for nobody."""
    if about.ours:
        return about.mandate
    theirs = _codes(actor) & {government_of(about.addressee), team_of(about.addressee)}
    return min(theirs, default=None)


def others_to(
    conn: Connection, actor: Actor, addressee: str, but: Sequence[str]
) -> list[Recommendation]:
    """Return those to a State that this person may read, without some, the newest first.

    What its mandate let go is not among them.
    """
    followed = _r.addressee == addressee, _r.let_go_at.is_(None)
    these = and_(*followed, _r.recommendation_id.not_in(but))
    return list(narrowed(conn, actor, these, "page", first, size=_OFFERED))


_OFFERED = 300  # recommendations to a State; the most have about 250
