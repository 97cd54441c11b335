"""Letters to several addressees: drafted together, sharing one text, each a separate letter."""

from typing import Any

import pytest

from shared.contracts.approvals import CommunicationDrafted, DraftRevised
from shared.core.message import derive_id
from tests.portal.letters.communications.conftest import NEW, Desk
from tests.portal.letters.communications.test_drafting import TEXT, fields

OTHERS = "Demo Mining Ltd\n\nDemo Bank\nDemo Bank"
SECOND = TEXT + "\n\nAt once."


def drafted(desk: Desk, **typed: Any) -> list[CommunicationDrafted]:
    form = {"text": TEXT, "addressees": OTHERS, "home_state": "CHE", **typed}
    desk.drafted(**form)
    return [fact for fact in desk.service.facts if isinstance(fact, CommunicationDrafted)]


def page_of(letter: CommunicationDrafted) -> str:
    return f"/communications/{letter.communication_id}"


def revise(desk: Desk, letter: CommunicationDrafted, **typed: Any) -> Any:
    page = f"{page_of(letter)}/revise"
    return desk.press("officer", page, "/revise", text=SECOND, **typed)


def test_each_addressee_gets_a_letter_of_its_own_with_the_same_text(desk: Desk) -> None:
    letters = drafted(desk)
    assert [one.recipient for one in letters] == ["KEN", "CHE", "OTH", "OTH"]
    names = [desk.portal.vault.reveal(one.addressee) for one in letters]
    assert names == [None, None, "Demo Mining Ltd", "Demo Bank"]
    assert len({one.communication_id for one in letters}) == 4
    assert len({one.group_id for one in letters}) == 1
    assert {one.content_hash for one in letters} == {desk.hash_of(TEXT)}
    for one in letters:
        assert one.text.subject == f"communication-{one.communication_id}"
        assert desk.portal.vault.reveal(one.text) == TEXT


def test_a_double_click_drafts_each_once(desk: Desk) -> None:
    form = fields(desk["officer"].get(NEW).text, "/communications/new")
    for _ in range(2):
        desk["officer"].post("/communications/new", {**form, "addressees": OTHERS})
    kinds = [fact for fact in desk.service.facts if isinstance(fact, CommunicationDrafted)]
    assert len(kinds) == 3


def test_a_letter_to_one_is_of_no_group(desk: Desk) -> None:
    [letter] = drafted(desk, addressees="", home_state="")
    assert letter.group_id is None
    assert "Drafted together" not in desk["officer"].get(page_of(letter)).text


def test_a_company_alone_is_written_to_by_its_name(desk: Desk) -> None:
    [letter] = drafted(desk, recipient="OTH", addressees="Demo Mining Ltd", home_state="")
    assert letter.recipient == "OTH"
    assert "Urgent appeal to Demo Mining Ltd" in desk["officer"].get(page_of(letter)).text


def test_each_page_leads_to_the_others(desk: Desk) -> None:
    first, *others = drafted(desk)
    shown = desk["officer"].get(page_of(first)).text
    for one in others:
        assert page_of(one) in shown
    assert "Urgent appeal to Demo Mining Ltd" in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"addressees": "\n".join(map(str, range(30)))}, "at most 20 others"),
        ({"addressees": "x" * 300}, "one addressee on each line"),
        ({"home_state": "ZZZ"}, "Choose the State from the list"),
        ({"home_state": "OTH"}, "Choose the State from the list"),
        ({"join_by": "tomorrow"}, "Enter the day and the time"),
    ],
)
def test_wrong_addressees_are_refused_and_what_was_typed_stays(
    desk: Desk, typed: dict[str, str], sentence: str
) -> None:
    sent = desk.press("officer", NEW, "/communications/new", **{"text": TEXT, **typed})
    assert sent.status_code == 422
    assert sentence in sent.text
    assert desk.service.asked == []


def test_a_change_is_offered_to_all_that_share_the_text(desk: Desk) -> None:
    first, second, third, fourth = drafted(desk)
    chosen = [second.communication_id, fourth.communication_id]
    assert revise(desk, first, also=chosen).status_code == 303
    changed = [fact for fact in desk.service.facts if isinstance(fact, DraftRevised)]
    assert {one.communication_id for one in changed} == {first.communication_id, *chosen}
    assert {desk.portal.vault.reveal(one.text) for one in changed} == {SECOND}
    shown = desk["officer"].get(f"{page_of(third)}/revise").text
    assert "Change it in these letters too" not in shown, "none has its text any more"


def test_a_change_voids_the_approvals_of_each(desk: Desk) -> None:
    first, second, *_ = drafted(desk)
    desk.press("officer", page_of(second), "/request-approval")
    desk.press("holder", page_of(second), "/approve")
    revise(desk, first, also=[second.communication_id])
    assert "Approval of version 1 by SR torture voided" in desk["officer"].get(page_of(second)).text


def test_what_is_cleared_is_not_offered(desk: Desk) -> None:
    first, second = drafted(desk, addressees="Demo Bank", home_state="")
    desk.press("officer", page_of(second), "/request-approval")
    for holder in ("holder", "other holder"):
        desk.press(holder, page_of(second), "/approve")
    shown = desk["officer"].get(f"{page_of(first)}/revise").text
    assert "Change it in these letters too" not in shown
    revise(desk, first, also=[second.communication_id])
    changed = [fact for fact in desk.service.facts if isinstance(fact, DraftRevised)]
    assert [one.communication_id for one in changed] == [first.communication_id]


def test_a_letter_of_another_group_cannot_be_ticked(desk: Desk) -> None:
    [alone] = drafted(desk, addressees="", home_state="")
    letters = drafted(desk)
    revise(desk, letters[1], also=[alone.communication_id, str(derive_id("nothing"))])
    changed = [fact for fact in desk.service.facts if isinstance(fact, DraftRevised)]
    assert [one.communication_id for one in changed] == [letters[1].communication_id]


def test_changing_them_twice_changes_each_once(desk: Desk) -> None:
    first, second, *_ = drafted(desk)
    page = f"{page_of(first)}/revise"
    form = fields(desk["officer"].get(page).text, "/revise")
    for _ in range(2):
        desk["officer"].post(page, {**form, "text": SECOND, "also": [second.communication_id]})
    changed = [fact for fact in desk.service.facts if isinstance(fact, DraftRevised)]
    assert len(changed) == 2
