"""Any two versions of a letter, side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.letters.approval.difference import side_by_side
from tests.portal.letters.communications.conftest import Desk

lines = st.lists(st.sampled_from(["a", "b", "c d e", "c d f", ""]), max_size=8).map("\n".join)


@given(lines, lines)
def test_both_texts_stand_there_whole(old: str, new: str) -> None:
    rows = side_by_side(old, new)
    left = ["".join(part.text for part in row.old) for row in rows if row.old]
    right = ["".join(part.text for part in row.new) for row in rows if row.new]
    assert [line for line in left if line] == [line for line in old.split("\n") if line]
    assert [line for line in right if line] == [line for line in new.split("\n") if line]
    assert any(row.changed for row in rows) <= (old != new)


def three(desk: Desk) -> str:
    page = desk.drafted(text="One thing.\nIt stays.")
    for text in ("Two things.\nIt stays.", "Three things.\nIt stays."):
        sent = desk.press("officer", f"{page}/revise", "/revise", text=text)
        assert sent.status_code == 303
    return page


def test_two_versions_stand_beside_each_other(desk: Desk) -> None:
    page = three(desk)
    shown = desk["officer"].get(f"{page}/compare?old=1&new=3").text
    assert "from version 1 to version 3" in shown
    assert "<del>One</del>" in shown
    assert "<ins>Three</ins>" in shown
    assert shown.count("It stays.") == 2
    assert f"{page}/compare" in desk["officer"].get(page).text


def test_without_a_choice_it_is_what_the_holder_saw_last(desk: Desk) -> None:
    page = desk.drafted(text="One thing.")
    desk.press("officer", page, "/request-approval")
    desk.press("holder", page, "/approve")
    for text in ("Two things.", "Three things."):
        desk.press("officer", f"{page}/revise", "/revise", text=text)
    assert "from version 1 to version 3" in desk["holder"].get(f"{page}/compare").text


def test_without_a_decision_it_is_the_version_before(desk: Desk) -> None:
    assert "from version 2 to version 3" in desk["officer"].get(f"{three(desk)}/compare").text


def test_a_text_that_never_changed_has_nothing_to_compare(desk: Desk) -> None:
    page = desk.drafted(text="One thing.")
    assert "the only version so far" in desk["officer"].get(f"{page}/compare").text


@pytest.mark.parametrize("query", ["old=9&new=8", "old=x", "old=99999999999999", "new=-1"])
def test_a_version_that_is_not_there_is_not_asked_for(desk: Desk, query: str) -> None:
    assert desk["officer"].get(f"{three(desk)}/compare?{query}").status_code == 200


@pytest.mark.parametrize("who", ["strange officer", "strange holder"])
def test_nobody_else_compares(desk: Desk, who: str) -> None:
    assert desk[who].get(f"{three(desk)}/compare").status_code == 404


def test_an_erased_text_is_not_compared(desk: Desk) -> None:
    page = three(desk)
    subject = f"communication-{page.rpartition('/')[2]}"
    desk.portal.vault.forget(subject, at=desk.portal.clock())
    assert "was erased" in desk["officer"].get(f"{page}/compare").text


def test_an_empty_line_that_stayed_takes_no_row(desk: Desk) -> None:
    page = desk.drafted(text="One thing.\n\nIt stays.")
    sent = desk.press("officer", f"{page}/revise", "/revise", text="Two things.\n\nIt stays.")
    assert sent.status_code == 303
    shown = desk["officer"].get(f"{page}/compare").text
    assert shown.count('<tr class="govuk-table__row sides__') == 2
