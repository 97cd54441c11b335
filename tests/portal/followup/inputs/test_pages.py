"""Calls for input, from their issue to what the mandate reads: M3 of section E.4."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import TypeAdapter

from portal.casefile.submissions import return_code
from portal.followup.inputs import own
from portal.followup.inputs import public as public_pages
from portal.followup.inputs.read_model import additions, notes
from portal.followup.inputs.stored import STORED
from shared.contracts.followup_input_commands import (
    TYPES,
    EndInputCall,
    ExtendInputCall,
    IssueInputCall,
    MarkContribution,
    NoteOnContribution,
    PublishContribution,
)
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support.files import PDF, send
from tests.support.inputs import Inputs
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor, pages, sqlite_urls

R = Role
OWN = {"mandates": frozenset({"sr-torture"})}
OTHER_CODE = return_code.made_of(UUID(int=7), "another", "key")


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(
        *sqlite_urls(tmp_path), attachments=str(tmp_path / "files"), attachment_bytes=1024**2
    ) as built:
        yield built


@pytest.fixture
def inputs(portal: Pages) -> Inputs:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear(ahead=90)
    return Inputs(portal, missions)


def team(portal: Pages, role: Role = R.HUMAN_RIGHTS_OFFICER) -> Visitor:
    return portal.signed_in(role, **OWN)


def page_of(inputs: Inputs) -> str:
    return f"/missions/{inputs.missions.mission_id}/input"


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def sent(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


def contribution(**also: str) -> dict[str, str]:
    given = {"text": "Cells of Quib", "language": "en", "name": "", "publication": "no"}
    return sent(**{**given, **also})


def code_of(page: str) -> str:
    groups = re.findall(r"<li>(\d{6})</li>", page)
    assert len(groups) == 8
    return " ".join(groups)


def test_the_holder_issues_a_call_and_everybody_finds_it_without_days(
    portal: Pages, inputs: Inputs
) -> None:
    holder, page = team(portal, R.MANDATE_HOLDER), page_of(inputs)
    assert "The calls of the Mandate-holder will appear here" in text(holder.get(page).text)
    assert "Calls for input, and contributions" in text(
        holder.get(page.removesuffix("/input")).text
    )
    assert team(portal).get(f"{page}/issue").status_code == 403
    form = sent(closes_on="2027-01-10", public="yes")
    wrong = holder.post(f"{page}/issue", form)
    assert wrong.status_code == 422
    assert "at least one language" in text(wrong.text)
    assert holder.get(f"{page}/issue").status_code == 200
    assert holder.post(f"{page}/issue", {**form, "text_fr": "Où ?"}).status_code == 303
    command = last(portal)
    assert isinstance(command, IssueInputCall)
    assert [one.language for one in command.texts] == ["fr"]
    assert command.texts[0].text.subject == f"inputcall-{command.call_id}"
    visitor = portal.visitor()
    assert "Open calls will appear here" in text(visitor.get("/calls-for-input").text)
    call_id = inputs.issue("What of prisons?", fr="Quid des prisons ?")
    hidden = inputs.issue("What of Vex?", public=False)
    listed = visitor.get("/calls-for-input").text
    assert call_id in listed
    assert hidden not in listed
    shown = visitor.get(f"/calls-for-input/{call_id}").text
    assert "What of prisons?" in shown
    assert "Quid des prisons ?" in shown
    by_address = visitor.get(f"/calls-for-input/{hidden}")
    assert "What of Vex?" in by_address.text
    assert by_address.headers["X-Robots-Tag"].startswith("noindex")
    assert by_address.headers["Cache-Control"] == "no-store"
    dates = inputs.missions.mission.dates
    assert dates is not None
    for day in (dates.first, dates.last):
        assert day.isoformat() not in listed + shown
    assert shown.index("Quid") > shown.index("What of")
    french = visitor.get(f"/fr/calls-for-input/{call_id}").text
    assert french.index("Quid") < french.index("What of")
    arabic = visitor.get(f"/ar/calls-for-input/{call_id}").text
    assert 'dir="rtl"' in arabic
    assert visitor.get(f"/calls-for-input/{uuid4()}").status_code == 404


def test_a_call_is_extended_closed_and_withdrawn(portal: Pages, inputs: Inputs) -> None:
    holder, page = team(portal, R.MANDATE_HOLDER), page_of(inputs)
    call_id = inputs.issue("What of prisons?")
    mission_id = inputs.missions.mission_id
    base = {"call_id": call_id, "mission_id": mission_id, "mandate": "sr-torture"}
    steps: list[tuple[str, dict[str, str], type]] = [
        ("extend", {"closes_on": "2027-03-01"}, ExtendInputCall),
        ("close", {}, EndInputCall),
        ("withdraw", {}, EndInputCall),
    ]
    for path, typed, kind in steps:
        assert 'value="1"' in holder.get(f"{page}/calls/{call_id}/{path}").text
        answer = holder.post(f"{page}/calls/{call_id}/{path}", sent(seen="1", **typed))
        assert answer.status_code == 303
        assert isinstance(last(portal), kind)
    assert team(portal).get(f"{page}/calls/{call_id}/close").status_code == 404
    assert holder.get(f"{page}/calls/{uuid4()}/close").status_code == 404
    visitor, address = portal.visitor(), f"/calls-for-input/{call_id}"
    inputs.ask_call(EndInputCall(**base, seen=1, how="closed"))
    assert "takes no contribution any more" in text(visitor.get(address).text)
    assert call_id not in visitor.get("/calls-for-input").text
    assert visitor.get(f"{address}/contribute").status_code == 409
    late = visitor.post(f"{address}/contribute", contribution())
    assert late.status_code == 409
    assert "Cells of Quib" in late.text
    assert "Closed" in text(holder.get(page).text)
    inputs.ask_call(EndInputCall(**base, seen=2, how="withdrawn"))
    assert visitor.get(address).status_code == 404
    assert "Withdrawn" in text(holder.get(page).text)


def test_a_contribution_is_kept_with_its_receipt_and_read_by_the_team_alone(
    portal: Pages, inputs: Inputs
) -> None:
    call_id, visitor = inputs.issue("What of prisons?"), portal.visitor()
    address = f"/calls-for-input/{call_id}/contribute"
    assert "file a submission" in text(visitor.get(address).text)
    wrong = visitor.post(address, contribution(publication="named"))
    assert wrong.status_code == 422
    assert "Give a name" in text(wrong.text)
    form = contribution(name="Ada Nox")
    receipt = visitor.post(address, form)
    assert receipt.status_code == 200
    code = code_of(receipt.text)
    assert receipt.headers["Cache-Control"] == "no-store"
    assert code_of(visitor.post(address, form).text) == code  # a double click
    other = visitor.post(address, {**form, "text": "Another"})
    assert code_of(other.text) != code
    shown = text(visitor.get("/contributions/own").text)
    assert "On its way" in shown
    portal.clock.forward(own._IDLE * 4)
    late = visitor.post(address, form)
    assert "It was shown once" in text(late.text)
    assert "<li>" + code[:6] not in late.text
    assert portal.visitor().get(address).status_code == 200
    inputs.deliver()
    (first, second) = inputs.contributions
    officer, page = team(portal), page_of(inputs)
    assert "Ada Nox" in text(officer.get(page).text)
    read = text(officer.get(f"{page}/contributions/{first}").text)
    assert "Cells of Quib" in read
    assert "Confidential" in read
    for role, also, status in (
        (R.MANDATE_HOLDER, {"mandates": frozenset({"wgad"})}, 404),
        (R.DESK_OFFICER, {"state_codes": frozenset({"KEN"})}, 403),
        (R.GOVERNMENT, {"state_codes": frozenset({"KEN"})}, 403),
        (R.COORDINATION_COMMITTEE, {}, 403),
        (R.QUICK_RESPONSE_DESK, {}, 403),
    ):
        somebody = portal.signed_in(role, **also)
        for path in ("", f"/contributions/{first}", f"/contributions/{first}/note"):
            assert somebody.get(page + path).status_code == status
    for path in ("publish", f"files/{uuid4()}"):
        assert officer.get(f"{page}/contributions/{first}/{path}").status_code == 404
    assert officer.get(f"{page}/contributions/{uuid4()}").status_code == 404
    assert "2 contributions to read" in text(officer.get("/mandate").text)
    portal.vault.forget(f"contribution-{second}", at=portal.clock())
    assert "erased" in text(officer.get(f"{page}/contributions/{second}").text)


def test_its_sender_comes_back_adds_files_and_withdraws(portal: Pages, inputs: Inputs) -> None:
    call_id, visitor = inputs.issue("What of prisons?"), portal.visitor()
    receipt = visitor.post(f"/calls-for-input/{call_id}/contribute", contribution(name="Ada Nox"))
    code = code_of(receipt.text)
    inputs.deliver()
    back = portal.visitor()
    assert back.get("/contributions/own").location.endswith("/contributions/")
    lost = back.post("/contributions/own/additions", sent(text="Kept words"))
    assert lost.status_code == 401
    assert "Kept words" in lost.text
    for typed in ("", "123456", code[:-1] + str((int(code[-1]) + 1) % 10)):
        assert back.post("/contributions/", {"return_code": typed}).status_code == 422
    unknown = portal.visitor().post("/contributions/", {"return_code": OTHER_CODE})
    assert "opens no contribution" in text(unknown.text)
    assert back.post("/contributions/", {"return_code": code}).status_code == 303
    shown = back.get("/contributions/own").text
    for word in ("Quib", "Nox"):
        assert word not in shown
    mark = own.mark_of(next(iter(inputs.contributions)))
    say = partial(sent, command_of=mark)
    empty = back.post("/contributions/own/additions", say(text=""))
    assert empty.status_code == 422
    assert back.post("/contributions/own/additions", say(text="More Zora")).status_code == 303
    filed = send(
        back, "/contributions/own/files", (PDF, "vex.pdf"), hidden_details="keep", command_of=mark
    )
    assert filed.status_code == 303
    assert send(back, "/contributions/own/files", command_of=mark).status_code == 422
    choice = say(publication="named")
    assert back.post("/contributions/own/publication", choice).status_code == 303
    inputs.deliver()
    (of,) = inputs.contributions
    officer, page = team(portal), f"{page_of(inputs)}/contributions/{of}"
    read = officer.get(page).text
    assert "More Zora" in read
    assert "May be published with the name" in text(read)
    (file,) = set(re.findall(rf"{page}/files/[0-9a-f-]+", read))
    assert officer.get(file).data == PDF
    assert back.get("/contributions/own/withdraw").status_code == 200
    assert back.post("/contributions/own/withdraw", say()).status_code == 303
    inputs.deliver()
    with portal.engine.connect() as conn:
        [given_up] = STORED.given_up
        assert len(conn.execute(given_up).all()) == 1
        for table in (additions, notes):
            assert not conn.execute(table.select()).all()
    assert "You withdrew it" in text(back.get("/contributions/own").text)
    gone = officer.get(page).text
    assert "withdrew it" in text(gone)
    for word in ("Zora", "Quib", "Nox"):
        assert word not in gone + officer.get(page_of(inputs)).text
    assert officer.get(file).status_code == 404
    assert back.post("/contributions/leave", {}).status_code == 303
    assert back.get("/contributions/own").status_code == 303


def test_the_team_marks_notes_and_publishes_as_allowed(portal: Pages, inputs: Inputs) -> None:
    call_id = inputs.issue("What of prisons?")
    of = inputs.submit(call_id, "Cells of Quib", name="Ada Nox", publication="unnamed")
    officer, page = team(portal), f"{page_of(inputs)}/contributions/{of}"
    for path, typed, kind in (
        ("read", {}, MarkContribution),
        ("note", {"note": "Ask again"}, NoteOnContribution),
        ("publish", {"seen": "unnamed"}, PublishContribution),
        ("unpublish", {}, PublishContribution),
    ):
        form = officer.get(f"{page}/{path}")
        assert form.status_code == 200
        assert ("Cells of Quib" in form.text) is (path == "publish")
        assert "Nox" not in form.text
        assert officer.post(f"{page}/{path}", sent(**typed, checked="send")).status_code == 303
        assert isinstance(last(portal), kind)
    visitor, address = portal.visitor(), f"/calls-for-input/{call_id}"
    before = visitor.get(address).text
    assert "Quib" not in before
    inputs.ask(PublishContribution(contribution_id=of, published=True, seen="unnamed"))
    public = visitor.get(address).text
    assert "Cells of Quib" in public
    assert "Nox" not in public
    assert "Take it from the page" in text(officer.get(page).text)
    assert f"contribution-{of}" in officer.get(page).text
    assert f"inputcall-{call_id}" in officer.get(page_of(inputs)).text
    note = NoteOnContribution(
        contribution_id=of,
        note_id="n-1",
        note=portal.vault.seal(f"contribution-{of}", "Ask again"),
    )
    inputs.ask(note)
    assert "/read?seen=0" in officer.get(page).text
    assert 'name="seen" type="hidden" value="3"' in officer.get(f"{page}/read?seen=3").text
    inputs.ask(MarkContribution(contribution_id=of, read=True, seen=0))
    read = text(officer.get(page).text)
    assert "Ask again" in read
    assert "Mark it as unread" in read
    assert "Contributions to read" not in officer.get("/mandate").text
    named = inputs.submit(call_id, "Wards of Rill", name="Bo Hale", publication="named")
    assert "Bo Hale" in officer.get(f"{page_of(inputs)}/contributions/{named}/publish").text
    inputs.ask(PublishContribution(contribution_id=named, published=True, seen="named"))
    assert "Bo Hale" in visitor.get(address).text
    portal.vault.forget(f"contribution-{named}", at=portal.clock())
    assert "Rill" not in visitor.get(address).text
    for each in range(public_pages.AT_ONCE):
        other = inputs.submit(call_id, f"Ward {each}.", publication="unnamed")
        inputs.ask(PublishContribution(contribution_id=other, published=True, seen="unnamed"))
    first, second = (visitor.get(f"{address}?published={number}").text for number in (1, 2))
    assert first.count("Ward ") == public_pages.AT_ONCE - 2
    assert second.count("Ward ") == 2
