"""Files beside an answer of a round: its provider's, the mandate's once sent, and nobody else's."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.web.clock.read_model import DEMO
from shared.contracts.followup_round_commands import AddAnswerFile, KeepAnswer, RemoveAnswerFile
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.rounds import provider_id
from tests.portal.followup.rounds.test_pages import a_round, government, ngo, office, sent
from tests.support.files import PDF, send
from tests.support.followup import tell
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.rounds import NGO, ONE, STATE, TWO, Rounds


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    files: dict[str, Any] = {"attachments": str(tmp_path / "files"), "attachment_bytes": 1024**2}
    with pages(*sqlite_urls(tmp_path), demo=True, **files) as built:
        tell(built.engine, DEMO, [])
        yield built


@pytest.fixture
def some(portal: Pages) -> Rounds:
    found = a_round(portal)
    found.keep(NGO, "Planted answer", wish="holder")
    return found


def files_of(some: Rounds) -> str:
    return f"/rounds/{some.round_id}/answers/{provider_id(some.round_id, 'org-1')}/{ONE}/files/"


def added(portal: Pages, some: Rounds, name: str = "cells.pdf") -> str:
    """Add a file as the provider does, and let the round tell of it; return its id."""
    asked = len(portal.asked)
    answer = send(ngo(portal), files_of(some), (PDF, name), hidden_details="keep")
    assert answer.status_code == 303
    assert len(portal.asked) == asked + 1
    content = portal.asked[-1].content
    assert name.partition(".")[0].encode() not in content
    data = json.loads(content)["data"]
    assert data["details"]["subject"] == f"followupround-{data['attachment_id']}"
    data.pop("round_id")
    some.ask(AddAnswerFile, NGO, **{**data, "details": Sealed(**data["details"])})
    return str(data["attachment_id"])


def test_a_file_is_its_providers_until_its_answers_are_sent(portal: Pages, some: Rounds) -> None:
    visitor, files = ngo(portal), files_of(some)
    assert files in visitor.get(f"/rounds/{some.round_id}/answer").text
    page = visitor.get(files).text
    assert "Planted answer" in page
    assert "no table: neither the State" in page
    one = added(portal, some)
    assert "cells.pdf" in visitor.get(files).text
    assert visitor.get(f"{files}{one}").data == PDF
    holder, answer = office(portal), f"/rounds/{some.round_id}"
    assert files not in holder.get(answer).text
    assert holder.get(files).status_code == holder.get(f"{files}{one}").status_code == 404

    some.submit(NGO)
    late = added(portal, some, "later.pdf")
    assert files in holder.get(answer).text
    read = holder.get(files).text
    assert "cells.pdf" in read
    assert "later.pdf" not in read, "it is not sent yet"
    assert "Choose files" not in read
    assert holder.get(f"{files}{one}").data == PDF
    assert holder.get(f"{files}{late}").status_code == 404
    discard = f"/rounds/{some.round_id}/discard"
    assert discard in visitor.get(f"/rounds/{some.round_id}/answer").text

    command = sent(portal, visitor, f"{files}{one}/remove")
    assert command == RemoveAnswerFile(round_id=some.round_id, attachment_id=one)
    some.ask(RemoveAnswerFile, NGO, attachment_id=one)
    assert holder.get(files).status_code == 404, "none is left that was sent"
    assert files not in holder.get(answer).text


def test_a_file_beside_an_answer_that_was_taken_out_can_be_taken_out(
    portal: Pages, some: Rounds
) -> None:
    visitor, files, answer = ngo(portal), files_of(some), f"/rounds/{some.round_id}/answer"
    one = added(portal, some)
    some.submit(NGO)
    some.keep(NGO, "Another answer", row=TWO, wish="holder")
    some.ask(
        KeepAnswer,
        NGO,
        seen=some.steps_of(NGO),
        recommendation_id=ONE,
        answer_id=str(derive_id("no answer", some.name)),
        text=None,
        wish="holder",
    )
    some.submit(NGO)
    assert f"/rounds/{some.round_id}/discard" not in visitor.get(answer).text, "all of it was sent"
    assert files in visitor.get(answer).text
    page = visitor.get(files).text
    assert f"{files}{one}/remove" in page
    assert "Choose files" not in page, "there is no answer to add them to"
    command = sent(portal, visitor, f"{files}{one}/remove")
    assert command == RemoveAnswerFile(round_id=some.round_id, attachment_id=one)
    some.ask(RemoveAnswerFile, NGO, attachment_id=one)
    assert visitor.get(files).status_code == 404
    assert office(portal).get(files).status_code == 404


def test_nobody_else_finds_a_trace_of_it(portal: Pages, some: Rounds) -> None:
    files, one = files_of(some), added(portal, some)
    some.submit(NGO)
    some.compile()
    some.send()
    others = {
        "government": government(portal),
        "organisation": ngo(portal, "org-2"),
        "institution": portal.signed_in(Role.CONTACT_POINT, organisation_id="nhri-1"),
        "desk": portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({STATE})),
        "other mandate": portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-health"})),
    }
    for name, other in others.items():
        for address in (files, f"{files}{one}", f"{files}{one}/remove"):
            assert other.get(address).status_code in {403, 404}, name
        assert send(other, files, (PDF, "x.pdf"), hidden_details="keep").status_code in {403, 404}
        for page in ("answer", "table"):
            got = other.get(f"/rounds/{some.round_id}/{page}")
            assert one not in got.text
            assert files not in got.text, name
    assert send(office(portal), files, (PDF, "x.pdf"), hidden_details="keep").status_code == 403
    portal.vault.forget(f"followupround-{one}", at=portal.clock.at)
    assert "This file was erased on request." in office(portal).get(files).text
    assert office(portal).get(f"{files}{one}").status_code == 410
