"""The Committee and its meetings in a portal that is used (``lived_in``)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.contracts.stakeholders_committee import Member
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.support import committee as members
from tests.support.committee import Committee
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.meetings import Meetings
from tests.support.portal import Pages, Visitor
from tests.support.sops import Sops
from tests.support.terms import TERM, TORTURE


def committee(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    """An election with its chair; meetings of each stage, with action items of each."""
    ids = {role: _id(visitors[role]) for role in (Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER)}
    me, desk = ids[Role.COORDINATION_COMMITTEE], ids[Role.DESK_OFFICER]
    record = Committee(portal.engine, portal.vault, told=4_500_000)  # after all that was told
    chair = Member(term_id=TERM, mandate="sr-torture", holder_id=me, nationalities=("FRA", "CHL"))
    other = members.member("sr-food")
    record.tell(members.elected(members=(chair,), outgoing_chair=other, chair=TERM))
    meetings = Meetings(portal.engine, portal.vault, told=4_600_000)
    text, now = f"{UNBROKEN[:60]} {LONG}", portal.clock()
    by = Actor(actor_id=me, roles=frozenset({Role.COORDINATION_COMMITTEE}))
    day = timedelta(days=1)

    def called(number: int) -> str:
        return meetings.called(
            number, text, by=by, at=now - day, invited=(desk,), named_only=number == 2
        )

    first = called(1)
    for role in (Role.GOVERNMENT, Role.PRESIDENT):
        meetings.guest(first, _id(visitors[role]))
    meetings.cancelled(called(2))
    held, agreed = called(3), called(4)
    for one, minutes in ((held, text), (agreed, ARABIC)):
        meetings.held(one, me, desk, on=day_of(now) - 12 * day)
        meetings.written(one, minutes)
    meetings.agreed(agreed)
    meetings.item(held, 1, me, text, due_on=day_of(now))
    meetings.item(held, 2, desk, ARABIC)
    meetings.done(meetings.item(held, 3, me, text))
    meetings.dropped(meetings.item(agreed, 4, "nobody", text), text)
    procedures(portal)


def procedures(portal: Pages) -> None:
    """One in force and public with its next draft, and one that a mandate does another way."""
    sops = Sops(portal.engine, portal.vault, told=4_700_000)  # after all that was told
    text = f"{UNBROKEN[:60]} {LONG}"
    one, other = sops.drafted(1, text[:200], text), sops.drafted(2, ARABIC, ARABIC)
    for each in (one, other):
        sops.adopted(each)
        sops.commented(each, text)
        sops.published(each)
    sops.drafted(1, ARABIC, text, version=2)
    sops.deviated(other, TORTURE, text)
    third = sops.drafted(3, text[:200], ARABIC)
    sops.adopted(third)


def _id(visitor: Visitor) -> str:
    assert visitor.account
    return visitor.account.account_id
