"""Which recommendations exist for a person, and what they are told of each.

Before it is public a recommendation is visible to the people of its mandate, the Government that it
is addressed to, and the organisations and the country team that the holder invites (decisions 0030
and 0178); afterwards to everybody who has access to recommendations, in the words and with the
grades that are public. The information of each stays between them and the mandate until that
publishes it as its provider wishes (procedure.md section 2.3: never merged, decision 0227); so do
the reasons of the mandate's grade, and the letter that the recommendation follows from. That of a
country team is read by the desk officer of its State as well (decision 0234).

Each is a condition for a query. A line of ``followup_policy`` says which roles it is for.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, case, exists, false, or_, true

from portal.followup.recommendations.read_model import (
    informations,
    invited,
    public_information,
    recommendations,
)
from portal.web import followup_policy as policy
from portal.web.followup_policy import Kind, Scope
from portal.web.policy import Sight
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.country_teams import team_of, teams

READERS = (
    Role.MANDATE_HOLDER,
    Role.HUMAN_RIGHTS_OFFICER,
    Role.NGO_MEMBER,
    Role.CONTACT_POINT,
    Role.GOVERNMENT,
    Role.DESK_OFFICER,
    Role.UN_PARTNER,
)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The recommendations that exist for this person."""
    c = recommendations.c
    means = {Scope.ANY: true(), Scope.STATE: _in(c.addressee, actor.states)}
    public = and_(c.published_at.is_not(None), policy.rows(actor, Kind.PUBLISHED, means))
    return and_(c.issued_at.is_not(None), or_(public, inside(actor)))


def inside(actor: Actor) -> ColumnElement[bool]:
    """Those that this person reads as they were issued or corrected, public or not."""
    means = {
        Scope.MANDATE: _of_mandates(actor),
        Scope.STATE: _in(recommendations.c.addressee, actor.states),
        Scope.INVITED: _invited([actor.organisation_id] if actor.organisation_id else []),
        Scope.TEAM: _invited(teams(actor)),
    }
    return policy.rows(actor, Kind.ISSUED, means)


def _invited(codes: Collection[str]) -> ColumnElement[bool]:
    """However deep in a query: the question is always for the recommendation that it is about."""
    i = invited.c
    its = (
        i.recommendation_id == recommendations.c.recommendation_id,
        _in(i.organisation_id, codes),
    )
    return exists().where(*its).correlate(recommendations)


def ours(actor: Actor) -> ColumnElement[bool]:
    """Those that this person works on, under a mandate that they hold or service."""
    means = {Scope.MANDATE: _of_mandates(actor)}
    return policy.rows(actor, Kind.ISSUED, means, least=Sight.WRITE)


def _of_mandates(actor: Actor) -> ColumnElement[bool]:
    return _in(recommendations.c.mandate, actor.mandates)


def graded(actor: Actor) -> ColumnElement[bool]:
    """Those of which this person is told the grade, once there is one."""
    return or_(graded_before(actor), recommendations.c.published_at.is_not(None))


def graded_before(actor: Actor) -> ColumnElement[bool]:
    """Those of which this person is told the grade before everybody is."""
    return policy.rows(actor, Kind.GRADE, {Scope.MANDATE: _of_mandates(actor)})


def issued_in(actor: Actor | None) -> ColumnElement[Any]:
    """In what a mandate issued it: as that says, or else in the report or the letter that is known.

    Who does not work for the mandate, such as everybody, learns of no letter by it.
    """
    c = recommendations.c
    letter = and_(c.communication_id.is_not(None), ours(actor) if actor else false())
    return case(
        (c.source_kind.is_not(None), c.source_kind),
        (c.report.is_not(None), "visit_report"),
        (letter, "communication"),
    )


def informed(actor: Actor) -> Exists:
    """Those on which there is information that this person sees."""
    i = informations.c
    return exists().where(i.recommendation_id == recommendations.c.recommendation_id, told(actor))


def told(actor: Actor) -> ColumnElement[bool]:
    """The information that this person sees, beside the recommendation that it is on."""
    i, p = informations.c, public_information.c
    public = exists().where(same_information(p, i))
    return and_(i.withdrawn_at.is_(None), or_(sees_information(actor, _of_mandates(actor)), public))


def same_information(public: Any, said: Any) -> ColumnElement[bool]:
    return and_(public.recommendation_id == said.recommendation_id, public.info_id == said.info_id)


def stands() -> ColumnElement[bool]:
    """Information that its provider let stand, and in whose place no other stands."""
    i, newer = informations.c, informations.alias().c
    corrected = exists().where(
        newer.recommendation_id == i.recommendation_id,
        newer.corrects == i.info_id,
        newer.withdrawn_at.is_(None),
    )
    return and_(i.withdrawn_at.is_(None), ~corrected)


def sees_information(actor: Actor, of_mandate: ColumnElement[bool]) -> ColumnElement[bool]:
    """``of_mandate``: what those who work for the mandate read of it."""
    by_team = [team_of(each) for each in actor.states]
    means = {
        Scope.MANDATE: of_mandate,
        Scope.SENT: sent(actor),
        Scope.BY_TEAM: _in(informations.c.organisation_id, by_team),
    }
    return policy.rows(actor, Kind.INFORMATION, means)


def sent(actor: Actor) -> ColumnElement[bool]:
    """Information sent by this person or a colleague."""
    c = informations.c
    own = [actor.organisation_id] if actor.organisation_id else []
    return or_(c.provided_by == actor.actor_id, _in(c.organisation_id, [*own, *teams(actor)]))


def _in(column: Any, values: Collection[str]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.in_(sorted(values))
    return found
