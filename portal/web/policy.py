"""The access matrix of procedure.md section 6.1, once, as data.

A query translates each scope into its own tables and returns the rows that a person may see; a page
that already has the item computes the person's scopes for it. Nobody sees what is not listed here.
R15 wins over it: ``portal/casefile/reprisals.py``.
"""

from collections.abc import Collection, Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from sqlalchemy import ColumnElement, false, or_

from shared.core.actor import Actor
from shared.core.roles import Role


class Kind(StrEnum):
    """The kinds of items: the columns of the matrix."""

    IDENTITY = "source identity"
    SUBMISSION = "submission body"
    CLEARANCE = "drafts and approvals"
    LETTER = "transmitted letter, under embargo"
    REPLY = "reply, before publication"
    FEED = "feed"
    SETTINGS = "settings of a mandate"
    VISIT = "visit file: requests and answers"
    EXCHANGED = "visit file: letters that were exchanged with the State"
    MISSION = "mission: its course, tasks and programme with the State"
    PROGRAMME = "programme of a mission that was exchanged with the State"
    PARTNER = "partners of a mission, with what is theirs to do"
    CONFIDENTIAL = "confidential programme of a mission"
    INCIDENT = "incidents of a mission"
    INCIDENT_PART = "incidents of a mission: those that a partner logs or may read"
    INCIDENT_PUT = "incident of a mission that was put to the State, with its answers"
    DEBRIEF = "debrief of a mission"
    DEBRIEF_PART = "debrief of a mission: the part of the country team"
    DEBRIEF_CALL = "debrief of a mission: when and where, for those who are invited"
    DOSSIER = "country assessment of a visit"
    FOR_PARTNERS = "country assessment, the version for partners"
    TERMS = "terms of reference of a mission, once they are agreed"
    RC_THREAD = "thread about a mission with the Resident Coordinator alone"
    PARTNER_THREAD = "thread about a mission with partners"
    STATE_THREAD = "thread about a mission with the State: official notes"
    REPORT = "report on a visit, before publication"


class Scope(StrEnum):
    """A relation of an item to a person."""

    ANY = "any"
    OWN = "filed by the person"
    ORGANISATION = "filed under the person's organisation"
    MANDATE = "of a mandate that the person holds or services"
    STATE = "of a State that the person answers for"
    ASKED = "of a State that the person answers for, while it is asked for comments"
    DATED = "of a State that the person answers for, once days of a visit were proposed"
    COORDINATED = "of a State whose Resident Coordinator it is, once days were proposed"
    ADMITTED = "of a mission to which the person is admitted"
    INVITED = "of a debrief to which the person's office is invited"
    SECURITY = "of a mission whose security the person answers for"
    CLEARED = "cleared, and the person's to transmit"


class Sight(IntEnum):
    """How much of an item a person sees. ``WRITE``: may work on it; decisions have more rules."""

    NOTHING = 0
    METADATA = 1
    SUMMARY = 2
    READ = 3
    WRITE = 4


_M, _R, _W = Sight.METADATA, Sight.READ, Sight.WRITE
_ANY, _OWN, _ORGANISATION = Scope.ANY, Scope.OWN, Scope.ORGANISATION
_MANDATE, _STATE, _CLEARED = Scope.MANDATE, Scope.STATE, Scope.CLEARED

Line: TypeAlias = tuple[Kind, Role, Scope]

