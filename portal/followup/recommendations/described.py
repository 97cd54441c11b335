"""What is said of a recommendation itself, as far as a person may see it.

Its addressees, tags and how it ended are for all who may read it; earlier texts are for the two
sides, since a correction may have taken somebody's name out. The position of its
Government is for both sides until it is public; the words of that stay between them, as does the
note on which the mandate closed it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, or_, select

from portal.followup.recommendations.read_model import (
    addressees,
    endings,
    positions,
    recommendations,
    repeats,
    suggested,
    tags,
    versions,
)
from portal.followup.recommendations.shared_with import Assessment, Recommendation, narrowed
from portal.web.paging import first
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.country_teams import team_of, teams
from shared.reference.schemes import ended_by

TAGS: Final = ("theme", "person", "target", "article")
"""The kinds of tags, in the order in which pages have them."""
_MOST = 300  # recommendations to a State; the most have about 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """``organisation_id``: for those who work for the mandate. ``asked``: the reader may answer."""

    addressee_id: str
    kind: str
    name: Sealed
    organisation_id: str | None
    lead: str
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """``note`` and who recorded it: for the two sides."""

    position: str
    note: Sealed | None
    recorded_by: str | None
    by_government: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    version: int
    symbol: str | None
    text: Sealed
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """``reason``: None where it was reopened; TAKEN_UP, or LET_GO."""

    reason: str | None
    note: Sealed | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """``tags``: codes by kind. ``repeats``, ``repeated`` and ``instead``: as the reader may see.

    ``decided``: suggested tags by kind and code, and whether each was taken over, for those who
    work for the mandate.
    """

    addressees: Sequence[Addressee]
    positions: Sequence[Position]
    tags: Mapping[str, Sequence[str]]
    decided: Mapping[tuple[str, str], bool]
    versions: Sequence[Version]
    endings: Sequence[Ending]
    repeats: Sequence[Recommendation]
    repeated: Sequence[Recommendation]
    instead: Recommendation | None


def described(conn: Connection, actor: Actor, about: Recommendation) -> Described:
    repeated = [row.recommendation_id for row in _repeats(conn, about) if not _here(row, about)]
    earlier = [row.repeats_id for row in _repeats(conn, about) if _here(row, about)]
    instead = _seen(conn, actor, [about.by_id] if about.by_id else [])
    return Described(
        addressees=addressees_of(conn, actor, about),
        positions=_positions(conn, actor, about),
        tags=tags_of(conn, [about.recommendation_id])[about.recommendation_id],
        decided=_decided(conn, about),
        versions=_versions(conn, actor, about),
        endings=_endings(conn, about),
        repeats=_seen(conn, actor, earlier),
        repeated=_seen(conn, actor, repeated),
        instead=instead[0] if instead else None,
    )


def latest(assessments: Sequence[Assessment]) -> dict[tuple[str | None, str], Assessment]:
    """Return the last grade of each follow-up in each scheme: none is converted into another.

    A grade in the version that succeeds a scheme ends the grade in that one.
    """
    found: dict[tuple[str | None, str], Assessment] = {}
    for one in assessments:
        for scheme in ended_by(one.scheme):
            found.pop((one.addressee_id, scheme), None)
        found[one.addressee_id, one.scheme] = one
    return found


def of_same_state(
    conn: Connection, actor: Actor, about: Recommendation, *, still_open: bool
) -> list[Recommendation]:
    """Return the others to this State that the person sees, the newest first."""
    c = recommendations.c
    others = (c.addressee == about.addressee) & (c.recommendation_id != about.recommendation_id)
    if still_open:
        others &= c.closed.is_(None) & c.let_go_at.is_(None)
    return list(narrowed(conn, actor, others, "page", first, size=_MOST))


def addressees_of(conn: Connection, actor: Actor, about: Recommendation) -> list[Addressee]:
    c = addressees.c
    query = select(addressees).where(c.recommendation_id == about.recommendation_id)
    return [
        Addressee(
            addressee_id=row.addressee_id,
            kind=row.kind,
            name=row.name,
            organisation_id=row.organisation_id if about.ours else None,
            lead=row.lead,
            asked=row.lead == "asked" and _contact_of(actor, row.organisation_id),
        )
        for row in conn.execute(query.order_by(c.named_at, c.addressee_id))
    ]


def tags_of(conn: Connection, ids: Collection[str]) -> Mapping[str, dict[str, list[str]]]:
    """Return the codes of the tags of each, by kind."""
    c = tags.c
    query = select(tags).where(c.recommendation_id.in_(ids))
    found: dict[str, dict[str, list[str]]] = {one: {kind: [] for kind in TAGS} for one in ids}
    for row in conn.execute(query.order_by(c.kind, c.place)):
        found[row.recommendation_id][row.kind].append(row.code)
    return found


def _decided(conn: Connection, about: Recommendation) -> dict[tuple[str, str], bool]:
    if not about.ours:
        return {}
    c = suggested.c
    these = select(c.kind, c.code, c.accepted).where(c.recommendation_id == about.recommendation_id)
    return {(row.kind, row.code): row.accepted for row in conn.execute(these)}


def is_government_of(actor: Actor, about: Recommendation) -> bool:
    return actor.has(Role.GOVERNMENT) and about.addressee in actor.states


def is_team_of(actor: Actor, about: Recommendation) -> bool:
    """Whether this person speaks of it for the country team: the service's order of roles."""
    others = is_government_of(actor, about) or actor.has(Role.CONTACT_POINT, Role.NGO_MEMBER)
    return not others and team_of(about.addressee) in teams(actor)


