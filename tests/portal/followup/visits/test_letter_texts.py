"""What changed in a letter about a visit since it was decided on, and the letter as PDF."""

from typing import Any

import pytest

from portal.letters.documents import typesetting
from portal.letters.documents.layout import laid_out
from shared.contracts.followup_visit_letter_commands import (
    ApproveVisitLetter,
    RequestVisitLetterChanges,
)
from shared.contracts.followup_visit_letters import Asking
from shared.contracts.followup_visits import VisitRequested, Window
from shared.core.roles import Role
from tests.portal.followup.visits.test_letters import person
from tests.portal.followup.visits.test_of_state import PAGE, government
from tests.support.portal import Pages
from tests.support.visit_letters import ONE, TEXT, TWO, Letters
from tests.support.visits import Visits

ARABIC = "أتشرف بأن أطلب دعوة لزيارة بلدكم بصفة رسمية."


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return what is laid out for the press, which has tests of its own."""
    some: list[dict[str, Any]] = []

    def pressed(letter: Any, _fonts: object) -> bytes:
        some.append(laid_out(letter))
        return b"%PDF"

    monkeypatch.setattr(typesetting, "pdf", pressed)
    return some


def lines(page: dict[str, Any]) -> list[str]:
    return [line for block in page["blocks"] for line in block["lines"]]


def test_a_holder_reads_what_changed_since_the_mandate_decided(
    portal: Pages,
    letters: Letters,
) -> None:
    one = letters.awaiting("a", ONE, TWO, text="Same line\nOld words of it")
    here = f"/visit-letters/{one}"
    holder = person(portal, Role.MANDATE_HOLDER, ONE)
    assert "What changed" not in holder.get(here).text  # nobody has decided on another text
    letters.exactly("a", ApproveVisitLetter, mandate=ONE)
    sent_back: Any = {"visit_letter_id": one, "mandate": TWO, "note": letters.seal("a", "Shorter")}
    letters.ask("a", RequestVisitLetterChanges(version=1, **sent_back))
    dates = Window(first=letters.at.date(), last=letters.at.date())
    letters.revised("a", "Same line\nNew words of it", asking=Asking(kind="urgent", dates=dates))
    for address in (here, f"{here}/approve/{ONE}"):
        page = holder.get(address).text
        assert "What changed since version 1" in page
        assert "<del>Old</del><ins>New</ins>" in page
        assert "<del>Official</del><ins>Urgent</ins>" in page  # this is approved with it
    letters.ask("a", RequestVisitLetterChanges(version=2, **sent_back))
    letters.revised("a", "Same line\nLast words of it")
    assert "<del>Old</del><ins>Last</ins>" in holder.get(f"{here}/approve/{ONE}").text
    other = person(portal, Role.MANDATE_HOLDER, TWO).get(f"{here}/approve/{TWO}").text
    assert "What changed since version 2" in other
    assert "<del>New</del><ins>Last</ins>" in other
    portal.vault.forget(f"visitletter-{one}", at=letters.at)
    assert "There is nothing to compare" in holder.get(here).text
    for mandate in (ONE, TWO):
        letters.exactly("a", ApproveVisitLetter, mandate=mandate)
    assert "What changed" not in person(portal, Role.QUICK_RESPONSE_DESK).get(here).text


def test_the_letter_is_a_file_as_it_was_approved_for_who_reads_it(
    portal: Pages,
    letters: Letters,
    pages: list[dict[str, Any]],
) -> None:
    letters.awaiting("a", ONE, TWO, text=ARABIC)
    file = f"/visit-letters/{letters.letter_id('a')}/letter.pdf"
    holder = person(portal, Role.MANDATE_HOLDER, ONE)
    desk = person(portal, Role.QUICK_RESPONSE_DESK)
    assert desk.get(file).status_code == 404
    assert person(portal, Role.MANDATE_HOLDER, "wgad").get(file).status_code == 404
    assert holder.get(file).headers["Content-Type"] == "application/pdf"
    for mandate in (ONE, TWO):
        letters.exactly("a", ApproveVisitLetter, mandate=mandate)
    assert desk.get(file).data == b"%PDF"
    draft, approved = pages
    assert (draft["draft"] is None, approved["draft"], approved["date"]) == (False, None, None)
    for page in pages:
        assert (page["language"], page["direction"]) == ("ar", "rtl")
        assert lines(page)[-1] == ARABIC
        assert len(page["signed"]) == 2
    portal.vault.forget(f"visitletter-{letters.letter_id('a')}", at=letters.at)
    desk.get(file)
    assert ARABIC not in lines(pages[-1])


def test_a_government_has_the_file_of_what_was_sent_to_it(
    portal: Pages,
    visits: Visits,
    letters: Letters,
    pages: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    approved, sent = visits.document(3), visits.document(2)
    asked: Any = {"kind": "official", "dates": None, "renewed": False, "decided_on": None}
    for name, document in (("a", approved), ("b", sent)):
        one = letters.letter_id(name)
        visits.filed(VisitRequested, document=document, letter_id=one, **asked)
    letters.approved("a")
    letters.sent("b")
    kenya = government(portal)
    not_yet, file = (f"{PAGE}/{one.document_id}/letter.pdf" for one in (approved, sent))
    assert not_yet not in kenya.get(PAGE).text
    assert kenya.get(not_yet).status_code == 404
    assert file in kenya.get(PAGE).text
    assert kenya.get(file).data == b"%PDF"
    [page] = pages
    assert lines(page)[-1] == TEXT
    assert lines(page)[0] == "Kenya"
    assert page["draft"] is None
    assert page["date"]
    assert government(portal, "FRA").get(file).status_code == 404
    assert kenya.get(f"{PAGE}/none/letter.pdf").status_code == 404

    def none(*_: object) -> bytes:
        raise typesetting.NotSet

    monkeypatch.setattr(typesetting, "pdf", none)
    assert kenya.get(file).status_code == 503
