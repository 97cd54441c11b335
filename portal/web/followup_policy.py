"""Who sees what of recommendations and of reprisal cases: the rows of F.8 and of I.4.

Beside them is what the office of a United Nations partner opens on a mission (E.10). ``policy`` has
the rows of letters and visits. These lines give no power to read widely: who has one
takes two persons to give (``accounts.sensitive``), so they stand on their own.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from sqlalchemy import ColumnElement, false, or_

from portal.web.policy import Sight
from shared.core.actor import Actor
from shared.core.roles import Role


class Kind(StrEnum):
    """The columns of F.8, and the cases of I."""

    ISSUED = "recommendation, as it was issued or corrected"
    PUBLISHED = "recommendation that is public, as everybody reads it"
    INFORMATION = "information on a recommendation"
    GRADE = "grade of a recommendation, before it is public"
    COUNTED = "how often each grade was given, in years that are over"
    DELEGATION = "delegation of grading"
    CLUSTER = "recommendations that are grouped"
    ROUND = "round of follow-up: what its providers sent"
    SHEET = "round of follow-up: the own part of a provider"
    TABLE = "public table of a round, to take it back"
    ACTION = "action on recommendations, by its owner"
    IMPORT = "sheet of recommendations that is imported"
    AGENCIES = "tasks of the agencies of the country team, on a mission"
    REPRISAL = "reprisal case"
    FLAG = "submission that says it is about a reprisal, as the focal points list it"
    SHOWN = "text about a reprisal case, shown by consent for a time"


class Scope(StrEnum):
    """A relation of an item to a person."""

    ANY = "any"
    MANDATE = "of a mandate that the person holds or services"
    STATE = "of a State that the person answers for"
    ORGANISATION = "of the person's organisation"
    INVITED = "to which the person's organisation is invited"
    TEAM = "to which the country team of the person's State is invited"
    BY_TEAM = "sent by the country team of a State that the person answers for"
    SENT = "sent by the person, or by their organisation or team"
    DESKS = "uploaded by the desk of a State or the Quick Response Desk"
    COORDINATED = "of a mission to which the person is admitted as its Resident Coordinator"
    NAMED = "in whose group the person is named"


_R, _W = Sight.READ, Sight.WRITE

Line: TypeAlias = tuple[Kind, Role, Scope]

MATRIX: Final[Mapping[Line, Sight]] = MappingProxyType(
    {
        (Kind.ISSUED, Role.MANDATE_HOLDER, Scope.MANDATE): _W,
        (Kind.ISSUED, Role.HUMAN_RIGHTS_OFFICER, Scope.MANDATE): _W,
        (Kind.ISSUED, Role.GOVERNMENT, Scope.STATE): _R,
        (Kind.ISSUED, Role.NGO_MEMBER, Scope.INVITED): _R,
        (Kind.ISSUED, Role.CONTACT_POINT, Scope.INVITED): _R,
        (Kind.ISSUED, Role.UN_PARTNER, Scope.TEAM): _R,
        (Kind.PUBLISHED, Role.MANDATE_HOLDER, Scope.ANY): _R,
        (Kind.PUBLISHED, Role.HUMAN_RIGHTS_OFFICER, Scope.ANY): _R,
        (Kind.PUBLISHED, Role.NGO_MEMBER, Scope.ANY): _R,
        (Kind.PUBLISHED, Role.CONTACT_POINT, Scope.ANY): _R,
        (Kind.PUBLISHED, Role.DESK_OFFICER, Scope.STATE): _R,
        (Kind.PUBLISHED, Role.UN_PARTNER, Scope.STATE): _R,
        # FR2: nobody reads what others sent, until a table is.
        (Kind.INFORMATION, Role.MANDATE_HOLDER, Scope.MANDATE): _R,
        (Kind.INFORMATION, Role.HUMAN_RIGHTS_OFFICER, Scope.MANDATE): _R,
        (Kind.INFORMATION, Role.GOVERNMENT, Scope.SENT): _W,
        (Kind.INFORMATION, Role.NGO_MEMBER, Scope.SENT): _W,
        (Kind.INFORMATION, Role.CONTACT_POINT, Scope.SENT): _W,
        (Kind.INFORMATION, Role.UN_PARTNER, Scope.SENT): _W,
        (Kind.INFORMATION, Role.DESK_OFFICER, Scope.BY_TEAM): _R,
        (Kind.GRADE, Role.MANDATE_HOLDER, Scope.MANDATE): _W,
        (Kind.GRADE, Role.HUMAN_RIGHTS_OFFICER, Scope.MANDATE): _R,
        (Kind.COUNTED, Role.COORDINATION_COMMITTEE, Scope.ANY): _R,
        (Kind.DELEGATION, Role.MANDATE_HOLDER, Scope.MANDATE): _W,
        (Kind.DELEGATION, Role.HUMAN_RIGHTS_OFFICER, Scope.MANDATE): _R,
        (Kind.CLUSTER, Role.MANDATE_HOLDER, Scope.MANDATE): _W,
        (Kind.CLUSTER, Role.HUMAN_RIGHTS_OFFICER, Scope.MANDATE): _W,
        (Kind.CLUSTER, Role.GOVERNMENT, Scope.STATE): _W,
        (Kind.CLUSTER, Role.UN_PARTNER, Scope.STATE): _W,
        (Kind.ROUND, Role.MANDATE_HOLDER, Scope.MANDATE): _W,
        (Kind.ROUND, Role.HUMAN_RIGHTS_OFFICER, Scope.MANDATE): _W,
        (Kind.SHEET, Role.GOVERNMENT, Scope.STATE): _W,
        (Kind.SHEET, Role.UN_PARTNER, Scope.STATE): _W,
        (Kind.SHEET, Role.NGO_MEMBER, Scope.ORGANISATION): _W,
        (Kind.SHEET, Role.CONTACT_POINT, Scope.ORGANISATION): _W,
        (Kind.TABLE, Role.MANDATE_HOLDER, Scope.MANDATE): _W,
        (Kind.TABLE, Role.HUMAN_RIGHTS_OFFICER, Scope.MANDATE): _W,
        (Kind.TABLE, Role.PUBLICATION_OFFICER, Scope.ANY): _W,
        # Organisations own none, as F.8 has it.
        (Kind.ACTION, Role.GOVERNMENT, Scope.STATE): _W,
        (Kind.ACTION, Role.UN_PARTNER, Scope.STATE): _W,
        (Kind.ACTION, Role.CONTACT_POINT, Scope.ORGANISATION): _W,
        # Those who import beside the desks have their own sheets alone (decision 0230).
        (Kind.IMPORT, Role.QUICK_RESPONSE_DESK, Scope.ANY): _W,
        (Kind.IMPORT, Role.DESK_OFFICER, Scope.DESKS): _W,
        (Kind.IMPORT, Role.MANDATE_HOLDER, Scope.MANDATE): _W,
        (Kind.IMPORT, Role.HUMAN_RIGHTS_OFFICER, Scope.MANDATE): _W,
        (Kind.IMPORT, Role.UN_PARTNER, Scope.STATE): _W,
        (Kind.IMPORT, Role.GOVERNMENT, Scope.SENT): _W,
        (Kind.IMPORT, Role.NGO_MEMBER, Scope.SENT): _W,
        (Kind.IMPORT, Role.CONTACT_POINT, Scope.SENT): _W,
        (Kind.AGENCIES, Role.UN_PARTNER, Scope.COORDINATED): _R,
        # XR1, where nobody of ``SHUT`` has a part whatever else they are (decision 0099).
        (Kind.REPRISAL, Role.REPRISALS_FOCAL_POINT, Scope.ANY): _W,
        (Kind.REPRISAL, Role.MANDATE_HOLDER, Scope.NAMED): _W,
        (Kind.REPRISAL, Role.HUMAN_RIGHTS_OFFICER, Scope.NAMED): _W,
        (Kind.FLAG, Role.REPRISALS_FOCAL_POINT, Scope.ANY): _R,
        (Kind.SHOWN, Role.DESK_OFFICER, Scope.STATE): _R,
        (Kind.SHOWN, Role.UN_PARTNER, Scope.STATE): _R,
    }
)


def lines(actor: Actor, kind: Kind, *, least: Sight = Sight.READ) -> list[tuple[Role, Scope]]:
    """Return as what this person sees some of it as ``least`` or better, and which of it."""
    return [
        (role, scope)
        for (of, role, scope), seen in MATRIX.items()
        if of is kind and role in actor.roles and seen >= least
    ]


def rows(
    actor: Actor,
    kind: Kind,
    means: Mapping[Scope, ColumnElement[bool]],
    *,
    least: Sight = Sight.READ,
) -> ColumnElement[bool]:
    """Return which rows exist for this person; ``means``: each scope in the tables of a query.

    Raises ``KeyError`` for a scope that the matrix gives this person and the query does not know.
    """
    scopes = dict.fromkeys(scope for _, scope in lines(actor, kind, least=least))
    return or_(false(), *(means[scope] for scope in scopes))
