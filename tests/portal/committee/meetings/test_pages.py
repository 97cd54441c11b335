"""The Committee's meetings for each role: section D.5, exactly; and what is done there."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from portal.committee.meetings import found
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.committee_meetings import closed
from shared.reference.committee_meetings import given as owned
from tests.portal.stakeholders.test_pages import text
from tests.support import committee as members
from tests.support.forms import hidden
from tests.support.meetings import NOW, Meetings, named
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

PAGE = "/committee/meetings"
DAY = timedelta(days=1)
TODAY = day_of(NOW)


@pytest.fixture
def meetings(portal: Pages) -> Meetings:
    members.Committee(portal.engine, portal.vault)
    return Meetings(portal.engine, portal.vault)


@pytest.fixture
def member(portal: Pages, meetings: Meetings) -> Visitor:
    return portal.signed_in(
        Role.COORDINATION_COMMITTEE, account_id="a-member", name="Carmen Member"
    )


@pytest.fixture
def desk(portal: Pages, meetings: Meetings) -> Visitor:
    return portal.signed_in(
        Role.DESK_OFFICER,
        account_id="a-desk",
        name="Dora Desk",
        state_codes=frozenset({"KEN", "UGA"}),
    )


def form(**also: object) -> dict[str, object]:
    return {"command_id": str(uuid4()), **also}


def meeting(**also: object) -> dict[str, object]:
    given = {
        "kind": "desk",
        "starts": "2026-12-01T10:00",
        "state": "KEN",
        "state_2": "",
        "state_3": "",
        "invited": ["a-desk"],
        "agenda": "Zora agenda",
    }
    return form(**{**given, **also})


def test_who_reads_which_meetings(
    portal: Pages, meetings: Meetings, member: Visitor, desk: Visitor
) -> None:
    plain = meetings.called("plain")
    named_only = meetings.called("named", "Quib agenda", named_only=True)
    invited = meetings.called("invited", "Xylo agenda", named_only=True, invited=("a-desk",))
    others = {
        role: portal.signed_in(role)
        for role in (Role.CHIEF, Role.QUICK_RESPONSE_DESK, Role.MANDATE_HOLDER)
    }
    stranger = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    for visitor, seen in (
        (member, {plain, named_only, invited}),
        (desk, {invited}),
        (stranger, set()),
        *((one, {plain}) for one in others.values()),
    ):
        page = visitor.get(PAGE).text
        for one in (plain, named_only, invited):
            assert (one in page) is (one in seen)
            assert visitor.get(f"{PAGE}/{one}").status_code == (200 if one in seen else 404)
    for role in (Role.HUMAN_RIGHTS_OFFICER, Role.STAKEHOLDER_OFFICER, Role.GOVERNMENT):
        assert portal.signed_in(role).get(PAGE).status_code == 403
    assert "Only the Committee and who is invited" in text(desk.get(f"{PAGE}/{invited}").text)
    assert "Xylo agenda" in text(desk.get(f"{PAGE}/{invited}").text)


def test_unknown_and_forbidden_answer_alike(
    meetings: Meetings, desk: Visitor, member: Visitor
) -> None:
    one, unknown = meetings.called(), named("unknown")
    for path in ("", "/change", "/cancel", "/held", "/minutes/write", "/items/new"):
        refused, nothing = (desk.get(f"{PAGE}/{of}{path}") for of in (one, unknown))
        assert (refused.status_code, nothing.status_code) == (404, 404)
        assert text(refused.text) == text(nothing.text)


def test_who_left_the_committee_reads_nothing_more(
    portal: Pages, meetings: Meetings, member: Visitor
) -> None:
    one = meetings.called()
    record = members.Committee(portal.engine, portal.vault, told=500)
    this = members.member("sr-torture", holder_id="a-member")
    record.tell(members.elected(members=(this,)))
    assert member.get(f"{PAGE}/{one}").status_code == 200
    record.tell(members.left("sr-torture", TODAY - DAY))
    assert member.get(f"{PAGE}/{one}").status_code == 403
    for path in (PAGE, f"{PAGE}/call"):
        assert member.get(path).status_code == 403


def test_a_holder_who_left_the_committee_has_nothing_of_what_was_theirs_in_it(
    portal: Pages, meetings: Meetings
) -> None:
    """They read the meeting as every holder does, and change nothing of it."""
    holder = portal.signed_in(
        Role.MANDATE_HOLDER, Role.COORDINATION_COMMITTEE, account_id="a-member"
    )
    own = Actor(actor_id="a-member", roles=frozenset({Role.COORDINATION_COMMITTEE}))
    one = meetings.called(by=own)
    later = meetings.called(2, by=own)
    meetings.held(one, "a-member")
    this = meetings.item(one, owner="a-member")
    paths = (f"/{later}/change", f"/{later}/cancel", f"/{one}/items/{this}/done")
    for path in paths:
        assert holder.get(PAGE + path).status_code == 200
    record = members.Committee(portal.engine, portal.vault, told=500)
    record.tell(members.elected(members=(members.member("sr-torture", holder_id="a-member"),)))
    record.tell(members.left("sr-torture", TODAY - DAY))
    for path, status in zip(paths, (403, 403, 404), strict=True):
        assert holder.get(PAGE + path).status_code == status
    for page in (f"/{one}", f"/{later}", ""):
        shown = holder.get(PAGE + page)
        assert shown.status_code == 200
        for link in ("/change", "/cancel", "/done", "/call"):
            assert f'{link}"' not in shown.text
    assert "Nonce" not in holder.get(PAGE).text


def test_the_committee_calls_a_meeting_after_reading_it_once_more(
    portal: Pages, member: Visitor, desk: Visitor
) -> None:
    assert "will appear here" in text(member.get(PAGE).text)
    page = text(member.get(f"{PAGE}/call").text)
    for words in ("Dora Desk", "France", "Kenya"):
        assert words in page
    assert member.post(f"{PAGE}/call", form()).status_code == 422
    asked = meeting(state_2="FRA", state_3="KEN")
    check = text(member.post(f"{PAGE}/call", asked).text)
    for words in ("Check this meeting", "Meeting with desk officers", "Kenya, France", "Dora Desk"):
        assert words in check
    member.post(f"{PAGE}/call", {**asked, "checked": "send"})
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["states"], data["invited"]) == ("call-meeting", ["KEN", "FRA"], ["a-desk"])
    assert data["agenda"]["subject"] == found.subject_of(data["meeting_id"])
    assert data["named_only"] is False
    assert "Zora" not in portal.asked[-1].read().decode()


def test_a_desk_officer_calls_a_meeting_about_their_states(portal: Pages, desk: Visitor) -> None:
    page = text(desk.get(f"{PAGE}/call").text)
    assert "Kenya" in page
    assert "France" not in page
    assert desk.post(f"{PAGE}/call", meeting(state="FRA", checked="send")).status_code == 422
    desk.post(f"{PAGE}/call", meeting(named_only="y", checked="send"))
    assert asked_for(portal.asked[-1])[1]["named_only"] is True


def test_a_meeting_is_changed_and_cancelled_by_the_committee_and_who_called_it(
    portal: Pages, meetings: Meetings, member: Visitor, desk: Visitor
) -> None:
    one = meetings.called(invited=("a-desk",))
    for path in ("change", "cancel"):
        assert desk.get(f"{PAGE}/{one}/{path}").status_code == 404
    filled = member.get(f"{PAGE}/{one}/change").text
    assert "Zora agenda" in filled
    assert 'value="2026-12-01T10:00"' in filled
    seen = meetings.meetings[one].meeting.details
    assert hidden(filled, "seen") == seen
    member.post(f"{PAGE}/{one}/change", meeting(agenda="Other", seen=seen, checked="send"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["seen"]) == ("change-meeting", seen)
    assert hidden(member.get(f"{PAGE}/{one}/cancel").text, "seen") == seen
    member.post(f"{PAGE}/{one}/cancel", form(code="quorum", seen=seen))
    assert asked_for(portal.asked[-1])[:2] == (
        "cancel-meeting",
        {"meeting_id": one, "seen": seen, "code": "quorum"},
    )
    own = Actor(actor_id="a-desk", roles=frozenset({Role.DESK_OFFICER}), states=frozenset({"KEN"}))
    theirs = meetings.called(2, by=own)
    assert desk.get(f"{PAGE}/{theirs}/change").status_code == 200
    meetings.cancelled(one)
    page = text(member.get(f"{PAGE}/{one}").text)
    assert "Cancelled It is postponed" in page
    assert "Change this meeting" not in page
    assert member.get(f"{PAGE}/{one}/change").status_code == 404


def test_what_was_held_has_minutes_that_the_chair_agrees_to(
    portal: Pages, meetings: Meetings, member: Visitor, desk: Visitor
) -> None:
    one = meetings.called(invited=("a-desk",))
    page = desk.get(f"{PAGE}/{one}/held").text
    assert hidden(page, "seen") == meetings.meetings[one].meeting.recorded
    page = text(page)
    assert "Dora Desk" in page
    assert "Carmen Member" in page
    desk.post(f"{PAGE}/{one}/held", form(held_on="2026-11-24", participants=["a-desk"]))
    assert asked_for(portal.asked[-1])[1]["participants"] == ["a-desk"]
    meetings.held(one, "a-member", "a-desk", on=TODAY)
    assert member.get(f"{PAGE}/{one}/minutes/agree").status_code == 404, "there are none"
    desk.post(f"{PAGE}/{one}/minutes/write", form(version="0", minutes="Quib minutes"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["version"]) == ("write-minutes", 0)
    assert data["minutes"]["subject"] == found.subject_of(one)
    meetings.written(one)
    filled = member.get(f"{PAGE}/{one}/minutes/write").text
    assert "Quib minutes" in filled
    assert 'name="version" type="hidden" value="1"' in filled
    page = text(member.get(f"{PAGE}/{one}").text)
    for words in ("Quib minutes", "Minutes to agree", "4 Dec 2026", "Carmen Member"):
        assert words in page
    assert "Quib minutes" in member.get(f"{PAGE}/{one}/minutes/agree").text
    assert desk.get(f"{PAGE}/{one}/minutes/agree").status_code == 403
    for typed, sent in (("1", 1), ("x", -1), ("", -1)):
        member.post(f"{PAGE}/{one}/minutes/agree", form(version=typed))
        assert asked_for(portal.asked[-1])[1]["version"] == sent
    meetings.agreed(one)
    assert "Minutes agreed" in text(member.get(f"{PAGE}/{one}").text)
    assert member.get(f"{PAGE}/{one}/minutes/write").status_code == 404
    page = member.get(f"{PAGE}/{one}/minutes/reopen").text
    member.post(f"{PAGE}/{one}/minutes/reopen", form(version=hidden(page, "version")))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["version"]) == ("reopen-minutes", 1)
    meetings.reopened(one)
    assert "Minutes to agree" in text(member.get(f"{PAGE}/{one}").text)


def test_what_was_typed_stays_when_somebody_else_was_faster(
    portal: Pages, meetings: Meetings, member: Visitor, desk: Visitor
) -> None:
    """The service refuses with its reason, and the form is shown again as it was filled in."""
    one = meetings.called()
    meetings.held(one)
    meetings.written(one)
    meetings.agreed(one)
    portal.answer = httpx.Response(422, json={"title": "The minutes of this meeting are agreed."})
    for path, typed in (
        ("change", meeting(agenda="Typed words", checked="send")),
        ("minutes/write", form(version="0", minutes="Typed words")),
    ):
        answer = member.post(f"{PAGE}/{one}/{path}", typed)
        assert answer.status_code == 422
        assert "Typed words" in answer.text
        assert "are agreed" in text(answer.text)


def test_only_the_chair_agrees_once_there_is_one(
    portal: Pages, meetings: Meetings, member: Visitor
) -> None:
    one = meetings.called()
    meetings.held(one, on=TODAY - 11 * DAY)
    meetings.written(one)
    assert "Overdue" in text(member.get(PAGE).text)
    record = members.Committee(portal.engine, portal.vault, told=500)
    record.tell(members.elected(), members.designated("sr-food"))
    assert member.get(f"{PAGE}/{one}/minutes/agree").status_code == 404
    assert "Agree to the minutes" not in text(member.get(f"{PAGE}/{one}").text)
    chair = portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="holder-sr-food")
    assert chair.get(f"{PAGE}/{one}/minutes/agree").status_code == 200


def test_action_items_have_an_owner_who_says_that_they_are_done(
    portal: Pages, meetings: Meetings, member: Visitor, desk: Visitor
) -> None:
    one = meetings.called(invited=("a-desk",))
    assert member.get(f"{PAGE}/{one}/items/new").status_code == 404, "it was not held"
    meetings.held(one)
    asked = form(text="Nonce task", owner_id="a-desk", due_on="2026-12-01")
    member.post(f"{PAGE}/{one}/items/new", asked)
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["owner_id"]) == ("open-action-item", "a-desk")
    assert data["text"]["subject"] == found.subject_of_item(data["action_id"])
    wrong = form(text="Task", owner_id="stranger", due_on="2026-12-01")
    assert member.post(f"{PAGE}/{one}/items/new", wrong).status_code == 422
    this = meetings.item(one, owner="a-desk", due_on=date(2026, 11, 20) + 10 * DAY)
    there = f"{PAGE}/{one}/items/{this}"
    for path in (f"{PAGE}/{one}", PAGE, "/activity/", "/countries"):
        assert "Nonce task" in text(desk.get(path).text)
    assert "Nonce task" not in member.get("/activity/").text
    holder = portal.signed_in(Role.MANDATE_HOLDER)
    assert "Nonce task" in text(holder.get(f"{PAGE}/{one}").text)
    assert holder.get(f"{there}/done").status_code == 404
    for path in ("move", "drop"):
        assert desk.get(f"{there}/{path}").status_code == 403
        assert "Nonce task" in text(member.get(f"{there}/{path}").text)
    theirs = owned("a-desk", date(2026, 11, 30))
    assert hidden(desk.get(f"{there}/done").text, "seen") == theirs
    desk.post(f"{there}/done", form(seen=theirs))
    assert asked_for(portal.asked[-1])[:2] == (
        "finish-action-item",
        {"action_id": this, "seen": theirs},
    )
    assert desk.get(f"{there}/reopen").status_code == 404
    meetings.done(this)
    assert "Nonce task" not in desk.get(PAGE).text
    assert "On time: 1" in text(member.get(PAGE).text)
    shut = hidden(desk.get(f"{there}/reopen").text, "seen")
    assert shut == closed(meetings.items.items[this].closed_at)
    desk.post(f"{there}/reopen", form(seen=shut))
    assert asked_for(portal.asked[-1])[:2] == (
        "reopen-action-item",
        {"action_id": this, "seen": shut},
    )
    meetings.opened_again(this)
    seen = hidden(member.get(f"{there}/move").text, "seen")
    assert seen == theirs
    member.post(f"{there}/move", form(owner_id="a-member", due_on="2026-12-09", seen=seen))
    _, data, _ = asked_for(portal.asked[-1])
    assert (data["owner_id"], data["seen"]) == ("a-member", seen)
    meetings.moved(this, "a-member", date(2026, 12, 9))
    assert desk.get(f"{there}/done").status_code == 404
    seen = hidden(member.get(f"{there}/drop").text, "seen")
    assert seen == owned("a-member", date(2026, 12, 9))
    member.post(f"{there}/drop", form(reason="Quite moot", seen=seen))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["seen"]) == ("drop-action-item", seen)
    assert data["reason"]["subject"] == found.subject_of_item(this)
    meetings.dropped(this)
    assert "Dropped Quite moot" in text(member.get(f"{PAGE}/{one}").text)


def test_an_item_that_is_overdue_says_so_and_one_that_nobody_has(
    portal: Pages, meetings: Meetings, member: Visitor
) -> None:
    one = meetings.called()
    meetings.held(one)
    meetings.item(one, due_on=TODAY)
    meetings.passed(TODAY + DAY)
    portal.clock.forward(DAY)
    assert member.account
    member = portal.sign_in(member.account)
    assert "Overdue" in text(member.get(f"{PAGE}/{one}").text)
    assert "No account any more" in text(
        portal.signed_in(Role.CHIEF).get(f"{PAGE}/{meetings.called(2, by=_gone())}").text
    )


def _gone() -> Actor:
    return Actor(actor_id="somebody-gone", roles=frozenset({Role.COORDINATION_COMMITTEE}))


def test_erased_texts_are_gone_everywhere(
    portal: Pages, meetings: Meetings, member: Visitor
) -> None:
    one = meetings.called()
    meetings.held(one)
    meetings.written(one)
    this = meetings.item(one)
    for subject in (found.subject_of(one), found.subject_of_item(this)):
        portal.vault.forget(subject, at=portal.clock())
    for path in (PAGE, f"{PAGE}/{one}", "/activity/", f"{PAGE}/{one}/items/{this}/done"):
        page = member.get(path).text
        for words in ("Zora", "Quib", "Nonce"):
            assert words not in page
        assert "rased" in page
    refused: Any = member.post(
        f"{PAGE}/{one}/minutes/write", form(version="1", minutes="Something")
    )
    assert refused.status_code == 409
