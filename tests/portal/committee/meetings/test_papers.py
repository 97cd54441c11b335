"""Papers of a meeting: added with a file, read by whom they are for, withdrawn, erased."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import TypeAdapter
from sqlalchemy import select

from portal.casefile.attachments.unclaimed import unclaimed
from portal.committee.meetings import papers
from portal.committee.meetings.stored import STORED
from shared.contracts.stakeholders_meeting_commands import (
    TYPES,
    AddMeetingPaper,
    WithdrawMeetingPaper,
)
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support import committee as members
from tests.support.files import PDF, send
from tests.support.meetings import COMMITTEE, NOW, Meetings
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

PAGE = "/committee/meetings"
TYPED = {"title": "Zanthor note", "readers": "readers"}


@pytest.fixture
def meetings(portal: Pages) -> Meetings:
    members.Committee(portal.engine, portal.vault)
    return Meetings(portal.engine, portal.vault)


@pytest.fixture
def member(portal: Pages, meetings: Meetings) -> Visitor:
    return portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="a-member")


@pytest.fixture
def desk(portal: Pages, meetings: Meetings) -> Visitor:
    states = frozenset({"KEN"})
    return portal.signed_in(Role.DESK_OFFICER, account_id="a-desk", state_codes=states)


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def checked(by: Visitor, path: str, name: str, **said: str) -> dict[str, str]:
    """Send the form with a file; return what the page carries on which it is checked."""
    check = send(by, path, (PDF, name), **said)
    assert check.status_code == 200, check.text
    carried = check.text.split('name="carried" hidden>')[1].split("</textarea>", maxsplit=1)[0]
    return {**said, "carried": carried.strip(), "checked": "send"}


def added(portal: Pages, meetings: Meetings, by: Visitor, meeting: str, **typed: str) -> str:
    """Add a paper as the pages do it, and as the service does; return its address."""
    path = f"{PAGE}/{meeting}/papers/add"
    again = checked(by, path, "note.pdf", **{**TYPED, **typed, "command_id": str(uuid4())})
    assert by.post(path, again).status_code == 303
    command: AddMeetingPaper = asked(portal)
    for words in ("Zanthor", "note.pdf"):
        assert words not in portal.asked[-1].read().decode()
    meetings.do(command, COMMITTEE)
    assert by.post(path, again).status_code == 303, "a second click"
    assert asked(portal).paper_id == command.paper_id
    return f"{PAGE}/{meeting}/papers/{command.paper_id}"


def test_a_paper_is_for_who_reads_the_meeting_or_for_who_is_invited(
    portal: Pages, meetings: Meetings, member: Visitor, desk: Visitor
) -> None:
    meeting = meetings.called(invited=("a-desk",))
    assert "Papers of this meeting will appear here." in text(member.get(f"{PAGE}/{meeting}").text)
    shared = added(portal, meetings, member, meeting)
    kept = added(portal, meetings, member, meeting, title="Gribble note", readers="invited")
    readers = [
        portal.signed_in(role)
        for role in (Role.MANDATE_HOLDER, Role.CHIEF, Role.QUICK_RESPONSE_DESK)
    ]
    for visitor in (member, desk, *readers):
        inside = visitor in (member, desk)
        page = text(visitor.get(f"{PAGE}/{meeting}").text)
        assert "Zanthor note" in page
        assert ("Gribble note" in page) is inside
        assert ("Add a paper" in page) is inside
        assert ("Withdraw" in page) is (visitor is member), "the desk added none"
        assert visitor.get(shared).data == PDF
        assert visitor.get(kept).status_code == (200 if inside else 404)
    stranger = portal.signed_in(Role.DESK_OFFICER, account_id="another")
    government = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    for visitor in (stranger, government, portal.visitor()):
        for address in (shared, kept):
            answer = visitor.get(address)
            assert answer.status_code != 200
            assert "Zanthor" not in answer.text


def test_a_paper_of_a_meeting_that_is_kept_to_those_named_is_kept_with_it(
    portal: Pages, meetings: Meetings, member: Visitor
) -> None:
    meeting, other = meetings.called(1, named_only=True), meetings.called(2)
    paper = added(portal, meetings, member, meeting)
    holder = portal.signed_in(Role.MANDATE_HOLDER)
    assert holder.get(paper).status_code == 404
    assert holder.get(paper.replace(meeting, other)).status_code == 404
    assert member.get(paper.replace(meeting, other)).status_code == 404


def test_a_withdrawn_paper_and_an_erased_one_are_read_by_nobody(
    portal: Pages, meetings: Meetings, member: Visitor
) -> None:
    meeting = meetings.called()
    first = added(portal, meetings, member, meeting, title="Gribble")
    second = added(portal, meetings, member, meeting)
    assert "Gribble" in text(member.get(f"{first}/withdraw").text)
    assert member.post(f"{first}/withdraw", {"command_id": str(uuid4())}).status_code == 303
    command = asked(portal)
    paper_id = first.rpartition("/")[2]
    assert command == WithdrawMeetingPaper(meeting_id=meeting, paper_id=paper_id)
    meetings.do(command, COMMITTEE)
    [given_up] = STORED.given_up
    with portal.engine.connect() as conn:
        assert [row.since for row in conn.execute(given_up)] == [NOW], "the file goes, too"
    for address in (first, f"{first}/withdraw"):
        assert member.get(address).status_code == 404
    portal.vault.forget(papers.subject_of(second.rpartition("/")[2]), at=NOW)
    page = text(member.get(f"{PAGE}/{meeting}").text)
    assert "erased" in page
    assert "Zanthor" not in page
    assert member.get(second).status_code == 410


def test_one_file_is_needed_and_what_was_typed_stays(meetings: Meetings, member: Visitor) -> None:
    path = f"{PAGE}/{meetings.called()}/papers/add"
    for files, typed, said in (
        ([], TYPED, "Choose a file"),
        ([(PDF, "a.pdf"), (PDF, "b.pdf")], TYPED, "Choose one file."),
        ([(PDF, "a.pdf")], {"title": "Zanthor note"}, "Choose who reads it"),
    ):
        refused = send(member, path, *files, **typed)
        assert refused.status_code == 422
        assert said in refused.text
        assert "Zanthor note" in refused.text


def test_the_same_form_with_another_file_is_another_command_whose_file_is_swept_if_it_is_refused(
    portal: Pages, meetings: Meetings, member: Visitor
) -> None:
    path, typed = f"{PAGE}/{meetings.called()}/papers/add", {**TYPED, "command_id": str(uuid4())}
    assert member.post(path, checked(member, path, "first.pdf", **typed)).status_code == 303
    first = asked_for(portal.asked[-1])[2]
    assert waiting(portal) == []
    portal.answer = httpx.Response(409, json={"title": "A sentence."})
    refused = member.post(path, checked(member, path, "other.pdf", **typed))
    assert refused.status_code == 409
    assert "A sentence." in refused.text
    assert "other.pdf" in refused.text
    assert asked_for(portal.asked[-1])[2] != first
    assert waiting(portal) == [asked(portal).file.object_name]


def waiting(portal: Pages) -> Sequence[str]:
    """Return the objects that are swept if no command tells of them."""
    with portal.engine.connect() as conn:
        return conn.scalars(select(unclaimed.c.object_name)).all()


def test_only_who_works_on_the_meeting_adds_and_only_who_added_or_the_committee_withdraws(
    portal: Pages, meetings: Meetings, member: Visitor, desk: Visitor
) -> None:
    meeting = meetings.called(invited=("a-desk",))
    paper = added(portal, meetings, member, meeting)
    assert desk.get(f"{paper}/withdraw").status_code == 404
    add = f"{PAGE}/{meeting}/papers/add"
    assert desk.get(add).status_code == 200
    stranger = portal.signed_in(Role.DESK_OFFICER, account_id="another")
    holder = portal.signed_in(Role.MANDATE_HOLDER)
    for visitor in (stranger, holder):
        before = len(portal.asked)
        for address in (add, f"{paper}/withdraw"):
            assert visitor.post(address, {"command_id": str(uuid4()), **TYPED}).status_code != 200
        assert len(portal.asked) == before
    meetings.cancelled(meeting)
    assert member.get(add).status_code == 404
    assert member.get(paper).data == PDF