MATRIX: Final[Mapping[Line, Sight]] = MappingProxyType(
    {
        # Opening it takes a reason and leaves a fact besides (R5).
        (Kind.IDENTITY, Role.QUICK_RESPONSE_DESK, _ANY): _R,
        (Kind.IDENTITY, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _R,
        (Kind.IDENTITY, Role.MANDATE_HOLDER, _MANDATE): _R,
        # Who comes by a return channel has a door of their own: portal/source/channel.
        (Kind.SUBMISSION, Role.NGO_MEMBER, _OWN): _W,
        (Kind.SUBMISSION, Role.NGO_MEMBER, _ORGANISATION): _W,
        # A contact point's cases are its own: its clients came to nobody else (R16).
        (Kind.SUBMISSION, Role.CONTACT_POINT, _OWN): _W,
        (Kind.SUBMISSION, Role.QUICK_RESPONSE_DESK, _ANY): _W,
        (Kind.SUBMISSION, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.SUBMISSION, Role.MANDATE_HOLDER, _MANDATE): _R,
        (Kind.SUBMISSION, Role.CHIEF, _ANY): Sight.SUMMARY,
        (Kind.CLEARANCE, Role.QUICK_RESPONSE_DESK, _ANY): _R,
        (Kind.CLEARANCE, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.CLEARANCE, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.CLEARANCE, Role.CHIEF, _CLEARED): _R,
        (Kind.LETTER, Role.QUICK_RESPONSE_DESK, _ANY): _W,
        (Kind.LETTER, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _R,
        (Kind.LETTER, Role.HUMAN_RIGHTS_OFFICER, _ANY): _M,
        (Kind.LETTER, Role.MANDATE_HOLDER, _MANDATE): _R,
        (Kind.LETTER, Role.MANDATE_HOLDER, _ANY): _M,
        (Kind.LETTER, Role.CHIEF, _ANY): _R,
        (Kind.LETTER, Role.PUBLICATION_OFFICER, _ANY): _R,
        (Kind.LETTER, Role.COORDINATION_COMMITTEE, _ANY): _M,
        (Kind.LETTER, Role.DESK_OFFICER, _STATE): _R,
        (Kind.LETTER, Role.GOVERNMENT, _STATE): _R,
        (Kind.LETTER, Role.AUDITOR, _ANY): _M,
        (Kind.REPLY, Role.QUICK_RESPONSE_DESK, _ANY): _W,
        (Kind.REPLY, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _R,
        (Kind.REPLY, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.REPLY, Role.CHIEF, _ANY): _R,
        (Kind.REPLY, Role.PUBLICATION_OFFICER, _ANY): _R,
        (Kind.REPLY, Role.COORDINATION_COMMITTEE, _ANY): _M,
        (Kind.REPLY, Role.DESK_OFFICER, _STATE): _R,
        (Kind.REPLY, Role.GOVERNMENT, _STATE): _R,
        (Kind.REPLY, Role.AUDITOR, _ANY): _M,
        (Kind.FEED, Role.COORDINATION_COMMITTEE, _ANY): _M,
        (Kind.FEED, Role.QUICK_RESPONSE_DESK, _ANY): _M,
        (Kind.FEED, Role.CHIEF, _ANY): _M,
        (Kind.FEED, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _M,
        (Kind.FEED, Role.MANDATE_HOLDER, _MANDATE): _M,
        (Kind.FEED, Role.DESK_OFFICER, _STATE): _M,
        # Not a column of the domain's: the holder decides, and who works with the mandate reads.
        (Kind.SETTINGS, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.SETTINGS, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _R,
        (Kind.SETTINGS, Role.QUICK_RESPONSE_DESK, _ANY): _R,
        (Kind.SETTINGS, Role.CHIEF, _ANY): _R,
        # visits-recommendations-knowledge.md section E.10, and V1: the desk sends and receives.
        (Kind.VISIT, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.VISIT, Role.MANDATE_HOLDER, _ANY): _M,
        (Kind.VISIT, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.VISIT, Role.HUMAN_RIGHTS_OFFICER, _ANY): _M,
        (Kind.VISIT, Role.QUICK_RESPONSE_DESK, _ANY): _W,
        (Kind.VISIT, Role.DESK_OFFICER, _STATE): _R,
        (Kind.VISIT, Role.COORDINATION_COMMITTEE, _ANY): _M,
        (Kind.VISIT, Role.UN_PARTNER, Scope.DATED): _M,
        # A Government reads its letters and those that were sent to it, answers them, and has
        # nothing beside (VR6). The Resident Coordinator reads the same from V8 on.
        (Kind.EXCHANGED, Role.GOVERNMENT, _STATE): _W,
        (Kind.EXCHANGED, Role.UN_PARTNER, Scope.COORDINATED): _R,
        (Kind.MISSION, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.MISSION, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.MISSION, Role.DESK_OFFICER, _STATE): _R,
        # A Government reads what was exchanged with it, proposes and answers; an institution reads
        # the items that are its own.
        (Kind.PROGRAMME, Role.GOVERNMENT, _STATE): _W,
        (Kind.PROGRAMME, Role.UN_PARTNER, Scope.ADMITTED): _R,
        (Kind.PROGRAMME, Role.DESK_OFFICER, Scope.ADMITTED): _R,
        (Kind.PROGRAMME, Role.CONTACT_POINT, Scope.ADMITTED): Sight.SUMMARY,
        (Kind.PARTNER, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.PARTNER, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.PARTNER, Role.UN_PARTNER, Scope.ADMITTED): _R,
        (Kind.PARTNER, Role.CONTACT_POINT, Scope.ADMITTED): _R,
        (Kind.PARTNER, Role.NGO_MEMBER, Scope.ADMITTED): _R,
        (Kind.PARTNER, Role.DESK_OFFICER, Scope.ADMITTED): _R,
        # Nobody else: a Government never, and a desk officer only as a member of the mission.
        # Security knows when and where, and nothing of whom or what. Institutions and organisations
        # read the meetings that are shown to them.
        (Kind.CONFIDENTIAL, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.CONFIDENTIAL, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.CONFIDENTIAL, Role.DESK_OFFICER, Scope.ADMITTED): _R,
        (Kind.CONFIDENTIAL, Role.UN_PARTNER, Scope.SECURITY): _M,
        (Kind.CONFIDENTIAL, Role.CONTACT_POINT, Scope.ADMITTED): Sight.SUMMARY,
        (Kind.CONFIDENTIAL, Role.NGO_MEMBER, Scope.ADMITTED): Sight.SUMMARY,
        (Kind.INCIDENT, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.INCIDENT, Role.MANDATE_HOLDER, _ANY): _M,
        (Kind.INCIDENT, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.INCIDENT, Role.HUMAN_RIGHTS_OFFICER, _ANY): _M,
        (Kind.INCIDENT, Role.DESK_OFFICER, _STATE): _R,
        # A partner reads its own. Security reads those of its kinds, whoever logged them.
        (Kind.INCIDENT_PART, Role.UN_PARTNER, Scope.ADMITTED): _W,
        (Kind.INCIDENT_PART, Role.UN_PARTNER, Scope.SECURITY): _R,
        (Kind.INCIDENT_PART, Role.CONTACT_POINT, Scope.ADMITTED): _W,
        (Kind.INCIDENT_PART, Role.NGO_MEMBER, Scope.ADMITTED): _W,
        # A Government reads the words that were put to it, and its answers, and nothing beside.
        (Kind.INCIDENT_PUT, Role.GOVERNMENT, _STATE): _W,
        # No State and no Committee; of its partners the coordinator, and the team's part alone.
        (Kind.DEBRIEF, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.DEBRIEF, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.DEBRIEF, Role.DESK_OFFICER, _STATE): _W,
        (Kind.DEBRIEF_PART, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.DEBRIEF_PART, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.DEBRIEF_PART, Role.DESK_OFFICER, _STATE): _W,
        (Kind.DEBRIEF_PART, Role.UN_PARTNER, Scope.ADMITTED): _W,
        # Day, time and place, and whether they come. Of the debrief itself it opens nothing.
        (Kind.DEBRIEF_CALL, Role.CHIEF, Scope.INVITED): _W,
        (Kind.DEBRIEF_CALL, Role.DESK_OFFICER, Scope.INVITED): _W,
        (Kind.DEBRIEF_CALL, Role.UN_PARTNER, Scope.INVITED): _W,
        # Other mandates read what was issued. Whom to consult is of the confidential programme.
        (Kind.DOSSIER, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.DOSSIER, Role.MANDATE_HOLDER, _ANY): _R,
        (Kind.DOSSIER, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.DOSSIER, Role.HUMAN_RIGHTS_OFFICER, _ANY): _R,
        (Kind.DOSSIER, Role.DESK_OFFICER, _STATE): _W,
        (Kind.FOR_PARTNERS, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.FOR_PARTNERS, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.FOR_PARTNERS, Role.DESK_OFFICER, _STATE): _R,
        (Kind.FOR_PARTNERS, Role.UN_PARTNER, Scope.ADMITTED): _R,
        (Kind.FOR_PARTNERS, Role.CONTACT_POINT, Scope.ADMITTED): _R,
        # Which partners read them: shared/reference/partners.py. Others read the visit file.
        (Kind.TERMS, Role.UN_PARTNER, Scope.ADMITTED): _R,
        (Kind.TERMS, Role.CONTACT_POINT, Scope.ADMITTED): _R,
        (Kind.TERMS, Role.NGO_MEMBER, Scope.ADMITTED): _R,
        # Who of the partners is of which audience: shared/reference/visit_threads.py.
        (Kind.RC_THREAD, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.RC_THREAD, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.RC_THREAD, Role.DESK_OFFICER, _STATE): _W,
        (Kind.RC_THREAD, Role.UN_PARTNER, Scope.ADMITTED): _W,
        (Kind.PARTNER_THREAD, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.PARTNER_THREAD, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.PARTNER_THREAD, Role.DESK_OFFICER, _STATE): _R,
        (Kind.PARTNER_THREAD, Role.UN_PARTNER, Scope.ADMITTED): _W,
        (Kind.PARTNER_THREAD, Role.CONTACT_POINT, Scope.ADMITTED): _W,
        (Kind.PARTNER_THREAD, Role.NGO_MEMBER, Scope.ADMITTED): _W,
        (Kind.STATE_THREAD, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.STATE_THREAD, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.STATE_THREAD, Role.DESK_OFFICER, _STATE): _R,
        (Kind.STATE_THREAD, Role.GOVERNMENT, _STATE): _W,
        # A Government only while it is asked for comments; the desk of its State from the first
        # draft on, until it is withdrawn; who publishes once it was submitted.
        (Kind.REPORT, Role.MANDATE_HOLDER, _MANDATE): _W,
        (Kind.REPORT, Role.HUMAN_RIGHTS_OFFICER, _MANDATE): _W,
        (Kind.REPORT, Role.GOVERNMENT, Scope.ASKED): _R,
        (Kind.REPORT, Role.DESK_OFFICER, _STATE): _R,
        (Kind.REPORT, Role.PUBLICATION_OFFICER, _CLEARED): _R,
        (Kind.REPORT, Role.COORDINATION_COMMITTEE, _ANY): _M,
    }
)


def sight(actor: Actor, kind: Kind, stands: Collection[Scope]) -> Sight:
    """Return how much of an item this person sees.

    ``stands``: the scopes of the item for this person; ``ANY`` is always included.
    """
    scopes = {Scope.ANY, *stands}
    return max(
        (
            seen
            for (of, role, scope), seen in MATRIX.items()
            if of is kind and role in actor.roles and scope in scopes
        ),
        default=Sight.NOTHING,
    )


def rows(
    actor: Actor,
    kind: Kind,
    means: Mapping[Scope, ColumnElement[bool]],
    *,
    least: Sight = Sight.READ,
) -> ColumnElement[bool]:
    """Return which rows exist for this person, seen as ``least`` or better.

    ``means``: what each scope is in the tables of the query. Raises ``KeyError`` for a scope that
    the matrix gives this person and the query does not know.
    """
    scopes = [
        scope
        for (of, role, scope), seen in MATRIX.items()
        if of is kind and role in actor.roles and seen >= least
    ]
    return or_(false(), *(means[scope] for scope in dict.fromkeys(scopes)))


def readers(kind: Kind, *, least: Sight = Sight.READ) -> frozenset[Role]:
    """Return the roles that see at least some of it as ``least`` or better: who has a door."""
    return frozenset(role for (of, role, _), seen in MATRIX.items() if of is kind and seen >= least)
