"""Guests of a meeting: chosen among accounts, and shown what is for guests and nothing beside."""

from uuid import uuid4

import pytest

from portal.web.accounts.account import actor_of
from shared.contracts.stakeholders_meeting_commands import InviteGuest, WithdrawGuest
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.portal.committee.meetings.test_papers import PAGE, added, asked, desk, meetings, member
from tests.portal.stakeholders.test_pages import text
from tests.support.files import PDF
from tests.support.meetings import COMMITTEE, Meetings, named
from tests.support.organisations import Register
from tests.support.organisations import named as entry
from tests.support.portal import Pages, Visitor

__all__ = ("desk", "meetings", "member")
HERE = "/committee/invitations"


@pytest.fixture
def guest(portal: Pages) -> Visitor:
    states = frozenset({"UGA"})
    return portal.signed_in(
        Role.GOVERNMENT, account_id="guest", name="Gil Zora", state_codes=states
    )


def test_a_guest_is_chosen_among_those_whom_whoever_asks_may_invite(
    portal: Pages, meetings: Meetings, member: Visitor, desk: Visitor, guest: Visitor
) -> None:
    register = Register(portal.engine, portal.vault, told=7_000_000)
    for name, role, of in (
        ("shown", Role.FOCAL_POINT, register.public(entry(1), "Zim Alliance")),
        ("shut", Role.CONTACT_POINT, register.confirmed(entry(2), "Quib Institute")),
    ):
        portal.person(role, account_id=name, name=f"Person {name}", organisation_id=of)
    portal.person(Role.UN_PARTNER, account_id="un", name="Una", state_codes=frozenset({"KEN"}))
    meeting, own = meetings.called(1), meetings.called(2, by=asker(desk))
    every = member.get(f"{PAGE}/{meeting}/guests/invite").text
    assert set(offered(every)) >= {"guest", "shown", "un"}
    assert "Zim Alliance" in every
    for hidden in ("Quib Institute", "Person shut", "Person shown"):
        assert hidden not in every
    assert {"shown", "un"} <= set(offered(desk.get(f"{PAGE}/{own}/guests/invite").text))
    assert "guest" not in offered(desk.get(f"{PAGE}/{own}/guests/invite").text)
    assert desk.get(f"{PAGE}/{meeting}/guests/invite").status_code == 404
    kept = meetings.called(3, named_only=True)
    assert member.get(f"{PAGE}/{kept}/guests/invite").status_code == 404
    typed = {"guest_id": "guest", "command_id": str(uuid4())}
    path = f"{PAGE}/{meeting}/guests/invite"
    assert "Gil Zora" in member.post(path, typed).text
    assert member.post(path, {**typed, "checked": "send"}).status_code == 303
    assert asked(portal) == InviteGuest(meeting_id=meeting, guest_id="guest")
    before = len(portal.asked)
    for wrong in ("shut", "a-member", "nobody", ""):
        assert member.post(path, {**typed, "guest_id": wrong}).status_code == 422
    assert len(portal.asked) == before


def test_a_guest_reads_what_is_for_guests_and_no_more_until_the_invitation_is_withdrawn(
    portal: Pages, meetings: Meetings, member: Visitor, guest: Visitor
) -> None:
    sealed = meetings.seal(f"meeting-{named(1)}", "Room Gribble")
    meeting, other = meetings.called(1, place=sealed), meetings.called(2)
    shared = added(portal, meetings, member, meeting, title="Zanthor for guests", readers="guests")
    kept = added(portal, meetings, member, meeting, title="Zanthor for readers")
    assert "You are invited to no meeting now." in text(guest.get(HERE).text)
    assert guest.get(f"{HERE}/{meeting}").status_code == 404
    meetings.guest(meeting, "guest")
    meetings.held(meeting)
    meetings.written(meeting)
    meetings.item(meeting)
    page = text(guest.get(f"{HERE}/{meeting}").text)
    for said in ("Zora agenda", "Room Gribble", "Zanthor for guests", "Held"):
        assert said in page
    for secret in ("Quib minutes", "Nonce task", "Zanthor for readers", "Kenya", "Minutes"):
        assert secret not in page
    assert meeting in guest.get(HERE).text
    assert other not in guest.get(HERE).text
    assert guest.get(shared.replace(PAGE, HERE)).data == PDF
    for address in (kept.replace(PAGE, HERE), f"{HERE}/{other}"):
        assert guest.get(address).status_code == 404
    holder = portal.signed_in(Role.MANDATE_HOLDER)
    assert "Zanthor for guests" in text(holder.get(f"{PAGE}/{meeting}").text)
    assert portal.signed_in(Role.GOVERNMENT).get(shared.replace(PAGE, HERE)).status_code == 404
    assert "Gil Zora" in text(member.get(f"{PAGE}/{meeting}").text)
    path = f"{PAGE}/{meeting}/guests/guest/withdraw"
    assert "Gil Zora" in text(member.get(path).text)
    assert member.post(path, {"command_id": str(uuid4())}).status_code == 303
    assert asked(portal) == WithdrawGuest(meeting_id=meeting, guest_id="guest")
    meetings.do(asked(portal), COMMITTEE)
    assert member.get(path).status_code == 404
    for address in (f"{HERE}/{meeting}", shared.replace(PAGE, HERE)):
        assert guest.get(address).status_code == 404
    assert meeting not in guest.get(HERE).text


def asker(visitor: Visitor) -> Actor:
    assert visitor.account
    return actor_of(visitor.account)


def offered(page: str) -> list[str]:
    options = page.split('name="guest_id"')[1].split("</select>", maxsplit=1)[0]
    return [part.split('"')[0] for part in options.split('value="')[1:]]
