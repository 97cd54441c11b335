"""Whom facts about the Committee, its meetings and its action items are told to."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from portal.homes.notices.audiences import Audience
from shared.contracts.stakeholders_committee import CommitteeElected, CommitteeMemberLeft
from shared.contracts.stakeholders_meetings import (
    ActionItemDropped,
    ActionItemMoved,
    ActionItemOpened,
    ActionItemOverdue,
    MeetingCalled,
    MeetingCancelled,
    MeetingChanged,
    MeetingGuestInvited,
    MeetingGuestWithdrawn,
    MinutesAgreed,
)


def _meeting(f: Any) -> Mapping[str, Any]:
    return {"meeting_id": f.meeting_id}


def _guest(f: Any) -> Mapping[str, Any]:
    return {"meeting_id": f.meeting_id, "guest_id": f.guest_id}


def _item(f: Any) -> Mapping[str, Any]:
    return {"meeting_id": f.meeting_id, "action_id": f.action_id}


def _election(f: Any) -> Mapping[str, Any]:
    return {"election_id": f.election_id}


def _member(f: Any) -> Mapping[str, Any]:
    return {"election_id": f.election_id, "term_id": f.term_id}


TOLD: Final[Mapping[type, tuple[tuple[Audience, ...], Callable[[Any], Mapping[str, Any]]]]] = (
    MappingProxyType(
        {
            CommitteeElected: (("elected",), _election),
            CommitteeMemberLeft: (("elected",), _member),
            MeetingCalled: (("meeting",), _meeting),
            MeetingChanged: (("meeting", "guest"), _meeting),
            MeetingCancelled: (("meeting", "guest"), _meeting),
            MeetingGuestInvited: (("guest",), _guest),
            MeetingGuestWithdrawn: (("guest",), _guest),
            MinutesAgreed: (("meeting",), _meeting),
            ActionItemOpened: (("owner",), _item),
            ActionItemMoved: (("owner",), _item),
            ActionItemOverdue: (("owner",), _item),
            ActionItemDropped: (("owner",), _item),
        }
    )
)
