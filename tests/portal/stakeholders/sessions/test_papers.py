"""Papers of a session: an officer adds them with a file; who reads which, before and after."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.casefile.attachments.scan import Harmful
from portal.stakeholders.sessions import papers
from portal.stakeholders.sessions.stored import STORED
from shared.contracts.stakeholders_session_commands import (
    TYPES,
    AddSessionPaper,
    CancelRegistration,
    WithdrawSessionPaper,
)
from shared.core.roles import Role
from tests.portal.stakeholders.sessions.test_own import form, main
from tests.support.files import PDF, send
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW, OFFICER, Hall, holder

TYPED = {"title": "Zanthor agenda", "audience": "public"}


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def carried(page: str) -> str:
    return page.split('name="carried" hidden>')[1].split("</textarea>", maxsplit=1)[0].strip()


def added(portal: Pages, hall: Hall, officer: Visitor, session_id: str, **typed: str) -> str:
    """Add a paper as the pages do it, and as the service does; return its id."""
    path, said = f"/session-desk/{session_id}/papers/add", {**TYPED, **typed}
    command_id = str(uuid4())
    check = send(officer, path, (PDF, "agenda.pdf"), command_id=command_id, **said)
    assert check.status_code == 200, check.text
    again = {**said, "command_id": command_id, "carried": carried(check.text), "checked": "send"}
    assert officer.post(path, again).status_code == 303
    command: AddSessionPaper = asked(portal)
    hall.do(command, OFFICER)
    assert officer.post(path, again).status_code == 303, "a second click"
    assert asked(portal).paper_id == command.paper_id
    return command.paper_id


def test_a_public_paper_is_read_by_everybody_and_named_by_nothing_in_the_clear(
    portal: Pages, hall: Hall, officer: Visitor, member: Visitor
) -> None:
    session_id = hall.opened()
    paper = added(portal, hall, officer, session_id)
    written = portal.asked[-1].read().decode()
    assert "Zanthor" not in written
    assert "agenda.pdf" not in written
    anybody = portal.visitor()
    assert "Zanthor agenda" in main(anybody.get(f"/sessions/{session_id}").text)
    assert anybody.get(f"/sessions/{session_id}/papers/{paper}").data == PDF
    seat = hall.asks(session_id, "member")
    assert member.get(f"/my-seats/{seat}/papers/{paper}").data == PDF
    assert officer.get(f"/session-desk/{session_id}/papers/{paper}").data == PDF
    other = hall.opened(2)
    for visitor, door in (
        (anybody, f"/sessions/{other}"),
        (anybody, f"/sessions/{uuid4()}"),
        (officer, f"/session-desk/{other}"),
    ):
        assert visitor.get(f"{door}/papers/{paper}").status_code == 404


def test_a_paper_for_who_has_a_seat_is_read_by_them_before_and_after(
    portal: Pages, hall: Hall, officer: Visitor, member: Visitor, focal: Visitor
) -> None:
    begins = NOW - timedelta(days=2)
    for number, session_id in enumerate((hall.opened(1), hall.opened(2, begins=begins))):
        has, waits = hall.asks(session_id, "member"), hall.asks(session_id, "focal")
        paper = added(portal, hall, officer, session_id, audience="registered")
        assert "Zanthor agenda" in main(member.get(f"/my-seats/{has}").text), number
        assert member.get(f"/my-seats/{has}/papers/{paper}").data == PDF
        assert "Zanthor" not in main(focal.get(f"/my-seats/{waits}").text)
        assert focal.get(f"/my-seats/{waits}/papers/{paper}").status_code == 404
        assert focal.get(f"/my-seats/{has}/papers/{paper}").status_code == 404
        anybody = portal.visitor()
        assert "Zanthor" not in anybody.get(f"/sessions/{session_id}").text
        assert anybody.get(f"/sessions/{session_id}/papers/{paper}").status_code == 404


def test_who_gives_the_seat_back_reads_it_no_more(
    portal: Pages, hall: Hall, officer: Visitor, member: Visitor
) -> None:
    session_id = hall.opened()
    seat = hall.asks(session_id, "member")
    paper = added(portal, hall, officer, session_id, audience="registered")
    hall.do(CancelRegistration(session_id=session_id, registration_id=seat), holder("member"))
    assert member.get(f"/my-seats/{seat}/papers/{paper}").status_code == 404


def test_a_public_paper_of_a_closed_session_is_for_those_who_know_of_it(
    portal: Pages, hall: Hall, officer: Visitor, member: Visitor
) -> None:
    session_id = hall.opened(access="closed")
    paper = added(portal, hall, officer, session_id)
    assert portal.visitor().get(f"/sessions/{session_id}/papers/{paper}").status_code == 404
    before = f"/my-seats/ask/{session_id}/papers/{paper}"
    assert before in member.get(f"/my-seats/ask/{session_id}").text
    assert member.get(before).data == PDF, "who has no seat yet reads the agenda"
    nhri = portal.signed_in(Role.CONTACT_POINT, account_id="nhri")
    others = hall.opened(2, access="closed", audience=("ngo",))
    theirs = added(portal, hall, officer, others)
    assert nhri.get(before).data == PDF
    assert nhri.get(f"/my-seats/ask/{others}/papers/{theirs}").status_code == 404
    assert nhri.get(f"/my-seats/ask/{uuid4()}/papers/{theirs}").status_code == 404
    assert portal.visitor().get(before).status_code != 200
    for_seats = added(portal, hall, officer, session_id, audience="registered", title="Speakers")
    assert "Speakers" not in member.get(f"/my-seats/ask/{session_id}").text
    hidden = f"/my-seats/ask/{session_id}/papers/{for_seats}"
    assert member.get(hidden).status_code == 404
    seat = hall.asks(session_id, "member")
    assert member.get(f"/my-seats/{seat}/papers/{paper}").data == PDF


def test_a_withdrawn_paper_and_an_erased_one_are_read_by_nobody(
    portal: Pages, hall: Hall, officer: Visitor
) -> None:
    session_id = hall.opened()
    first, second = (
        added(portal, hall, officer, session_id, title=one) for one in ("Gribble", "B")
    )
    path = f"/session-desk/{session_id}/papers/{first}"
    assert "Gribble" in main(officer.get(f"{path}/withdraw").text)
    assert officer.post(f"{path}/withdraw", form()).status_code == 303
    command = asked(portal)
    assert command == WithdrawSessionPaper(session_id=session_id, paper_id=first)
    [given_up] = STORED.given_up
    with portal.engine.connect() as conn:
        assert not conn.execute(given_up).all()
    hall.do(command, OFFICER)
    with portal.engine.connect() as conn:
        assert [row.since for row in conn.execute(given_up)] == [NOW], "the file goes, too"
    assert officer.get(path).status_code == 404
    assert officer.get(f"{path}/withdraw").status_code == 404
    anybody = portal.visitor()
    assert "Gribble" not in anybody.get(f"/sessions/{session_id}").text
    assert anybody.get(f"/sessions/{session_id}/papers/{first}").status_code == 404
    portal.vault.forget(papers.subject_of(second), at=NOW)
    assert anybody.get(f"/sessions/{session_id}/papers/{second}").status_code == 404
    assert officer.get(f"/session-desk/{session_id}/papers/{second}").status_code == 410
    assert "erased" in main(officer.get(f"/session-desk/{session_id}").text)


def test_one_file_and_an_audience_are_needed_and_what_was_typed_stays(
    hall: Hall, officer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/session-desk/{hall.opened()}/papers/add"
    wrong: list[tuple[list[tuple[bytes, str]], dict[str, str], str]] = [
        ([], TYPED, "Choose a file"),
        ([(PDF, "a.pdf"), (PDF, "b.pdf")], TYPED, "Choose one file."),
        ([(PDF, "a.pdf")], {"title": "Zanthor agenda"}, "Choose who reads it"),
    ]
    for files, typed, said in wrong:
        refused = send(officer, path, *files, **typed)
        assert refused.status_code == 422
        assert said in refused.text
        assert "Zanthor agenda" in refused.text

    def harmful(*_: object) -> None:
        raise Harmful

    monkeypatch.setattr("portal.casefile.attachments.keep.scan", harmful)
    refused = send(officer, path, (PDF, "a.pdf"), **TYPED)
    assert refused.status_code == 422
    assert "something harmful" in refused.text


@pytest.mark.parametrize("act", ["add", "withdraw"])
def test_only_officers_add_and_withdraw(
    portal: Pages, hall: Hall, officer: Visitor, member: Visitor, act: str
) -> None:
    session_id = hall.opened()
    paper = added(portal, hall, officer, session_id)
    path = f"/session-desk/{session_id}/papers/" + ("add" if act == "add" else f"{paper}/withdraw")
    for visitor in (member, portal.signed_in(Role.HUMAN_RIGHTS_OFFICER), portal.visitor()):
        before = len(portal.asked)
        assert visitor.post(path, form(**TYPED)).status_code != 200
        assert len(portal.asked) == before