def to_the_un(conn: Connection, some: Sequence[Recommendation]) -> frozenset[str]:
    """Return which of these name the United Nations as an addressee."""
    c = addressees.c
    ids = [one.recommendation_id for one in some]
    these = select(c.recommendation_id).where(c.recommendation_id.in_(ids), c.kind == "un")
    return frozenset(conn.scalars(these))


def _contact_of(actor: Actor, organisation_id: str | None) -> bool:
    own = organisation_id is not None and organisation_id == actor.organisation_id
    return actor.has(Role.CONTACT_POINT) and own


def _of_a_side(actor: Actor, about: Recommendation) -> bool:
    return about.ours or is_government_of(actor, about)


def _positions(conn: Connection, actor: Actor, about: Recommendation) -> list[Position]:
    side = _of_a_side(actor, about)
    if not side and about.published_at is None:
        return []
    c = positions.c
    query = select(positions).where(c.recommendation_id == about.recommendation_id)
    return [
        Position(
            position=row.position,
            note=row.note if side else None,
            recorded_by=row.recorded_by if side else None,
            by_government=row.by_government,
            recorded_at=row.recorded_at,
        )
        for row in conn.execute(query.order_by(c.recorded_at, c.position_id))
    ]


def _versions(conn: Connection, actor: Actor, about: Recommendation) -> list[Version]:
    if not _of_a_side(actor, about):
        return []
    c = versions.c
    query = select(versions).where(c.recommendation_id == about.recommendation_id)
    return [
        Version(version=row.version, symbol=row.symbol, text=row.text, by=row.by, at=row.at)
        for row in conn.execute(query.order_by(c.version))
    ]


def _endings(conn: Connection, about: Recommendation) -> list[Ending]:
    c = endings.c
    query = select(endings).where(c.recommendation_id == about.recommendation_id)
    return [
        Ending(reason=row.reason, note=row.note if about.ours else None, by=row.by, at=row.at)
        for row in conn.execute(query.order_by(c.at, c.event_id))
    ]


def _repeats(conn: Connection, about: Recommendation) -> list[Any]:
    c = repeats.c
    this = about.recommendation_id
    related = or_(c.recommendation_id == this, c.repeats_id == this)
    return list(conn.execute(select(repeats).where(related).order_by(c.related_at)))


def _here(row: Any, about: Recommendation) -> bool:
    return bool(row.recommendation_id == about.recommendation_id)


def _seen(conn: Connection, actor: Actor, ids: Sequence[str]) -> list[Recommendation]:
    """Return those of them that this person may see: there is no trace of any other."""
    if not ids:
        return []
    these = recommendations.c.recommendation_id.in_(ids)
    return list(narrowed(conn, actor, these, "page", first, size=_MOST))
